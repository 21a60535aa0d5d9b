#include "office/sample.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "office/accounts.hpp"
#include "office/groups.hpp"

namespace motcua::server {
namespace {

using Names = std::unordered_map<std::string, std::string>;

Result<Names> names_of_scopes(storage::Database& database) {
  Names out;
  MOTCUA_TRY_ASSIGN(const auto accounts, Accounts(database).list());
  for (const Account& account : accounts) out.emplace(records::account_scope(account.id), account.name);
  MOTCUA_TRY_ASSIGN(const auto groups, Groups(database).list());
  for (const auto& group : groups) out.emplace(records::group_scope(group.id), group.name);
  return out;
}

}  // namespace

Result<std::vector<Sampled>> read_sample(storage::Database& database) {
  const records::StateStore store(database);
  std::unordered_map<EntityId, std::vector<survey::Visit>> visits;
  MOTCUA_TRY_ASSIGN(auto wanted, store.list(records::EntityType::assignment));
  std::unordered_set<EntityId> known(wanted.begin(), wanted.end());
  MOTCUA_TRY_ASSIGN(const auto made, store.list(records::EntityType::visit));
  for (const EntityId& id : made) {
    MOTCUA_TRY_ASSIGN(const auto state, store.read(id));
    auto visit = state ? survey::read_visit(*state) : std::nullopt;
    if (!visit) continue;
    if (known.insert(visit->assignment).second) wanted.push_back(visit->assignment);
    visits[visit->assignment].push_back(*std::move(visit));
  }
  MOTCUA_TRY_ASSIGN(const Names names, names_of_scopes(database));
  std::vector<Sampled> out;
  for (const EntityId& id : wanted) {
    MOTCUA_TRY_ASSIGN(const auto state, store.read(id));
    if (!state || state->type != records::EntityType::assignment) continue;
    const auto name = names.find(state->scope);
    Sampled one{survey::read_assignment(*state), state->scope, name == names.end() ? "" : name->second, state->removed,
                std::move(visits[id])};
    std::ranges::sort(one.visits, {}, [](const survey::Visit& visit) { return std::tie(visit.at, visit.id); });
    out.push_back(std::move(one));
  }
  std::ranges::sort(out, {}, [](const Sampled& one) {
    const auto& assignment = one.assignment;
    return std::tie(assignment.form_id, assignment.unit, assignment.order, assignment.key, assignment.id);
  });
  return out;
}

}  // namespace motcua::server
