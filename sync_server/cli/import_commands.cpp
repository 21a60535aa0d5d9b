#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/ports.hpp"
#include "office/accounts.hpp"
#include "office/import_unsent.hpp"
#include "office/office.hpp"

namespace motcua::server {

Status run_import_unsent(const Options& options) {
  MOTCUA_TRY_ASSIGN(const std::string content, read_whole_file(options.file));
  MOTCUA_TRY_ASSIGN(const auto file, sync::decode_unsent_file(as_bytes(content)));
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto account,
                    Accounts(database).find(options.user.empty() ? file.account_name : options.user));
  say(options, Text::unsent_file, file.device.hex(), file.account_name, file.office_name,
      display_instant(file.written));
  MOTCUA_TRY_ASSIGN(const auto intake, Intake::open(database, system_clock(), system_random()));
  MOTCUA_TRY_ASSIGN(const auto report, import_unsent(database, *intake, account.id, file));
  if (report.missing_from != 0) {
    say(options, Text::unsent_gap, report.missing_from, file.operations.front().seq - 1);
    return fail(ErrorCode::unsent_file_malformed, "#" + std::to_string(report.missing_from));
  }
  if (report.renamed) say(options, Text::unsent_renamed);
  say(options, Text::unsent_done, account.name, report.added, report.known, report.refused);
  if (!file.drafts.empty()) say(options, Text::unsent_drafts, file.drafts.size());
  return {};
}

}  // namespace motcua::server
