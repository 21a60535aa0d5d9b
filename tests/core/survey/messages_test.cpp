#include "motcua/survey/messages.hpp"

#include <doctest/doctest.h>

#include "golden.hpp"
#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::survey;

namespace {

template <class Message>
void check(const std::string& name, const Message& message) {
  CAPTURE(name);
  const Bytes released = motcua::testing::golden_frame("v1", name);
  CHECK(to_hex(encode(message)) == to_hex(released));
  const auto read = decode<Message>(released);
  REQUIRE(read);
  CHECK(encode(*read) == released);
}

}  // namespace

TEST_CASE("the admin's messages have the bytes of protocol 1") {
  check("overview_request", OverviewRequest{});
  check("overview_reply", OverviewReply{3, 1000, 2, 64, 5000, 70, {1'764'000'000'000}, 9});
  check("response_list_request", ResponseListRequest{40, 20});
  const BrokenRule rule{"/data/c1/q2", {ErrorCode::operation_refused, "câu 3"}};
  check("response_list_reply",
        ResponseListReply{7, {{"2021", "Phiếu khảo sát", "2026.1", "lan", {1'764'000'000'000}, 1, {rule}}}});
}
