#include <doctest/doctest.h>

#include "motcua/records/state.hpp"
#include "state_codec.hpp"

using namespace motcua;
using namespace motcua::records;

namespace {

struct Fixture {
  storage::Database database = *storage::Database::open(":memory:");
  Status migrated = StateStore::migrate(database);
  StateStore store{database};
  SeededRandom random{7};
  EntityId entity = EntityId::random(random);
  DeviceId device = DeviceId::random(random);

  SequencedOperation operation(std::uint64_t seq, const char* value, std::uint64_t base = 0) const {
    SequencedOperation sequenced{seq, {seq * 10}, "public", {}};
    sequenced.operation.device = device;
    sequenced.operation.seq = seq;
    sequenced.operation.hlc = {seq * 10};
    sequenced.operation.entity = entity;
    sequenced.operation.definition = {"sipas", "1"};
    sequenced.operation.fields = {{"/data/q1", value, {base}}};
    return sequenced;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the state is what the pure merge gives, and reads back the same") {
  EntityState expected;
  std::vector<HistoryEntry> history;
  for (const auto& step : {operation(1, "a"), operation(3, "c"), operation(2, "b", 10)}) {
    REQUIRE(store.apply(step));
    merge(expected, step, history);
  }
  CHECK(*store.read(entity) == expected);
  const auto stored = store.history(entity);
  REQUIRE(stored);
  CHECK(stored->size() == 2);
  CHECK(stored->at(0).value == "a");
  CHECK_FALSE(stored->at(0).conflict);
  CHECK(stored->at(1).value == "b");
  CHECK(stored->at(1).conflict);
}

TEST_CASE_FIXTURE(Fixture, "a losing value is kept also when nothing else of the entity changes") {
  for (std::uint64_t seq : {9U, 8U, 7U}) REQUIRE(store.apply(operation(seq, std::to_string(seq).c_str())));
  CHECK(store.history(entity)->size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "applying an operation again changes nothing") {
  REQUIRE(store.apply(operation(1, "a")));
  REQUIRE(store.apply(operation(2, "b")));
  const auto before = *store.read(entity);
  REQUIRE(store.apply(operation(1, "a")));
  REQUIRE(store.apply(operation(2, "b")));
  CHECK(*store.read(entity) == before);
  CHECK(store.history(entity)->size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the list has what is not removed, of the type asked for") {
  REQUIRE(store.apply(operation(1, "a")));
  CHECK(*store.list(EntityType::response) == std::vector{entity});
  CHECK(store.list(EntityType::survey_version)->empty());
  SequencedOperation removal = operation(2, "", 10);
  removal.operation.kind = OperationKind::remove;
  REQUIRE(store.apply(removal));
  CHECK(store.list(EntityType::response)->empty());
  CHECK((*store.read(entity))->removed);
}

TEST_CASE_FIXTURE(Fixture, "an operation of a newer kind is parked, not lost, and applied by the build that knows it") {
  SequencedOperation newer = operation(1, "a");
  newer.operation.kind = static_cast<OperationKind>(99);
  REQUIRE(store.apply(newer));
  CHECK_FALSE(store.read(entity)->has_value());

  REQUIRE(store.retry_parked());
  CHECK(*database.query_integer("SELECT count(*) FROM state_parked") == 1);

  // What the update would bring: the same row, of a kind that is known now.
  auto update = database.prepare("UPDATE state_parked SET bytes = ?");
  REQUIRE(update->bind_all(encode_operation(operation(1, "a").operation)).run());
  REQUIRE(store.retry_parked());
  CHECK((*store.read(entity))->fields.at("/data/q1").value == "a");
  CHECK(*database.query_integer("SELECT count(*) FROM state_parked") == 0);
}

TEST_CASE_FIXTURE(Fixture, "a stored state that is damaged is told as such, wherever it is cut") {
  REQUIRE(store.apply(operation(1, "a")));
  const Bytes body = encode_state(**store.read(entity));
  for (std::size_t size = 0; size < body.size(); ++size) {
    EntityState state;
    CAPTURE(size);
    const Status read = decode_state(ByteView(body).first(size), state);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::database_corrupt);
  }
}
