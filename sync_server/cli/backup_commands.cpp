#include <chrono>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/ports.hpp"
#include "office/backup.hpp"

namespace motcua::server {
namespace {

Text step_text(BackupStep step) {
  switch (step) {
    case BackupStep::copying:
      return Text::backup_copying;
    case BackupStep::checking:
      return Text::backup_checking;
    default:
      return Text::backup_attachments;
  }
}

Status say_damaged(const Options& options, const BackupReport& report) {
  for (const auto& name : report.damaged) say(options, Text::backup_damaged, name);
  if (!report.damaged.empty()) return fail(ErrorCode::attachment_mismatch, report.damaged.front());
  return {};
}

}  // namespace

Status run_backup(const Options& options) {
  Progress progress(options);
  MOTCUA_TRY_ASSIGN(const auto report, back_up(options.data, options.target, system_clock(), system_random(),
                                               [&](BackupStep step, auto done, auto total) {
                                                 progress.tell(step_text(step), done, total);
                                               }));
  say(options, Text::backup_done, report.content.office_name, options.target);
  say(options, Text::backup_content, report.content.last_commit_seq, report.content.devices,
      report.content.attachments);
  say(options, Text::backup_next, options.target);
  return say_damaged(options, report);
}

Status run_restore(const Options& options) {
  Progress progress(options);
  MOTCUA_TRY_ASSIGN(const auto report, restore(options.target, options.data, system_clock(), system_random(),
                                               [&](BackupStep step, auto done, auto total) {
                                                 progress.tell(step_text(step), done, total);
                                               }));
  say(options, Text::restore_done, report.content.office_name, options.data);
  if (report.content.made.ms > 0) say(options, Text::restore_state_of, display_instant(report.content.made));
  say(options, Text::backup_content, report.content.last_commit_seq, report.content.devices,
      report.content.attachments);
  say(options, Text::restore_devices);
  say(options, Text::restore_by_hand);
  say(options, Text::restore_next, options.data);
  return say_damaged(options, report);
}

}  // namespace motcua::server
