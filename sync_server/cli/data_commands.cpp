#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "exchange/dossier_csv.hpp"
#include "exchange/response_csv.hpp"
#include "form_tools/form_source.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/office.hpp"

#include <cstdio>

namespace motcua::server {

Status run_form_publish(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto source, read_form_source(options.file, options.files));
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, system_clock(), system_random()));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  MOTCUA_TRY_ASSIGN(const auto published,
                    survey::publish(sequencer, database, source.xml, system_random(), source.files));
  MOTCUA_TRY(transaction.commit());
  say(options, Text::form_published, published.form_id, published.version, published.title);
  return {};
}

Status run_form_list(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto versions, survey::SurveyCatalog(database).all());
  if (versions.empty()) say(options, Text::no_rows);
  for (const auto& version : versions) say(options, Text::form_row, version.form_id, version.version, version.title);
  return {};
}

Status run_dossier_import(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto csv, read_whole_file(options.file));
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto report, import_dossiers(database, csv, options.skip_bad_rows));
  for (const auto& column : report.ignored_columns) say(options, Text::import_ignored, column);
  for (const auto& problem : report.problems) {
    say(options, Text::import_problem, problem.line, problem.column, message(problem.error, options.language));
  }
  if (!report.committed) {
    say(options, Text::import_refused, report.problems.size(), report.dossiers);
    return fail(ErrorCode::csv_row, options.file);
  }
  say(options, Text::import_done, report.dossiers, report.rows);
  if (!report.rejected_csv.empty()) {
    const std::string rejected = options.file + ".rejected.csv";
    MOTCUA_TRY(write_whole_file(rejected, report.rejected_csv));
    say(options, Text::import_rejected, rejected);
  }
  return {};
}

Status run_export_responses(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto csv, export_responses(database, options.form));
  if (!options.out.empty()) {
    MOTCUA_TRY(write_whole_file(options.out, csv));
    say(options, Text::export_done, options.out);
    return {};
  }
  const bool written = std::fwrite(csv.data(), 1, csv.size(), stdout) == csv.size() && std::fflush(stdout) == 0;
  if (!written) return fail(ErrorCode::file_write, "stdout");
  return {};
}

}  // namespace motcua::server
