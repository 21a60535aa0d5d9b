#include "motcua/feedback/outbox.hpp"

#include <algorithm>

#include "reasons.hpp"

namespace motcua::feedback {
namespace {

// `refused` is the number of an error (errors.def).
constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE my_rating (
        code TEXT PRIMARY KEY,
        lookup_code TEXT NOT NULL,
        id BLOB NOT NULL UNIQUE,
        score INTEGER NOT NULL,
        reasons TEXT NOT NULL,
        comment TEXT NOT NULL,
        made INTEGER NOT NULL,
        delivery INTEGER NOT NULL DEFAULT 0,
        refused INTEGER
      ) STRICT;
      CREATE TABLE my_feedback (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        receipt TEXT NOT NULL UNIQUE,
        subject INTEGER NOT NULL,
        text TEXT NOT NULL,
        phone TEXT NOT NULL,
        code TEXT NOT NULL,
        lookup_code TEXT NOT NULL,
        made INTEGER NOT NULL,
        delivery INTEGER NOT NULL DEFAULT 0,
        refused INTEGER,
        answered INTEGER,
        answer TEXT NOT NULL DEFAULT '',
        answer_seen INTEGER NOT NULL DEFAULT 0
      ) STRICT;
    )sql"},
    // The office's epoch in which it was sent; 0: it did not say.
    {"ALTER TABLE my_rating ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;"},
};

std::optional<ErrorCode> refusal_at(const storage::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return error_code_from_wire(static_cast<std::uint16_t>(row.integer(column)));
}

template <class AnyId>
Result<AnyId> id_at(const storage::Statement& row, int column) {
  const auto id = AnyId::from_bytes(row.blob(column));
  if (!id) return fail(ErrorCode::database_corrupt, "outbox");
  return *id;
}

// id, score, reasons, comment from `column` on.
Result<Rating> rating_at(const storage::Statement& row, int column) {
  MOTCUA_TRY_ASSIGN(const auto id, id_at<RatingId>(row, column));
  return Rating{id, static_cast<Score>(row.integer(column + 1)), parse_reasons(row.text(column + 2)),
                std::string(row.text(column + 3))};
}

// id, subject, text, phone from `column` on.
Result<Feedback> feedback_at(const storage::Statement& row, int column) {
  MOTCUA_TRY_ASSIGN(const auto id, id_at<FeedbackId>(row, column));
  return Feedback{id, static_cast<Subject>(row.integer(column + 1)), std::string(row.text(column + 2)),
                  std::string(row.text(column + 3))};
}

Status change(storage::Database& database, const char* sql, const auto&... values) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached(sql));
  statement->bind_all(values...);
  return statement->run();
}

// The first column of the first row; empty when there is none.
Result<std::string> text(storage::Database& database, const char* sql, const auto& value) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached(sql));
  select->bind_all(value);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  return found ? std::string(select->text(0)) : std::string();
}

}  // namespace

Status Outbox::migrate(storage::Database& database) { return storage::migrate(database, "outbox", kMigrations); }

Status Outbox::rate(std::string_view code, std::string_view lookup_code, const Rating& rating, Instant now) {
  MOTCUA_TRY(check(rating));
  return change(*database_, R"sql(
    INSERT OR REPLACE INTO my_rating (code, lookup_code, id, score, reasons, comment, made)
    VALUES (?, ?, ?, ?, ?, ?, ?))sql",
                code, lookup_code, rating.id.bytes(), rating.score, reasons_text(rating.reasons), rating.comment,
                now.ms);
}

Result<std::optional<MyRating>> Outbox::rating_of(std::string_view code) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT id, score, reasons, comment, made, delivery, refused "
                                                   "FROM my_rating WHERE code = ?"));
  select->bind_all(code);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return std::nullopt;
  MOTCUA_TRY_ASSIGN(auto rating, rating_at(*select, 0));
  return MyRating{std::move(rating), Instant{select->integer(4)}, static_cast<Delivery>(select->integer(5)),
                  refusal_at(*select, 6)};
}

Status Outbox::write(std::string_view code, std::string_view lookup_code, const Feedback& feedback, Instant now) {
  MOTCUA_TRY(check(feedback));
  return change(*database_, R"sql(
    INSERT INTO my_feedback (id, receipt, subject, text, phone, code, lookup_code, made)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql",
                feedback.id.bytes(), receipt_of(feedback.id), feedback.subject, feedback.text, feedback.phone, code,
                lookup_code, now.ms);
}

Result<std::vector<MyFeedback>> Outbox::list() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT id, subject, text, phone, code, made, delivery, refused, answered, answer, answer_seen
    FROM my_feedback ORDER BY made DESC, number DESC)sql"));
  std::vector<MyFeedback> rows;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return rows;
    MOTCUA_TRY_ASSIGN(auto feedback, feedback_at(*select, 0));
    rows.push_back({std::move(feedback), std::string(select->text(4)), Instant{select->integer(5)},
                    static_cast<Delivery>(select->integer(6)), refusal_at(*select, 7),
                    select->is_null(8) ? std::nullopt : std::optional(Instant{select->integer(8)}),
                    std::string(select->text(9)), select->integer(10) != 0});
  }
}

Result<std::int64_t> Outbox::unsent_count() const {
  MOTCUA_TRY_ASSIGN(const auto count,
                    database_->query_integer("SELECT (SELECT count(*) FROM my_rating WHERE delivery = 0) + "
                                             "(SELECT count(*) FROM my_feedback WHERE delivery = 0)"));
  return count.value_or(0);
}

Status Outbox::note_answers_seen() {
  return change(*database_, "UPDATE my_feedback SET answer_seen = 1 WHERE answered IS NOT NULL AND answer_seen = 0");
}

Status Outbox::retry_refused() {
  MOTCUA_TRY(change(*database_, "UPDATE my_rating SET delivery = 0, refused = NULL WHERE delivery = 2"));
  return change(*database_, "UPDATE my_feedback SET delivery = 0, refused = NULL WHERE delivery = 2");
}

Result<std::optional<RemovedRating>> Outbox::forget_dossier(std::string_view code) {
  MOTCUA_TRY_ASSIGN(auto mine, rating_of(code));
  if (!mine) return std::nullopt;
  RemovedRating removed{std::string(code), {}, *std::move(mine)};
  {
    MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT lookup_code, epoch FROM my_rating WHERE code = ?"));
    select->bind_all(code);
    MOTCUA_TRY_ASSIGN(const bool found, select->step());
    if (!found) return std::nullopt;
    removed.lookup_code = select->text(0);
    removed.epoch = static_cast<std::uint64_t>(select->integer(1));
  }
  if (removed.mine.delivery == Delivery::unsent && removed.epoch == 0) return std::nullopt;
  MOTCUA_TRY(change(*database_, "DELETE FROM my_rating WHERE code = ?", code));
  return removed;
}

Status Outbox::put_back(const RemovedRating& removed) {
  const MyRating& mine = removed.mine;
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT OR IGNORE INTO my_rating (code, lookup_code, id, score, reasons, comment, made, delivery, refused, epoch)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql"));
  insert->bind_all(removed.code, removed.lookup_code, mine.rating.id.bytes(), mine.rating.score,
                   reasons_text(mine.rating.reasons), mine.rating.comment, mine.made.ms, mine.delivery, mine.refused,
                   removed.epoch);
  return insert->run();
}

Result<std::optional<RemovedFeedback>> Outbox::forget_feedback(const FeedbackId& id) {
  MOTCUA_TRY_ASSIGN(auto all, list());
  const auto mine = std::ranges::find(all, id, [](const MyFeedback& one) { return one.feedback.id; });
  if (mine == all.end() || mine->delivery == Delivery::unsent) return std::nullopt;
  RemovedFeedback removed{{}, std::move(*mine)};
  MOTCUA_TRY_ASSIGN(removed.lookup_code,
                    text(*database_, "SELECT lookup_code FROM my_feedback WHERE id = ?", id.bytes()));
  MOTCUA_TRY(change(*database_, "DELETE FROM my_feedback WHERE id = ?", id.bytes()));
  return removed;
}

Status Outbox::put_back(const RemovedFeedback& removed) {
  const MyFeedback& mine = removed.mine;
  const auto answered = mine.answered.transform([](Instant when) { return when.ms; });
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT OR IGNORE INTO my_feedback
      (id, receipt, subject, text, phone, code, lookup_code, made, delivery, refused, answered, answer, answer_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql"));
  insert->bind_all(mine.feedback.id.bytes(), receipt_of(mine.feedback.id), mine.feedback.subject, mine.feedback.text,
                   mine.feedback.phone, mine.dossier_code, removed.lookup_code, mine.made.ms, mine.delivery,
                   mine.refused, answered, mine.answer, mine.answer_seen);
  return insert->run();
}

Result<std::variant<std::monostate, RateRequest, FeedbackRequest>> Outbox::next(const std::set<ItemId>& but) const {
  MOTCUA_TRY_ASSIGN(auto ratings, database_->cached(R"sql(
    SELECT code, lookup_code, id, score, reasons, comment FROM my_rating WHERE delivery = 0 ORDER BY made)sql"));
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, ratings->step());
    if (!more) break;
    MOTCUA_TRY_ASSIGN(auto rating, rating_at(*ratings, 2));
    if (!but.contains(rating.id))
      return RateRequest{std::move(rating), std::string(ratings->text(0)), std::string(ratings->text(1))};
  }
  MOTCUA_TRY_ASSIGN(auto written, database_->cached(R"sql(
    SELECT code, lookup_code, id, subject, text, phone FROM my_feedback WHERE delivery = 0 ORDER BY number)sql"));
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, written->step());
    if (!more) return std::monostate();
    MOTCUA_TRY_ASSIGN(auto feedback, feedback_at(*written, 2));
    if (!but.contains(feedback.id))
      return FeedbackRequest{std::move(feedback), std::string(written->text(0)), std::string(written->text(1))};
  }
}

Status Outbox::note_sent(const RatingId& id, std::uint64_t epoch) {
  return change(*database_,
                "UPDATE my_rating SET delivery = 1, refused = NULL, lookup_code = '', epoch = ? WHERE id = ?", epoch,
                id.bytes());
}

Status Outbox::note_sent(const FeedbackId& id) {
  return change(*database_,
                "UPDATE my_feedback SET delivery = 1, refused = NULL, lookup_code = '', phone = '' WHERE id = ?",
                id.bytes());
}

Status Outbox::note_refused(const RatingId& id, ErrorCode why) {
  return change(*database_, R"sql(
    UPDATE my_rating SET
      delivery = iif(epoch = 0, 2, 1), refused = iif(epoch = 0, ?1, NULL), lookup_code = iif(epoch = 0, lookup_code, ''),
      epoch = iif(?2, epoch, 0)
    WHERE id = ?3)sql",
                why, why == ErrorCode::lookup_failed, id.bytes());
}

Status Outbox::note_refused(const FeedbackId& id, ErrorCode why) {
  return change(*database_, "UPDATE my_feedback SET delivery = 2, refused = ? WHERE id = ?", why, id.bytes());
}

Result<std::vector<std::string>> Outbox::receipts(const std::set<std::string>& but) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT receipt FROM my_feedback WHERE delivery = 1 ORDER BY answered IS NOT NULL, made DESC, number DESC)sql"));
  std::vector<std::string> receipts;
  while (receipts.size() < kMaxReceipts) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) break;
    std::string receipt(select->text(0));
    if (!but.contains(receipt)) receipts.push_back(std::move(receipt));
  }
  return receipts;
}

Result<bool> Outbox::has_sent_ratings() const {
  MOTCUA_TRY_ASSIGN(const auto any, database_->query_integer(
                                        "SELECT EXISTS (SELECT 1 FROM my_rating WHERE delivery = 1 AND epoch <> 0)"));
  return any == 1;
}

Result<std::vector<std::string>> Outbox::rated_in_other_epochs(std::uint64_t epoch) const {
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->cached("SELECT code FROM my_rating WHERE delivery = 1 AND epoch <> 0 AND epoch <> ?"));
  select->bind_all(epoch);
  std::vector<std::string> codes;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return codes;
    codes.emplace_back(select->text(0));
  }
}

Status Outbox::send_again(std::string_view code, std::string_view lookup_code) {
  return change(*database_, "UPDATE my_rating SET delivery = 0, lookup_code = ? WHERE code = ? AND delivery = 1",
                lookup_code, code);
}

Status Outbox::note_lost(std::string_view receipt) {
  return change(*database_, R"sql(
    UPDATE my_feedback SET delivery = 0, code = '' WHERE receipt = ? AND delivery = 1 AND answered IS NULL)sql",
                receipt);
}

Status Outbox::note_answer(const Answer& answer) {
  if (!answer.answered) return {};
  return change(*database_, R"sql(
    UPDATE my_feedback SET answered = ?1, answer = ?2, answer_seen = 0
    WHERE receipt = ?3 AND (answered IS NULL OR (?2 <> '' AND ?1 > answered)))sql",
                answer.answered->ms, answer.text, answer.receipt);
}

}  // namespace motcua::feedback
