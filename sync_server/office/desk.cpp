#include "office/desk.hpp"

#include <algorithm>
#include <map>

#include "exchange/dossier_export.hpp"
#include "exchange/response_csv.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/wire/frame.hpp"
#include "office/accounts.hpp"
#include "office/response_list.hpp"

namespace motcua::server {
namespace {

constexpr std::uint32_t kMaxPage = 200;
/// Of one response in the list; all of them are in the export.
constexpr std::size_t kMaxListedRules = 5;
constexpr std::size_t kMaxExportedResponses = 20'000;
/// What a frame has besides the files.
constexpr std::size_t kFrameRoom = 64U * 1024;

std::uint64_t counted(std::int64_t value) { return static_cast<std::uint64_t>(value); }

/// Several reads of one moment.
template <class Read>
auto in_one_snapshot(storage::Database& database, Read read) -> decltype(read()) {
  MOTCUA_TRY(database.execute("BEGIN"));
  auto outcome = read();
  MOTCUA_TRY(database.execute("COMMIT"));
  return outcome;
}

}  // namespace

Result<survey::OverviewReply> Desk::overview(Instant now) {
  survey::OverviewReply out;
  MOTCUA_TRY_ASSIGN(const auto surveys, catalog_.current());
  const ResponseIndex responses(*database_);
  MOTCUA_TRY_ASSIGN(const auto final_responses, responses.count());
  MOTCUA_TRY_ASSIGN(const auto quarantined, responses.refused_count());
  MOTCUA_TRY_ASSIGN(const auto broken, responses.broken_count());
  MOTCUA_TRY_ASSIGN(out.responses_unseen, ResponseList(*database_).count({.unseen = true}));
  MOTCUA_TRY_ASSIGN(const auto devices, Accounts(*database_).device_count());
  const dossier::DossierStore dossiers(*database_);
  MOTCUA_TRY_ASSIGN(out.dossiers, dossiers.count({}, now));
  MOTCUA_TRY_ASSIGN(out.dossiers_open, dossiers.count({.open = true}, now));
  MOTCUA_TRY_ASSIGN(out.dossiers_overdue, dossiers.count({.overdue = true}, now));
  MOTCUA_TRY_ASSIGN(const auto rated, feedback::RatingStore(*database_).past_weeks(now, survey::kFewestRatings));
  if (rated) {
    out.ratings.assign(rated->summary.of_score.begin(), rated->summary.of_score.end());
    out.ratings_through = static_cast<std::uint64_t>(rated->through.days());
  }
  MOTCUA_TRY_ASSIGN(out.feedback_unanswered, feedback::FeedbackStore(*database_).count_unanswered());
  out.surveys = surveys.size();
  out.responses = counted(final_responses);
  out.quarantined = counted(quarantined);
  out.responses_broken = counted(broken);
  out.devices = counted(devices);
  out.server_time = now;
  return out;
}

Result<survey::ResponseListReply> Desk::responses(const survey::ResponseListRequest& request) {
  return in_one_snapshot(*database_, [&] { return read_responses(request); });
}

Result<survey::ResponseListReply> Desk::read_responses(const survey::ResponseListRequest& request) {
  survey::ResponseListReply out;
  const ResponseList list(*database_);
  MOTCUA_TRY_ASSIGN(out.total, list.count(request.query));
  MOTCUA_TRY_ASSIGN(out.newest, list.newest());
  MOTCUA_TRY_ASSIGN(const auto rows, list.rows(request.query, request.offset, std::min(request.limit, kMaxPage)));
  MOTCUA_TRY_ASSIGN(const auto surveys, catalog_.all());
  for (const auto& row : rows) {
    const auto survey = std::ranges::find_if(
        surveys, [&](const auto& known) { return known.form_id == row.form_id && known.version == row.version; });
    MOTCUA_TRY_ASSIGN(auto rules, ResponseIndex(*database_).broken_rules(row));
    if (rules.size() > kMaxListedRules) rules.resize(kMaxListedRules);
    out.rows.push_back({row.id.hex(), survey == surveys.end() ? row.form_id : survey->title, row.version, row.surveyor,
                        row.received, row.broken, std::move(rules), row.seen_by, row.seen_at});
  }
  return out;
}

Result<dossier::DossierListReply> Desk::dossiers(const dossier::DossierListRequest& request, Instant now) {
  dossier::DossierListReply out;
  const dossier::DossierStore store(*database_);
  MOTCUA_TRY_ASSIGN(out.total, store.count(request.query, now));
  MOTCUA_TRY_ASSIGN(out.rows, store.list(request.query, request.offset, std::min(request.limit, kMaxPage), now));
  return out;
}

Result<survey::ResponseExportReply> Desk::export_responses(const survey::ResponseExportRequest& request) {
  return in_one_snapshot(*database_, [&]() -> Result<survey::ResponseExportReply> {
    MOTCUA_TRY_ASSIGN(const auto selected, ResponseList(*database_).selected(request.selection, kMaxExportedResponses));
    std::map<std::string, std::vector<ResponseIndex::Row>> by_form;
    for (const auto& row : selected) by_form[row.form_id].push_back(row);
    survey::ResponseExportReply out;
    std::size_t room = wire::kMaxExport - kFrameRoom;
    for (const auto& [form, rows] : by_form) {
      MOTCUA_TRY_ASSIGN(auto exported, server::export_responses(*database_, form, rows, room));
      for (auto& file : exported.files) {
        room -= file.csv.size();
        out.files.push_back({form + file.suffix + ".csv", std::move(file.csv)});
      }
    }
    return out;
  });
}

Result<dossier::DossierExportReply> Desk::export_dossiers(const dossier::DossierExportRequest& request, Instant now) {
  return in_one_snapshot(*database_, [&]() -> Result<dossier::DossierExportReply> {
    dossier::DossierExportReply out;
    MOTCUA_TRY_ASSIGN(out.csv, server::export_dossiers(*database_, request.query, now));
    if (out.csv.size() > wire::kMaxExport - kFrameRoom)
      return fail(ErrorCode::frame_too_large, std::to_string(out.csv.size()) + " B");
    return out;
  });
}

}  // namespace motcua::server
