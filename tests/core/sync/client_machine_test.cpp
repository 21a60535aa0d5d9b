#include <doctest/doctest.h>

#include "fault_vfs.hpp"
#include "loopback.hpp"

using namespace motcua;
using namespace motcua::testing;
using sync::SyncPhase;

namespace {

struct Fixture {
  ManualClock clock;
  SeededRandom random{11};
  Office office{clock, random};
  AccountId account = AccountId::random(random);
  Device device{clock, random, account};
  EntityId entity = EntityId::random(random);

  /// The device asks until its request goes to `path`; what comes before is answered.
  sync::HttpRequest until(const char* path) {
    device.machine->wake();
    for (;;) {
      auto request = device.machine->next();
      REQUIRE(request);
      if (request->path == path) return *request;
      answer(*request);
    }
  }
  void answer(const sync::HttpRequest& request) {
    const HttpReply reply = office.handle(request);
    device.machine->on_reply(request.number, reply.status, reply.body);
  }
  std::string on_server() { return shown(*office.sequencer().state().read(entity)); }
  std::uint64_t rows() { return *office.sequencer().last_commit_seq(); }
  ErrorCode last_error() {
    const auto error = device.machine->status().last_error;
    return error ? error->code : ErrorCode::unknown;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a saved response reaches the server and another device of the same account") {
  device.save(entity, "q", "5");
  CHECK(device.machine->status().unsent == 1);
  device.sync(office);
  CHECK(on_server() == "q=5");
  const auto status = device.machine->status();
  CHECK(status.phase == SyncPhase::idle);
  CHECK(status.unsent == 0);
  CHECK(status.sent_this_run == 1);
  CHECK(status.last_success == clock.now());
  CHECK_FALSE(status.last_error);
  Device other(clock, random, account);
  other.sync(office);
  CHECK(other.visible(entity) == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "an open draft stays on the device") {
  device.write(entity, "q", "5");
  device.sync(office);
  CHECK(rows() == 0);
  CHECK(device.visible(entity) == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "a device that is not enrolled asks nothing") {
  Device bare(*storage::Database::open(":memory:"), clock, random);
  bare.machine->wake();
  CHECK_FALSE(bare.machine->next());
  CHECK_FALSE(bare.machine->wake_at());
  CHECK_FALSE(bare.machine->status().enrolled);
}

TEST_CASE_FIXTURE(Fixture, "one request is on its way at a time") {
  device.machine->wake();
  REQUIRE(device.machine->next());
  CHECK_FALSE(device.machine->next());
  CHECK_FALSE(device.machine->wake_at());
}

TEST_CASE_FIXTURE(Fixture, "a push whose reply was dropped is sent again and makes no second row") {
  device.save(entity, "q", "5");
  const auto push = until(sync::kPushPath);
  office.handle(push);
  device.machine->on_lost(push.number);
  CHECK(last_error() == ErrorCode::network_unreachable);
  CHECK(device.machine->status().phase == SyncPhase::waiting);
  CHECK(device.machine->status().unsent == 1);
  device.sync(office);
  CHECK(rows() == 1);
  CHECK(device.machine->status().unsent == 0);
}

TEST_CASE_FIXTURE(Fixture, "a push that the network delivers twice makes no second row") {
  device.save(entity, "q", "5");
  const auto push = until(sync::kPushPath);
  office.handle(push);
  answer(push);
  device.sync(office);
  CHECK(rows() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a kill between the push and its reply makes no second row") {
  device.save(entity, "q", "5");
  office.handle(until(sync::kPushPath));
  device.reopen();
  device.sync(office);
  CHECK(rows() == 1);
  CHECK(device.machine->status().unsent == 0);
}

TEST_CASE_FIXTURE(Fixture, "a reply to a request from before a new enrolment is not taken for the new one's") {
  device.save(entity, "q", "5");
  const auto old_hello = until(sync::kHelloPath);
  REQUIRE(device.machine->set_enrolment({account.hex(), "Lan", "UBND", account}));
  const auto hello = device.machine->next();
  REQUIRE(hello);
  device.machine->on_reply(old_hello.number, 401, wire::encode_error({ErrorCode::not_signed_in, ""}));
  device.machine->on_lost(old_hello.number);
  CHECK_FALSE(device.machine->status().last_error);
  answer(*hello);
  device.sync(office);
  CHECK(on_server() == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "a reply that comes twice has one effect") {
  device.save(entity, "q", "5");
  const auto push = until(sync::kPushPath);
  const HttpReply reply = office.handle(push);
  device.machine->on_reply(push.number, reply.status, reply.body);
  device.machine->on_reply(push.number, reply.status, reply.body);
  device.sync(office);
  CHECK(device.machine->status().sent_this_run + device.machine->status().unsent <= 1);
  CHECK(rows() == 1);
}

TEST_CASE_FIXTURE(Fixture, "many responses go in several batches and all arrive") {
  for (int i = 0; i < 1100; ++i) device.save(EntityId::random(random), "q", "5");
  device.sync(office);
  CHECK(rows() == 1100);
  CHECK(device.machine->status().sent_this_run == 1100);
  Device other(clock, random, account);
  other.sync(office);
  CHECK(other.log->visible_entities(records::EntityType::response)->size() == 1100);
}

TEST_CASE_FIXTURE(Fixture, "what is saved while a round runs goes in the next one by itself") {
  const auto changes = until(sync::kChangesPath);
  device.save(entity, "q", "5");
  answer(changes);
  while (const auto request = device.machine->next()) answer(*request);
  CHECK(on_server() == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "pauses grow from two seconds to five minutes, and waking ends that") {
  std::int64_t longest = 0;
  std::int64_t before = 0;
  for (int attempt = 0; attempt < 12; ++attempt) {
    const auto request = device.machine->next();
    REQUIRE(request);
    device.machine->on_lost(request->number);
    CHECK_FALSE(device.machine->next());
    const std::int64_t pause = device.machine->wake_at()->ms - clock.now().ms;
    if (attempt == 0) CHECK(pause >= 1'500);
    if (attempt == 0) CHECK(pause < 2'500);
    if (attempt < 6) CHECK(pause > before);
    CHECK(pause <= 375'000);
    longest = std::max(longest, pause);
    before = pause;
    clock.advance_ms(pause);
  }
  CHECK(longest >= 225'000);
  const auto request = device.machine->next();
  REQUIRE(request);
  device.machine->on_lost(request->number);
  // The network has come: what fails once more, as on a phone that is only half there, is soon tried again.
  device.machine->wake();
  const auto first = device.machine->next();
  REQUIRE(first);
  device.machine->on_lost(first->number);
  CHECK(device.machine->wake_at()->ms - clock.now().ms < 2'500);
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set back does not make a pause last until that time comes again") {
  device.save(entity, "q", "5");
  device.machine->on_lost(until(sync::kPushPath).number);
  clock.advance_ms(-365LL * 86'400'000);
  CHECK(device.machine->wake_at() == clock.now());
  CHECK(device.machine->next());
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set back a little does not keep what is written then waiting") {
  device.sync(office);
  clock.advance_ms(-3'000);
  device.save(entity, "q", "5");
  CHECK(device.machine->next()->path == sync::kHelloPath);
}

TEST_CASE_FIXTURE(Fixture, "after success it asks again in five minutes") {
  device.sync(office);
  CHECK(device.machine->wake_at()->ms == clock.now().ms + 300'000);
  CHECK_FALSE(device.machine->next());
  clock.advance_ms(300'000);
  CHECK(device.machine->next()->path == sync::kChangesPath);
}

TEST_CASE_FIXTURE(Fixture, "while nothing comes it asks less and less often, and more often again once something did") {
  device.sync(office);
  std::string minutes;
  for (int i = 0; i < 6; ++i) {
    const std::int64_t pause = device.machine->wake_at()->ms - clock.now().ms;
    minutes += std::to_string(pause / 60'000) + " ";
    clock.advance_ms(pause);
    answer(*device.machine->next());
  }
  CHECK(minutes == "5 10 20 40 60 60 ");
  Device other(clock, random, account);
  other.save(entity, "q", "5");
  other.sync(office);
  clock.set(*device.machine->wake_at());
  answer(*device.machine->next());
  CHECK(device.visible(entity) == "q=5");
  CHECK(device.machine->wake_at()->ms == clock.now().ms + 300'000);
}

TEST_CASE_FIXTURE(Fixture, "what each round did is remembered, by what it was; rounds that did nothing are not") {
  CHECK(device.machine->history()->empty());
  device.save(entity, "q", "5");
  const records::FieldChange change{"@outcome", "absent", {}};
  const records::LocalLog::Edit visit{
      records::EntityType::visit, EntityId::random(random), {"sipas", ""}, {&change, 1}};
  REQUIRE(device.log->edit_and_seal({&visit, 1}));
  REQUIRE(device.log->remove(visit.entity));
  const std::string scope = records::account_scope(account);
  const EntityId assigned = EntityId::random(random);
  const records::FieldChange key{"@key", "A-1", {}};
  REQUIRE(office.sequencer().append_own(records::EntityType::assignment, assigned, {"sipas", ""}, {&key, 1}, scope));
  device.sync(office);
  device.sync(office);
  REQUIRE(device.machine->history()->size() == 1);
  sync::SyncRun run = device.machine->history()->front();
  CHECK(run.at == clock.now());
  CHECK(run.sent == sync::SyncCounts{.responses = 1, .visits = 1, .other = 1});
  CHECK(run.received == sync::SyncCounts{.assignments = 1});
  CHECK_FALSE(run.error);

  const records::FieldChange changed{"@key", "A-2", {}};
  REQUIRE(
      office.sequencer().append_own(records::EntityType::assignment, assigned, {"sipas", ""}, {&changed, 1}, scope));
  device.sync(office);
  CHECK(device.machine->history()->front().received == sync::SyncCounts{.other = 1});
  REQUIRE(office.sequencer().remove_own(assigned));
  device.sync(office);
  CHECK(device.machine->history()->front().received == sync::SyncCounts{.withdrawn = 1});
  device.reopen();
  CHECK(device.machine->history()->size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "rounds that fail alike are one entry, and a device remembers the last twenty") {
  for (int i = 0; i < 3; ++i) {
    device.machine->wake();
    device.machine->on_lost(device.machine->next()->number);
    clock.advance_ms(1000);
  }
  REQUIRE(device.machine->history()->size() == 1);
  CHECK(device.machine->history()->front().tries == 3);
  CHECK(device.machine->history()->front().error->code == ErrorCode::network_unreachable);
  for (int i = 0; i < 25; ++i) {
    device.save(entity, "q", std::to_string(i));
    device.sync(office);
  }
  const auto history = *device.machine->history();
  CHECK(history.size() == static_cast<std::size_t>(sync::kKeptRuns));
  CHECK_FALSE(history.back().error);
}

TEST_CASE_FIXTURE(Fixture, "what is read again after the office was restored is no news") {
  Device other(clock, random, account);
  other.save(entity, "q", "5");
  other.sync(office);
  device.sync(office);
  CHECK(device.machine->history()->size() == 1);
  office.back_up();
  office.restore();
  device.sync(office);
  CHECK(device.visible(entity) == "q=5");
  CHECK(device.machine->history()->size() == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "a token that is not valid any more keeps the data, says so and does not hammer the server") {
  device.save(entity, "q", "5");
  const auto hello = until(sync::kHelloPath);
  device.machine->on_reply(hello.number, 401, wire::encode_error({ErrorCode::not_signed_in, ""}));
  CHECK(last_error() == ErrorCode::not_signed_in);
  CHECK(device.machine->status().unsent == 1);
  clock.advance_ms(86'400'000);
  CHECK_FALSE(device.machine->next());
  REQUIRE(device.machine->set_enrolment({account.hex(), "Lan", "UBND", account}));
  device.sync(office);
  CHECK(on_server() == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "what is no frame of ours is a failure of the right kind") {
  struct Case {
    int status;
    Bytes body;
    ErrorCode expected;
  };
  Bytes damaged = encode(sync::HelloReply{});
  damaged.back() ^= std::byte{1};
  const Case cases[] = {
      {200, to_bytes("<html>Welcome</html>"), ErrorCode::network_unreachable},
      {302, {}, ErrorCode::network_unreachable},
      {404, to_bytes("not found"), ErrorCode::network_unreachable},
      {200, damaged, ErrorCode::frame_malformed},
      {200, encode(sync::PushReply{}), ErrorCode::frame_malformed},
      {401, {}, ErrorCode::not_signed_in},
      {403, {}, ErrorCode::not_allowed},
      {413, to_bytes("too large"), ErrorCode::frame_too_large},
      {500, {}, ErrorCode::server_failed},
      {503, to_bytes("busy"), ErrorCode::server_busy},
      {500, wire::encode_error({ErrorCode::disk_full, ""}), ErrorCode::disk_full},
      {500, encode(sync::HelloReply{}), ErrorCode::server_failed},
  };
  for (const Case& c : cases) {
    CAPTURE(c.status);
    CAPTURE(as_text(c.body));
    const auto hello = until(sync::kHelloPath);
    device.machine->on_reply(hello.number, c.status, c.body);
    CHECK(last_error() == c.expected);
  }
}

TEST_CASE_FIXTURE(Fixture, "a refused push does not keep the feed from arriving") {
  Device other(clock, random, account);
  other.save(entity, "q", "theirs");
  other.sync(office);
  device.save(EntityId::random(random), "q", "mine");
  const auto push = until(sync::kPushPath);
  device.machine->on_reply(push.number, 500, {});
  while (const auto request = device.machine->next()) answer(*request);
  CHECK(device.visible(entity) == "q=theirs");
  CHECK(last_error() == ErrorCode::server_failed);
  CHECK(device.machine->status().phase == SyncPhase::waiting);
  CHECK(device.machine->status().unsent == 1);
}

TEST_CASE_FIXTURE(Fixture, "an operation in quarantine is told with its reason and does not block what follows") {
  device.save(entity, "bad", "1");
  const EntityId good = EntityId::random(random);
  device.save(good, "q", "2");
  device.sync(office);
  CHECK(device.machine->status().refused == 1);
  CHECK(device.machine->status().unsent == 0);
  CHECK((*device.log->own(entity))->verdict == Error{ErrorCode::operation_refused, "bad"});
  CHECK((*device.log->own(good))->delivery == records::Delivery::received);
}

TEST_CASE_FIXTURE(Fixture, "two copies of one device end as two devices, and nothing is lost") {
  device.save(entity, "a", "common");
  device.sync(office);
  Device copy = device.clone();
  const EntityId mine = EntityId::random(random);
  const EntityId theirs = EntityId::random(random);
  device.save(mine, "q", "original");
  copy.save(theirs, "q", "copy");
  device.sync(office);
  copy.sync(office);
  CHECK(copy.log->device() != device.log->device());
  CHECK(copy.machine->status().unsent == 0);
  device.sync(office);
  for (Device* each : {&device, &copy}) {
    CHECK(each->visible(mine) == "q=original");
    CHECK(each->visible(theirs) == "q=copy");
  }
  CHECK(rows() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a copy does not take the other's acknowledgement for its own") {
  device.save(entity, "a", "common");
  device.sync(office);
  Device copy = device.clone();
  const EntityId theirs = EntityId::random(random);
  // Both use seq 2 and 3; the original's are known to the server before the copy says hello.
  device.save(entity, "b", "2");
  device.save(entity, "c", "3");
  device.sync(office);
  copy.save(theirs, "q", "copy");
  copy.sync(office);
  CHECK(shown(*office.sequencer().state().read(theirs)) == "q=copy");
}

TEST_CASE_FIXTURE(Fixture, "a server restored from a backup gets again what it lost, and every device agrees with it") {
  device.save(entity, "q", "before");
  device.sync(office);
  office.back_up();
  const EntityId after = EntityId::random(random);
  device.save(after, "q", "after");
  device.sync(office);
  Device other(clock, random, account);
  other.sync(office);
  office.restore();
  CHECK(rows() == 1);
  device.sync(office);
  other.sync(office);
  CHECK(shown(*office.sequencer().state().read(after)) == "q=after");
  for (Device* each : {&device, &other}) {
    CHECK(each->visible(after) == "q=after");
    CHECK(*each->log->state().read(after) == *office.sequencer().state().read(after));
    CHECK(each->log->state().history(after)->empty());
  }
}

TEST_CASE_FIXTURE(Fixture, "what a backup holds and the feed brought back is not kept twice on the device") {
  device.save(entity, "q", "5");
  device.sync(office);
  CHECK(device.log->read_sealed(1, 10, 1 << 20)->size() == 1);
  office.back_up();
  device.sync(office);
  CHECK(device.log->read_sealed(1, 10, 1 << 20)->empty());
  CHECK(device.visible(entity) == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "a restore after a fork loses nothing of the former id") {
  office.back_up();
  device.save(entity, "q", "5");
  device.sync(office);
  REQUIRE(device.log->rekey());
  office.restore();
  device.sync(office);
  CHECK(on_server() == "q=5");
  CHECK(device.visible(entity) == "q=5");
}

TEST_CASE_FIXTURE(Fixture, "two copies of one device, of which a restored server heard the other first, lose nothing") {
  office.back_up();
  Device copy = device.clone();
  const EntityId theirs = EntityId::random(random);
  device.save(entity, "a", "1");
  device.save(entity, "b", "2");
  device.sync(office);
  office.restore();
  copy.save(theirs, "q", "copy");
  copy.sync(office);
  device.sync(office);
  CHECK(on_server() == "a=1 b=2");
  CHECK(shown(*office.sequencer().state().read(theirs)) == "q=copy");
  CHECK(device.log->device() != copy.log->device());
}

TEST_CASE_FIXTURE(
    Fixture, "another account on the same device sees and sends its own only; the first one goes on where it was") {
  device.save(entity, "q", "sent");
  device.sync(office);
  const EntityId unsent = EntityId::random(random);
  device.save(unsent, "q", "unsent");
  const AccountId second = AccountId::random(random);
  REQUIRE(device.machine->set_enrolment({second.hex(), "Hoa", "UBND", second}));
  device.sync(office);
  CHECK(device.visible(entity).empty());
  CHECK(device.visible(unsent).empty());
  CHECK_FALSE(*office.sequencer().state().read(unsent));
  CHECK(rows() == 1);
  const EntityId seconds = EntityId::random(random);
  device.save(seconds, "q", "of the second");
  device.sync(office);
  CHECK((*office.sequencer().state().read(seconds))->scope == "account:" + second.hex());
  REQUIRE(device.machine->set_enrolment({account.hex(), "Lan", "UBND", account}));
  device.sync(office);
  CHECK(device.visible(entity) == "q=sent");
  CHECK(device.visible(unsent) == "q=unsent");
  CHECK(device.visible(seconds).empty());
  CHECK((*office.sequencer().state().read(unsent))->scope == "account:" + account.hex());
  CHECK(device.machine->status().refused == 0);
  CHECK(device.machine->status().unsent == 0);
}

TEST_CASE_FIXTURE(Fixture, "a program that dies while another account enrols sends nothing under a wrong name") {
  device.save(entity, "q", "unsent");
  const AccountId second = AccountId::random(random);
  REQUIRE(device.machine->set_enrolment({second.hex(), "Hoa", "UBND", second}));
  // As if the log had not been changed before the kill.
  REQUIRE(device.log->set_account(account, false));
  device.reopen();
  CHECK(device.log->account() == second);
  device.sync(office);
  CHECK(rows() == 0);
}

TEST_CASE("a full disk that stops an enrolment half-way sends nothing under a wrong name") {
  ManualClock clock;
  SeededRandom random{12};
  Office office(clock, random);
  const AccountId lan = AccountId::random(random);
  const AccountId minh = AccountId::random(random);
  FaultVfs disk;
  Device device(*storage::Database::open("main.db", {.vfs = disk.name()}), clock, random);
  REQUIRE(device.machine->set_enrolment({lan.hex(), "Lan", "UBND", lan}));
  const EntityId entity = EntityId::random(random);
  device.save(entity, "q", "5");
  bool stopped_half_way = false;
  for (int writes = 0; !stopped_half_way; ++writes) {
    disk.fail_writes_after(writes);
    REQUIRE_FALSE(device.machine->set_enrolment({minh.hex(), "Minh", "UBND", minh}));
    disk.fail_writes_after(std::nullopt);
    stopped_half_way = (*device.machine->enrolment())->account == minh;
  }
  CHECK(device.log->account() == lan);
  device.sync(office);
  CHECK(*office.sequencer().last_commit_seq() == 0);
  CHECK(device.log->account() == minh);
}

TEST_CASE_FIXTURE(Fixture, "an enrolment from before accounts were kept stays its person's") {
  Device old(*storage::Database::open(":memory:"), clock, random);
  REQUIRE(old.machine->set_enrolment({account.hex(), "Lan", "UBND"}));
  old.save(entity, "q", "unsent");
  SUBCASE("who enrols again") {
    REQUIRE(old.machine->set_enrolment({account.hex(), "Lan", "UBND", account}));
    old.sync(office);
    CHECK(on_server() == "q=unsent");
  }
  SUBCASE("when somebody else enrols first") {
    const AccountId second = AccountId::random(random);
    REQUIRE(old.machine->set_enrolment({second.hex(), "Hoa", "UBND", second}));
    old.sync(office);
    CHECK(rows() == 0);
    CHECK(old.visible(entity).empty());
    REQUIRE(old.machine->set_enrolment({account.hex(), "Lan", "UBND", account}));
    old.sync(office);
    CHECK(on_server() == "q=unsent");
    CHECK((*office.sequencer().state().read(entity))->scope == "account:" + account.hex());
  }
}

TEST_CASE_FIXTURE(Fixture, "a server that acknowledges nothing is given up after a few tries, with an error") {
  device.save(entity, "q", "5");
  auto request = until(sync::kPushPath);
  for (int i = 0; i < 10 && request.path == sync::kPushPath; ++i) {
    device.machine->on_reply(request.number, 200, encode(sync::PushReply{office.sequencer().epoch(), {}, 0}));
    request = *device.machine->next();
  }
  CHECK(request.path == sync::kChangesPath);
  answer(request);
  CHECK(last_error() == ErrorCode::server_failed);
  CHECK(device.machine->status().phase == SyncPhase::waiting);
}

TEST_CASE_FIXTURE(Fixture, "enrolment and the last success are there after a restart") {
  device.sync(office);
  const auto success = device.machine->status().last_success;
  clock.advance_ms(1000);
  device.reopen();
  CHECK((*device.machine->enrolment())->account_name == "Lan");
  CHECK(device.machine->status().last_success == success);
}

TEST_CASE_FIXTURE(Fixture, "a line that loses every push above some size is drained by smaller ones") {
  constexpr std::size_t kBears = 1500;
  for (int i = 0; i < 300; ++i) device.save(EntityId::random(random), "q", std::string(200, 'x'));
  device.machine->wake();
  int lost = 0;
  for (int i = 0; i < 1000 && device.machine->status().unsent > 0; ++i) {
    auto request = device.machine->next();
    if (!request) {
      clock.advance_ms(device.machine->wake_at()->ms - clock.now().ms);
      request = device.machine->next();
    }
    REQUIRE(request);
    if (request->path == sync::kPushPath && request->body.size() > kBears) {
      ++lost;
      device.machine->on_lost(request->number);
    } else {
      answer(*request);
    }
  }
  CHECK(device.machine->status().unsent == 0);
  CHECK(rows() == 300);
  CHECK(lost > 0);
  CHECK(lost < 30);
}

TEST_CASE_FIXTURE(Fixture, "a push is never smaller than one operation, and grows again when the line is good") {
  for (int i = 0; i < 600; ++i) device.save(EntityId::random(random), "q", "5");
  const auto size = [](const sync::HttpRequest& push) {
    return sync::decode<sync::PushRequest>(push.body)->operations.size();
  };
  auto push = until(sync::kPushPath);
  CHECK(size(push) == sync::kMaxPushOperations);
  for (int i = 0; i < 30; ++i) {
    device.machine->on_lost(push.number);
    push = until(sync::kPushPath);
  }
  CHECK(size(push) == 1);
  std::size_t largest = 0;
  while (push.path == sync::kPushPath) {
    largest = std::max(largest, size(push));
    answer(push);
    push = *device.machine->next();
  }
  CHECK(largest > 16);
  CHECK(rows() == 600);
}
