#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "office/accounts.hpp"
#include "office/groups.hpp"
#include "office/office.hpp"

namespace motcua::server {

Status run_group_create(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY(Groups(database).create(options.group, system_random(), system_clock().now()));
  say(options, Text::group_created, options.group);
  return {};
}

Status run_group_add(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto account, Accounts(database).find(options.user));
  MOTCUA_TRY(Groups(database).add(options.group, account.id));
  say(options, Text::group_joined, account.name, options.group);
  return {};
}

Status run_group_remove(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto account, Accounts(database).find(options.user));
  MOTCUA_TRY(Groups(database).remove(options.group, account.id));
  say(options, Text::group_left, account.name, options.group);
  return {};
}

Status run_group_list(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto groups, Groups(database).list());
  if (groups.empty()) say(options, Text::no_rows);
  for (const auto& group : groups) {
    std::string members;
    for (const auto& member : group.members) members += (members.empty() ? "" : ", ") + member;
    say(options, Text::group_row, group.name, members);
  }
  return {};
}

}  // namespace motcua::server
