#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/passwords.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/ports.hpp"
#include "office/accounts.hpp"
#include "office/office.hpp"

namespace motcua::server {
namespace {

Result<storage::Database> open(const Options& options) { return open_office(options.data, system_random()); }

void print_generated(const Options& options, const std::string& user, const NewPassword& password) {
  if (!password.generated.empty()) say(options, Text::password_made, user, password.generated);
}

Status set_disabled(const Options& options, bool disabled) {
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  Accounts accounts(database);
  MOTCUA_TRY_ASSIGN(const auto account, accounts.find(options.user));
  MOTCUA_TRY(accounts.set_disabled(account.id, disabled));
  say(options, disabled ? Text::user_disabled : Text::user_enabled, account.name);
  return {};
}

// With its first admin, or not at all.
Status make_office(const Options& options, const std::string& password_hash) {
  Status admin;
  {
    MOTCUA_TRY_ASSIGN(auto database, create_office(options.data, options.office_name, system_random()));
    auto added =
        Accounts(database).add(options.admin, Role::admin, password_hash, system_random(), system_clock().now());
    if (!added) admin = std::unexpected(std::move(added).error());
  }
  if (!admin) discard_unfinished_office(options.data);
  return admin;
}

}  // namespace

Status run_init(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto password, new_password(options, options.admin));
  MOTCUA_TRY(make_office(options, password.hash));
  say(options, Text::office_made, options.office_name, options.data);
  print_generated(options, options.admin, password);
  say(options, Text::init_next, options.data);
  return {};
}

Status run_user_add(const Options& options) {
  const auto role = role_from_name(options.role);
  if (!role) return fail(ErrorCode::invalid_argument, "--role " + options.role);
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  Accounts accounts(database);
  if (accounts.find(options.user)) return fail(ErrorCode::already_exists, options.user);
  // A surveyor signs in on no screen: their devices are enrolled by code. A password is there only if it is given.
  NewPassword password;
  if (role != Role::surveyor || options.password_stdin) {
    MOTCUA_TRY_ASSIGN(password, new_password(options, options.user));
  }
  MOTCUA_TRY_ASSIGN(const auto account,
                    accounts.add(options.user, *role, password.hash, system_random(), system_clock().now()));
  say(options, Text::user_added, account.name, options.role);
  print_generated(options, options.user, password);
  return {};
}

Status run_user_list(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  MOTCUA_TRY_ASSIGN(const auto accounts, Accounts(database).list());
  for (const auto& account : accounts) {
    say(options, Text::user_row, account.name, name(account.role),
        account.disabled ? text(Text::user_row_disabled, options.language) : std::string_view());
  }
  return {};
}

Status run_user_passwd(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  Accounts accounts(database);
  MOTCUA_TRY_ASSIGN(const auto account, accounts.find(options.user));
  MOTCUA_TRY_ASSIGN(const auto password, new_password(options, account.name));
  MOTCUA_TRY(accounts.set_password(account.id, password.hash));
  say(options, Text::user_password_set, account.name);
  print_generated(options, account.name, password);
  return {};
}

Status run_user_disable(const Options& options) { return set_disabled(options, true); }
Status run_user_enable(const Options& options) { return set_disabled(options, false); }

Status run_device_code(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  Accounts accounts(database);
  MOTCUA_TRY_ASSIGN(const auto account, accounts.find(options.user));
  if (account.disabled)
    return fail(ErrorCode::invalid_argument,
                account.name + ": " + std::string(text(Text::user_row_disabled, options.language)));
  const Instant now = system_clock().now();
  const Instant expires{now.ms + options.hours * 3'600'000};
  MOTCUA_TRY_ASSIGN(const auto code, accounts.make_enrolment(account.id, system_random(), now, expires));
  say(options, Text::code_made, account.name, code, display_instant(expires));
  return {};
}

Status run_device_revoke(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  MOTCUA_TRY_ASSIGN(const auto device, Accounts(database).revoke_device(options.device, system_clock().now()));
  MOTCUA_TRY(transaction.commit());
  say(options, Text::device_cut_off, device.id.hex(), device.account, device.unsent);
  return {};
}

Status run_device_list(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open(options));
  MOTCUA_TRY_ASSIGN(const auto devices, Accounts(database).devices());
  if (devices.empty()) say(options, Text::no_rows);
  for (const auto& device : devices) {
    say(options, Text::device_row, device.id.hex(), device.account, display_instant(device.enrolled),
        display_instant(device.last_seen), device.unsent,
        device.revoked ? text(Text::device_row_revoked, options.language) : std::string_view(), device.build);
  }
  return {};
}

}  // namespace motcua::server
