#include "motcua/feedback/messages.hpp"

#include "feedback_support.hpp"
#include "golden.hpp"

using namespace motcua;
using namespace motcua::feedback;
using namespace motcua::feedback::test;

TEST_CASE("what citizens say has the bytes that were released") {
  const auto compare = []<class Message>(const std::string& revision, const std::string& name, const Message& message) {
    CAPTURE(name);
    const Bytes released = motcua::testing::golden_frame(revision, name);
    CHECK(to_hex(encode(message)) == to_hex(released));
    const auto read = decode<Message>(released);
    REQUIRE(read);
    CHECK(encode(*read) == released);
  };
  compare("v1.3", "rate_request",
          RateRequest{rated(7, Score::dissatisfied, {Reason::time, Reason::place}, "Chờ lâu"), "H26.18-231101-0001",
                      "ABC123"});
  compare("v1.5", "rate_reply", RateReply{{1'764'000'000'000}, 0x0123'4567'89AB'CDEF});
  compare("v1.3", "feedback_request",
          FeedbackRequest{written(8, "Phải đi lại ba lần", "0912345678"), "H26.18-231101-0001", "ABC123"});
  compare("v1.3", "feedback_reply", FeedbackReply{{1'764'000'000'000}});
  compare("v1.3", "answers_request", AnswersRequest{{"7K2M-9QXD-4TBA", "0000-0000-0000"}});
  compare("v1.5", "answers_reply",
          AnswersReply{{{"7K2M-9QXD-4TBA", {1'764'000'000'000}, Instant{1'764'000'100'000}, "Đã nhắc nhở bộ phận"},
                        {"0000-0000-0000", {1'764'000'000'000}, std::nullopt, ""}},
                       0x0123'4567'89AB'CDEF});
}

TEST_CASE("an office of revision 1.3 is understood: it says nothing of its epoch") {
  const auto rated = decode<RateReply>(motcua::testing::golden_frame("v1.3", "rate_reply"));
  REQUIRE(rated);
  CHECK(rated->received == Instant{1'764'000'000'000});
  CHECK(rated->epoch == 0);
  const auto told = decode<AnswersReply>(motcua::testing::golden_frame("v1.3", "answers_reply"));
  REQUIRE(told);
  CHECK(told->answers.size() == 2);
  CHECK(told->epoch == 0);
}

TEST_CASE("a rating or feedback that is cut anywhere is refused") {
  const Bytes whole = encode(RateRequest{rated(7, Score::satisfied, {Reason::cost}, "x"), "A", "B"});
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(!decode<RateRequest>(ByteView(whole).first(size)));
  CHECK(!decode<FeedbackRequest>(whole));
}

TEST_CASE("a rating has a score of 1 to 5 and each known reason at most once") {
  CHECK(check(rated(1, Score::very_satisfied, {Reason::attitude, Reason::place})));
  CHECK(check(rated(1, static_cast<Score>(0))).error().detail == "score");
  CHECK(check(rated(1, static_cast<Score>(6))).error().detail == "score");
  CHECK(check(rated(1, Score::neutral, {Reason::time, Reason::time})).error().detail == "reasons");
  CHECK(check(rated(1, Score::neutral, {static_cast<Reason>(6)})).error().detail == "reasons");
  CHECK(check(rated(1, Score::neutral, {}, std::string(kMaxComment + 1, 'a'))).error().detail == "comment");
}

TEST_CASE("feedback needs words; a telephone number may be missing but not be something else") {
  CHECK(check(written(1, "Ý kiến")));
  CHECK(check(written(1, " \n ")).error().detail == "text");
  CHECK(check(written(1, std::string(kMaxText + 1, 'a'))).error().detail == "text");
  CHECK(check(written(1, "Ý kiến", "hàng xóm")).error().detail == "phone");
  CHECK(normalise_phone("  (024) 3936.1234 ") == "02439361234");
  CHECK(normalise_phone("+84 912 345 678") == "+84912345678");
  CHECK(normalise_phone("") == "");
  for (const char* wrong : {"1234567", "1234567890123456", "09+12345678", "09123abc"}) CHECK(!normalise_phone(wrong));
}

TEST_CASE("a receipt is the same for the same feedback, differs from others, and forgives how it is typed") {
  const std::string receipt = receipt_of(id_of<FeedbackId>(8));
  CHECK(receipt == receipt_of(id_of<FeedbackId>(8)));
  CHECK(receipt != receipt_of(id_of<FeedbackId>(9)));
  CHECK(receipt.size() == 14);
  CHECK(normalise_receipt(receipt) == receipt);
  CHECK(normalise_receipt(" 7k2m–9qxd 4tba") == "7K2M-9QXD-4TBA");
  CHECK(normalise_receipt("OOOO-IIII-LLLL") == "0000-1111-1111");
  for (const char* wrong : {"", "7K2M-9QXD", "7K2M-9QXD-4TBAA", "UUUU-UUUU-UUUU", "7K2M-9QXD-4TB!"})
    CHECK(!normalise_receipt(wrong));
}
