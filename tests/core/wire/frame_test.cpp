#include <doctest/doctest.h>

#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::wire;

namespace {

ErrorCode refusal(const Bytes& bytes) {
  const auto frame = decode_frame(bytes);
  return frame ? ErrorCode::unknown : frame.error().code;
}

/// A frame of kind changes_reply with one byte of the header changed.
Bytes with(std::size_t at, unsigned value) {
  Bytes bytes = encode_frame(Kind::changes_reply, to_bytes("body"));
  bytes[at] = static_cast<std::byte>(value);
  return bytes;
}

}  // namespace

TEST_CASE("a frame has the bytes that the protocol says") {
  CHECK(to_hex(encode_frame(Kind::hello_request, to_bytes("123456789"))) ==
        "4d434631"
        "0100"
        "0b00"
        "00000000"
        "09000000"
        "839206e3"
        "313233343536373839");
}

TEST_CASE("a frame comes back as it was written") {
  const Bytes bytes = encode_frame(Kind::push_reply, to_bytes("body"));
  const auto frame = decode_frame(bytes);
  REQUIRE(frame);
  CHECK(frame->kind == Kind::push_reply);
  CHECK(frame->protocol == kProtocol);
  CHECK(as_text(frame->body) == "body");
}

TEST_CASE("a frame cut at any byte is truncated") {
  const Bytes whole = encode_frame(Kind::push_reply, to_bytes("body"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(refusal({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}) == ErrorCode::frame_truncated);
  }
}

TEST_CASE("a frame that lies about its length is refused") {
  CHECK(refusal(with(12, 3)) == ErrorCode::frame_malformed);
  CHECK(refusal(with(12, 5)) == ErrorCode::frame_truncated);
  CHECK(refusal(with(15, 0x7F)) == ErrorCode::frame_too_large);
}

TEST_CASE("a damaged frame is refused whichever byte was hit") {
  const Bytes whole = encode_frame(Kind::changes_reply, to_bytes("body"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (at == 6 || at == 7) continue;  // The kind is checked against what the caller expects.
    CAPTURE(at);
    Bytes damaged = whole;
    damaged[at] ^= std::byte{0x10};
    CHECK_FALSE(decode_frame(damaged));
  }
}

TEST_CASE("a captive portal's page is no frame") {
  CHECK(refusal(to_bytes("<!DOCTYPE html><html><body>Welcome to the hotel</body></html>")) ==
        ErrorCode::frame_malformed);
}

TEST_CASE("a frame of a newer protocol asks for an update") { CHECK(refusal(with(4, 2)) == ErrorCode::frame_version); }

TEST_CASE("a small request has a small limit") {
  CHECK(refusal(encode_frame(Kind::hello_request, Bytes(kMaxSmallRequest + 1))) == ErrorCode::frame_too_large);
  CHECK(decode_frame(encode_frame(Kind::push_request, Bytes(kMaxSmallRequest + 1))));
}

TEST_CASE("a frame of another kind than expected is malformed") {
  CHECK(
      decode_message<std::string>(Kind::hello_reply, encode_message(Kind::push_reply, std::string("x"))).error().code ==
      ErrorCode::frame_malformed);
}

TEST_CASE("an error frame fails with the error that it carries") {
  const Error error{ErrorCode::csv_row, "hàng 3"};
  CHECK(decode_message<std::string>(Kind::hello_reply, encode_error(error)).error() == error);
}

TEST_CASE("an error code that this build does not know becomes unknown") {
  Error error{static_cast<ErrorCode>(60'000), "later"};
  CHECK(decode_message<std::string>(Kind::hello_reply, encode_error(error)).error() ==
        Error{ErrorCode::unknown, "later"});
}
