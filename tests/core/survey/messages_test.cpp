#include "motcua/survey/messages.hpp"

#include <doctest/doctest.h>

#include "golden.hpp"
#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::survey;

namespace {

template <class Message>
void check(const std::string& revision, const std::string& name, const Message& message) {
  CAPTURE(name);
  const Bytes released = motcua::testing::golden_frame(revision, name);
  CHECK(to_hex(encode(message)) == to_hex(released));
  const auto read = decode<Message>(released);
  REQUIRE(read);
  CHECK(encode(*read) == released);
}

}  // namespace

TEST_CASE("the admin's messages have the bytes that were released") {
  const ResponseQuery query{"Lan", true, true, true};
  EntityId id;
  id.value.fill(std::byte{0x21});
  check("v1", "overview_request", OverviewRequest{});
  check("v1.5", "overview_reply",
        OverviewReply{3, 1000, 2, 64, 5000, 70, {1'764'000'000'000}, 9, 8, 7, {1, 2, 3, 4, 5}, 6, 20'405});
  check("v1.3", "response_list_request", ResponseListRequest{40, 20, query});
  const BrokenRule rule{"/data/c1/q2", {ErrorCode::operation_refused, "câu 3"}};
  check("v1.4", "response_list_reply",
        ResponseListReply{7,
                          {{"2021",
                            "Phiếu khảo sát",
                            "2026.1",
                            "lan",
                            {1'764'000'000'000},
                            1,
                            {rule},
                            "quantri",
                            Instant{1'764'000'100'000}}},
                          1234});
  check("v1.4", "response_review_request", ResponseReviewRequest{{{id}, query, 1234}, 3});
  check("v1.3", "response_review_reply", ResponseReviewReply{4, 12});
  check("v1.4", "response_export_request", ResponseExportRequest{{{id}, std::nullopt, 0}});
  check("v1.3", "response_export_reply", ResponseExportReply{{{"sipas.csv", "id\r\n1\r\n"}}});
}

TEST_CASE("the admin's messages of the former revision are read, without what came later") {
  const auto counts = decode<OverviewReply>(motcua::testing::golden_frame("v1.3", "overview_reply"));
  REQUIRE(counts);
  CHECK(counts->dossiers_overdue == 7);
  CHECK(counts->ratings.empty());
  const auto list = decode<ResponseListReply>(motcua::testing::golden_frame("v1.3", "response_list_reply"));
  REQUIRE(list);
  CHECK(list->rows.size() == 1);
  CHECK(list->newest == 0);
  const auto review = decode<ResponseReviewRequest>(motcua::testing::golden_frame("v1.3", "response_review_request"));
  REQUIRE(review);
  CHECK(review->selection.all == ResponseQuery{"Lan", true, true, true});
  CHECK(review->selection.newest == 0);
  CHECK(review->undo == 3);
  CHECK(decode<ResponseExportRequest>(motcua::testing::golden_frame("v1.3", "response_export_request")));
}

TEST_CASE("the admin's messages of the first revision are read, without what came later") {
  const auto counts = decode<OverviewReply>(motcua::testing::golden_frame("v1", "overview_reply"));
  REQUIRE(counts);
  CHECK(counts->responses_broken == 9);
  CHECK(counts->responses_unseen == 0);
  const auto asked = decode<ResponseListRequest>(motcua::testing::golden_frame("v1", "response_list_request"));
  REQUIRE(asked);
  CHECK(asked->limit == 20);
  CHECK(asked->query == ResponseQuery{});
  const auto list = decode<ResponseListReply>(motcua::testing::golden_frame("v1", "response_list_reply"));
  REQUIRE(list);
  REQUIRE(list->rows.size() == 1);
  CHECK(list->rows[0].surveyor == "lan");
  CHECK_FALSE(list->rows[0].seen_at);
}
