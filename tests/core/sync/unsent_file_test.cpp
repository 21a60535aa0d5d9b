#include "motcua/sync/unsent_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "examples.hpp"
#include "motcua/base/text.hpp"
#include "motcua/sync/client_machine.hpp"

using namespace motcua;
using namespace motcua::testing;

namespace {

sync::UnsentFile example_file() {
  return {example_id<DeviceId>(0x10),
          "lan",
          "UBND phường Cửa Nam",
          {1'764'000'000'000},
          {{7, records::encode_operation(example_operation())}, {8, to_bytes("next")}},
          {{records::EntityType::response,
            example_id<EntityId>(0x40),
            {"sipas", "2023-1"},
            {{"/data/c9/q15", "5", {}}, {"/data/c9/q16", std::nullopt, {0x018C'0000'0000'0000}}}}}};
}

ErrorCode refusal(ByteView bytes) {
  const auto file = sync::decode_unsent_file(bytes);
  REQUIRE_FALSE(file);
  return file.error().code;
}

/// As another program of the office would have closed the file.
Bytes closed(Bytes without_hash) {
  const Hash hash = sha256(without_hash);
  without_hash.insert(without_hash.end(), hash.begin(), hash.end());
  return without_hash;
}

}  // namespace

// Released files are never edited: people carry them on sticks, and a later program must read them.
TEST_CASE("today's program writes and reads files of unsent work as version 1 has them") {
  std::ifstream stored(std::string(MOTCUA_SOURCE_DIR) + "/tests/golden/unsent/v1/unsent.hex");
  const std::string text{std::istreambuf_iterator<char>(stored), {}};
  const Bytes released = from_hex(trim(text)).value_or(Bytes());
  CHECK(to_hex(sync::encode_unsent_file(example_file())) == to_hex(released));
  const auto file = sync::decode_unsent_file(released);
  REQUIRE(file);
  CHECK(file->device == example_file().device);
  CHECK(file->account_name == "lan");
  CHECK(file->office_name == "UBND phường Cửa Nam");
  CHECK(file->written == Instant{1'764'000'000'000});
  REQUIRE(file->operations.size() == 2);
  CHECK(file->operations[1].seq == 8);
  CHECK(records::decode_operation(file->device, file->operations[0].bytes) == example_operation());
  CHECK(file->drafts == example_file().drafts);
}

TEST_CASE("a file of unsent work with any byte changed, missing or added is refused") {
  const Bytes whole = sync::encode_unsent_file(example_file());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Bytes changed = whole;
    changed[i] ^= std::byte{1};
    CAPTURE(i);
    CHECK_FALSE(sync::decode_unsent_file(changed));
    CHECK(refusal(ByteView(whole).first(i)) == ErrorCode::unsent_file_malformed);
  }
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  CHECK(refusal(longer) == ErrorCode::unsent_file_malformed);
  CHECK(refusal({}) == ErrorCode::unsent_file_malformed);
}

TEST_CASE("a file of unsent work of a newer program says so, whatever it holds") {
  Bytes newer = sync::encode_unsent_file(example_file());
  newer.resize(newer.size() - sizeof(Hash));
  newer[4] = std::byte{2};
  CHECK(refusal(closed(newer)) == ErrorCode::unsent_file_version);
  newer[4] = std::byte{0};
  CHECK(refusal(closed(newer)) == ErrorCode::unsent_file_malformed);
}

TEST_CASE("a file of unsent work that is whole but holds nonsense is refused") {
  sync::UnsentFile file = example_file();
  file.operations = {{0, to_bytes("no such number")}};
  CHECK(refusal(sync::encode_unsent_file(file)) == ErrorCode::unsent_file_malformed);
  Bytes empty_body = sync::encode_unsent_file({});
  empty_body.resize(12);
  empty_body[8] = std::byte{0};
  CHECK(refusal(closed(empty_body)) == ErrorCode::unsent_file_malformed);
}

TEST_CASE("what is collected of a device is what it has not sent and what it is still writing") {
  storage::Database database = *storage::Database::open(":memory:");
  ManualClock clock;
  SeededRandom random{5};
  records::LocalLog log = *records::LocalLog::open(database, clock, random);
  CHECK(sync::collect_unsent(log)->operations.empty());
  std::vector<EntityId> entities;
  for (int i = 0; i < 4; ++i) {
    entities.push_back(EntityId::random(random));
    const records::FieldChange change{"/data/q", std::to_string(i), {}};
    REQUIRE(log.edit({records::EntityType::response, entities.back(), {"sipas", "1"}, {&change, 1}}));
    if (i < 3) REQUIRE(log.seal(entities.back()));
  }
  REQUIRE(log.acknowledge(1, {}));

  const auto file = sync::collect_unsent(log);
  REQUIRE(file);
  CHECK(file->device == log.device());
  REQUIRE(file->operations.size() == 2);
  CHECK(file->operations.front().seq == 2);
  CHECK(records::decode_operation(log.device(), file->operations.back().bytes)->entity == entities[2]);
  REQUIRE(file->drafts.size() == 1);
  CHECK(file->drafts.front().entity == entities[3]);
  CHECK(file->drafts.front().definition == records::DefinitionRef{"sipas", "1"});
  CHECK(file->drafts.front().fields == std::vector<records::FieldChange>{{"/data/q", "3", {}}});
  // Looking changes nothing.
  CHECK(*log.unsent_count() == 2);
  CHECK((*log.own(entities[3]))->delivery == records::Delivery::open);
}
