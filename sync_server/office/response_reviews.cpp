#include "office/response_reviews.hpp"

#include <optional>
#include <string>

#include "office/response_list.hpp"

namespace motcua::server {
namespace {

/// More at once would hold up the devices that send meanwhile.
constexpr std::uint64_t kMostMarked = 20'000;

Result<std::int64_t> begin(storage::Database& database, const AccountId& account, Instant now,
                           std::optional<std::uint64_t> undoes) {
  MOTCUA_TRY_ASSIGN(auto insert, database.cached("INSERT INTO review (account, at, undoes) VALUES (?, ?, ?)"));
  insert->bind_all(account.bytes(), now.ms, undoes);
  MOTCUA_TRY(insert->run());
  return database.last_insert_rowid();
}

/// The index says what the review did.
Result<ResponseReviews::Outcome> carry_out(storage::Database& database, std::int64_t review, std::int64_t changed) {
  MOTCUA_TRY_ASSIGN(auto update, database.cached(R"sql(
    UPDATE response_index SET seen = reviewed_response.seen FROM reviewed_response
    WHERE reviewed_response.review = ? AND reviewed_response.entity = response_index.entity)sql"));
  update->bind_all(review);
  MOTCUA_TRY(update->run());
  return ResponseReviews::Outcome{static_cast<std::uint64_t>(review), static_cast<std::uint64_t>(changed)};
}

}  // namespace

Result<ResponseReviews::Outcome> ResponseReviews::mark(const survey::ResponseSelection& selection,
                                                       const AccountId& account, Instant now) {
  MOTCUA_TRY_ASSIGN(std::string condition, ResponseList(*database_).where(selection));
  condition += " AND response_index.seen <> revision";
  MOTCUA_TRY_ASSIGN(const auto count,
                    database_->query_integer("SELECT count(*) FROM response_index WHERE " + condition));
  if (static_cast<std::uint64_t>(count.value_or(0)) > kMostMarked)
    return fail(ErrorCode::frame_too_large, std::to_string(*count) + " > " + std::to_string(kMostMarked));
  MOTCUA_TRY_ASSIGN(const std::int64_t review, begin(*database_, account, now, std::nullopt));
  MOTCUA_TRY(database_->execute("INSERT INTO reviewed_response SELECT " + std::to_string(review) +
                                ", entity, seen, revision FROM response_index WHERE " + condition));
  return carry_out(*database_, review, count.value_or(0));
}

Result<ResponseReviews::Outcome> ResponseReviews::undo(std::uint64_t number, const AccountId& account, Instant now) {
  {
    MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT 1 FROM review WHERE number = ? AND account = ?"));
    select->bind_all(number, account.bytes());
    MOTCUA_TRY_ASSIGN(const bool own, select->step());
    if (!own) return fail(ErrorCode::not_found, "review " + std::to_string(number));
  }
  MOTCUA_TRY_ASSIGN(const std::int64_t review, begin(*database_, account, now, number));
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO reviewed_response
    SELECT ?1, response_index.entity, response_index.seen, seen_before FROM reviewed_response
    JOIN response_index ON response_index.entity = reviewed_response.entity
    WHERE review = ?2 AND response_index.seen = reviewed_response.seen)sql"));
  insert->bind_all(review, number);
  MOTCUA_TRY(insert->run());
  return carry_out(*database_, review, database_->changes());
}

}  // namespace motcua::server
