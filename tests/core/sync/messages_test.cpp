#include <doctest/doctest.h>

#include "examples.hpp"

using namespace motcua;
using namespace motcua::testing;

namespace {

/// The same body in a frame that is right about it: what is wrong must be found inside.
Bytes reframed(const Bytes& frame, ByteView body) {
  const auto kind =
      static_cast<wire::Kind>(std::to_integer<unsigned>(frame[6]) | (std::to_integer<unsigned>(frame[7]) << 8U));
  return wire::encode_frame(kind, body);
}

}  // namespace

TEST_CASE("every message comes back as it was written") {
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    CHECK(example.again(example.bytes) == example.bytes);
  }
}

TEST_CASE("a push keeps its numbers and its bytes") {
  const auto decoded = sync::decode<sync::PushRequest>(encode(push_request()));
  REQUIRE(decoded);
  REQUIRE(decoded->operations.size() == 2);
  CHECK(decoded->operations[1].seq == 8);
  CHECK(as_text(decoded->operations[1].bytes) == "next");
  CHECK(decoded->device == push_request().device);
}

TEST_CASE("a page of the feed keeps its operations") {
  const auto decoded = sync::decode<sync::ChangesReply>(encode(changes_reply()));
  REQUIRE(decoded);
  CHECK(decoded->page.operations == changes_reply().page.operations);
  CHECK(decoded->page.next == 1001);
  CHECK(decoded->page.has_more);
}

TEST_CASE("a verdict keeps its reason") {
  const auto decoded = sync::decode<sync::PushReply>(encode(push_reply()));
  REQUIRE(decoded);
  REQUIRE(decoded->receipt.verdicts.size() == 1);
  CHECK(decoded->receipt.verdicts[0].error == Error{ErrorCode::operation_refused, "câu 3"});
}

TEST_CASE("a reason that is no text is left out, so that it cannot block the device's queue") {
  sync::PushReply reply = push_reply();
  reply.receipt.verdicts[0].error.detail = "\xFF";
  const auto decoded = sync::decode<sync::PushReply>(encode(reply));
  REQUIRE(decoded);
  CHECK(decoded->receipt.verdicts[0].error == Error{ErrorCode::operation_refused, ""});
}

TEST_CASE("a message cut at any byte of its frame is refused") {
  for (const Example& example : examples()) {
    for (std::size_t size = 0; size < example.bytes.size(); ++size) {
      CAPTURE(example.name);
      CAPTURE(size);
      CHECK_FALSE(example.again(ByteView(example.bytes).first(size)));
    }
  }
}

TEST_CASE("a body cut at any byte is refused even in a frame that agrees with it") {
  for (const Example& example : examples()) {
    const ByteView body = ByteView(example.bytes).subspan(wire::kHeaderSize);
    for (std::size_t size = 0; size < body.size(); ++size) {
      CAPTURE(example.name);
      CAPTURE(size);
      CHECK_FALSE(example.again(reframed(example.bytes, body.first(size))));
    }
  }
}

TEST_CASE("a body with any byte changed is either refused or read as another message, never worse") {
  for (const Example& example : examples()) {
    for (std::size_t at = wire::kHeaderSize; at < example.bytes.size(); ++at) {
      for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
        Bytes changed = example.bytes;
        changed[at] ^= static_cast<std::byte>(flip);
        const auto outcome = example.again(reframed(changed, ByteView(changed).subspan(wire::kHeaderSize)));
        const bool safe = outcome || outcome.error().code == ErrorCode::frame_malformed ||
                          outcome.error().code == ErrorCode::frame_truncated ||
                          outcome.error().code == ErrorCode::frame_too_large;
        CAPTURE(example.name);
        CAPTURE(at);
        CHECK(safe);
      }
    }
  }
}

TEST_CASE("a count of four thousand million operations in a small frame is refused") {
  // Field 3 of a push: first seq 1, then the count.
  const Bytes body = *from_hex(
      "01"
      "03"
      "06"
      "01"
      "ffffffff0f");
  CHECK(sync::decode<sync::PushRequest>(wire::encode_frame(wire::Kind::push_request, body)).error().code ==
        ErrorCode::frame_truncated);
}

TEST_CASE("a response of twenty answers takes few bytes in a push") {
  records::Operation operation = example_operation();
  operation.fields.clear();
  for (int i = 1; i <= 20; ++i)
    operation.fields.push_back({"/data/c" + std::to_string(i / 5) + "/q" + std::to_string(i), "4", {}});
  CHECK(records::encode_operation(operation).size() <= 240);
}

TEST_CASE("an enrolment tells of the account's other devices, and is what it was when there are none") {
  sync::EnrolReply reply = enrol_reply();
  const Bytes without = encode(reply);
  reply.former = {{example_id<DeviceId>(0x40), 3, {1'764'000'000'000}}};
  const Bytes with = encode(reply);
  CHECK(with.size() > without.size());
  CHECK(sync::decode<sync::EnrolReply>(with)->former == reply.former);
  CHECK(sync::decode<sync::EnrolReply>(without)->former.empty());
}
