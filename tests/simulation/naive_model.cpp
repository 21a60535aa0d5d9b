#include "naive_model.hpp"

#include <algorithm>
#include <tuple>

namespace motcua::simulation {
namespace {

using records::HistoryEntry;
using records::SequencedOperation;

bool has_seen(Hlc base, const HistoryEntry& write) {
  return base.value != 0 && (base == write.effective || base == write.hlc);
}

/// All writes of each field, the winner last.
std::map<std::string, std::vector<HistoryEntry>, std::less<>> writes_of(
    const std::vector<SequencedOperation>& operations) {
  std::map<std::string, std::vector<HistoryEntry>, std::less<>> writes;
  for (const auto& [commit_seq, effective, scope, operation] : operations) {
    if (operation.kind != records::OperationKind::edit) continue;
    for (const auto& change : operation.fields) {
      writes[change.field].push_back(
          {change.field, change.value, effective, operation.device, false, operation.hlc, change.base});
    }
  }
  for (auto& [field, list] : writes) {
    std::ranges::sort(list, {}, [](const HistoryEntry& write) { return std::pair(write.effective, write.device); });
  }
  return writes;
}

void mark_conflicts(std::vector<HistoryEntry>& writes) {
  std::vector<std::optional<std::string>> accepted{writes.back().value};
  const auto end = writes.end() - 1;
  for (auto loser = writes.begin(); loser != end; ++loser) {
    const bool seen = std::ranges::any_of(writes, [&](const auto& other) { return has_seen(other.base, *loser); });
    loser->conflict = !seen;
    if (seen) accepted.push_back(loser->value);
  }
  for (auto loser = writes.begin(); loser != end; ++loser) {
    if (std::ranges::count(accepted, loser->value) > 0) loser->conflict = false;
  }
}

}  // namespace

std::optional<std::vector<LogRow>> read_log(storage::Database& database) {
  auto query = database.cached(
      "SELECT o.commit_seq, o.effective, s.name, d.id, o.seq, o.bytes FROM log_operation o "
      "JOIN log_device d ON d.number = o.device JOIN log_scope s ON s.number = o.scope ORDER BY o.commit_seq");
  if (!query) return std::nullopt;
  std::vector<LogRow> rows;
  for (;;) {
    const auto row = (*query)->step();
    if (!row) return std::nullopt;
    if (!*row) return rows;
    auto operation =
        records::decode_operation(DeviceId::from_bytes((*query)->blob(3)).value_or(DeviceId{}), (*query)->blob(5));
    if (!operation) return std::nullopt;
    rows.push_back(
        {static_cast<std::uint64_t>((*query)->integer(4)),
         {static_cast<std::uint64_t>((*query)->integer(0)), Hlc{static_cast<std::uint64_t>((*query)->integer(1))},
          std::string((*query)->text(2)), *std::move(operation)}});
  }
}

void NaiveModel::apply(const SequencedOperation& operation) {
  if (records::is_understood(operation.operation)) operations_[operation.operation.entity].push_back(operation);
}

std::map<EntityId, NaiveModel::Expected> NaiveModel::expected() const {
  std::map<EntityId, Expected> out;
  for (const auto& [entity, operations] : operations_) {
    Expected& expected = out[entity];
    records::EntityState& state = expected.state;
    state.type = operations.front().operation.entity_type;
    state.entity = entity;
    state.scope = operations.front().scope;
    const auto& newest = *std::ranges::max_element(
        operations, {}, [](const auto& o) { return std::pair(o.effective, o.operation.device); });
    state.definition = newest.operation.definition;
    state.definition_effective = newest.effective;
    state.definition_device = newest.operation.device;

    for (auto& [field, writes] : writes_of(operations)) {
      mark_conflicts(writes);
      const HistoryEntry winner = writes.back();
      writes.pop_back();
      const bool conflict = std::ranges::any_of(writes, &HistoryEntry::conflict);
      state.fields[field] = {winner.value, winner.effective, winner.device, conflict, winner.hlc, winner.base};
      expected.history.insert(expected.history.end(), writes.begin(), writes.end());
    }
    for (const auto& [commit_seq, effective, scope, operation] : operations) {
      if (operation.kind != records::OperationKind::remove) continue;
      records::Removal& removal = state.removals.emplace_back(effective, operation.device);
      for (const auto& change : operation.fields) removal.seen[change.field] = change.base;
      const bool saw_all = std::ranges::all_of(state.fields, [&](const auto& field) {
        const auto seen = removal.seen.find(field.first);
        if (seen == removal.seen.end() || seen->second.value == 0) return false;
        return seen->second == field.second.effective || seen->second == field.second.hlc;
      });
      state.removed = state.removed || saw_all;
    }
    std::ranges::sort(state.removals, {},
                      [](const auto& removal) { return std::pair(removal.effective, removal.device); });
  }
  return out;
}

}  // namespace motcua::simulation
