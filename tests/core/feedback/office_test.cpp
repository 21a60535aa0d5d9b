#include "feedback_support.hpp"

using namespace motcua;
using namespace motcua::feedback;
using namespace motcua::feedback::test;

namespace {

struct Office {
  SeededRandom random{1};
  storage::Database database = storage::Database::open(":memory:").value();
  RatingStore ratings{database};
  FeedbackStore feedback{database};
  Instant now{1'700'000'000'000};

  Office() { REQUIRE(migrate_office(database, random)); }
};

}  // namespace

TEST_CASE("the last rating of a dossier counts, the ones before it are kept") {
  Office office;
  REQUIRE(office.ratings.store(view_of("A-1"), rated(1, Score::dissatisfied), office.now));
  REQUIRE(office.ratings.store(view_of("A-1"), rated(2, Score::satisfied, {Reason::time}, "Đã khá hơn"), office.now));
  REQUIRE(office.ratings.store(view_of("A-2"), rated(3, Score::very_satisfied), office.now));
  const auto summary = office.ratings.summary();
  REQUIRE(summary);
  CHECK(summary->count() == 2);
  CHECK(summary->mean() == doctest::Approx(4.5));
  const auto rows = office.ratings.list();
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  const auto& changed = (*rows)[0].versions == 2 ? (*rows)[0] : (*rows)[1];
  CHECK(changed.score == Score::satisfied);
  CHECK(changed.reasons == std::vector{Reason::time});
  CHECK(changed.comment == "Đã khá hơn");
  CHECK(changed.unit == "UBND phường Mẫu");
  CHECK(changed.day == CivilDate{2023, 11, 15});
  CHECK(office.database.query_integer("SELECT count(*) FROM rating").value() == 3);
}

TEST_CASE("who watches the ratings of the past weeks learns nothing from a rating that comes or is changed this week") {
  Office office;  // Its now is a Wednesday.
  const auto weeks_later = [&](int weeks) { return Instant{office.now.ms + weeks * 7LL * 86'400'000}; };
  const auto shown = [&](Instant when) { return office.ratings.past_weeks(when, 2).value(); };
  using Scores = std::array<std::uint64_t, 5>;
  REQUIRE(office.ratings.store(view_of("A-1"), rated(1, Score::dissatisfied), office.now));
  REQUIRE(office.ratings.store(view_of("A-2"), rated(2, Score::dissatisfied), office.now));
  const Instant sunday{office.now.ms + 4LL * 86'400'000};
  const Instant monday{office.now.ms + 5LL * 86'400'000};
  CHECK_FALSE(shown(sunday));
  REQUIRE(shown(monday));
  CHECK(shown(monday)->summary.of_score == Scores{0, 2, 0, 0, 0});
  CHECK(shown(monday)->through == to_civil(sunday).date);
  REQUIRE(office.ratings.store(view_of("A-1"), rated(3, Score::very_satisfied), weeks_later(1)));
  REQUIRE(office.ratings.store(view_of("A-3"), rated(4, Score::neutral), weeks_later(1)));
  REQUIRE(office.ratings.store(view_of("A-4"), rated(5, Score::neutral), weeks_later(1)));
  CHECK(shown(weeks_later(1))->summary.of_score == Scores{0, 2, 0, 0, 0});
  CHECK(shown(weeks_later(2))->summary.of_score == Scores{0, 1, 2, 0, 1});
}

TEST_CASE("a week in which too few rated for the first time is shown with the weeks after it") {
  Office office;
  const auto weeks_later = [&](int weeks) { return Instant{office.now.ms + weeks * 7LL * 86'400'000}; };
  const auto shown = [&](int weeks) { return office.ratings.past_weeks(weeks_later(weeks), 3).value(); };
  int id = 0;
  const auto rate = [&](const char* code, int weeks, Score score = Score::satisfied) {
    REQUIRE(office.ratings.store(view_of(code), rated(++id, score), weeks_later(weeks)));
  };
  for (const char* code : {"A-1", "A-2", "A-3"}) rate(code, 0);
  REQUIRE(shown(1));
  CHECK(shown(1)->summary.count() == 3);
  // Those who rated before change their minds, or only their words, beside one who is new: that one is not to be seen.
  for (const char* code : {"A-1", "A-2", "A-3", "A-1"}) rate(code, 1);
  rate("A-4", 1, Score::very_dissatisfied);
  rate("A-5", 2);
  CHECK(shown(3)->summary.count() == 3);
  CHECK(shown(3)->through == shown(1)->through);
  rate("A-6", 6);
  CHECK(shown(6)->summary.count() == 3);
  CHECK(shown(7)->summary.count() == 6);
  CHECK(shown(20)->through == shown(7)->through);
}

TEST_CASE("a rating that arrives twice is one, also when another came between") {
  Office office;
  REQUIRE(office.ratings.store(view_of("A-1"), rated(1, Score::dissatisfied), office.now));
  REQUIRE(office.ratings.store(view_of("A-1"), rated(2, Score::satisfied), office.now));
  REQUIRE(office.ratings.store(view_of("A-1"), rated(1, Score::dissatisfied), office.now));
  CHECK(office.ratings.list()->front().score == Score::satisfied);
  CHECK(office.ratings.list()->front().versions == 2);
  // The same id of another dossier is another rating: nobody can keep theirs out by sending it first.
  REQUIRE(office.ratings.store(view_of("A-2"), rated(1, Score::neutral), office.now));
  CHECK(office.ratings.summary()->count() == 2);
}

TEST_CASE("no column of a rating tells the dossier, and two offices do not know it by the same bytes") {
  Office office;
  REQUIRE(office.ratings.store(view_of("A-1"), rated(1, Score::satisfied), office.now));
  auto other_random = SeededRandom(2);
  auto other = storage::Database::open(":memory:").value();
  REQUIRE(migrate_office(other, other_random));
  REQUIRE(RatingStore(other).store(view_of("A-1"), rated(1, Score::satisfied), office.now));
  const auto dossier_of = [](storage::Database& database) {
    auto select = database.prepare("SELECT dossier FROM rating").value();
    REQUIRE(select.step().value());
    return to_hex(select.blob(0));
  };
  CHECK(dossier_of(office.database) != dossier_of(other));
  CHECK(office.database.query_integer("SELECT count(*) FROM rating WHERE CAST(dossier AS TEXT) LIKE '%A-1%'").value() ==
        0);
}

TEST_CASE("a rating that is not sound is not stored") {
  Office office;
  CHECK(office.ratings.store(view_of("A-1"), rated(1, static_cast<Score>(9)), office.now).error().code ==
        ErrorCode::invalid_argument);
  CHECK(office.ratings.summary()->count() == 0);
}

TEST_CASE("feedback is answered under its receipt; a second answer stands above the first") {
  Office office;
  const Feedback mine = written(1, "Phải đi lại ba lần", "0912345678");
  REQUIRE(office.feedback.store(view_of("A-1"), mine, office.now));
  REQUIRE(office.feedback.store(view_of("A-1"), mine, office.now));
  REQUIRE(office.feedback.store(std::nullopt, written(2, "Ghế chờ hỏng"), office.now));
  CHECK(office.feedback.count_unanswered() == 2);
  const std::string receipt = receipt_of(mine.id);
  REQUIRE(office.feedback.answer(receipt, "Đang xem lại", {office.now.ms + 1}));
  REQUIRE(office.feedback.answer(" " + receipt + "\n", "  Đã nhắc nhở bộ phận \n", {office.now.ms + 2}));
  CHECK(office.feedback.count_unanswered() == 1);
  const auto answers = office.feedback.answers(std::vector<std::string>{receipt, "0000-0000-0000", "?"});
  REQUIRE(answers);
  REQUIRE(answers->size() == 1);
  CHECK(answers->front() == Answer{receipt, office.now, Instant{office.now.ms + 2}, "Đã nhắc nhở bộ phận"});
  CHECK(office.feedback.list(true)->size() == 1);
  const auto all = office.feedback.list(false);
  REQUIRE(all->size() == 2);
  CHECK(all->front().answer == "Đã nhắc nhở bộ phận");
  CHECK(all->front().dossier_code == "A-1");
  CHECK(all->back().dossier_code.empty());
  CHECK(office.feedback.answer("0000-0000-0000", "x", office.now).error().code == ErrorCode::not_found);
  CHECK(office.feedback.answer(receipt, " ", office.now).error().code == ErrorCode::invalid_argument);
}

TEST_CASE("a telephone number is deleted on its own, or with what was written") {
  Office office;
  const Feedback mine = written(1, "Phải đi lại ba lần", "0912345678");
  const std::string receipt = receipt_of(mine.id);
  REQUIRE(office.feedback.store(std::nullopt, mine, office.now));
  REQUIRE(office.feedback.answer(receipt, "Chúng tôi đã gọi lại", office.now));
  CHECK(office.feedback.phone(receipt) == "0912345678");
  REQUIRE(office.feedback.forget(receipt, false));
  CHECK(office.feedback.phone(receipt) == "");
  CHECK(office.feedback.list(false)->front().text == "Phải đi lại ba lần");
  REQUIRE(office.feedback.forget(receipt, true));
  CHECK(office.feedback.list(false)->front().text.empty());
  CHECK(office.feedback.list(false)->front().answer.empty());
  CHECK(office.feedback.forget("0000-0000-0000", false).error().code == ErrorCode::not_found);
}
