#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "examples.hpp"
#include "motcua/base/text.hpp"

using namespace motcua;
using namespace motcua::testing;

namespace {

Bytes golden(const std::string& name) {
  std::ifstream file(std::string(MOTCUA_SOURCE_DIR) + "/tests/golden/wire/v1/" + name + ".hex");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return from_hex(trim(text)).value_or(Bytes());
}

}  // namespace

// A change that makes this fail is a change of the protocol: released files are never edited. Add fields with new
// numbers, give the new bytes a folder of their own, and write the change down in core/sync/PROTOCOL.md.
TEST_CASE("today's encoder gives the bytes of protocol 1 and today's decoder reads them") {
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    const Bytes released = golden(example.name);
    REQUIRE_FALSE(released.empty());
    CHECK(to_hex(example.bytes) == to_hex(released));
    CHECK(example.again(released) == released);
  }
}
