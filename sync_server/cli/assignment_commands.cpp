#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "exchange/assignment_csv.hpp"
#include "exchange/visit_csv.hpp"
#include "office/accounts.hpp"
#include "office/groups.hpp"
#include "office/office.hpp"
#include "office/sample.hpp"

namespace motcua::server {
namespace {

/// Of --user or --group; empty when neither is given.
Result<std::string> chosen_scope(const Options& options, storage::Database& database) {
  if (!options.user.empty()) {
    MOTCUA_TRY_ASSIGN(const auto account, Accounts(database).find(options.user));
    return records::account_scope(account.id);
  }
  if (options.group.empty()) return std::string();
  MOTCUA_TRY_ASSIGN(const auto group, Groups(database).find(options.group));
  return records::group_scope(group);
}

bool is_meant(const Options& options, const std::string& scope, const Sampled& one) {
  if (one.removed || (!scope.empty() && one.scope != scope)) return false;
  if (!options.form.empty() && one.assignment.form_id != options.form) return false;
  return options.keys.empty() || std::ranges::find(options.keys, one.assignment.key) != options.keys.end();
}

}  // namespace

Status run_assignment_import(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto csv, read_whole_file(options.file));
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto scope, chosen_scope(options, database));
  MOTCUA_TRY_ASSIGN(const auto report,
                    import_assignments(database, csv, scope, options.form, system_clock(), system_random()));
  for (const auto& column : report.ignored_columns) say(options, Text::import_ignored, column);
  for (const auto& problem : report.problems)
    say(options, Text::import_problem, problem.line, problem.column, message(problem.error, options.language));
  if (!report.committed) {
    say(options, Text::assignments_refused, report.problems.size());
    return fail(ErrorCode::csv_row, options.file);
  }
  say(options, Text::assignments_done, report.added, report.changed, report.unchanged);
  return {};
}

Status run_assignment_list(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto scope, chosen_scope(options, database));
  MOTCUA_TRY_ASSIGN(const auto sample, read_sample(database));
  bool any = false;
  for (const Sampled& one : sample) {
    if (!is_meant(options, scope, one)) continue;
    any = true;
    const auto outcome = one.outcome();
    say(options, Text::assignment_row, one.assignment.key, one.assignment.form_id, one.assignment.unit, one.assigned_to,
        one.assignment.due, one.assignment.reserve ? "reserve" : "", outcome ? word(*outcome) : "", one.visits.size());
  }
  if (!any) say(options, Text::no_rows);
  return {};
}

Status run_assignment_remove(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto scope, chosen_scope(options, database));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, system_clock(), system_random()));
  MOTCUA_TRY_ASSIGN(const auto sample, read_sample(database));
  for (const std::string& key : options.keys) {
    const bool known = std::ranges::any_of(
        sample, [&](const Sampled& one) { return one.assignment.key == key && is_meant(options, scope, one); });
    if (!known) return fail(ErrorCode::not_found, key);
  }
  std::size_t removed = 0;
  for (const Sampled& one : sample) {
    if (!is_meant(options, scope, one)) continue;
    MOTCUA_TRY(sequencer.remove_own(one.assignment.id));
    ++removed;
  }
  MOTCUA_TRY(transaction.commit());
  say(options, Text::assignments_removed, removed);
  return {};
}

Status run_export_visits(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto exported, export_visits(database, options.form));
  if (options.out.empty()) {
    const std::string& csv = exported.assignments;
    const bool written = std::fwrite(csv.data(), 1, csv.size(), stdout) == csv.size() && std::fflush(stdout) == 0;
    if (!written) return fail(ErrorCode::file_write, "stdout");
    note(options, Text::export_visits_counts, exported.completed, exported.visited, exported.assigned);
    note(options, Text::export_visits_out);
    return {};
  }
  const std::filesystem::path main(options.out);
  for (const auto& [suffix, csv] : {std::pair{"", &exported.assignments}, std::pair{"-visits", &exported.visits},
                                    std::pair{"-rates", &exported.rates}}) {
    auto path = main;
    path.replace_filename(main.stem().string() + suffix + main.extension().string());
    MOTCUA_TRY(write_whole_file(path.string(), *csv));
    say(options, Text::export_done, path.string());
  }
  say(options, Text::export_visits_counts, exported.completed, exported.visited, exported.assigned);
  return {};
}

}  // namespace motcua::server
