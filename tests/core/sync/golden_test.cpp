#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <utility>

#include "examples.hpp"
#include "golden.hpp"

using namespace motcua;
using namespace motcua::testing;

namespace {

/// The newest revision that changed the message.
std::string revision_of(const std::string& name) {
  for (const char* revision : {"v1.3", "v1.2", "v1.1"}) {
    if (std::filesystem::exists(golden_folder(revision) + name + ".hex")) return revision;
  }
  return "v1";
}

/// A field's bytes as they are.
struct Raw {
  Bytes bytes;
  friend bool operator==(const Raw&, const Raw&) = default;
};
void save(wire::WireOut& out, const Raw& raw) { out.write(raw.bytes); }
void load(wire::WireIn& in, Raw& raw) {
  const ByteView all = in.read(in.remaining());
  raw.bytes.assign(all.begin(), all.end());
}

/// A program that knows the first `count` fields of a message and keeps the rest as it came.
template <std::size_t count>
struct FirstFields {
  std::array<Raw, count> known;
  wire::UnknownFields rest;
};
template <class Archive, std::size_t count>
void serialize(Archive& archive, FirstFields<count>& m) {
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    wire::record(archive, m.rest, wire::field(static_cast<std::uint32_t>(i + 1), m.known[i])...);
  }(std::make_index_sequence<count>());
}

/// What a program of the first revision makes of today's message: the fields that it knew, as they were then, and
/// bytes that it can pass on.
template <std::size_t count>
void check_old_reader(const std::string& name, wire::Kind kind) {
  CAPTURE(name);
  const auto then = wire::decode_message<FirstFields<count>>(kind, golden_frame("v1", name));
  const Bytes today = golden_frame("v1.1", name);
  const auto now = wire::decode_message<FirstFields<count>>(kind, today);
  REQUIRE(then);
  REQUIRE(now);
  CHECK(then->rest.fields.empty());
  CHECK_FALSE(now->rest.fields.empty());
  CHECK(then->known == now->known);
  CHECK(to_hex(wire::encode_message(kind, *now)) == to_hex(today));
}

}  // namespace

// A change that makes this fail is a change of the protocol: released files are never edited. Add fields with new
// numbers, give the new bytes a folder of their own, and write the change down in core/sync/PROTOCOL.md.
TEST_CASE("today's encoder gives the bytes of the newest revision and today's decoder reads them") {
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    const Bytes released = golden_frame(revision_of(example.name), example.name);
    REQUIRE_FALSE(released.empty());
    CHECK(to_hex(example.bytes) == to_hex(released));
    CHECK(example.again(released) == released);
  }
}

TEST_CASE("a program of the first revision reads what today's writes") {
  check_old_reader<2>("hello_request", wire::Kind::hello_request);
  check_old_reader<5>("hello_reply", wire::Kind::hello_reply);
  check_old_reader<2>("changes_request", wire::Kind::changes_request);
  check_old_reader<4>("changes_reply", wire::Kind::changes_reply);
}

TEST_CASE("today's program reads what the first revision wrote") {
  const auto hello = sync::decode<sync::HelloRequest>(golden_frame("v1", "hello_request"));
  REQUIRE(hello);
  CHECK(hello->device == hello_request().device);
  CHECK(hello->unsent == 3);
  CHECK(hello->build.empty());
  const auto greeted = sync::decode<sync::HelloReply>(golden_frame("v1", "hello_reply"));
  REQUIRE(greeted);
  CHECK(greeted->epoch == hello_reply().epoch);
  CHECK(greeted->server.min_client_protocol == 1);
  CHECK(greeted->server.app_build.empty());
  const auto asked = sync::decode<sync::ChangesRequest>(golden_frame("v1", "changes_request"));
  REQUIRE(asked);
  CHECK(asked->after == 999);
  CHECK(asked->device.is_nil());
  CHECK_FALSE(asked->scopes);
  const auto page = sync::decode<sync::ChangesReply>(golden_frame("v1", "changes_reply"));
  REQUIRE(page);
  CHECK(page->page.operations == changes_reply().page.operations);
  CHECK(page->page.scopes.empty());
  CHECK(page->left.empty());
  CHECK_FALSE(page->delivered);
}
