#include <doctest/doctest.h>

#include <algorithm>

#include "loopback.hpp"

using namespace motcua;
using namespace motcua::testing;
using records::FieldChange;

namespace {

struct Fixture {
  ManualClock clock;
  SeededRandom random{17};
  Office office{clock, random};
  AccountId lan = AccountId::random(random);
  AccountId minh = AccountId::random(random);
  Device lans{clock, random, lan};
  Device minhs{clock, random, minh};
  EntityId entity = EntityId::random(random);
  std::string group = records::group_scope(records::GroupId::random(random));

  void together() { office.groups = {{lan, {group}}, {minh, {group}}}; }
  void publish(const char* title) {
    auto transaction = storage::Transaction::begin(office.database());
    const FieldChange change{"title", title, {}};
    REQUIRE(office.sequencer().append_own(records::EntityType::survey_version, EntityId::random(random), {"f", "1"},
                                          {&change, 1}));
    REQUIRE(transaction->commit());
  }
  std::string scope_of(const EntityId& which) { return (*office.sequencer().state().read(which))->scope; }
  std::string on_server(const EntityId& which) { return shown(*office.sequencer().state().read(which)); }
  ErrorCode last_error(Device& device) {
    const auto error = device.machine->status().last_error;
    return error ? error->code : ErrorCode::unknown;
  }

  struct Talk {
    std::vector<std::string> paths;
    std::vector<std::string> scopes;  ///< Of the operations that came.
    std::size_t bytes = 0;            ///< Of all frames.
  };
  Talk talk(Device& device) {
    Talk out;
    device.machine->wake();
    while (const auto request = device.machine->next()) {
      const HttpReply reply = office.handle(*request);
      out.paths.push_back(request->path);
      out.bytes += request->body.size() + reply.body.size();
      if (const auto page = sync::decode<sync::ChangesReply>(reply.body)) {
        for (const auto& operation : page->page.operations) out.scopes.push_back(operation.scope);
      }
      device.machine->on_reply(request->number, reply.status, reply.body);
      REQUIRE(out.paths.size() < 100);
    }
    return out;
  }
};

const std::vector<std::string> kOneQuestion = {sync::kChangesPath};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a round with nothing new is one question of a few hundred bytes, and writes nothing") {
  together();
  publish("form");
  lans.save(entity, "q", "1");
  lans.sync(office);
  lans.reopen();
  const auto before = lans.log->database().query_integer("SELECT total_changes()");
  const Talk idle = talk(lans);
  CHECK(idle.paths == kOneQuestion);
  CHECK(idle.bytes <= 500);
  CHECK(last_error(lans) == ErrorCode::unknown);
  // The time of the last success, and nothing else.
  CHECK(**lans.log->database().query_integer("SELECT total_changes()") == **before + 1);
}

TEST_CASE_FIXTURE(Fixture, "members of a group see and edit each other's new responses") {
  const EntityId alone = EntityId::random(random);
  lans.save(alone, "q", "before the group");
  lans.sync(office);
  together();
  lans.save(entity, "q", "lan");
  lans.sync(office);
  CHECK(scope_of(entity) == group);
  minhs.sync(office);
  CHECK(minhs.visible(entity) == "q=lan");
  CHECK(minhs.visible(alone).empty());
  minhs.save(entity, "q", "minh");
  minhs.sync(office);
  lans.sync(office);
  CHECK(lans.visible(entity) == "q=minh");
  CHECK(minhs.machine->status().refused == 0);
  // Where a response is, it stays.
  lans.save(alone, "q", "after");
  lans.sync(office);
  CHECK(scope_of(alone) == records::account_scope(lan));
}

TEST_CASE_FIXTURE(Fixture, "a stranger neither sees nor edits what is in a group") {
  office.groups[lan] = {group};
  lans.save(entity, "q", "lan");
  lans.sync(office);
  minhs.sync(office);
  CHECK(minhs.visible(entity).empty());
  minhs.save(entity, "q", "stranger");
  minhs.sync(office);
  CHECK(minhs.machine->status().refused == 1);
  CHECK(on_server(entity) == "q=lan");
}

TEST_CASE_FIXTURE(Fixture, "who enters a group gets what is in it, whatever was read of the rest") {
  office.groups[lan] = {group};
  lans.save(entity, "q", "old");
  lans.sync(office);
  for (int i = 0; i < 600; ++i) minhs.save(EntityId::random(random), "q", "mine");
  minhs.sync(office);
  together();
  const Talk entering = talk(minhs);
  CHECK(entering.scopes == std::vector{group});
  CHECK(minhs.visible(entity) == "q=old");
  CHECK(talk(minhs).scopes.empty());
}

TEST_CASE_FIXTURE(Fixture, "who leaves a group keeps nothing of it but what is unsent, refused or a draft") {
  together();
  const EntityId accepted = EntityId::random(random);
  const EntityId unsent = EntityId::random(random);
  const EntityId refused = EntityId::random(random);
  const EntityId draft = EntityId::random(random);
  lans.save(entity, "q", "lan");
  lans.sync(office);
  minhs.save(accepted, "q", "minh");
  minhs.save(refused, "bad", "1");
  minhs.write(draft, "q", "draft");
  minhs.sync(office);
  CHECK(minhs.visible(entity) == "q=lan");
  minhs.save(unsent, "q", "unsent");
  const auto push = [&] {
    minhs.machine->wake();
    for (;;) {
      auto request = *minhs.machine->next();
      if (request.path == sync::kChangesPath) return request;
      const HttpReply reply = office.handle(request);
      minhs.machine->on_reply(request.number, reply.status, reply.body);
    }
  }();
  office.groups[minh] = {};
  const HttpReply reply = office.handle(push);
  minhs.machine->on_reply(push.number, reply.status, reply.body);
  minhs.sync(office);
  CHECK(minhs.visible(entity).empty());
  CHECK(minhs.visible(accepted).empty());
  CHECK(minhs.log->state().history(accepted)->empty());
  CHECK(minhs.visible(refused) == "bad=1");
  CHECK(minhs.visible(draft) == "q=draft");
  // It had been accepted in the group when the member left: it is the group's, and is not sent again.
  CHECK(on_server(unsent) == "q=unsent");
  CHECK(minhs.visible(unsent).empty());
  CHECK(minhs.machine->status().unsent == 0);
  CHECK(minhs.machine->status().refused == 1);
  CHECK(talk(minhs).paths == kOneQuestion);
  // A new life of the server does not bring it back either.
  office.back_up();
  office.restore();
  minhs.sync(office);
  CHECK(minhs.visible(accepted).empty());
  CHECK(minhs.machine->status().refused == 1);
  // In the group again, all of it is there.
  together();
  minhs.sync(office);
  CHECK(minhs.visible(accepted) == "q=minh");
  CHECK(minhs.visible(unsent) == "q=unsent");
  CHECK(minhs.visible(entity) == "q=lan");
}

TEST_CASE_FIXTURE(Fixture,
                  "what a restored server lost is sent again, also when its group was left in the same moment") {
  together();
  Device copy = minhs.clone();  // As of a browser's profile: with the same id.
  office.back_up();
  minhs.save(entity, "q", "minh");
  minhs.sync(office);
  CHECK(scope_of(entity) == group);
  office.groups[minh] = {};
  office.restore();
  // The server has something else under that number now.
  const EntityId other = EntityId::random(random);
  copy.save(other, "q", "copy");
  copy.sync(office);
  minhs.sync(office);
  CHECK(on_server(other) == "q=copy");
  CHECK(on_server(entity) == "q=minh");
  CHECK(minhs.visible(entity) == "q=minh");
  CHECK(minhs.machine->status().refused == 0);
}

TEST_CASE_FIXTURE(Fixture, "what a restored server lost is sent again, also when it was out of sight since long") {
  together();
  office.back_up();
  minhs.save(entity, "q", "minh");
  minhs.sync(office);
  Device copy = minhs.clone();
  office.groups[minh] = {};
  minhs.sync(office);
  CHECK(minhs.visible(entity).empty());
  office.restore();
  // The copy is sent back to the start of its log; then the server has as much as before, but not the same.
  REQUIRE(copy.log->database().execute(
      "DELETE FROM local_operation; UPDATE local_self SET acked_through = 0, last_seq = 0, last_hash = zeroblob(32)"));
  const EntityId other = EntityId::random(random);
  copy.reopen();
  copy.save(other, "q", "copy");
  copy.sync(office);
  minhs.sync(office);
  CHECK(on_server(other) == "q=copy");
  CHECK(on_server(entity) == "q=minh");
  CHECK(minhs.visible(entity) == "q=minh");
}

TEST_CASE_FIXTURE(Fixture, "what a former life of the server had refused is shown as the present one has it") {
  office.groups[minh] = {group};
  office.back_up();
  lans.save(entity, "q", "lan");
  lans.sync(office);
  minhs.save(entity, "q", "minh");
  minhs.sync(office);
  CHECK(minhs.machine->status().refused == 1);
  Device copy = minhs.clone();
  office.restore();
  copy.sync(office);
  CHECK(on_server(entity) == "q=minh");
  office.groups[minh] = {};  // So that the feed does not tell.
  minhs.sync(office);
  CHECK(minhs.machine->status().refused == 0);
  CHECK(minhs.machine->status().unsent == 0);
  CHECK(on_server(entity) == "q=minh");
}

TEST_CASE_FIXTURE(Fixture, "what is unsent for a group that was left is refused and stays on the device") {
  together();
  lans.save(entity, "q", "lan");
  lans.sync(office);
  minhs.sync(office);
  minhs.save(entity, "q", "too late");
  office.groups[minh] = {};
  minhs.sync(office);
  CHECK(on_server(entity) == "q=lan");
  CHECK(minhs.visible(entity) == "q=too late");
  CHECK(minhs.machine->status().refused == 1);
}

TEST_CASE_FIXTURE(Fixture, "a scope whose sum is wrong is read again, that one only, and own work stays in sight") {
  together();
  publish("form");
  lans.save(entity, "q", "1");
  lans.sync(office);
  office.back_up();
  lans.sync(office);
  // As after a fault of the disk: a row is gone, and the sum with it.
  REQUIRE(
      lans.log->database().execute("DELETE FROM state_entity WHERE scope LIKE 'group:%'; "
                                   "UPDATE local_scope SET sum = sum - 5 WHERE name LIKE 'group:%'"));
  const Talk repair = talk(lans);
  CHECK(repair.scopes == std::vector{group});
  CHECK(lans.visible(entity) == "q=1");
  CHECK(last_error(lans) == ErrorCode::unknown);
  CHECK(talk(lans).scopes.empty());
}

TEST_CASE_FIXTURE(Fixture, "rows that the server does not have go when their scope is read again") {
  lans.save(entity, "q", "1");
  lans.sync(office);
  minhs.sync(office);
  const EntityId stray = EntityId::random(random);
  REQUIRE(lans.log->database().execute("INSERT INTO state_entity(entity, type, scope, removed, body) SELECT x'" +
                                       stray.hex() +
                                       "', type, scope, removed, body FROM state_entity; "
                                       "UPDATE local_scope SET sum = 0 WHERE name LIKE 'account:%'"));
  CHECK(lans.visible(stray) == "q=1");
  lans.sync(office);
  CHECK(lans.visible(stray).empty());
  CHECK(lans.visible(entity) == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "a server whose sum is wrong is told of once, and does not make devices read for ever") {
  lans.save(entity, "q", "1");
  lans.sync(office);
  REQUIRE(office.database().execute("UPDATE log_scope SET sum = 7"));
  CHECK(records::Sequencer::verify(office.database())->size() == 1);
  CHECK(talk(lans).scopes.size() == 1);
  CHECK(last_error(lans) == ErrorCode::server_failed);
  CHECK(lans.visible(entity) == "q=1");
  const Talk after = talk(lans);
  CHECK(after.paths == kOneQuestion);
  CHECK(after.scopes.empty());
  CHECK(last_error(lans) == ErrorCode::unknown);
}

TEST_CASE_FIXTURE(Fixture,
                  "a device that has nothing to send notices by its one question that the server lost its end") {
  office.back_up();
  lans.save(entity, "q", "1");
  lans.sync(office);
  office.restore();
  CHECK(on_server(entity).empty());
  const Talk round = talk(lans);
  CHECK(round.paths.front() == sync::kChangesPath);
  CHECK(on_server(entity) == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "a push for a server that is no more has no effect before a hello") {
  lans.save(entity, "q", "1");
  lans.machine->wake();
  const auto hello = *lans.machine->next();
  const HttpReply greeted = office.handle(hello);
  lans.machine->on_reply(hello.number, greeted.status, greeted.body);
  const auto push = *lans.machine->next();
  REQUIRE(push.path == sync::kPushPath);
  office.back_up();
  office.restore();
  const HttpReply reply = office.handle(push);
  const auto told = sync::decode<sync::PushReply>(reply.body);
  REQUIRE(told);
  CHECK(told->receipt.acked_through == 0);
  CHECK(*office.sequencer().last_commit_seq() == 0);
  lans.machine->on_reply(push.number, reply.status, reply.body);
  CHECK(lans.machine->next()->path == sync::kHelloPath);
}

TEST_CASE_FIXTURE(Fixture, "a device from before scopes is served with its one cursor") {
  together();
  publish("form");
  lans.save(entity, "q", "1");
  lans.sync(office);
  const records::Author author{lan, {}, {group}};
  sync::ChangesRequest asked;
  asked.epoch = office.sequencer().epoch();
  const auto all = office.machine().changes(office.database(), author, asked);
  REQUIRE(all);
  CHECK(all->page.operations.size() == 2);
  CHECK(all->left.empty());
  CHECK_FALSE(all->delivered);
  asked.after = 1;
  CHECK(office.machine().changes(office.database(), author, asked)->page.operations.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a server that asks for a newer program is told of as a notice, and sync goes on") {
  lans.save(entity, "q", "1");
  lans.machine->wake();
  while (const auto request = lans.machine->next()) {
    HttpReply reply = office.handle(*request);
    if (auto hello = sync::decode<sync::HelloReply>(reply.body); hello && request->path == sync::kHelloPath) {
      hello->server = {9, "3f9a1c2e77aa"};
      reply.body = encode(*hello);
    } else if (auto changes = sync::decode<sync::ChangesReply>(reply.body); changes) {
      changes->server = {9, "3f9a1c2e77aa"};
      reply.body = encode(*changes);
    }
    lans.machine->on_reply(request->number, reply.status, reply.body);
  }
  const auto status = lans.machine->status();
  REQUIRE(status.notice);
  CHECK(status.notice->code == ErrorCode::client_too_old);
  CHECK(status.server_app_build == "3f9a1c2e77aa");
  CHECK_FALSE(status.last_error);
  CHECK(status.unsent == 0);
  CHECK(on_server(entity) == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "a reply from a server that knows no scopes is a failure and changes nothing") {
  lans.save(entity, "q", "1");
  lans.sync(office);
  lans.machine->wake();
  const auto request = *lans.machine->next();
  lans.machine->on_reply(request.number, 200, encode(sync::ChangesReply{office.sequencer().epoch(), {}}));
  CHECK(last_error(lans) == ErrorCode::frame_version);
  CHECK(lans.visible(entity) == "q=1");
}

TEST_CASE_FIXTURE(Fixture, "a device's database from before scopes shows what it has, and reads it again onto itself") {
  publish("form");
  lans.save(entity, "q", "1");
  lans.sync(office);
  lans.save(EntityId::random(random), "q", "unsent");
  REQUIRE(lans.log->database().execute(
      "DROP TABLE local_scope; ALTER TABLE local_self ADD COLUMN cursor INTEGER NOT NULL DEFAULT 2; "
      "UPDATE schema_version SET version = 2 WHERE component = 'local_log'"));
  lans.reopen();
  CHECK(lans.visible(entity) == "q=1");
  CHECK(lans.machine->status().unsent == 1);
  const auto scopes = *lans.log->scopes();
  REQUIRE(scopes.size() == 2);
  CHECK(scopes[0].after == 0);
  CHECK(talk(lans).scopes.size() == 3);
  CHECK(lans.visible(entity) == "q=1");
  CHECK(lans.log->state().history(entity)->empty());
  CHECK(talk(lans).paths == kOneQuestion);
}

TEST_CASE_FIXTURE(Fixture, "a server's database from before scopes had sums gets them") {
  publish("form");
  lans.save(entity, "q", "1");
  lans.sync(office);
  REQUIRE(
      office.database().execute("ALTER TABLE log_scope DROP COLUMN sum; "
                                "UPDATE schema_version SET version = 1 WHERE component = 'log'"));
  REQUIRE(records::Sequencer::open(office.database(), clock, random));
  CHECK(records::Sequencer::verify(office.database())->empty());
  CHECK(talk(lans).scopes.empty());
}
