#include <algorithm>

#include "local_log_impl.hpp"

// What two people wrote without having seen each other, and the decision between them.
namespace motcua::records {
namespace {

/// The readings of what stands and what lost, of one field: what stands is the last.
std::vector<Hlc> readings(const EntityState& state, const std::vector<HistoryEntry>& history, std::string_view field) {
  std::vector<Hlc> out;
  for (const HistoryEntry& entry : history) {
    if (entry.field == field && entry.conflict) out.push_back(entry.effective);
  }
  const auto winner = state.fields.find(field);
  out.push_back(winner == state.fields.end() ? Hlc{} : winner->second.effective);
  return out;
}

}  // namespace

Result<std::vector<LocalLog::Conflict>> LocalLog::conflicts(const EntityId& entity) const {
  std::vector<HistoryEntry> history;
  MOTCUA_TRY_ASSIGN(auto state, impl_->sealed_state(entity, history));
  std::vector<Conflict> out;
  if (!state || state->removed) return out;
  for (auto& [field, winner] : state->fields) {
    if (!winner.conflict) continue;
    Conflict conflict{field, winner, {}};
    std::ranges::copy_if(history, std::back_inserter(conflict.losers),
                         [&](const HistoryEntry& entry) { return entry.field == field && entry.conflict; });
    out.push_back(std::move(conflict));
  }
  return out;
}

Status LocalLog::settle(const Edit& decision) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    std::vector<HistoryEntry> history;
    MOTCUA_TRY_ASSIGN(const auto state, impl_->sealed_state(decision.entity, history));
    if (!state || state->removed) return fail(ErrorCode::not_found, decision.entity.hex());
    std::vector<std::vector<Hlc>> seen;
    std::size_t steps = 0;
    for (const FieldChange& change : decision.changes) {
      seen.push_back(readings(*state, history, change.field));
      steps = std::max(steps, seen.back().size());
    }
    // Each step writes the same values and names, of each field, another one of those that were seen. The last names
    // what stands, of all of them.
    for (std::size_t left = steps; left > 0; --left) {
      Operation operation;
      operation.entity_type = decision.type;
      operation.entity = decision.entity;
      operation.definition = decision.definition;
      operation.hlc = impl_->hlc.tick();
      for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i].size() < left) continue;
        operation.fields.push_back(decision.changes[i]);
        operation.fields.back().base = seen[i][seen[i].size() - left];
      }
      std::ranges::sort(operation.fields, {}, &FieldChange::field);
      MOTCUA_TRY(local::append(impl_->database, self, std::move(operation)));
    }
    for (const FieldChange& change : decision.changes)
      MOTCUA_TRY(local::erase_open_field(impl_->database, self.account, decision.entity, change.field));
    return {};
  });
}

}  // namespace motcua::records
