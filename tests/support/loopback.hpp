#pragma once
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "motcua/sync/client_machine.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/sync/server_machine.hpp"
#include "motcua/wire/message.hpp"
#include "records_support.hpp"

/// Devices and an office in one process: the real machines on real databases, with the network as function calls.
namespace motcua::testing {

/// A copy of the whole database, as a backup takes it.
inline storage::Database copy_of(storage::Database& from) {
  storage::Database to = *storage::Database::open(":memory:");
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  REQUIRE(backup != nullptr);
  REQUIRE(sqlite3_backup_step(backup, -1) == SQLITE_DONE);
  REQUIRE(sqlite3_backup_finish(backup) == SQLITE_OK);
  return to;
}

struct HttpReply {
  int status = 200;
  Bytes body;
};

class Office {
 public:
  Office(Clock& clock, Random& random) : clock_(clock), random_(random) { open(*storage::Database::open(":memory:")); }

  /// Tokens are accounts' ids in hexadecimal; any account exists.
  HttpReply handle(const sync::HttpRequest& request) {
    const auto account = AccountId::from_hex(request.token);
    if (!account) return {401, wire::encode_error({ErrorCode::not_signed_in, ""})};
    const records::Author author{*account, {}, groups[*account]};
    if (request.path == sync::kHelloPath) {
      return answer(*sync::decode<sync::HelloRequest>(request.body),
                    [&](const auto& m) { return open_->machine.hello(author, m); });
    }
    if (request.path == sync::kPushPath) {
      auto transaction = storage::Transaction::begin(open_->database);
      HttpReply reply = answer(*sync::decode<sync::PushRequest>(request.body),
                               [&](const auto& m) { return open_->machine.push(author, m); });
      REQUIRE(transaction->commit());
      return reply;
    }
    REQUIRE(request.path == sync::kChangesPath);
    return answer(*sync::decode<sync::ChangesRequest>(request.body),
                  [&](const auto& m) { return open_->machine.changes(open_->database, author, m); });
  }

  void back_up() {
    backup_ = std::make_unique<storage::Database>(copy_of(open_->database));
    REQUIRE(open_->sequencer.mark_backed_up(*records::Sequencer::held(*backup_)));
  }
  [[nodiscard]] bool has_backup() const { return backup_ != nullptr; }
  void restore() {
    open(copy_of(*backup_));
    REQUIRE(open_->sequencer.renew_epoch());
  }

  /// Scopes of the groups of each account.
  std::map<AccountId, std::vector<std::string>> groups;

  records::Sequencer& sequencer() { return open_->sequencer; }
  sync::ServerMachine& machine() { return open_->machine; }
  storage::Database& database() { return open_->database; }

 private:
  struct Open {
    Open(storage::Database&& db, Clock& clock, Random& random)
        : database(std::move(db)), sequencer(*records::Sequencer::open(database, clock, random)) {}
    storage::Database database;
    records::Sequencer sequencer;
    TestPolicy policy;
    sync::ServerMachine machine{sequencer, policy};
  };

  template <class Message, class Call>
  static HttpReply answer(const Message& message, Call&& call) {
    const auto reply = call(message);
    return reply ? HttpReply{200, encode(*reply)} : HttpReply{500, wire::encode_error(reply.error())};
  }
  void open(storage::Database&& database) { open_ = std::make_unique<Open>(std::move(database), clock_, random_); }

  Clock& clock_;
  Random& random_;
  std::unique_ptr<Open> open_;
  std::unique_ptr<storage::Database> backup_;
};

class Device {
 public:
  Device(storage::Database&& db, ManualClock& clock, Random& random)
      : clock_(clock), random_(random), database_(std::make_unique<storage::Database>(std::move(db))) {
    reopen();
  }
  Device(ManualClock& clock, Random& random, const AccountId& account)
      : Device(*storage::Database::open(":memory:"), clock, random) {
    REQUIRE(machine->set_enrolment({account.hex(), "Lan", "UBND", account}));
  }

  /// As after the program was closed, or killed.
  void reopen() {
    machine.reset();
    log = std::make_unique<records::LocalLog>(*records::LocalLog::open(*database_, clock_, random_));
    machine.emplace(*sync::ClientMachine::open(*log, clock_, random_));
  }
  [[nodiscard]] Device clone() const { return {copy_of(*database_), clock_, random_}; }

  void write(const EntityId& entity, const std::string& field, const std::string& value) {
    const records::FieldChange change{field, value, {}};
    REQUIRE(log->edit({records::EntityType::response, entity, {"sipas", "1"}, {&change, 1}}));
  }
  void save(const EntityId& entity, const std::string& field, const std::string& value) {
    write(entity, field, value);
    REQUIRE(log->seal(entity));
  }
  [[nodiscard]] std::string visible(const EntityId& entity) const { return shown(*log->visible(entity)); }

  /// Sends and hears until there is nothing to do now.
  void sync(Office& office) {
    machine->wake();
    for (int i = 0; i < 1000; ++i) {
      const auto request = machine->next();
      if (!request) return;
      const HttpReply reply = office.handle(*request);
      machine->on_reply(request->number, reply.status, reply.body);
    }
    FAIL("sync does not come to an end");
  }

  std::unique_ptr<records::LocalLog> log;
  std::optional<sync::ClientMachine> machine;

 private:
  ManualClock& clock_;
  Random& random_;
  std::unique_ptr<storage::Database> database_;
};

}  // namespace motcua::testing
