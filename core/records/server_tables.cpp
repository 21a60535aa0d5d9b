#include "server_tables.hpp"

#include <algorithm>

namespace motcua::records::server {
namespace {

Status fill_sums(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(const auto sums, sum_scopes(database));
  for (const auto& [number, sum] : sums) MOTCUA_TRY(update_scope(database, {number, sum}));
  return {};
}

// A commit_seq is the rowid: nothing is ever deleted, and one writer appends, so the numbers have no gaps.
constexpr storage::Migration kMigrations[] = {
    {R"sql(
  CREATE TABLE log_self(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    epoch INTEGER NOT NULL,
    device BLOB NOT NULL,
    last_clamped INTEGER NOT NULL) STRICT;
  CREATE TABLE log_device(
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    acked_through INTEGER NOT NULL,
    head BLOB NOT NULL,
    last_effective INTEGER NOT NULL,
    stable_through INTEGER NOT NULL) STRICT;
  CREATE TABLE log_scope(
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE log_operation(
    commit_seq INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    effective INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE(device, seq)) STRICT;
  CREATE INDEX log_operation_scope ON log_operation(scope);
  CREATE TABLE log_quarantine(
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    account BLOB NOT NULL,
    at INTEGER NOT NULL,
    code INTEGER NOT NULL,
    detail TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY(device, seq)) STRICT, WITHOUT ROWID;
)sql"},
    {"ALTER TABLE log_scope ADD COLUMN sum INTEGER NOT NULL DEFAULT 0", fill_sums}};

std::uint64_t number(const storage::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

}  // namespace

Status migrate(storage::Database& database) { return storage::migrate(database, "log", kMigrations); }

Result<std::optional<ServerSelf>> read_self(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT epoch, device, last_clamped FROM log_self"));
  MOTCUA_TRY_ASSIGN(const bool row, query->step());
  if (!row) return std::nullopt;
  return ServerSelf{number(*query, 0), DeviceId::from_bytes(query->blob(1)).value_or(DeviceId{}), {number(*query, 2)}};
}

Status write_self(storage::Database& database, const ServerSelf& self) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("INSERT OR REPLACE INTO log_self VALUES(1, ?, ?, ?)"));
  return statement->bind_all(self.epoch, self.device.bytes(), self.last_clamped.value).run();
}

Result<std::optional<ServerDevice>> read_device(storage::Database& database, const DeviceId& id) {
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT number, acked_through, head, last_effective, stable_through "
                                                "FROM log_device WHERE id = ?"));
  MOTCUA_TRY_ASSIGN(const bool row, query->bind_all(id.bytes()).step());
  if (!row) return std::nullopt;
  ServerDevice device{query->integer(0), id, number(*query, 1), {}, {number(*query, 3)}, number(*query, 4)};
  const ByteView head = query->blob(2);
  if (head.size() != device.head.size()) return fail(ErrorCode::database_corrupt, "log_device");
  std::ranges::copy(head, device.head.begin());
  return device;
}

Result<ServerDevice> insert_device(storage::Database& database, const DeviceId& id) {
  ServerDevice device;
  device.id = id;
  MOTCUA_TRY_ASSIGN(auto insert,
                    database.cached("INSERT INTO log_device(id, acked_through, head, last_effective, stable_through) "
                                    "VALUES(?, 0, ?, 0, 0)"));
  MOTCUA_TRY(insert->bind_all(id.bytes(), device.head).run());
  device.number = database.last_insert_rowid();
  return device;
}

Status update_device(storage::Database& database, const ServerDevice& device) {
  MOTCUA_TRY_ASSIGN(
      auto update,
      database.cached("UPDATE log_device SET acked_through = ?, head = ?, last_effective = ? WHERE number = ?"));
  return update->bind_all(device.acked_through, device.head, device.last_effective.value, device.number).run();
}

Result<std::optional<ServerScope>> find_scope(storage::Database& database, const std::string& name) {
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT number, sum FROM log_scope WHERE name = ?"));
  MOTCUA_TRY_ASSIGN(const bool row, query->bind_all(name).step());
  if (!row) return std::nullopt;
  return ServerScope{query->integer(0), number(*query, 1)};
}

Result<ServerScope> scope(storage::Database& database, const std::string& name) {
  MOTCUA_TRY_ASSIGN(const auto known, find_scope(database, name));
  if (known) return *known;
  MOTCUA_TRY_ASSIGN(auto insert, database.cached("INSERT INTO log_scope(name) VALUES(?)"));
  MOTCUA_TRY(insert->bind_all(name).run());
  return ServerScope{database.last_insert_rowid(), 0};
}

Status update_scope(storage::Database& database, const ServerScope& scope) {
  MOTCUA_TRY_ASSIGN(auto update, database.cached("UPDATE log_scope SET sum = ? WHERE number = ?"));
  return update->bind_all(scope.sum, scope.number).run();
}

Result<std::map<std::int64_t, std::uint64_t>> sum_scopes(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto query, database.prepare("SELECT o.scope, o.commit_seq, o.effective, d.id, o.bytes FROM "
                                                 "log_operation o JOIN log_device d ON d.number = o.device"));
  std::map<std::int64_t, std::uint64_t> sums;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return sums;
    SequencedOperation place;
    place.commit_seq = number(query, 1);
    place.effective.value = number(query, 2);
    place.operation.device = DeviceId::from_bytes(query.blob(3)).value_or(DeviceId{});
    sums[query.integer(0)] += feed_sum(place, query.blob(4));
  }
}

Result<std::uint64_t> insert_operation(storage::Database& database, const ServerDevice& device, std::int64_t scope,
                                       std::uint64_t seq, Hlc effective, ByteView bytes) {
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database.cached("INSERT INTO log_operation(device, seq, scope, effective, bytes) VALUES(?, ?, ?, ?, ?)"));
  MOTCUA_TRY(insert->bind_all(device.number, seq, scope, effective.value, bytes).run());
  return static_cast<std::uint64_t>(database.last_insert_rowid());
}

Status insert_quarantine(storage::Database& database, const ServerDevice& device, const AccountId& account,
                         std::uint64_t seq, ByteView bytes, const Error& verdict, Instant at) {
  MOTCUA_TRY_ASSIGN(auto insert, database.cached("INSERT INTO log_quarantine VALUES(?, ?, ?, ?, ?, ?, ?)"));
  return insert->bind_all(device.number, seq, account.bytes(), at.ms, verdict.code, verdict.detail, bytes).run();
}

Result<std::optional<Held>> read_held(storage::Database& database, const ServerDevice& device, std::uint64_t seq) {
  MOTCUA_TRY_ASSIGN(
      auto query,
      database.cached("SELECT bytes, NULL, NULL FROM log_operation WHERE device = ?1 AND seq = ?2 UNION ALL "
                      "SELECT bytes, code, detail FROM log_quarantine WHERE device = ?1 AND seq = ?2"));
  MOTCUA_TRY_ASSIGN(const bool row, query->bind_all(device.number, seq).step());
  if (!row) return std::nullopt;
  Held held;
  const ByteView bytes = query->blob(0);
  held.bytes.assign(bytes.begin(), bytes.end());
  if (!query->is_null(1)) {
    held.verdict =
        Error{error_code_from_wire(static_cast<std::uint16_t>(query->integer(1))), std::string(query->text(2))};
  }
  return held;
}

Result<std::uint64_t> last_commit_seq(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT max(commit_seq) FROM log_operation"));
  MOTCUA_TRY(query->step());
  return number(*query, 0);
}

}  // namespace motcua::records::server
