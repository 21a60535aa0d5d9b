#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/printable.hpp"
#include "exchange/feedback_csv.hpp"
#include "motcua/base/civil_time.hpp"
#include "office/office.hpp"

namespace motcua::server {
namespace {

/// Beside the data on standard output, not in it.
void tell_summary(const Options& options, const feedback::RatingSummary& summary) {
  const std::uint64_t count = summary.count();
  const std::string line =
      count == 0 ? std::string(text(Text::ratings_none, options.language))
                 : text(Text::ratings_summary, options.language, count, fmt::format("{:.2f}", summary.mean()),
                        fmt::format("{:.1f}", 100.0 * static_cast<double>(summary.of_score[3] + summary.of_score[4]) /
                                                  static_cast<double>(count)));
  std::fputs((line + "\n").c_str(), stderr);
}

}  // namespace

Status run_export_ratings(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto summary, feedback::RatingStore(database).summary());
  tell_summary(options, summary);
  MOTCUA_TRY_ASSIGN(const auto csv, export_ratings(database));
  return hand_out(options, csv);
}

Status run_feedback_list(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  const feedback::FeedbackStore store(database);
  MOTCUA_TRY_ASSIGN(const auto rows, store.list(!options.all));
  if (rows.empty()) say(options, Text::no_rows);
  for (const auto& row : rows) {
    const std::string about = row.dossier_code.empty() ? std::string("–") : row.dossier_code;
    say(options, Text::feedback_row, row.receipt, display_instant(row.received), std::string(word_of(row.subject)),
        about);
    print_line("  " + printable_paragraph(row.text));
    if (row.answered)
      say(options, Text::feedback_row_answer, display_instant(*row.answered), printable_paragraph(row.answer));
    if (!row.has_phone) continue;
    if (!options.contacts) {
      say(options, Text::feedback_row_has_phone);
      continue;
    }
    MOTCUA_TRY_ASSIGN(const auto phone, store.phone(row.receipt));
    say(options, Text::feedback_row_phone, phone);
  }
  return {};
}

Status run_feedback_answer(const Options& options) {
  std::string answer = options.answer;
  if (answer.empty()) answer.assign(std::istreambuf_iterator<char>(std::cin), {});
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  MOTCUA_TRY(feedback::FeedbackStore(database).answer(options.receipt, answer, system_clock().now()));
  MOTCUA_TRY(transaction.commit());
  say(options, Text::feedback_answered, options.receipt);
  return {};
}

Status run_feedback_export(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  MOTCUA_TRY_ASSIGN(const auto csv, export_feedback(database));
  return hand_out(options, csv);
}

Status run_feedback_forget(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  // What is deleted is overwritten in the file, not only let go.
  MOTCUA_TRY_ASSIGN(const auto secure, database.query_integer("PRAGMA secure_delete=ON"));
  (void)secure;
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  MOTCUA_TRY(feedback::FeedbackStore(database).forget(options.receipt, options.and_text));
  MOTCUA_TRY(transaction.commit());
  say(options, Text::feedback_forgotten, options.receipt);
  return {};
}

}  // namespace motcua::server
