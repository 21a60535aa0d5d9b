#include "motcua/feedback/sender.hpp"

#include "feedback_support.hpp"
#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::feedback;
using namespace motcua::feedback::test;

namespace {

/// A citizen's phone; the office is played by the test.
struct Phone {
  ManualClock clock;
  SeededRandom random{3};
  storage::Database database = storage::Database::open(":memory:").value();
  Outbox outbox{database};
  Sender sender{outbox, clock, random};

  Phone() { REQUIRE(Outbox::migrate(database)); }

  void rate(int id, Score score) {
    REQUIRE(outbox.rate("A-1", "K7", rated(id, score), clock.now()));
    sender.wake();
  }
  [[nodiscard]] MyRating my_rating() { return outbox.rating_of("A-1").value().value(); }

  void refuse(const sync::HttpRequest& request, ErrorCode code) {
    sender.on_reply(request.number, 400, wire::encode_error({code, ""}));
  }
  void take(const sync::HttpRequest& request) {
    sender.on_reply(request.number, 200,
                    request.path == kRatePath ? encode(RateReply{clock.now()}) : encode(FeedbackReply{clock.now()}));
  }
};

}  // namespace

TEST_CASE("a rating whose reply was lost is sent again as the same one, and then counts as sent") {
  Phone phone;
  phone.rate(1, Score::satisfied);
  const auto first = phone.sender.next();
  REQUIRE(first);
  CHECK_FALSE(phone.sender.next());
  phone.sender.on_lost(first->number);
  CHECK(phone.my_rating().delivery == Delivery::unsent);
  CHECK_FALSE(phone.sender.next());
  REQUIRE(phone.sender.wake_at());
  phone.clock.set(*phone.sender.wake_at());
  const auto second = phone.sender.next();
  REQUIRE(second);
  CHECK(second->body == first->body);
  phone.take(*second);
  CHECK(phone.my_rating().delivery == Delivery::sent);
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("a clock that is set back after a failure does not keep a rating waiting until that time comes again") {
  Phone phone;
  phone.rate(1, Score::satisfied);
  phone.sender.on_lost(phone.sender.next()->number);
  phone.clock.advance_ms(-365LL * 86'400'000);
  CHECK(phone.sender.wake_at() == phone.clock.now());
  CHECK(phone.sender.next());
}

TEST_CASE("a rating that was changed while the former was on its way is sent after it") {
  Phone phone;
  phone.rate(1, Score::satisfied);
  const auto former = phone.sender.next();
  REQUIRE(former);
  phone.rate(2, Score::dissatisfied);
  phone.take(*former);
  CHECK(phone.my_rating().rating.score == Score::dissatisfied);
  CHECK(phone.my_rating().delivery == Delivery::unsent);
  const auto changed = phone.sender.next();
  REQUIRE(changed);
  CHECK(decode<RateRequest>(changed->body)->rating.id == id_of<RatingId>(2));
  phone.take(*changed);
  CHECK(phone.my_rating().delivery == Delivery::sent);
}

TEST_CASE("what the office refuses stays, says why, does not hold up the next, and can be tried again") {
  Phone phone;
  phone.rate(1, Score::satisfied);
  REQUIRE(phone.outbox.write("", "", written(5, "Ghế chờ hỏng"), phone.clock.now()));
  const auto sent_first = phone.sender.next();
  REQUIRE(sent_first);
  phone.refuse(*sent_first, ErrorCode::lookup_failed);
  CHECK(phone.my_rating().delivery == Delivery::refused);
  CHECK(phone.my_rating().refused == ErrorCode::lookup_failed);
  const auto sent_next = phone.sender.next();
  REQUIRE(sent_next);
  CHECK(sent_next->path == kFeedbackPath);
  phone.take(*sent_next);
  REQUIRE(phone.outbox.retry_refused());
  phone.sender.wake();
  const auto again = phone.sender.next();
  REQUIRE(again);
  CHECK(decode<RateRequest>(again->body)->lookup_code == "K7");
}

TEST_CASE("a busy, failing or older office, or a captive portal, refuses nothing: it is tried again later") {
  for (const ErrorCode code : {ErrorCode::server_busy, ErrorCode::server_failed, ErrorCode::too_many_attempts,
                               ErrorCode::not_found, ErrorCode::disk_full}) {
    Phone phone;
    phone.rate(1, Score::satisfied);
    phone.refuse(phone.sender.next().value(), code);
    CHECK(phone.my_rating().delivery == Delivery::unsent);
    CHECK(phone.sender.wake_at());
  }
  Phone phone;
  phone.rate(1, Score::satisfied);
  phone.sender.on_reply(phone.sender.next()->number, 200, as_bytes("<html>Sign in to the Wi-Fi</html>"));
  CHECK(phone.my_rating().delivery == Delivery::unsent);
}

TEST_CASE("what was sent no longer keeps the lookup code and the telephone number on the phone") {
  Phone phone;
  REQUIRE(phone.outbox.write("A-1", "K7", written(5, "Ghế chờ hỏng", "0912345678"), phone.clock.now()));
  phone.rate(1, Score::satisfied);
  while (const auto request = phone.sender.next()) {
    if (request->path == kAnswersPath) break;
    phone.take(*request);
  }
  CHECK(phone.outbox.list()->front().delivery == Delivery::sent);
  CHECK(phone.outbox.list()->front().feedback.phone.empty());
  CHECK(
      phone.database.query_integer("SELECT count(*) FROM my_feedback WHERE lookup_code <> '' OR phone <> ''").value() ==
      0);
  CHECK(phone.database.query_integer("SELECT count(*) FROM my_rating WHERE lookup_code <> ''").value() == 0);
}

TEST_CASE("an answer is asked for at the start, comes to its feedback, and is asked for again only after a while") {
  Phone phone;
  const Feedback mine = written(5, "Ghế chờ hỏng");
  REQUIRE(phone.outbox.write("", "", mine, phone.clock.now()));
  phone.sender.wake();
  phone.take(phone.sender.next().value());
  const auto asked = phone.sender.next();
  REQUIRE(asked);
  CHECK(decode<AnswersRequest>(asked->body)->receipts == std::vector{receipt_of(mine.id)});
  phone.sender.on_reply(asked->number, 200,
                        encode(AnswersReply{{{receipt_of(mine.id), phone.clock.now(), std::nullopt, ""}}}));
  CHECK_FALSE(phone.outbox.list()->front().answered);
  phone.sender.wake();
  CHECK_FALSE(phone.sender.next());
  phone.clock.advance_ms(11LL * 60 * 1000);
  phone.sender.wake();
  const auto later = phone.sender.next();
  REQUIRE(later);
  phone.sender.on_reply(later->number, 200,
                        encode(AnswersReply{{{receipt_of(mine.id), {1}, Instant{2}, "Đã thay ghế"}}}));
  CHECK(phone.outbox.list()->front().answer == "Đã thay ghế");
  CHECK_FALSE(phone.outbox.list()->front().answer_seen);
  REQUIRE(phone.outbox.note_answers_seen());
  CHECK(phone.outbox.list()->front().answer_seen);
  CHECK(phone.outbox.waiting_receipts()->empty());
}

TEST_CASE("feedback that the office no longer knows is sent again as the same, on no dossier, and once") {
  Phone phone;
  const Feedback kept = written(5, "Ghế chờ hỏng");
  const Feedback lost = written(6, "Phải đi lại ba lần", "0912345678");
  REQUIRE(phone.outbox.write("", "", kept, phone.clock.now()));
  REQUIRE(phone.outbox.write("A-1", "K7", lost, phone.clock.now()));
  phone.sender.wake();
  phone.take(phone.sender.next().value());
  phone.take(phone.sender.next().value());
  const auto asked = phone.sender.next();
  REQUIRE(asked);
  CHECK(decode<AnswersRequest>(asked->body)->receipts.size() == 2);
  // Restored from a backup that has the first only.
  phone.sender.on_reply(asked->number, 200,
                        encode(AnswersReply{{{receipt_of(kept.id), phone.clock.now(), std::nullopt, ""}}}));
  CHECK(phone.outbox.unsent_count() == 1);
  CHECK(phone.outbox.list()->front().delivery == Delivery::unsent);
  CHECK(phone.outbox.list()->front().dossier_code.empty());
  CHECK(phone.outbox.list()->back().delivery == Delivery::sent);
  const auto again = phone.sender.next();
  REQUIRE(again);
  const auto request = decode<FeedbackRequest>(again->body);
  REQUIRE(request);
  CHECK(request->feedback.id == lost.id);
  CHECK(request->feedback.text == lost.text);
  CHECK(request->code.empty());
  CHECK(request->lookup_code.empty());
  phone.take(*again);
  CHECK(phone.outbox.unsent_count() == 0);
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("what was answered, forgotten or asked of somebody else is not sent again") {
  Phone phone;
  const Feedback mine = written(5, "Ghế chờ hỏng");
  REQUIRE(phone.outbox.write("", "", mine, phone.clock.now()));
  phone.sender.wake();
  phone.take(phone.sender.next().value());
  const auto asked = phone.sender.next();
  REQUIRE(asked);
  // A captive portal, an older office: no answer of ours.
  phone.sender.on_reply(asked->number, 200, as_bytes("<html>Sign in to the Wi-Fi</html>"));
  CHECK(phone.outbox.unsent_count() == 0);
  phone.clock.advance_ms(11LL * 60 * 1000);
  phone.sender.wake();
  const auto second = phone.sender.next();
  REQUIRE(second);
  REQUIRE(phone.outbox.forget_feedback(mine.id));
  phone.sender.on_reply(second->number, 200, encode(AnswersReply{}));
  CHECK(phone.outbox.unsent_count() == 0);
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("forgetting a dossier or feedback takes it from the phone, but never what is still to be sent") {
  Phone phone;
  const Feedback mine = written(5, "Ghế chờ hỏng");
  phone.rate(1, Score::satisfied);
  REQUIRE(phone.outbox.write("", "", mine, phone.clock.now()));
  REQUIRE(phone.outbox.forget_dossier("A-1"));
  REQUIRE(phone.outbox.forget_feedback(mine.id));
  CHECK(phone.outbox.unsent_count() == 2);
  phone.take(phone.sender.next().value());
  phone.take(phone.sender.next().value());
  REQUIRE(phone.outbox.forget_dossier("A-1"));
  REQUIRE(phone.outbox.forget_feedback(mine.id));
  CHECK_FALSE(phone.outbox.rating_of("A-1")->has_value());
  CHECK(phone.outbox.list()->empty());
}
