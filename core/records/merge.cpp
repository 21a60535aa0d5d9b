#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "motcua/base/sabotage.hpp"
#include "motcua/records/state.hpp"

namespace motcua::records {
namespace {

/// What orders writes, and names one: a device's readings rise strictly.
auto stamp(const auto& write) { return std::pair(write.effective, write.device); }

HistoryEntry to_history(std::string_view field, FieldState&& state) {
  return {std::string(field), std::move(state.value), state.effective, state.device, false, state.hlc, state.base};
}

FieldState to_winner(HistoryEntry&& entry) {
  return {std::move(entry.value), entry.effective, entry.device, false, entry.hlc, entry.base};
}

bool saw(Hlc base, const auto& write) { return base.value != 0 && (base == write.effective || base == write.hlc); }

/// Whether the write passes by nothing but a winner that its writer had seen, and no conflict is open: as nearly every
/// edit. Then every loser stays as it is, and the history of the field need not be looked at.
bool only_passes(const FieldState& winner, const auto& write) {
  return stamp(winner) < stamp(write) && saw(write.base, winner) && !winner.conflict;
}

/// The history of an entity, with the places of each field's entries.
class Losers {
 public:
  explicit Losers(std::vector<HistoryEntry>& entries) : entries_(entries) {}

  void add(HistoryEntry&& entry) { entries_.push_back(std::move(entry)); }
  /// Of one field, by their places: what is added moves the entries.
  const std::vector<std::size_t>& of(const std::string& field) {
    for (; indexed_ < entries_.size(); ++indexed_) places_[entries_[indexed_].field].push_back(indexed_);
    return places_[field];
  }
  HistoryEntry& operator[](std::size_t place) { return entries_[place]; }

 private:
  std::vector<HistoryEntry>& entries_;
  std::size_t indexed_ = 0;  ///< Only what somebody asks for is looked at.
  std::unordered_map<std::string, std::vector<std::size_t>> places_;
};

/// A loser was overwritten knowingly if some writer of the field had seen it. Where two wrote the same value, having
/// seen one is having seen both. Depends on the set of writes only, not on the order in which they came.
void mark_conflicts(const std::string& field, FieldState& winner, Losers& losers) {
  const auto& places = losers.of(field);
  std::unordered_set<std::uint64_t> seen{winner.base.value};
  for (const std::size_t at : places) seen.insert(losers[at].base.value);
  seen.erase(0);
  std::set<std::optional<std::string_view>> known{winner.value};
  for (const std::size_t at : places) {
    HistoryEntry& entry = losers[at];
    entry.conflict = !seen.contains(entry.effective.value) && !seen.contains(entry.hlc.value);
    if (!entry.conflict) known.insert(entry.value);
  }
  winner.conflict = false;
  for (const std::size_t at : places) {
    HistoryEntry& entry = losers[at];
    entry.conflict = entry.conflict && !known.contains(entry.value);
    winner.conflict = winner.conflict || entry.conflict;
  }
}

void merge_field(EntityState& state, HistoryEntry&& write, Losers& losers) {
  const auto found = state.fields.find(write.field);
  if (found == state.fields.end()) {
    std::string name = write.field;
    state.fields.emplace(std::move(name), to_winner(std::move(write)));
    return;
  }
  FieldState& winner = found->second;
  if (only_passes(winner, write)) {
    losers.add(to_history(found->first, std::exchange(winner, to_winner(std::move(write)))));
    return;
  }
  const bool known = stamp(winner) == stamp(write) || std::ranges::any_of(losers.of(found->first), [&](std::size_t at) {
                       return stamp(losers[at]) == stamp(write);
                     });
  if (known) return;
  const bool tie_lost = sabotaged(Defect::tie_by_arrival) && winner.effective == write.effective;
  if (stamp(winner) < stamp(write) || tie_lost) {
    losers.add(to_history(found->first, std::exchange(winner, to_winner(std::move(write)))));
  } else {
    losers.add(std::move(write));
  }
  mark_conflicts(found->first, winner, losers);
}

HistoryEntry to_write(const SequencedOperation& sequenced, const FieldChange& change) {
  return {change.field, change.value, sequenced.effective, sequenced.operation.device, false, sequenced.operation.hlc,
          change.base};
}

void merge_removal(EntityState& state, const SequencedOperation& operation) {
  Removal removal{operation.effective, operation.operation.device, {}};
  for (const FieldChange& change : operation.operation.fields) removal.seen[change.field] = change.base;
  const auto at =
      std::ranges::lower_bound(state.removals, stamp(removal), {}, [](const Removal& r) { return stamp(r); });
  if (at != state.removals.end() && stamp(*at) == stamp(removal)) return;
  state.removals.insert(at, std::move(removal));
}

bool is_removed(const EntityState& state) {
  if (sabotaged(Defect::delete_beats_edit)) return !state.removals.empty();
  return std::ranges::any_of(state.removals, [&](const Removal& removal) {
    return std::ranges::all_of(state.fields, [&](const auto& field) {
      const auto seen = removal.seen.find(field.first);
      return seen != removal.seen.end() && saw(seen->second, field.second);
    });
  });
}

}  // namespace

std::vector<std::string> fields_with_history(const EntityState& state, const SequencedOperation& sequenced) {
  std::vector<std::string> out;
  if (sequenced.operation.kind != OperationKind::edit) return out;
  for (const FieldChange& change : sequenced.operation.fields) {
    const auto found = state.fields.find(change.field);
    if (found != state.fields.end() && !only_passes(found->second, to_write(sequenced, change)))
      out.push_back(change.field);
  }
  return out;
}

void merge(EntityState& state, const SequencedOperation& sequenced, std::vector<HistoryEntry>& history) {
  const Operation& operation = sequenced.operation;
  state.type = operation.entity_type;
  state.entity = operation.entity;
  if (state.scope.empty()) state.scope = sequenced.scope;
  if (std::pair(state.definition_effective, state.definition_device) <
      std::pair(sequenced.effective, operation.device)) {
    state.definition = operation.definition;
    state.definition_effective = sequenced.effective;
    state.definition_device = operation.device;
  }
  if (operation.kind == OperationKind::remove) {
    merge_removal(state, sequenced);
  } else {
    Losers losers(history);
    for (const FieldChange& change : operation.fields) merge_field(state, to_write(sequenced, change), losers);
  }
  state.removed = is_removed(state);
}

}  // namespace motcua::records
