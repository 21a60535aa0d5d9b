#include <doctest/doctest.h>

#include <set>

#include "motcua/base/bytes.hpp"
#include "motcua/base/hlc.hpp"
#include "motcua/base/ids.hpp"
#include "motcua/base/result.hpp"

using namespace motcua;

TEST_CASE("every error has a message in both languages and a name of its own") {
  std::set<std::string> names;
  std::set<std::string> vietnamese;
  for (std::uint16_t i = 0; i < error_code_count(); ++i) {
    const Error error{static_cast<ErrorCode>(i), "X"};
    CAPTURE(name(error.code));
    CHECK(names.insert(std::string(name(error.code))).second);
    CHECK(vietnamese.insert(message(error, Language::vi)).second);
    CHECK(message(error, Language::vi) != message(error, Language::en));
    for (const Language language : {Language::vi, Language::en}) {
      const std::string text = message(error, language);
      CHECK(text.ends_with('.'));
      CHECK(text.find("{}") == std::string::npos);
    }
    // Both languages tell the detail, or neither does.
    CHECK((message(error, Language::vi) == message({error.code, ""}, Language::vi)) ==
          (message(error, Language::en) == message({error.code, ""}, Language::en)));
  }
}

TEST_CASE("the numbers of errors that went over the wire stay") {
  CHECK(static_cast<int>(ErrorCode::unknown) == 0);
  CHECK(static_cast<int>(ErrorCode::frame_truncated) == 12);
  CHECK(static_cast<int>(ErrorCode::not_signed_in) == 21);
  CHECK(error_code_from_wire(21) == ErrorCode::not_signed_in);
  CHECK(error_code_from_wire(error_code_count()) == ErrorCode::unknown);
}

TEST_CASE("CRC-32C and SHA-256 give the published values") {
  CHECK(crc32c(as_bytes("123456789")) == 0xE3069283U);
  CHECK(crc32c({}) == 0);
  CHECK(to_hex(sha256(as_bytes("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("hexadecimal is read in both cases and refused when it is none") {
  CHECK(to_hex(*from_hex("00fFA5")) == "00ffa5");
  CHECK_FALSE(from_hex("0"));
  CHECK_FALSE(from_hex("0g"));
  CHECK(from_hex("")->empty());
}

TEST_CASE("equality in constant time is equality") {
  CHECK(equal_constant_time(as_bytes("abc"), as_bytes("abc")));
  CHECK_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("abd")));
  CHECK_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("ab")));
  CHECK(equal_constant_time({}, {}));
}

TEST_CASE("an id reads back from bytes and text, and is a version 4 UUID") {
  SeededRandom random(1);
  const EntityId id = EntityId::random(random);
  CHECK(EntityId::from_hex(id.hex()) == id);
  CHECK(EntityId::from_bytes(id.bytes()) == id);
  CHECK(id != EntityId::random(random));
  CHECK(EntityId{}.is_nil());
  CHECK_FALSE(EntityId::from_hex("12"));
  CHECK_FALSE(EntityId::from_bytes(as_bytes("short")));
  const std::string uuid = to_uuid_text(id.bytes());
  CHECK(uuid.size() == 36);
  CHECK(uuid[14] == '4');
  CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
}

TEST_CASE("the clock rises though the wall clock stands, goes back or is behind what was seen") {
  ManualClock wall({1'000});
  HlcClock clock(wall);
  const Hlc first = clock.tick();
  CHECK(first.instant().ms == 1'000);
  const Hlc second = clock.tick();
  CHECK(first < second);
  wall.set({10});
  CHECK(second < clock.tick());
  clock.see(Hlc::at({5'000}));
  const Hlc after = clock.tick();
  CHECK(Hlc::at({5'000}) < after);
  wall.set({9'000});
  CHECK(clock.tick() == Hlc::at({9'000}));
}

TEST_CASE("more ticks within one millisecond than the counter holds still rise") {
  ManualClock wall({1'000});
  HlcClock clock(wall);
  Hlc last = clock.tick();
  bool rising = true;
  for (int i = 0; i < 70'000; ++i) {
    const Hlc next = clock.tick();
    rising = rising && last < next;
    last = next;
  }
  CHECK(rising);
  CHECK(last.instant().ms == 1'001);
}

TEST_CASE("the system's clock and generator work") {
  CHECK(system_clock().now().ms > 1'700'000'000'000);
  CHECK(system_random().next_u64() != system_random().next_u64());
}
