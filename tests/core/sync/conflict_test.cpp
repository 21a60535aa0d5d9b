#include <doctest/doctest.h>

#include "loopback.hpp"

// Two devices write different things without having seen each other; somebody decides, and it holds everywhere.
using namespace motcua;
using namespace motcua::testing;

namespace {

struct Fixture {
  ManualClock clock;
  SeededRandom random{21};
  Office office{clock, random};
  AccountId account = AccountId::random(random);
  Device one{clock, random, account};
  Device two{clock, random, account};
  Device three{clock, random, account};
  EntityId entity = EntityId::random(random);

  void sync_all() {
    for (int round = 0; round < 2; ++round) {
      for (Device* device : {&one, &two, &three}) device->sync(office);
    }
  }
  /// The three write their own values for the field, each without the others.
  void differ() {
    one.save(entity, "q", "from one");
    clock.advance_ms(1000);
    two.save(entity, "q", "from two");
    clock.advance_ms(1000);
    three.save(entity, "q", "from three");
    sync_all();
  }
  static std::size_t conflicts(const Device& device, const EntityId& entity) {
    return device.log->conflicts(entity)->size();
  }
  Status settle(Device& device, const char* value) {
    const records::FieldChange change{"q", value, {}};
    return device.log->settle({records::EntityType::response, entity, {"sipas", "1"}, {&change, 1}});
  }
  void check_settled(const char* value) {
    for (Device* device : {&one, &two, &three}) {
      CHECK(device->visible(entity) == "q=" + std::string(value));
      CHECK(conflicts(*device, entity) == 0);
      CHECK(*device->log->state().history(entity) == *office.sequencer().state().history(entity));
    }
    CHECK_FALSE((*office.sequencer().state().read(entity))->fields.at("q").conflict);
    for (const auto& entry : *office.sequencer().state().history(entity)) CHECK_FALSE(entry.conflict);
    CHECK(records::Sequencer::verify(office.database())->empty());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "different values are a conflict with every value in it, on every device alike") {
  differ();
  for (Device* device : {&one, &two, &three}) {
    const auto found = *device->log->conflicts(entity);
    REQUIRE(found.size() == 1);
    CHECK(found[0].field == "q");
    CHECK(found[0].winner.value == "from three");
    REQUIRE(found[0].losers.size() == 2);
    CHECK(found[0].losers[0].value == "from one");
    CHECK(found[0].losers[1].value == "from two");
  }
}

TEST_CASE_FIXTURE(Fixture, "a decision settles the conflict on every replica, whichever value it chooses") {
  differ();
  const char* value = "";
  SUBCASE("what stands") { value = "from three"; }
  SUBCASE("what lost") { value = "from one"; }
  SUBCASE("something else") { value = "from nobody"; }
  REQUIRE(settle(two, value));
  CHECK(two.visible(entity) == "q=" + std::string(value));
  CHECK(conflicts(two, entity) == 0);
  CHECK(conflicts(one, entity) == 1);
  sync_all();
  check_settled(value);
}

TEST_CASE_FIXTURE(Fixture, "a decision that arrives in parts and twice comes to the same") {
  differ();
  REQUIRE(settle(one, "from two"));
  const auto sealed = *one.log->read_sealed(2, 100, 1 << 20);
  CHECK(sealed.size() == 3);  // One for each value that was seen.
  one.machine->wake();
  for (int lost = 0; lost < 3;) {
    auto request = one.machine->next();
    if (!request) {
      clock.advance_ms(one.machine->wake_at()->ms - clock.now().ms);
      continue;
    }
    const HttpReply reply = office.handle(*request);
    if (request->path == sync::kPushPath) {
      ++lost;
      one.machine->on_lost(request->number);
    } else {
      one.machine->on_reply(request->number, reply.status, reply.body);
    }
  }
  clock.advance_ms(1'000'000);
  sync_all();
  check_settled("from two");
}

TEST_CASE_FIXTURE(Fixture,
                  "of two decisions between the same values the later one holds, for each had seen all of them") {
  differ();
  REQUIRE(settle(one, "from one"));
  clock.advance_ms(1000);
  REQUIRE(settle(two, "from two"));
  sync_all();
  check_settled("from two");
}

TEST_CASE_FIXTURE(Fixture, "a decision for a value that another decision had not seen is a conflict again") {
  differ();
  REQUIRE(settle(one, "something else"));
  clock.advance_ms(1000);
  REQUIRE(settle(two, "from two"));
  sync_all();
  const auto found = *three.log->conflicts(entity);
  REQUIRE(found.size() == 1);
  CHECK(found[0].winner.value == "from two");
  for (const auto& loser : found[0].losers) CHECK(loser.value == "something else");
  REQUIRE(settle(three, "something else"));
  sync_all();
  check_settled("something else");
}

TEST_CASE_FIXTURE(Fixture, "what was open of a decided field is dropped, the rest of the draft is not") {
  differ();
  one.write(entity, "q", "still open");
  one.write(entity, "p", "open too");
  CHECK(conflicts(one, entity) == 1);
  REQUIRE(settle(one, "from two"));
  CHECK(one.visible(entity) == "p=open too q=from two");
  two.write(entity, "q", "still open");
  REQUIRE(settle(two, "from two"));
  REQUIRE(*two.log->own(entity));
  CHECK((*two.log->own(entity))->delivery == records::Delivery::unsent);
  REQUIRE(one.log->seal(entity));
  sync_all();
  CHECK(three.visible(entity) == "p=open too q=from two");
  CHECK(conflicts(three, entity) == 0);
}

TEST_CASE_FIXTURE(Fixture, "edits of different fields are no conflict, nor is a value written twice") {
  one.save(entity, "a", "1");
  one.save(entity, "same", "x");
  two.save(entity, "b", "2");
  two.save(entity, "same", "x");
  sync_all();
  CHECK(three.visible(entity) == "a=1 b=2 same=x");
  CHECK(conflicts(three, entity) == 0);
}
