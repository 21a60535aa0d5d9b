#include <doctest/doctest.h>

#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::wire;

namespace {

struct Inner {
  std::uint16_t number = 0;
  std::string text;
  friend bool operator==(const Inner&, const Inner&) = default;
};
template <class Archive>
void serialize(Archive& archive, Inner& inner) {
  archive(inner.number, inner.text);
}

enum class Colour : std::uint8_t { red = 1, blue = 2 };

struct Everything {
  std::uint8_t u8 = 0;
  std::int64_t i64 = 0;
  std::uint32_t small = 0;
  double real = 0;
  bool flag = false;
  Colour colour = Colour::red;
  std::string text;
  Bytes bytes;
  Hash hash{};
  EntityId id;
  Instant instant;
  Hlc hlc;
  std::optional<Inner> present;
  std::optional<Inner> absent;
  std::vector<Inner> list;
  friend bool operator==(const Everything&, const Everything&) = default;
};
template <class Archive>
void serialize(Archive& archive, Everything& e) {
  archive(e.u8, e.i64, varint(e.small), e.real, e.flag, e.colour, e.text, e.bytes, e.hash, e.id, e.instant, e.hlc);
  archive(e.present, e.absent, e.list);
}

Everything example() {
  SeededRandom random(1);
  Everything e{7,
               -2,
               300,
               2.5,
               true,
               Colour::blue,
               "đất",
               to_bytes("raw"),
               sha256({}),
               EntityId::random(random),
               {1234},
               {99},
               Inner{1, "a"},
               std::nullopt,
               {{2, "b"}, {3, ""}}};
  return e;
}

}  // namespace

TEST_CASE("every supported type comes back as it was written") {
  const auto decoded = decode_body<Everything>(encode_body(example()));
  REQUIRE(decoded);
  CHECK(*decoded == example());
}

TEST_CASE("integers are little-endian and lengths are varints") {
  CHECK(to_hex(encode_body(std::uint32_t{0x01020304})) == "04030201");
  CHECK(to_hex(encode_body(std::string("ab"))) == "026162");
  CHECK(to_hex(encode_body(Bytes(300))).substr(0, 4) == "ac02");
  CHECK(to_hex(encode_body(std::int64_t{-1})) == "ffffffffffffffff");
}

TEST_CASE("a value cut at any byte fails and reads nothing beyond") {
  const Bytes whole = encode_body(example());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CAPTURE(size);
    CHECK_FALSE(decode_body<Everything>(cut));
  }
}

TEST_CASE("bytes after the end are malformed") {
  Bytes bytes = encode_body(std::uint8_t{1});
  bytes.push_back(std::byte{0});
  CHECK(decode_body<std::uint8_t>(bytes).error().code == ErrorCode::frame_malformed);
}

TEST_CASE("a huge count with few bytes behind it is refused before anything is allocated") {
  const Bytes huge = *from_hex("ffffffffffffffff7f00");  // 2^63 - 1 elements.
  CHECK(decode_body<std::vector<Inner>>(huge).error().code == ErrorCode::frame_truncated);
  CHECK(decode_body<std::string>(huge).error().code == ErrorCode::frame_truncated);
  CHECK(decode_body<Bytes>(huge).error().code == ErrorCode::frame_truncated);
  // 2^32 + 1 would be 1 in a 32-bit size.
  CHECK(decode_body<std::vector<std::uint8_t>>(*from_hex("818080801001")).error().code == ErrorCode::frame_truncated);
}

TEST_CASE("a count whose elements would need more memory than the budget is refused") {
  struct Wide {
    std::array<std::uint64_t, 1024> room{};
  };
  WireOut out;
  out.write_varint(100'000);
  out.write(Bytes(100'000));
  WireIn in(out.bytes());
  CHECK_THROWS_AS((void)in.read_count(1, sizeof(Wide)), DecodeFailure);
}

TEST_CASE("numbers longer than they need, texts that are not UTF-8 and odd booleans are malformed") {
  CHECK(decode_body<std::string>(*from_hex("8000")).error().code == ErrorCode::frame_malformed);
  CHECK(decode_body<std::string>(*from_hex("ffffffffffffffffff02")).error().code == ErrorCode::frame_malformed);
  CHECK(decode_body<std::string>(*from_hex("02c328")).error().code == ErrorCode::frame_malformed);
  CHECK(decode_body<bool>(*from_hex("02")).error().code == ErrorCode::frame_malformed);
}

TEST_CASE("nesting deeper than the limit is refused") {
  Bytes bytes(1, std::byte{0});
  WireIn in(bytes);
  for (int i = 0; i < WireIn::kMaxDepth; ++i) in.enter();
  CHECK_THROWS_AS(in.enter(), DecodeFailure);
}
