#include "exchange/feedback_csv.hpp"

#include <array>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/csv.hpp"

namespace motcua::server {

std::string_view word_of(feedback::Subject subject) {
  constexpr std::array<std::string_view, feedback::kSubjects> kWords{"attitude", "time", "papers", "cost", "other"};
  return kWords[static_cast<std::size_t>(subject) - 1];
}

std::string_view word_of(feedback::Reason reason) {
  constexpr std::array<std::string_view, feedback::kReasons> kWords{"attitude", "time", "guidance", "cost", "place"};
  return kWords[static_cast<std::size_t>(reason) - 1];
}

Result<std::string> export_ratings(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(const auto rows, feedback::RatingStore(database).list());
  std::string csv(kByteOrderMark);
  append_csv_row(csv,
                 {"day", "score", "reasons", "comment", "procedure_code", "procedure", "unit", "state", "times_rated"});
  for (const auto& row : rows) {
    std::string reasons;
    for (const auto reason : row.reasons) reasons.append(reasons.empty() ? "" : " ").append(word_of(reason));
    append_csv_row(csv, {format_date(row.day), std::to_string(static_cast<int>(row.score)), reasons, row.comment,
                         row.procedure_code, row.procedure_name, row.unit, std::to_string(static_cast<int>(row.state)),
                         std::to_string(row.versions)});
  }
  return csv;
}

Result<std::string> export_feedback(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(const auto rows, feedback::FeedbackStore(database).list(false));
  std::string csv(kByteOrderMark);
  append_csv_row(csv, {"receipt", "received", "subject", "dossier", "procedure", "text", "answered", "answer"});
  for (const auto& row : rows) {
    append_csv_row(
        csv, {row.receipt, format_instant(row.received), std::string(word_of(row.subject)), row.dossier_code,
              row.procedure_name, row.text, row.answered ? format_instant(*row.answered) : std::string(), row.answer});
  }
  return csv;
}

}  // namespace motcua::server
