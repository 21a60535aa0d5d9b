#include <doctest/doctest.h>

#include "fault_vfs.hpp"
#include "records_support.hpp"

using namespace motcua;
using namespace motcua::records;
using motcua::testing::shown;

namespace {

struct Fixture {
  storage::Database database = *storage::Database::open(":memory:");
  ManualClock clock;
  SeededRandom random{3};
  LocalLog log = *LocalLog::open(database, clock, random);
  EntityId entity = EntityId::random(random);

  void edit(const char* field, const char* value) { edit(entity, field, value); }
  void edit(const EntityId& which, const char* field, const char* value) {
    const FieldChange change{field, value, {}};
    REQUIRE(log.edit({EntityType::response, which, {"sipas", "1"}, {&change, 1}}));
  }
  std::string visible() { return shown(*log.visible(entity)); }
  /// A page in the middle of the feed.
  void apply(std::span<const SequencedOperation> operations, std::uint64_t next, std::uint64_t epoch) {
    const FeedPage page{{operations.begin(), operations.end()}, next, true, {{"account:x", 0}}};
    REQUIRE(log.apply_page(epoch, page) == LocalLog::Applied::page);
  }
  std::uint64_t cursor() {
    const auto scopes = *log.scopes();
    return scopes.empty() ? 0 : scopes.front().after;
  }
  std::vector<Operation> sealed() {
    std::vector<Operation> out;
    for (const auto& sealed : *log.read_sealed(1, 100, 1 << 20))
      out.push_back(*decode_operation(log.device(), sealed.bytes));
    return out;
  }
  /// The feed's entry for the sealed operation with that seq.
  SequencedOperation came_back(std::uint64_t seq, std::uint64_t commit_seq) {
    const Operation operation = sealed().at(static_cast<std::size_t>(seq - 1));
    return {commit_seq, operation.hlc, "account:x", operation};
  }
  SequencedOperation foreign(const char* value, std::uint64_t commit_seq, Hlc effective, Hlc base = {}) {
    Operation operation;
    operation.device.value[0] = std::byte{9};
    operation.seq = commit_seq;
    operation.hlc = effective;
    operation.entity = entity;
    operation.fields = {{"q", value, base}};
    return {commit_seq, effective, "account:x", operation};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "several entities are sealed together, or not at all") {
  const EntityId second = EntityId::random(random);
  const FieldChange good{"q", "1", {}};
  const FieldChange bad{"", "1", {}};
  const LocalLog::Edit edits[] = {{EntityType::response, entity, {"sipas", "1"}, {&good, 1}},
                                  {EntityType::visit, second, {"sipas", ""}, {&bad, 1}}};
  CHECK_FALSE(log.edit_and_seal(edits));
  CHECK(*log.unsent_count() == 0);
  CHECK_FALSE(*log.visible(entity));
  const LocalLog::Edit right[] = {edits[0], {EntityType::visit, second, {"sipas", ""}, {&good, 1}}};
  REQUIRE(log.edit_and_seal(right));
  CHECK(*log.unsent_count() == 2);
  CHECK(log.visible(second)->value().type == EntityType::visit);
}

TEST_CASE_FIXTURE(Fixture, "edits fold into one open operation that is visible at once") {
  edit("q", "1");
  edit("q", "2");
  edit("p", "3");
  CHECK(visible() == "p=3 q=2");
  CHECK((*log.own(entity))->delivery == Delivery::open);
  CHECK(*log.unsent_count() == 0);
  CHECK(sealed().empty());
}

TEST_CASE_FIXTURE(Fixture, "a sealed operation is numbered, chained and waits to be sent") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  edit("q", "2");
  REQUIRE(log.seal(entity));
  const auto operations = sealed();
  REQUIRE(operations.size() == 2);
  CHECK(operations[0].seq == 1);
  CHECK(operations[1].seq == 2);
  CHECK(operations[0].hlc < operations[1].hlc);
  CHECK(operations[1].fields[0].base == operations[0].hlc);
  const auto raw = *log.read_sealed(1, 100, 1 << 20);
  CHECK(raw[0].hash == chain_hash({}, log.device(), raw[0].bytes));
  CHECK(raw[1].hash == chain_hash(raw[0].hash, log.device(), raw[1].bytes));
  CHECK(*log.unsent_count() == 2);
  CHECK((*log.own(entity))->delivery == Delivery::unsent);
  CHECK(visible() == "q=2");
}

TEST_CASE_FIXTURE(Fixture, "sealing when nothing is open says so") {
  CHECK(log.seal(entity).error().code == ErrorCode::not_found);
}

TEST_CASE_FIXTURE(Fixture, "a draft that is thrown away leaves what stood before") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  edit("q", "2");
  REQUIRE(log.discard_open(entity));
  CHECK(visible() == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "what was saved is there after the database is opened again") {
  edit("q", "1");
  const DeviceId device = log.device();
  const LocalLog again = *LocalLog::open(database, clock, random);
  CHECK(again.device() == device);
  CHECK(shown(*again.visible(entity)) == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "the clock going back years does not turn the order of edits") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  clock.set({1000});
  const LocalLog reopened = *LocalLog::open(database, clock, random);
  log = reopened;
  edit("q", "2");
  REQUIRE(log.seal(entity));
  CHECK(visible() == "q=2");
}

TEST_CASE_FIXTURE(Fixture, "a name or value out of bounds is refused and nothing of the edit is kept") {
  const FieldChange changes[] = {{"q", "1", {}}, {std::string(kMaxFieldName + 1, 'x'), "2", {}}};
  CHECK(log.edit({EntityType::response, entity, {}, changes}).error().code == ErrorCode::invalid_argument);
  CHECK(visible().empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "an own operation that comes back is shown once, under the reading that the server gave it") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  SequencedOperation back = came_back(1, 5);
  back.effective = {back.effective.value - 1};
  apply({&back, 1}, 5, 77);
  CHECK((*log.visible(entity))->fields.at("q").effective == back.effective);
  CHECK(log.state().history(entity)->empty());
  CHECK(*log.scopes() == std::vector<ScopeCursor>{{"account:x", 5}});
  CHECK(*log.epoch() == 77);
}

TEST_CASE_FIXTURE(Fixture, "an edit made after seeing another's value beats it however slow this clock is") {
  clock.set({1000});
  const auto other = foreign("theirs", 1, Hlc::at({1'800'000'000'000}));
  apply({&other, 1}, 1, 77);
  edit("q", "mine");
  REQUIRE(log.seal(entity));
  CHECK(sealed()[0].hlc > other.effective);
  CHECK(sealed()[0].fields[0].base == other.effective);
  CHECK(visible() == "q=mine");
}

TEST_CASE_FIXTURE(Fixture, "a value that arrives while a draft is open does not replace what the user typed") {
  edit("q", "mine");
  const auto other = foreign("theirs", 1, Hlc::at({1'800'000'000'000}));
  apply({&other, 1}, 1, 77);
  edit("q", "mine too");
  CHECK(visible() == "q=mine too");
  CHECK((*log.visible(entity))->fields.at("q").conflict);
  REQUIRE(log.seal(entity));
  CHECK(sealed()[0].fields[0].base == Hlc{});
}

TEST_CASE_FIXTURE(Fixture, "a verdict marks the operation as refused, and the record stays visible") {
  edit("bad", "1");
  REQUIRE(log.seal(entity));
  const LocalLog::Verdict verdict{1, {ErrorCode::operation_refused, "bad"}};
  REQUIRE(log.acknowledge(1, {&verdict, 1}));
  const auto own = *log.own(entity);
  CHECK(own->delivery == Delivery::refused);
  CHECK(own->verdict == verdict.error);
  CHECK(*log.unsent_count() == 0);
  CHECK(*log.refused_count() == 1);
  CHECK(visible() == "bad=1");
  CHECK(*log.visible_entities(EntityType::response) == std::vector{entity});
}

TEST_CASE_FIXTURE(Fixture, "acknowledging never goes back nor past the log's end") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  REQUIRE(log.acknowledge(9, {}));
  CHECK(*log.acked_through() == 1);
  REQUIRE(log.acknowledge(0, {}));
  CHECK(*log.acked_through() == 1);
}

TEST_CASE_FIXTURE(Fixture, "content is forgotten only when a backup holds it and the feed brought it back") {
  for (int i = 0; i < 3; ++i) {
    edit("q", std::to_string(i).c_str());
    REQUIRE(log.seal(entity));
  }
  const SequencedOperation back[] = {came_back(1, 1), came_back(2, 2)};
  REQUIRE(log.acknowledge(3, {}));
  apply(back, 2, 77);
  REQUIRE(log.forget_stable(1));
  CHECK(log.read_sealed(1, 100, 1 << 20)->front().seq == 2);
  REQUIRE(log.forget_stable(3));
  CHECK(log.read_sealed(1, 100, 1 << 20)->front().seq == 3);
  CHECK(visible() == "q=2");
  CHECK((*log.own(entity))->delivery == Delivery::received);
}

TEST_CASE_FIXTURE(Fixture, "a server that lost its end gets it again") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  REQUIRE(log.acknowledge(1, {}));
  REQUIRE(log.rewind_acknowledged(0));
  CHECK(*log.unsent_count() == 1);
  CHECK((*log.own(entity))->delivery == Delivery::unsent);
}

TEST_CASE_FIXTURE(Fixture, "where a part was forgotten, the rest goes on under a new device id") {
  for (int i = 0; i < 3; ++i) {
    edit("q", std::to_string(i).c_str());
    REQUIRE(log.seal(entity));
  }
  const SequencedOperation back[] = {came_back(1, 1), came_back(2, 2)};
  REQUIRE(log.acknowledge(3, {}));
  apply(back, 2, 77);
  REQUIRE(log.forget_stable(2));
  const DeviceId before = log.device();
  REQUIRE(log.rewind_acknowledged(1));
  CHECK(log.device() != before);
  REQUIRE(sealed().size() == 1);
  CHECK(sealed()[0].seq == 1);
  CHECK(sealed()[0].fields[0].value == "2");
  CHECK(*log.unsent_count() == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "after a fork every unsent operation goes on under a new device id, in order, with a sound chain") {
  for (int i = 0; i < 3; ++i) {
    edit("q", std::to_string(i).c_str());
    REQUIRE(log.seal(entity));
  }
  REQUIRE(log.acknowledge(1, {}));
  const DeviceId before = log.device();
  REQUIRE(log.rekey());
  CHECK(log.device() != before);
  const auto raw = *log.read_sealed(1, 100, 1 << 20);
  REQUIRE(raw.size() == 2);
  CHECK(raw[1].hash == chain_hash(raw[0].hash, log.device(), raw[1].bytes));
  CHECK(sealed()[0].fields[0].value == "1");
  CHECK(sealed()[1].fields[0].value == "2");
  CHECK(visible() == "q=2");
  CHECK(*log.unsent_count() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a new epoch empties the merged state but keeps every operation of this device") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  REQUIRE(log.acknowledge(1, {}));
  const SequencedOperation first[] = {foreign("theirs", 1, {5}), came_back(1, 2)};
  apply(first, 2, 77);
  CHECK(log.state().history(entity)->size() == 1);
  apply({}, 0, 78);
  CHECK(cursor() == 0);
  CHECK_FALSE(log.state().read(entity)->has_value());
  CHECK(visible() == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "operations of a former id that the server does not have are sent again") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  REQUIRE(log.acknowledge(1, {}));
  REQUIRE(log.rekey());
  CHECK(*log.unsent_count() == 0);
  REQUIRE(log.recover_missing());
  CHECK(*log.unsent_count() == 1);
  CHECK(visible() == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "what is sent again goes before what was written after it and was never sent") {
  edit("q", "old");
  REQUIRE(log.seal(entity));
  REQUIRE(log.acknowledge(1, {}));
  REQUIRE(log.rekey());
  edit("q", "new");
  REQUIRE(log.seal(entity));
  REQUIRE(log.recover_missing());
  REQUIRE(sealed().size() == 2);
  CHECK(sealed()[0].fields[0].value == "old");
  CHECK(sealed()[1].fields[0].value == "new");
  CHECK(visible() == "q=new");
}

TEST_CASE_FIXTURE(Fixture,
                  "what is in doubt is told in runs of one id without a gap; what is confirmed is out of sight") {
  for (int i = 0; i < 4; ++i) {
    edit("q", std::to_string(i).c_str());
    REQUIRE(log.seal(entity));
  }
  const DeviceId former = log.device();
  REQUIRE(log.acknowledge(4, {}));
  const auto back = came_back(3, 1);
  apply({&back, 1}, 1, 77);
  const auto doubtful = *log.read_doubtful(100, 1 << 20);
  CHECK(doubtful.device == former);
  REQUIRE(doubtful.operations.size() == 2);
  CHECK(doubtful.operations[1].bytes == (*log.read_sealed(2, 1, 1))[0].bytes);
  CHECK(log.read_doubtful(1, 1 << 20)->operations.size() == 1);
  CHECK(log.read_doubtful(100, 1)->operations.size() == 1);

  REQUIRE(log.confirm(former, 1, 2, {}));
  REQUIRE(log.read_doubtful(100, 1 << 20)->operations.size() == 1);
  CHECK(log.read_doubtful(100, 1 << 20)->operations[0].seq == 4);
  const LocalLog::Verdict verdict{4, {ErrorCode::operation_refused, "bad"}};
  REQUIRE(log.confirm(former, 4, 4, {&verdict, 1}));
  CHECK(log.read_doubtful(100, 1 << 20)->operations.empty());
  CHECK(*log.refused_count() == 1);
  // Another life of the server may never have had what is out of sight or refused.
  apply({}, 0, 78);
  CHECK(log.read_doubtful(100, 1 << 20)->operations.size() == 4);
}

TEST_CASE_FIXTURE(Fixture, "acknowledged operations that did not come back are sent again under a new id, in order") {
  for (int i = 0; i < 3; ++i) {
    edit("q", std::to_string(i).c_str());
    REQUIRE(log.seal(entity));
  }
  REQUIRE(log.acknowledge(2, {}));
  const auto back = came_back(1, 1);
  apply({&back, 1}, 1, 77);
  const DeviceId before = log.device();
  REQUIRE(log.recover_missing());
  CHECK(log.device() != before);
  REQUIRE(sealed().size() == 2);
  CHECK(sealed()[0].fields[0].value == "1");
  CHECK(sealed()[1].fields[0].value == "2");
  CHECK(*log.unsent_count() == 2);
}

TEST_CASE_FIXTURE(Fixture, "another account on the device sees nothing of the first one, who finds everything again") {
  const AccountId first = AccountId::random(random);
  const AccountId second = AccountId::random(random);
  REQUIRE(log.set_account(first, true));
  const DeviceId firsts = log.device();
  edit("q", "sent");
  REQUIRE(log.seal(entity));
  REQUIRE(log.acknowledge(1, {}));
  const auto back = came_back(1, 1);
  apply({&back, 1}, 1, 77);
  const EntityId unsent = EntityId::random(random);
  edit(unsent, "q", "unsent");
  REQUIRE(log.seal(unsent));
  const EntityId draft = EntityId::random(random);
  edit(draft, "q", "draft");
  const EntityId refused = EntityId::random(random);
  edit(refused, "bad", "1");
  REQUIRE(log.seal(refused));
  const LocalLog::Verdict verdict{3, {ErrorCode::operation_refused, "bad"}};
  REQUIRE(log.acknowledge(1, {&verdict, 1}));

  REQUIRE(log.set_account(second, true));
  CHECK(log.device() != firsts);
  CHECK(log.visible_entities(EntityType::response)->empty());
  for (const EntityId& theirs : {entity, unsent, draft, refused}) {
    CHECK(shown(*log.visible(theirs)).empty());
    CHECK_FALSE(*log.own(theirs));
  }
  CHECK(*log.unsent_count() == 0);
  CHECK(*log.draft_count() == 0);
  CHECK(*log.refused_count() == 0);
  CHECK(log.scopes()->empty());
  CHECK(log.read_sealed(1, 100, 1 << 20)->empty());
  REQUIRE(log.recover_missing());
  CHECK(*log.unsent_count() == 0);
  const auto aside = *log.aside();
  CHECK(aside.unsent == 2);
  CHECK(aside.drafts == 1);
  CHECK(aside.devices == std::vector{firsts});
  CHECK(log.discard_open(draft));
  edit(draft, "q", "of the second");
  REQUIRE(log.seal(draft));

  log = *LocalLog::open(database, clock, random);
  CHECK(log.account() == second);
  REQUIRE(log.set_account(first, true));
  CHECK(log.device() == firsts);
  CHECK(*log.unsent_count() == 2);
  CHECK(*log.refused_count() == 1);
  CHECK(visible() == "q=sent");
  CHECK(shown(*log.visible(unsent)) == "q=unsent");
  CHECK(shown(*log.visible(draft)) == "q=draft");
  REQUIRE(log.seal(draft));
  CHECK(log.read_sealed(2, 100, 1 << 20)->size() == 3);
  CHECK(log.aside()->unsent == 1);
}

TEST_CASE_FIXTURE(Fixture, "what was written before an account was known is the first one's, or waits for its own") {
  edit("q", "1");
  const DeviceId device = log.device();
  SUBCASE("of the first to enrol") {
    REQUIRE(log.set_account(AccountId::random(random), true));
    CHECK(log.device() == device);
    CHECK(visible() == "q=1");
  }
  SUBCASE("of somebody else") {
    REQUIRE(log.set_account(AccountId::random(random), false));
    CHECK(visible().empty());
    REQUIRE(log.set_account(AccountId::random(random), true));
    CHECK(visible() == "q=1");
    CHECK(log.device() == device);
  }
}

TEST_CASE_FIXTURE(Fixture, "a removed record is gone from the list; an edit brings it back") {
  edit("q", "1");
  REQUIRE(log.seal(entity));
  REQUIRE(log.remove(entity));
  CHECK(visible().empty());
  CHECK(log.visible_entities(EntityType::response)->empty());
  CHECK(log.remove(entity).error().code == ErrorCode::not_found);
  edit("q", "2");
  CHECK(visible() == "q=2");
}

TEST_CASE_FIXTURE(Fixture, "a batch holds as many operations as fit, and at least one") {
  for (int i = 0; i < 5; ++i) {
    edit("q", std::string(1000, 'x').c_str());
    REQUIRE(log.seal(entity));
  }
  CHECK(log.read_sealed(1, 3, 1 << 20)->size() == 3);
  CHECK(log.read_sealed(1, 100, 2500)->size() == 2);
  CHECK(log.read_sealed(4, 100, 1)->size() == 1);
}

TEST_CASE("a full disk or a kill keeps every answer that was saved, and the draft goes on when there is room") {
  motcua::testing::FaultVfs disk;
  ManualClock clock;
  SeededRandom random{4};
  const EntityId entity = EntityId::random(random);
  const storage::OpenOptions options{.vfs = disk.name()};
  const auto answer = [&](LocalLog& log, const std::string& field) {
    const FieldChange change{field, std::string(5000, 'x'), {}};
    return log.edit({EntityType::response, entity, {"sipas", "1"}, {&change, 1}});
  };
  int saved = 0;
  {
    storage::Database database = *storage::Database::open("main.db", options);
    LocalLog log = *LocalLog::open(database, clock, random);
    disk.set_space(200'000);
    Status outcome;
    while ((outcome = answer(log, "q" + std::to_string(saved)))) ++saved;
    CHECK(outcome.error().code == ErrorCode::disk_full);
    CHECK(saved > 5);
    CHECK((*log.visible(entity))->fields.size() == static_cast<std::size_t>(saved));
    disk.power_cut();
  }
  disk.power_on();
  disk.set_space(std::nullopt);
  storage::Database database = *storage::Database::open("main.db", options);
  LocalLog log = *LocalLog::open(database, clock, random);
  CHECK((*log.visible(entity))->fields.size() == static_cast<std::size_t>(saved));
  REQUIRE(answer(log, "last"));
  REQUIRE(log.seal(entity));
  CHECK(*log.unsent_count() == 1);
}
