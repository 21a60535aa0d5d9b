#include <sodium.h>

#include "motcua/feedback/office.hpp"
#include "reasons.hpp"

namespace motcua::feedback {
namespace {

using Mac = std::array<std::byte, 16>;

// Keyed BLAKE2b, so that whoever reads the table cannot try dossier codes out, which can be guessed.
Result<Mac> dossier_mac(storage::Database& database, std::string_view code) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached("SELECT key FROM rating_key"));
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return fail(ErrorCode::database_corrupt, "rating_key");
  const ByteView key = select->blob(0);
  Mac mac;
  crypto_generichash(reinterpret_cast<unsigned char*>(mac.data()), mac.size(),
                     reinterpret_cast<const unsigned char*>(code.data()), code.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return mac;
}

std::int64_t monday_of(const CivilDate& day) { return day.days() - day.weekday(); }

}  // namespace

std::uint64_t RatingSummary::count() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : of_score) sum += n;
  return sum;
}

double RatingSummary::mean() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < of_score.size(); ++i) sum += of_score[i] * (i + 1);
  return count() == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(count());
}

Status RatingStore::store(const dossier::PublicView& about, const Rating& rating, Instant now) {
  MOTCUA_TRY(check(rating));
  MOTCUA_TRY_ASSIGN(const Mac mac, dossier_mac(*database_, about.code));
  {
    MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT 1 FROM rating WHERE dossier = ? AND id = ?"));
    select->bind_all(ByteView(mac), rating.id.bytes());
    MOTCUA_TRY_ASSIGN(const bool known, select->step());
    if (known) return {};
  }
  MOTCUA_TRY_ASSIGN(auto older, database_->cached("UPDATE rating SET newest = 0 WHERE dossier = ? AND newest"));
  older->bind_all(ByteView(mac));
  MOTCUA_TRY(older->run());
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO rating (dossier, id, newest, score, reasons, comment, day, procedure_code, procedure_name, unit, state)
    VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?))sql"));
  insert->bind_all(ByteView(mac), rating.id.bytes(), rating.score, reasons_text(rating.reasons), rating.comment,
                   to_civil(now).date.days(), about.procedure_code, about.procedure_name, about.unit, about.state);
  return insert->run();
}

Result<RatingSummary> RatingStore::summary() const {
  return summarise("SELECT score, count(*) FROM rating WHERE newest AND day < ? GROUP BY score", INT64_MAX);
}

Result<std::optional<PastRatings>> RatingStore::past_weeks(Instant now, std::size_t fewest) const {
  MOTCUA_TRY_ASSIGN(const std::int64_t before, shown_before(now, fewest));
  if (before == 0) return std::nullopt;
  MOTCUA_TRY_ASSIGN(auto summary, summarise(R"sql(
    SELECT score, count(*) FROM rating
    WHERE number IN (SELECT max(number) FROM rating WHERE day < ? GROUP BY dossier) GROUP BY score)sql",
                                            before));
  return PastRatings{summary, CivilDate::from_days(before - 1)};
}

// The Monday after the week that is shown; 0 when none is.
Result<std::int64_t> RatingStore::shown_before(Instant now, std::size_t fewest) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT first FROM (SELECT min(day) AS first FROM rating GROUP BY dossier) WHERE first < ? ORDER BY first)sql"));
  select->bind_all(monday_of(to_civil(now).date));
  std::int64_t shown = 0;
  std::int64_t week_end = 0;
  std::size_t rated = 0;  // Since the week that is shown.
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    const std::int64_t next = more ? monday_of(CivilDate::from_days(select->integer(0))) + 7 : 0;
    if (next != week_end && rated >= fewest) {
      shown = week_end;
      rated = 0;
    }
    if (!more) return shown;
    week_end = next;
    ++rated;
  }
}

Result<RatingSummary> RatingStore::summarise(const char* sql, std::int64_t before) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(sql));
  select->bind_all(before);
  RatingSummary out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    const auto score = static_cast<std::size_t>(select->integer(0));
    if (score < 1 || score > out.of_score.size()) return fail(ErrorCode::database_corrupt, "rating");
    out.of_score[score - 1] = static_cast<std::uint64_t>(select->integer(1));
  }
}

Result<std::vector<RatingRow>> RatingStore::list() const {
  // The hash is as good as a shuffle, so that the order of a day's ratings does not tell who came first.
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT score, reasons, comment, day, procedure_code, procedure_name, unit, state,
      (SELECT count(*) FROM rating AS other WHERE other.dossier = rating.dossier)
    FROM rating WHERE newest ORDER BY day, dossier)sql"));
  std::vector<RatingRow> rows;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return rows;
    rows.push_back(
        {static_cast<Score>(select->integer(0)), parse_reasons(select->text(1)), std::string(select->text(2)),
         CivilDate::from_days(select->integer(3)), std::string(select->text(4)), std::string(select->text(5)),
         std::string(select->text(6)),
         dossier::state_from_number(static_cast<int>(select->integer(7))).value_or(dossier::State::registered),
         static_cast<std::uint64_t>(select->integer(8))});
  }
}

}  // namespace motcua::feedback
