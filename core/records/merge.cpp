#include <algorithm>
#include <ranges>
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

/// A loser was overwritten knowingly if some writer of the field had seen it. Where two wrote the same value, having
/// seen one is having seen both. Depends on the set of writes only, not on the order in which they came.
void mark_conflicts(std::string_view field, FieldState& winner, std::vector<HistoryEntry>& history) {
  auto losers = history | std::views::filter([&](const HistoryEntry& entry) { return entry.field == field; });
  const auto seen_by_someone = [&](const HistoryEntry& entry) {
    return saw(winner.base, entry) ||
           std::ranges::any_of(losers, [&](const HistoryEntry& other) { return saw(other.base, entry); });
  };
  for (HistoryEntry& entry : losers) entry.conflict = !seen_by_someone(entry);
  std::vector<std::optional<std::string>> known{winner.value};
  for (const HistoryEntry& entry : losers) {
    if (!entry.conflict) known.push_back(entry.value);
  }
  winner.conflict = false;
  for (HistoryEntry& entry : losers) {
    if (entry.conflict && std::ranges::find(known, entry.value) != known.end()) entry.conflict = false;
    winner.conflict = winner.conflict || entry.conflict;
  }
}

void merge_field(EntityState& state, HistoryEntry&& write, std::vector<HistoryEntry>& history) {
  const auto found = state.fields.find(write.field);
  if (found == state.fields.end()) {
    std::string name = write.field;
    state.fields.emplace(std::move(name), to_winner(std::move(write)));
    return;
  }
  FieldState& winner = found->second;
  const bool known = stamp(winner) == stamp(write) || std::ranges::any_of(history, [&](const HistoryEntry& entry) {
                       return entry.field == write.field && stamp(entry) == stamp(write);
                     });
  if (known) return;
  const bool tie_lost = sabotaged(Defect::tie_by_arrival) && winner.effective == write.effective;
  if (stamp(winner) < stamp(write) || tie_lost) {
    history.push_back(to_history(found->first, std::exchange(winner, to_winner(std::move(write)))));
  } else {
    history.push_back(std::move(write));
  }
  mark_conflicts(found->first, winner, history);
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
    for (const FieldChange& change : operation.fields) {
      merge_field(
          state, {change.field, change.value, sequenced.effective, operation.device, false, operation.hlc, change.base},
          history);
    }
  }
  state.removed = is_removed(state);
}

}  // namespace motcua::records
