#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "motcua/base/civil_time.hpp"
#include "motcua/dossier/dossier.hpp"
#include "motcua/feedback/messages.hpp"
#include "motcua/storage/database.hpp"

/// The office's side: what citizens said, in its database. Methods that write join the caller's transaction.
namespace motcua::feedback {

/// Makes the tables of both stores, and the random key under which ratings know their dossier.
[[nodiscard]] Status migrate_office(storage::Database& database, Random& random);

/// How often each score was given; only the newest rating of a dossier counts.
struct RatingSummary {
  std::array<std::uint64_t, 5> of_score{};  ///< Of 1…5, at the index less one.
  [[nodiscard]] std::uint64_t count() const;
  /// 0 when there are none.
  [[nodiscard]] double mean() const;
};

/// Ratings as they were at the end of a day.
struct PastRatings {
  RatingSummary summary;
  CivilDate through;  ///< The last day that counts, a Sunday.
};

/// The newest rating of one dossier. Which dossier that is, nobody is told.
struct RatingRow {
  Score score = Score::neutral;
  std::vector<Reason> reasons;
  std::string comment;
  CivilDate day;  ///< On which it came.
  std::string procedure_code;
  std::string procedure_name;
  std::string unit;
  dossier::State state = dossier::State::registered;  ///< Of the dossier then.
  std::uint64_t versions = 1;                         ///< How often this dossier was rated.
};

/// Ratings, kept apart from dossiers and people: a rating knows its dossier only by a hash under a key of its own, and
/// the day on which it came. So one dossier has one rating that counts and can be changed, and an export tells nobody
/// whose it is. (Decree 224/2026 asks for the confidentiality of who rates.)
class RatingStore {
 public:
  explicit RatingStore(storage::Database& database) : database_(&database) {}
  /// Takes the place of the dossier's rating before it, which stays in the history. One that is known by its id is left
  /// as it is. Fails with invalid_argument as `check` does.
  [[nodiscard]] Status store(const dossier::PublicView& about, const Rating& rating, Instant now);
  [[nodiscard]] Result<RatingSummary> summary() const;
  /// As `summary` was at the end of a past week (Sunday, Hanoi's days), for who is there while citizens rate: of the
  /// last week by which `fewest` dossiers had been rated for the first time since the week before it of which this was
  /// true. So at least that many dossiers stand between one figure and the next. (Not for who remembers a figure from
  /// before a restore, or knows what was given for some of the dossiers.) nullopt: there is no such week.
  [[nodiscard]] Result<std::optional<PastRatings>> past_weeks(Instant now, std::size_t fewest) const;
  /// By day, oldest first; within a day in no order that tells anything.
  [[nodiscard]] Result<std::vector<RatingRow>> list() const;

 private:
  [[nodiscard]] Result<std::int64_t> shown_before(Instant now, std::size_t fewest) const;
  [[nodiscard]] Result<RatingSummary> summarise(const char* sql, std::int64_t before) const;
  storage::Database* database_;
};

struct FeedbackRow {
  std::string receipt;
  Subject subject = Subject::other;
  std::string text;  ///< Empty after `forget` with the text.
  std::string dossier_code;
  std::string procedure_name;
  Instant received;
  std::optional<Instant> answered;
  std::string answer;
  bool has_phone = false;
};

/// Feedback with its answers. Telephone numbers are in a table of their own and can be forgotten.
class FeedbackStore {
 public:
  explicit FeedbackStore(storage::Database& database) : database_(&database) {}
  /// `about` is the dossier that it is about, if any. What is known by its id is left as it is. Fails with
  /// invalid_argument as `check` does.
  [[nodiscard]] Status store(const std::optional<dossier::PublicView>& about, const Feedback& feedback, Instant now);
  [[nodiscard]] Result<std::vector<Answer>> answers(std::span<const std::string> receipts) const;
  /// Oldest first.
  [[nodiscard]] Result<std::vector<FeedbackRow>> list(bool unanswered_only) const;
  /// What was forgotten cannot be answered any more, and does not count.
  [[nodiscard]] Result<std::uint64_t> count_unanswered() const;
  /// Another answer comes after those before it, which stay. Fails with not_found, or invalid_argument when blank.
  [[nodiscard]] Status answer(std::string_view receipt, std::string_view text, Instant now);
  /// Empty when none was given, or it was forgotten. Fails with not_found.
  [[nodiscard]] Result<std::string> phone(std::string_view receipt) const;
  /// Deletes the telephone number, and with `and_text` what was written and answered; that there was feedback, of what
  /// subject and when, stays. Fails with not_found.
  [[nodiscard]] Status forget(std::string_view receipt, bool and_text);

 private:
  [[nodiscard]] Result<std::int64_t> find(std::string_view receipt) const;
  storage::Database* database_;
};

}  // namespace motcua::feedback
