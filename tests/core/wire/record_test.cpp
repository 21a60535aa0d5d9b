#include <doctest/doctest.h>

#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::wire;

namespace {

struct Old {
  std::uint32_t number = 0;
  std::string text = "default";
  UnknownFields unknown;
};
template <class Archive>
void serialize(Archive& archive, Old& r) {
  record(archive, r.unknown, field(1, r.number), field(2, r.text));
}

struct New {
  std::uint32_t number = 0;
  std::vector<std::string> more;
  UnknownFields unknown;
};
template <class Archive>
void serialize(Archive& archive, New& r) {
  record(archive, r.unknown, field(1, r.number), field(3, r.more));
}

}  // namespace

TEST_CASE("an old reader keeps a new writer's fields and writes them back") {
  const Bytes written = encode_body(New{5, {"x", "y"}, {}});
  auto old = decode_body<Old>(written);
  REQUIRE(old);
  CHECK(old->number == 5);
  REQUIRE(old->unknown.fields.size() == 1);
  CHECK(old->unknown.fields[0].id == 3);

  old->number = 6;
  const auto back = decode_body<New>(encode_body(*old));
  REQUIRE(back);
  CHECK(back->number == 6);
  CHECK(back->more == std::vector<std::string>{"x", "y"});
}

TEST_CASE("a new reader gives a field that an old writer did not know its default") {
  const auto old = decode_body<Old>(encode_body(New{5, {}, {}}));
  REQUIRE(old);
  CHECK(old->text == "default");
}

TEST_CASE("a field that is longer than its value, or twice there, is malformed") {
  CHECK(decode_body<Old>(*from_hex("01"
                                   "0105"
                                   "0500000000"))
            .error()
            .code == ErrorCode::frame_malformed);
  CHECK(decode_body<Old>(*from_hex("02"
                                   "0104"
                                   "05000000"
                                   "0104"
                                   "05000000"))
            .error()
            .code == ErrorCode::frame_malformed);
}

TEST_CASE("a field whose length lies is truncated") {
  CHECK(decode_body<Old>(*from_hex("01"
                                   "0109"
                                   "05000000"))
            .error()
            .code == ErrorCode::frame_truncated);
  CHECK(decode_body<Old>(*from_hex("7f"
                                   "0104"
                                   "05000000"))
            .error()
            .code == ErrorCode::frame_truncated);
}
