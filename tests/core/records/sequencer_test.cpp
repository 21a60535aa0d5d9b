#include <doctest/doctest.h>

#include <algorithm>

#include "records_support.hpp"

using namespace motcua;
using namespace motcua::records;
using motcua::testing::shown;
using motcua::testing::TestPolicy;

namespace {

struct Fixture {
  storage::Database database = *storage::Database::open(":memory:");
  ManualClock clock;
  SeededRandom random{5};
  Sequencer sequencer = *Sequencer::open(database, clock, random);
  TestPolicy policy;
  Author author{AccountId::random(random), DeviceId::random(random)};
  std::vector<std::string> scopes{"public", "account:" + author.account.hex()};
  EntityId entity = EntityId::random(random);

  Sequencer::Pushed pushed(std::uint64_t seq, const char* field, const char* value) const {
    Operation operation;
    operation.seq = seq;
    operation.hlc = {Hlc::at({1'700'000'000'000}).value + seq};
    operation.entity = entity;
    operation.definition = {"sipas", "1"};
    operation.fields = {{field, value, {}}};
    return {seq, encode_operation(operation)};
  }
  Sequencer::Receipt append(std::vector<Sequencer::Pushed> operations) { return append(author, std::move(operations)); }
  Sequencer::Receipt append(const Author& who, std::vector<Sequencer::Pushed> operations) {
    return *sequencer.append(who, operations, policy);
  }
  FeedPage page(std::uint64_t after = 0, std::size_t count = 100, std::size_t bytes = 1 << 20) {
    std::vector<ScopeCursor> cursors;
    for (const std::string& scope : scopes) cursors.push_back({scope, after});
    return *Sequencer::read(database, cursors, count, bytes);
  }
  bool sound() { return Sequencer::verify(database)->empty(); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "operations are appended in order and merged") {
  const auto receipt = append({pushed(1, "q", "1"), pushed(2, "q", "2")});
  CHECK(receipt.acked_through == 2);
  CHECK_FALSE(receipt.forked);
  CHECK(receipt.verdicts.empty());
  CHECK(shown(*sequencer.state().read(entity)) == "q=2");
  CHECK(page().operations.size() == 2);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "a push that is repeated, wholly or in part, has no second effect") {
  append({pushed(1, "q", "1"), pushed(2, "q", "2")});
  const auto receipt = append({pushed(2, "q", "2"), pushed(3, "q", "3")});
  CHECK(receipt.acked_through == 3);
  CHECK(append({pushed(1, "q", "1")}).acked_through == 3);
  CHECK(*sequencer.last_commit_seq() == 3);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "a gap stops the push at what the server has") {
  CHECK(append({pushed(1, "q", "1"), pushed(3, "q", "3")}).acked_through == 1);
  CHECK(append({pushed(5, "q", "5")}).acked_through == 1);
}

TEST_CASE_FIXTURE(Fixture, "a number that comes back with another content is a fork, and nothing of it is taken") {
  append({pushed(1, "q", "1")});
  const auto receipt = append({pushed(1, "q", "other"), pushed(2, "q", "2")});
  CHECK(receipt.forked);
  CHECK(receipt.acked_through == 1);
  CHECK(shown(*sequencer.state().read(entity)) == "q=1");
}

TEST_CASE_FIXTURE(Fixture,
                  "a refused operation is kept in quarantine, acknowledged, and told again when pushed again") {
  const auto receipt = append({pushed(1, "bad", "1"), pushed(2, "q", "2")});
  CHECK(receipt.acked_through == 2);
  REQUIRE(receipt.verdicts.size() == 1);
  CHECK(receipt.verdicts[0].seq == 1);
  CHECK(receipt.verdicts[0].error == Error{ErrorCode::operation_refused, "bad"});
  CHECK(append({pushed(1, "bad", "1")}).verdicts.size() == 1);
  CHECK(page().operations.size() == 1);
  CHECK(*database.query_integer("SELECT count(*) FROM log_quarantine") == 1);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture,
                  "bytes that are no operation, or of another number, go to quarantine and do not block the queue") {
  auto renumbered = pushed(7, "q", "1");
  renumbered.seq = 2;
  const auto receipt = append({{1, to_bytes("junk")}, renumbered, pushed(3, "q", "3")});
  CHECK(receipt.acked_through == 3);
  CHECK(receipt.verdicts.size() == 2);
  CHECK(shown(*sequencer.state().read(entity)) == "q=3");
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "a failure of the store is no verdict") {
  class Failing final : public OperationPolicy {
    Status check(const Author&, const Operation&) override { return fail(ErrorCode::disk_io, "read"); }
  } failing;
  const std::vector operations{pushed(1, "q", "1")};
  CHECK(sequencer.append(author, operations, failing).error().code == ErrorCode::disk_io);
}

TEST_CASE_FIXTURE(Fixture, "an operation on another account's response goes to quarantine") {
  append({pushed(1, "q", "mine")});
  const Author stranger{AccountId::random(random), DeviceId::random(random)};
  const auto receipt = append(stranger, {pushed(1, "q", "theirs")});
  REQUIRE(receipt.verdicts.size() == 1);
  CHECK(receipt.verdicts[0].error.code == ErrorCode::not_allowed);
  CHECK(shown(*sequencer.state().read(entity)) == "q=mine");
  const Author same_person{author.account, DeviceId::random(random)};
  CHECK(append(same_person, {pushed(1, "q", "again")}).verdicts.empty());
}

TEST_CASE_FIXTURE(Fixture, "a device cannot write a survey version") {
  Operation operation = *decode_operation({}, pushed(1, "q", "1").bytes);
  operation.entity_type = EntityType::survey_version;
  CHECK(append({{1, encode_operation(operation)}}).verdicts.size() == 1);
  CHECK(page().operations.empty());
}

TEST_CASE_FIXTURE(Fixture, "what the server writes for one account goes to nobody else, and can be taken back") {
  const FieldChange change{"@key", "A-1", {}};
  const std::string scope = account_scope(author.account);
  REQUIRE(sequencer.append_own(EntityType::assignment, entity, {"sipas", ""}, {&change, 1}, scope));
  CHECK(page().operations.front().scope == scope);
  scopes = {"public"};
  CHECK(page().operations.empty());
  scopes = {scope};
  REQUIRE(sequencer.remove_own(entity));
  CHECK(page().operations.size() == 2);
  CHECK(sequencer.state().read(entity)->value().removed);
  CHECK(sequencer.remove_own(entity).error().code == ErrorCode::not_found);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "no operation reaches an account without the right") {
  append({pushed(1, "q", "1")});
  scopes = {"public", "account:" + AccountId::random(random).hex()};
  CHECK(page().operations.empty());
  CHECK(page().next == 1);
  CHECK_FALSE(page().has_more);
}

TEST_CASE_FIXTURE(Fixture, "a reading far ahead is held back, and the order of one device stays its own") {
  std::vector<Sequencer::Pushed> operations;
  for (std::uint64_t seq : {1U, 2U, 3U}) {
    Operation operation = *decode_operation({}, pushed(seq, "q", std::to_string(seq).c_str()).bytes);
    if (seq < 3) operation.hlc = Hlc{Hlc::at({1'900'000'000'000}).value + seq};
    operations.push_back({seq, encode_operation(operation)});
  }
  append(operations);
  const auto feed = page().operations;
  REQUIRE(feed.size() == 3);
  CHECK(feed[0].effective.instant().ms == clock.now().ms + 120'000);
  CHECK(feed[0].effective < feed[1].effective);
  CHECK(feed[1].effective < feed[2].effective);
  CHECK(shown(*sequencer.state().read(entity)) == "q=3");
}

TEST_CASE_FIXTURE(Fixture, "who saw a value comes after it, also when the server's clock was set back in between") {
  Operation first = *decode_operation({}, pushed(1, "q", "1").bytes);
  first.hlc = Hlc::at(clock.now());
  append({{1, encode_operation(first)}});
  clock.advance_ms(-365LL * 86'400'000);
  Operation second = *decode_operation({}, pushed(1, "q", "2").bytes);
  second.hlc = {first.hlc.value + 1};
  second.fields.front().base = first.hlc;
  append({author.account, DeviceId::random(random)}, {{1, encode_operation(second)}});
  CHECK(shown(*sequencer.state().read(entity)) == "q=2");
}

TEST_CASE_FIXTURE(Fixture, "pages together hold every visible operation once, in order, whatever their size") {
  const Author other{AccountId::random(random), DeviceId::random(random)};
  for (std::uint64_t seq = 1; seq <= 20; ++seq) {
    entity = EntityId::random(random);
    append({pushed(seq, "q", std::string(seq % 5 == 0 ? 900 : 10, 'x').c_str())});
    entity = EntityId::random(random);
    append(other, {pushed(seq, "q", "1")});
    const FieldChange change{"title", std::to_string(seq), {}};
    REQUIRE(sequencer.append_own(EntityType::survey_version, EntityId::random(random), {"f", "1"}, {&change, 1}));
  }
  for (const auto& [count, bytes] : {std::pair<std::size_t, std::size_t>{100, 1 << 20},
                                     {1, 1 << 20},
                                     {7, 1 << 20},
                                     {100, 1},
                                     {100, 950},
                                     {3, 300}}) {
    CAPTURE(count);
    CAPTURE(bytes);
    std::uint64_t cursor = 0;
    std::vector<std::uint64_t> seen;
    for (bool more = true; more;) {
      const auto part = page(cursor, count, bytes);
      for (const auto& operation : part.operations) seen.push_back(operation.commit_seq);
      REQUIRE((part.next > cursor || !part.has_more));
      cursor = part.next;
      more = part.has_more;
    }
    CHECK(cursor == 60);
    CHECK(seen.size() == 40);
    CHECK(std::ranges::is_sorted(seen));
  }
}

TEST_CASE_FIXTURE(Fixture, "what the server publishes is public, and a later one replaces it knowingly") {
  const EntityId form = EntityId::random(random);
  for (const char* title : {"old", "new"}) {
    const FieldChange change{"title", title, {}};
    REQUIRE(sequencer.append_own(EntityType::survey_version, form, {"f", "1"}, {&change, 1}));
  }
  const auto state = **sequencer.state().read(form);
  CHECK(shown(state) == "title=new");
  CHECK_FALSE(state.fields.at("title").conflict);
  CHECK(page().operations.at(0).scope == "public");
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "a backup marks what it holds itself, not what the log has by then") {
  append({pushed(1, "q", "1"), pushed(2, "q", "2")});
  const auto first = Sequencer::held(database);
  REQUIRE(first);
  append({pushed(3, "q", "3")});
  CHECK(*sequencer.stable_through(author.device) == 0);
  REQUIRE(sequencer.mark_backed_up(*first));
  CHECK(*sequencer.stable_through(author.device) == 2);
  CHECK(*sequencer.acked_through(author.device) == 3);
  const auto second = Sequencer::held(database);
  REQUIRE(sequencer.mark_backed_up(*second));
  CHECK(*sequencer.stable_through(author.device) == 3);
}

TEST_CASE_FIXTURE(Fixture,
                  "the mark of a backup never falls, goes beyond no log, and passes over devices unknown to it") {
  append({pushed(1, "q", "1"), pushed(2, "q", "2")});
  REQUIRE(sequencer.mark_backed_up(std::vector<Sequencer::Held>{{author.device, 2}}));
  REQUIRE(sequencer.mark_backed_up(std::vector<Sequencer::Held>{{author.device, 1}, {DeviceId::random(random), 7}}));
  CHECK(*sequencer.stable_through(author.device) == 2);
  REQUIRE(sequencer.mark_backed_up(std::vector<Sequencer::Held>{{author.device, 9}}));
  CHECK(*sequencer.stable_through(author.device) == 2);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "the epoch stays over a restart and changes when asked") {
  const std::uint64_t epoch = sequencer.epoch();
  CHECK(epoch != 0);
  CHECK(Sequencer::open(database, clock, random)->epoch() == epoch);
  REQUIRE(sequencer.renew_epoch());
  CHECK(sequencer.epoch() != epoch);
  CHECK(Sequencer::open(database, clock, random)->epoch() == sequencer.epoch());
}

TEST_CASE_FIXTURE(Fixture, "a rolled-back push leaves nothing, and the same push works afterwards") {
  {
    auto transaction = storage::Transaction::begin(database);
    append({pushed(1, "q", "1")});
  }
  CHECK(*sequencer.acked_through(author.device) == 0);
  CHECK(append({pushed(1, "q", "1")}).acked_through == 1);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "verify names an altered operation, an altered state and a missing row") {
  append({pushed(1, "q", "1"), pushed(2, "q", "2")});
  CHECK(sound());
  const auto faults_after = [&](const char* sql) {
    auto transaction = storage::Transaction::begin(database);
    REQUIRE(database.execute(sql));
    return Sequencer::verify(database)->size();
  };
  CHECK(faults_after("UPDATE log_operation SET bytes = zeroblob(9) WHERE commit_seq = 1") > 0);
  CHECK(faults_after("UPDATE log_device SET head = zeroblob(32)") == 1);
  CHECK(faults_after("DELETE FROM log_operation WHERE commit_seq = 2") >= 2);
  CHECK(faults_after("DELETE FROM state_history") == 1);
  CHECK(faults_after("DELETE FROM state_entity") == 1);
  CHECK(faults_after("UPDATE state_history SET value = x'39'") == 1);
  CHECK(faults_after("UPDATE state_history SET field = 'z'") == 1);
  CHECK(faults_after("UPDATE log_device SET stable_through = 3") == 1);
  CHECK(faults_after("UPDATE log_operation SET device = 99 WHERE commit_seq = 2") >= 2);
  CHECK(faults_after("UPDATE log_operation SET scope = 99 WHERE commit_seq = 2") >= 1);
  CHECK(sound());
}

TEST_CASE_FIXTURE(Fixture, "nobody writes under the server's own device id") {
  const FieldChange change{"q", "1", {}};
  REQUIRE(sequencer.append_own(EntityType::survey_version, entity, {"sipas", "1"}, {&change, 1}));
  const DeviceId own = page().operations.at(0).operation.device;
  const std::vector<Sequencer::Pushed> operations{pushed(2, "q", "2")};
  const auto outcome = sequencer.append({author.account, own}, operations, policy);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == ErrorCode::not_allowed);
  CHECK(*sequencer.acked_through(own) == 1);
  CHECK(sound());
}
