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
  dossier::SavedDossiers saved{database};
  Outbox outbox{database};
  Sender sender{outbox, saved, clock, random};
  std::uint64_t epoch = 0;  ///< Of the office; 0: it is of before 1.5.

  Phone() {
    REQUIRE(Outbox::migrate(database));
    REQUIRE(dossier::SavedDossiers::migrate(database));
  }

  void rate(int id, Score score) {
    REQUIRE(outbox.rate("A-1", "K7", rated(id, score), clock.now()));
    sender.wake();
  }
  [[nodiscard]] MyRating my_rating() { return outbox.rating_of("A-1").value().value(); }

  void refuse(const sync::HttpRequest& request, ErrorCode code) {
    sender.on_reply(request.number, 400, wire::encode_error({code, ""}));
  }
  void take(const sync::HttpRequest& request) {
    sender.on_reply(
        request.number, 200,
        request.path == kRatePath ? encode(RateReply{clock.now(), epoch}) : encode(FeedbackReply{clock.now()}));
  }
  /// Writes it, sends it, and returns the request that asks for its answer.
  [[nodiscard]] sync::HttpRequest send_and_ask(const Feedback& feedback) {
    REQUIRE(outbox.write("", "", feedback, clock.now()));
    sender.wake();
    take(sender.next().value());
    return sender.next().value();
  }
  [[nodiscard]] sync::HttpRequest ask_later() {
    clock.advance_ms(11LL * 60 * 1000);
    sender.wake();
    return sender.next().value();
  }
  /// A rating that the office has, of a dossier that is kept.
  void rate_and_send() {
    keep("A-1", "K7");
    rate(1, Score::satisfied);
    take(sender.next().value());
  }
  /// And the phone knows of no restore since.
  void rate_before_restore() {
    epoch = 7;
    rate_and_send();
    tell_epoch(sender.next().value());
  }
  /// The office is restored from a backup, and the phone hears of it.
  void restore() {
    epoch = 8;
    tell_epoch(ask_later());
  }
  void keep(const char* code, const char* lookup_code) {
    dossier::PublicView view;
    view.code = code;
    REQUIRE(saved.save({view, lookup_code, clock.now()}));
  }
  void tell_epoch(const sync::HttpRequest& request) {
    sender.on_reply(request.number, 200, encode(AnswersReply{{}, epoch}));
  }
  void answer(const sync::HttpRequest& request, const Feedback& feedback, std::string text, Instant when = {2}) {
    sender.on_reply(request.number, 200, encode(AnswersReply{{{receipt_of(feedback.id), {1}, when, std::move(text)}}}));
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

TEST_CASE("what fails once more when the network has come is tried again in seconds, not in minutes") {
  Phone phone;
  phone.rate(1, Score::satisfied);
  const auto pause = [&] { return phone.sender.wake_at()->ms - phone.clock.now().ms; };
  for (int i = 0; i < 12; ++i) {
    phone.sender.on_lost(phone.sender.next()->number);
    if (i < 11) phone.clock.advance_ms(pause());
  }
  CHECK(pause() >= 225'000);
  phone.sender.wake();
  phone.sender.on_lost(phone.sender.next()->number);
  CHECK(pause() < 2'500);
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
  const auto asked = phone.send_and_ask(mine);
  CHECK(decode<AnswersRequest>(asked.body)->receipts == std::vector{receipt_of(mine.id)});
  phone.sender.on_reply(asked.number, 200,
                        encode(AnswersReply{{{receipt_of(mine.id), phone.clock.now(), std::nullopt, ""}}}));
  CHECK_FALSE(phone.outbox.list()->front().answered);
  phone.sender.wake();
  CHECK_FALSE(phone.sender.next());
  phone.answer(phone.ask_later(), mine, "Đã thay ghế");
  CHECK(phone.outbox.list()->front().answer == "Đã thay ghế");
  CHECK_FALSE(phone.outbox.list()->front().answer_seen);
  REQUIRE(phone.outbox.note_answers_seen());
  CHECK(phone.outbox.list()->front().answer_seen);
}

TEST_CASE("an answer that the office corrects comes to the phone as not seen; one that stays as it was does not") {
  Phone phone;
  const Feedback mine = written(5, "Ghế chờ hỏng");
  const auto answered = [&] { return phone.outbox.list()->front(); };
  phone.answer(phone.send_and_ask(mine), mine, "Đã thay ghế");
  REQUIRE(phone.outbox.note_answers_seen());
  phone.answer(phone.ask_later(), mine, "Đã thay ghế");
  CHECK(answered().answer_seen);
  phone.answer(phone.ask_later(), mine, "Ghế đã được thay ngày 3/8", Instant{3});
  CHECK(answered().answer == "Ghế đã được thay ngày 3/8");
  CHECK_FALSE(answered().answer_seen);

  // Restored from before the correction; and forgotten since. The citizen keeps what they were told.
  REQUIRE(phone.outbox.note_answers_seen());
  phone.answer(phone.ask_later(), mine, "Đã thay ghế");
  phone.answer(phone.ask_later(), mine, "", Instant{4});
  CHECK(answered().answer == "Ghế đã được thay ngày 3/8");
  CHECK(answered().answer_seen);
}

TEST_CASE("all feedback is asked about in turn, however much there is, the newest first and what has an answer last") {
  Phone phone;
  constexpr int kMany = 2 * static_cast<int>(kMaxReceipts) + 5;
  const auto receipt = [](int id) { return receipt_of(id_of<FeedbackId>(id)); };
  for (int id = 1; id <= kMany; ++id) {
    phone.clock.advance_ms(1000);
    REQUIRE(phone.outbox.write("", "", written(id, "Phải đi lại"), phone.clock.now()));
    REQUIRE(phone.outbox.note_sent(id_of<FeedbackId>(id)));
  }
  REQUIRE(phone.outbox.note_answer({receipt(kMany), {1}, Instant{2}, "Đã thay ghế"}));
  phone.sender.wake();
  auto request = phone.sender.next();
  phone.sender.on_lost(request->number);
  request = phone.ask_later();
  int newest = kMany - 1;
  std::vector<std::string> last;
  for (const std::size_t expected : {kMaxReceipts, kMaxReceipts, std::size_t{5}}) {
    REQUIRE(request);
    last = decode<AnswersRequest>(request->body)->receipts;
    REQUIRE(last.size() == expected);
    CHECK(last.front() == receipt(newest));
    newest -= static_cast<int>(expected);
    AnswersReply reply;
    for (const std::string& asked : last) reply.answers.push_back({asked, {1}, std::nullopt, ""});
    phone.sender.on_reply(request->number, 200, encode(reply));
    request = phone.ask_later();
  }
  CHECK(last.back() == receipt(kMany));
  CHECK(decode<AnswersRequest>(request->body)->receipts.front() == receipt(kMany - 1));
}

TEST_CASE("one thing that never comes through holds up nothing, whenever that was written") {
  Phone phone;
  const auto wait = [&] { phone.clock.set(phone.sender.wake_at().value()); };
  for (const int id : {5, 6}) REQUIRE(phone.outbox.write("", "", written(id, "Ghế chờ hỏng"), phone.clock.now()));
  phone.sender.wake();
  const auto fail_first = [&] {
    const auto request = phone.sender.next().value();
    CHECK(decode<FeedbackRequest>(request.body)->feedback.id == id_of<FeedbackId>(5));
    phone.refuse(request, ErrorCode::server_failed);
  };
  fail_first();
  phone.rate(1, Score::satisfied);  // A rating goes first.
  const auto rating = phone.sender.next().value();
  CHECK(rating.path == kRatePath);
  phone.take(rating);
  const auto feedback = phone.sender.next().value();
  CHECK(decode<FeedbackRequest>(feedback.body)->feedback.id == id_of<FeedbackId>(6));
  phone.take(feedback);
  CHECK(phone.outbox.unsent_count() == 1);
  const auto question = phone.sender.next().value();
  CHECK(question.path == kAnswersPath);
  phone.sender.on_lost(question.number);
  wait();
  fail_first();
  wait();
  phone.take(phone.sender.next().value());
  CHECK(phone.outbox.unsent_count() == 0);
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
  const auto asked = phone.send_and_ask(mine);
  // A captive portal, an older office: no answer of ours.
  phone.sender.on_reply(asked.number, 200, as_bytes("<html>Sign in to the Wi-Fi</html>"));
  CHECK(phone.outbox.unsent_count() == 0);
  phone.answer(phone.ask_later(), mine, "Đã thay ghế");
  // Restored from a backup without it: the citizen has the answer.
  phone.sender.on_reply(phone.ask_later().number, 200, encode(AnswersReply{}));
  CHECK(phone.outbox.unsent_count() == 0);
  const auto last = phone.ask_later();
  REQUIRE(phone.outbox.forget_feedback(mine.id));
  phone.sender.on_reply(last.number, 200, encode(AnswersReply{}));
  CHECK(phone.outbox.unsent_count() == 0);
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("a rating that a restored office may lack is sent again as the same one, and once") {
  Phone phone;
  phone.epoch = 7;
  phone.rate_and_send();
  const auto asked = phone.sender.next();
  REQUIRE(asked);
  CHECK(asked->path == kAnswersPath);
  CHECK(decode<AnswersRequest>(asked->body)->receipts.empty());
  phone.tell_epoch(*asked);
  CHECK_FALSE(phone.sender.next());
  CHECK(phone.my_rating().delivery == Delivery::sent);
  phone.restore();
  CHECK(phone.my_rating().delivery == Delivery::unsent);
  const auto again = phone.sender.next();
  REQUIRE(again);
  const auto request = decode<RateRequest>(again->body);
  REQUIRE(request);
  CHECK(request->rating == phone.my_rating().rating);
  CHECK(request->code == "A-1");
  CHECK(request->lookup_code == "K7");
  phone.take(*again);
  CHECK(phone.my_rating().delivery == Delivery::sent);
  CHECK_FALSE(phone.sender.next());
  phone.tell_epoch(phone.ask_later());
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("a restored office that lacks the dossier too is asked again later, and nobody is told of a refusal") {
  Phone phone;
  phone.rate_before_restore();
  phone.restore();
  phone.refuse(phone.sender.next().value(), ErrorCode::lookup_failed);
  CHECK(phone.my_rating().delivery == Delivery::sent);
  CHECK_FALSE(phone.my_rating().refused);
  CHECK(phone.database.query_integer("SELECT count(*) FROM my_rating WHERE lookup_code <> ''").value() == 0);
  CHECK_FALSE(phone.sender.next());
  phone.tell_epoch(phone.ask_later());
  phone.take(phone.sender.next().value());
  phone.tell_epoch(phone.ask_later());
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("a rating that a restored office finds unsound is not sent for ever") {
  Phone phone;
  phone.rate_before_restore();
  phone.restore();
  phone.refuse(phone.sender.next().value(), ErrorCode::invalid_argument);
  CHECK(phone.my_rating().delivery == Delivery::sent);
  phone.clock.advance_ms(11LL * 60 * 1000);
  phone.sender.wake();
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("a rating whose dossier left the phone, and came back by an undo, knows which office had it") {
  Phone phone;
  phone.rate_before_restore();
  const auto removed = phone.outbox.forget_dossier("A-1").value();
  REQUIRE(removed);
  phone.clock.advance_ms(11LL * 60 * 1000);
  phone.sender.wake();
  CHECK_FALSE(phone.sender.next());
  REQUIRE(phone.outbox.put_back(*removed));
  phone.restore();
  CHECK(phone.sender.next()->path == kRatePath);
}

TEST_CASE("after a restore each rating is sent again, also when one before it is refused or its dossier is gone") {
  Phone phone;
  phone.epoch = 7;
  for (int i = 1; i <= 3; ++i) {
    const std::string code = "A-" + std::to_string(i);
    phone.keep(code.c_str(), "K7");
    REQUIRE(phone.outbox.rate(code, "K7", rated(i, Score::neutral), phone.clock.now()));
  }
  phone.sender.wake();
  for (int i = 1; i <= 3; ++i) phone.take(phone.sender.next().value());
  phone.tell_epoch(phone.sender.next().value());
  REQUIRE(phone.saved.remove("A-2"));
  phone.restore();
  const auto first = phone.sender.next().value();
  CHECK(decode<RateRequest>(first.body)->code == "A-1");
  phone.refuse(first, ErrorCode::lookup_failed);
  const auto second = phone.sender.next().value();
  CHECK(decode<RateRequest>(second.body)->code == "A-3");
  phone.take(second);
  CHECK_FALSE(phone.sender.next());
}

TEST_CASE("an office that does not tell its epoch, before or after, gets no rating again") {
  Phone phone;
  phone.rate_before_restore();
  phone.epoch = 0;
  phone.tell_epoch(phone.ask_later());
  CHECK_FALSE(phone.sender.next());

  Phone other;
  other.rate_and_send();
  CHECK_FALSE(other.sender.next());
  const auto asked = other.send_and_ask(written(5, "Ghế chờ hỏng"));
  other.sender.on_reply(
      asked.number, 200,
      encode(AnswersReply{{{decode<AnswersRequest>(asked.body)->receipts.front(), {1}, std::nullopt, ""}}, 8}));
  CHECK_FALSE(other.sender.next());
}

TEST_CASE("a rating on its way again goes with its dossier, and comes back by an undo") {
  Phone phone;
  phone.rate_before_restore();
  phone.restore();
  const auto removed = phone.outbox.forget_dossier("A-1").value();
  REQUIRE(removed);
  CHECK_FALSE(phone.sender.next());
  CHECK(phone.database.query_integer("SELECT count(*) FROM my_rating").value() == 0);
  REQUIRE(phone.outbox.put_back(*removed));
  phone.sender.wake();
  CHECK(decode<RateRequest>(phone.sender.next()->body)->lookup_code == "K7");
}

TEST_CASE("ratings that a phone kept before there were epochs stay as they were") {
  auto database = storage::Database::open(":memory:").value();
  REQUIRE(database.execute(R"sql(
    CREATE TABLE schema_version (component TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;
    INSERT INTO schema_version VALUES ('outbox', 1);
    CREATE TABLE my_rating (code TEXT PRIMARY KEY, lookup_code TEXT NOT NULL, id BLOB NOT NULL UNIQUE,
      score INTEGER NOT NULL, reasons TEXT NOT NULL, comment TEXT NOT NULL, made INTEGER NOT NULL,
      delivery INTEGER NOT NULL DEFAULT 0, refused INTEGER) STRICT;
    INSERT INTO my_rating VALUES ('A-1', '', x'01010101010101010101010101010101', 4, '', 'Nhanh', 5, 1, NULL);
    INSERT INTO my_rating VALUES ('A-2', 'K8', x'02020202020202020202020202020202', 2, '', '', 6, 0, NULL);)sql"));
  REQUIRE(Outbox::migrate(database));
  const Outbox outbox(database);
  CHECK(outbox.rating_of("A-1").value()->rating.comment == "Nhanh");
  CHECK(outbox.rating_of("A-1").value()->delivery == Delivery::sent);
  CHECK(outbox.rating_of("A-2").value()->delivery == Delivery::unsent);
  CHECK_FALSE(*outbox.has_sent_ratings());
}

TEST_CASE("a rating that was changed while it was on its way again is sent as it is now") {
  Phone phone;
  phone.rate_before_restore();
  phone.restore();
  const auto again = phone.sender.next().value();
  phone.rate(2, Score::dissatisfied);
  phone.take(again);
  CHECK(phone.my_rating().delivery == Delivery::unsent);
  const auto changed = phone.sender.next().value();
  CHECK(decode<RateRequest>(changed.body)->rating.score == Score::dissatisfied);
  phone.refuse(changed, ErrorCode::lookup_failed);
  CHECK(phone.my_rating().refused == ErrorCode::lookup_failed);
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
  const auto rating = phone.outbox.forget_dossier("A-1").value();
  const auto feedback = phone.outbox.forget_feedback(mine.id).value();
  CHECK_FALSE(phone.outbox.rating_of("A-1")->has_value());
  CHECK(phone.outbox.list()->empty());
  REQUIRE(rating);
  REQUIRE(feedback);
  REQUIRE(phone.outbox.put_back(*rating));
  REQUIRE(phone.outbox.put_back(*feedback));
  CHECK(phone.my_rating().rating.score == Score::satisfied);
  CHECK(phone.my_rating().delivery == Delivery::sent);
  CHECK(phone.outbox.list()->front().feedback.text == mine.text);
  CHECK(phone.outbox.list()->front().delivery == Delivery::sent);
}

TEST_CASE("what was refused, removed and put back can still be tried again; a rating made since stays") {
  Phone phone;
  phone.rate(1, Score::satisfied);
  REQUIRE(phone.outbox.write("B-2", "M4", written(5, "Ghế chờ hỏng", "0912345678"), phone.clock.now()));
  phone.refuse(phone.sender.next().value(), ErrorCode::lookup_failed);
  phone.refuse(phone.sender.next().value(), ErrorCode::lookup_failed);
  const auto rating = phone.outbox.forget_dossier("A-1").value().value();
  const auto feedback = phone.outbox.forget_feedback(id_of<FeedbackId>(5)).value().value();
  REQUIRE(phone.outbox.put_back(rating));
  REQUIRE(phone.outbox.put_back(feedback));
  CHECK(phone.my_rating().refused == ErrorCode::lookup_failed);
  REQUIRE(phone.outbox.retry_refused());
  phone.sender.wake();
  const auto rate_again = phone.sender.next().value();
  CHECK(decode<RateRequest>(rate_again.body)->lookup_code == "K7");
  phone.take(rate_again);
  const auto write_again = decode<FeedbackRequest>(phone.sender.next().value().body);
  CHECK(write_again->lookup_code == "M4");
  CHECK(write_again->feedback.phone == "0912345678");

  const auto former = phone.outbox.forget_dossier("A-1").value().value();
  phone.rate(2, Score::dissatisfied);
  REQUIRE(phone.outbox.put_back(former));
  CHECK(phone.my_rating().rating.score == Score::dissatisfied);
}
