#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "exchange/dossier_csv.hpp"
#include "exchange/response_csv.hpp"
#include "exchange/response_files.hpp"
#include "form_tools/form_source.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/attachment_index.hpp"
#include "office/office.hpp"
#include "office/rechecker.hpp"

#include <cstdio>
#include <filesystem>

namespace motcua::server {
namespace {

/// "answers.csv", then "answers-member.csv" for each repeat.
Status write_files(const Options& options, const ExportedResponses& exported) {
  const std::filesystem::path main(options.out);
  for (const auto& file : exported.files) {
    auto path = main;
    path.replace_filename(main.stem().string() + file.suffix + main.extension().string());
    MOTCUA_TRY(write_whole_file(path.string(), file.csv));
    say(options, Text::export_done, path.string());
  }
  return {};
}

/// "answers-files" beside "answers.csv".
Status copy_attachments(const Options& options, storage::Database& database, const std::string& form) {
  const std::filesystem::path main(options.out);
  auto folder = main;
  folder.replace_filename(main.stem().string() + "-files");
  MOTCUA_TRY_ASSIGN(const auto files, export_files(database, BlobStore(options.data), form, folder.string()));
  if (files.copied > 0) say(options, Text::export_files, files.copied, folder.string());
  if (files.missing > 0) note(options, Text::export_files_missing, files.missing);
  return {};
}

/// "code,link" for each dossier whose lookup code is known.
Status write_links(const Options& options, const ImportReport& report) {
  std::string address = options.address;
  if (!address.ends_with('/')) address += '/';
  std::string csv;
  append_csv_row(csv, {"code", "link"});
  for (const auto& [code, link] : report.links) append_csv_row(csv, {code, address + link});
  MOTCUA_TRY(write_whole_file(options.links, csv));
  say(options, Text::links_done, report.links.size(), options.links);
  return {};
}

}  // namespace

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
  return options.links.empty() ? Status{} : write_links(options, report);
}

Status run_export_responses(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY(recheck_all(database));
  MOTCUA_TRY_ASSIGN(const auto exported, export_responses(database, options.form));
  if (exported.responses == 0) note(options, Text::export_none);
  if (exported.files.empty()) return {};
  if (!options.out.empty()) {
    MOTCUA_TRY(write_files(options, exported));
    return copy_attachments(options, database, exported.form);
  }
  if (exported.files.size() > 1) note(options, Text::export_repeats, exported.files.size() - 1);
  MOTCUA_TRY_ASSIGN(const auto attachments, AttachmentIndex(database).all());
  if (!attachments.empty()) note(options, Text::export_files_out);
  return hand_out(options, exported.files.front().csv);
}

}  // namespace motcua::server
