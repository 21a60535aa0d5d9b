#include "local_tables.hpp"

#include <algorithm>

namespace motcua::records::local {
namespace {

constexpr storage::Migration kMigrations[] = {{R"sql(
  CREATE TABLE local_self(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    device BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    last_hash BLOB NOT NULL,
    last_hlc INTEGER NOT NULL,
    acked_through INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    epoch INTEGER NOT NULL) STRICT;
  CREATE TABLE local_open(
    entity BLOB PRIMARY KEY,
    type INTEGER NOT NULL,
    definition_id TEXT NOT NULL,
    definition_version TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE local_open_field(
    entity BLOB NOT NULL REFERENCES local_open(entity) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value BLOB,
    base INTEGER NOT NULL,
    PRIMARY KEY(entity, field)) STRICT, WITHOUT ROWID;
  -- number is the order of writing over all ids that the device has had; bytes is NULL once forgotten.
  CREATE TABLE local_operation(
    number INTEGER PRIMARY KEY,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    entity BLOB NOT NULL,
    returned INTEGER NOT NULL DEFAULT 0,
    verdict_code INTEGER,
    verdict_detail TEXT,
    hash BLOB NOT NULL,
    bytes BLOB,
    UNIQUE(device, seq)) STRICT;
  CREATE INDEX local_operation_entity ON local_operation(entity, number);
  CREATE INDEX local_operation_unreturned ON local_operation(number) WHERE NOT returned;
)sql"},
                                              // Several people may share a device: each has a log of their own.
                                              {R"sql(
  ALTER TABLE local_self ADD COLUMN account BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
  ALTER TABLE local_operation ADD COLUMN account BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
  -- The logs of accounts that are not the present one.
  CREATE TABLE local_aside(
    account BLOB PRIMARY KEY,
    device BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    last_hash BLOB NOT NULL,
    acked_through INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE local_draft(
    account BLOB NOT NULL,
    entity BLOB NOT NULL,
    type INTEGER NOT NULL,
    definition_id TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    PRIMARY KEY(account, entity)) STRICT, WITHOUT ROWID;
  CREATE TABLE local_draft_field(
    account BLOB NOT NULL,
    entity BLOB NOT NULL,
    field TEXT NOT NULL,
    value BLOB,
    base INTEGER NOT NULL,
    PRIMARY KEY(account, entity, field),
    FOREIGN KEY(account, entity) REFERENCES local_draft(account, entity) ON DELETE CASCADE ON UPDATE CASCADE)
    STRICT, WITHOUT ROWID;
  INSERT INTO local_draft SELECT zeroblob(16), entity, type, definition_id, definition_version FROM local_open;
  INSERT INTO local_draft_field SELECT zeroblob(16), entity, field, value, base FROM local_open_field;
  DROP TABLE local_open_field;
  DROP TABLE local_open;
)sql"},
                                              // A cursor and a sum for each scope. What was read with the one cursor
                                              // of before has no sum: it is read once more, onto itself. From now on
                                              // returned is 1 or, for what was accepted and cannot be seen, 2.
                                              {R"sql(
  CREATE TABLE local_scope(
    name TEXT PRIMARY KEY,
    cursor INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    reading INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO local_scope SELECT scope, 0, 0, 0 FROM state_entity UNION SELECT scope, 0, 0, 0 FROM state_parked;
  ALTER TABLE local_self DROP COLUMN cursor;
)sql"}};

Result<std::vector<Operation>> read_operations(storage::Statement& query) {
  std::vector<Operation> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return out;
    MOTCUA_TRY_ASSIGN(Operation operation,
                      decode_operation(DeviceId::from_bytes(query.blob(0)).value_or(DeviceId{}), query.blob(1)));
    out.push_back(std::move(operation));
  }
}

}  // namespace

Status migrate(storage::Database& database) { return storage::migrate(database, "local_log", kMigrations); }

Result<std::optional<LocalSelf>> read_self(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT device, last_seq, last_hash, last_hlc, acked_through, epoch, "
                                                "account FROM local_self"));
  MOTCUA_TRY_ASSIGN(const bool row, query->step());
  if (!row) return std::nullopt;
  LocalSelf self;
  const auto device = DeviceId::from_bytes(query->blob(0));
  const ByteView hash = query->blob(2);
  const auto account = AccountId::from_bytes(query->blob(6));
  if (!device || !account || hash.size() != self.last_hash.size())
    return fail(ErrorCode::database_corrupt, "local_self");
  self.device = *device;
  self.account = *account;
  self.last_seq = static_cast<std::uint64_t>(query->integer(1));
  std::ranges::copy(hash, self.last_hash.begin());
  self.last_hlc.value = static_cast<std::uint64_t>(query->integer(3));
  self.acked_through = static_cast<std::uint64_t>(query->integer(4));
  self.epoch = static_cast<std::uint64_t>(query->integer(5));
  return self;
}

Status write_self(storage::Database& database, const LocalSelf& self) {
  MOTCUA_TRY_ASSIGN(auto statement,
                    database.cached("INSERT OR REPLACE INTO local_self VALUES(1, ?, ?, ?, ?, ?, ?, ?)"));
  return statement
      ->bind_all(self.device.bytes(), self.last_seq, self.last_hash, self.last_hlc.value, self.acked_through,
                 self.epoch, self.account.bytes())
      .run();
}

Status change_account(storage::Database& database, LocalSelf& self, const AccountId& account, const DeviceId& fresh) {
  MOTCUA_TRY_ASSIGN(auto aside, database.cached("INSERT OR REPLACE INTO local_aside VALUES(?, ?, ?, ?, ?)"));
  MOTCUA_TRY(
      aside->bind_all(self.account.bytes(), self.device.bytes(), self.last_seq, self.last_hash, self.acked_through)
          .run());
  const LocalSelf before = self;
  self = {fresh, 0, {}, before.last_hlc, 0, before.epoch, account};
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT device, last_seq, last_hash, acked_through FROM local_aside "
                                                "WHERE account = ?"));
  MOTCUA_TRY_ASSIGN(const bool known, query->bind_all(account.bytes()).step());
  if (!known) return {};
  const ByteView hash = query->blob(2);
  self.device = DeviceId::from_bytes(query->blob(0)).value_or(fresh);
  self.last_seq = static_cast<std::uint64_t>(query->integer(1));
  if (hash.size() != self.last_hash.size()) return fail(ErrorCode::database_corrupt, "local_aside");
  std::ranges::copy(hash, self.last_hash.begin());
  self.acked_through = static_cast<std::uint64_t>(query->integer(3));
  query->reset();
  MOTCUA_TRY_ASSIGN(auto erase, database.cached("DELETE FROM local_aside WHERE account = ?"));
  return erase->bind_all(account.bytes()).run();
}

Status adopt_unknown(storage::Database& database, LocalSelf& self, const AccountId& account) {
  for (const char* change : {"UPDATE local_aside SET account = ?1 WHERE account = ?2",
                             "UPDATE local_operation SET account = ?1 WHERE account = ?2",
                             "UPDATE local_draft SET account = ?1 WHERE account = ?2"}) {
    MOTCUA_TRY_ASSIGN(auto update, database.cached(change));
    MOTCUA_TRY(update->bind_all(account.bytes(), AccountId{}.bytes()).run());
  }
  if (self.account.is_nil()) self.account = account;
  return {};
}

Result<std::optional<Operation>> read_open(storage::Database& database, const AccountId& account,
                                           const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto head, database.cached("SELECT type, definition_id, definition_version FROM local_draft "
                                               "WHERE account = ? AND entity = ?"));
  MOTCUA_TRY_ASSIGN(const bool found, head->bind_all(account.bytes(), entity.bytes()).step());
  if (!found) return std::nullopt;
  Operation open;
  open.entity = entity;
  open.entity_type = static_cast<EntityType>(head->integer(0));
  open.definition = {std::string(head->text(1)), std::string(head->text(2))};

  MOTCUA_TRY_ASSIGN(auto rows, database.cached("SELECT field, value, base FROM local_draft_field "
                                               "WHERE account = ? AND entity = ? ORDER BY field"));
  rows->bind_all(account.bytes(), entity.bytes());
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, rows->step());
    if (!row) return open;
    FieldChange& change = open.fields.emplace_back();
    change.field = rows->text(0);
    if (!rows->is_null(1)) change.value = std::string(as_text(rows->blob(1)));
    change.base.value = static_cast<std::uint64_t>(rows->integer(2));
  }
}

Status write_open(storage::Database& database, const AccountId& account, const LocalLog::Edit& edit) {
  MOTCUA_TRY_ASSIGN(
      auto statement,
      database.cached("INSERT INTO local_draft VALUES(?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                      "definition_id = excluded.definition_id, definition_version = excluded.definition_version"));
  return statement
      ->bind_all(account.bytes(), edit.entity.bytes(), edit.type, edit.definition.id, edit.definition.version)
      .run();
}

Status write_open_field(storage::Database& database, const AccountId& account, const EntityId& entity,
                        const FieldChange& change) {
  // What the writer saw is what stood when the open operation first touched the field.
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("INSERT INTO local_draft_field VALUES(?, ?, ?, ?, ?) "
                                                    "ON CONFLICT DO UPDATE SET value = excluded.value"));
  statement->bind_all(account.bytes(), entity.bytes(), change.field).bind(5, change.base.value);
  if (change.value) {
    statement->bind_blob(4, as_bytes(*change.value));
  } else {
    statement->bind_null(4);
  }
  return statement->run();
}

Status erase_open(storage::Database& database, const AccountId& account, const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("DELETE FROM local_draft WHERE account = ? AND entity = ?"));
  return statement->bind_all(account.bytes(), entity.bytes()).run();
}

Status erase_open_field(storage::Database& database, const AccountId& account, const EntityId& entity,
                        std::string_view field) {
  MOTCUA_TRY_ASSIGN(auto erase, database.cached("DELETE FROM local_draft_field "
                                                "WHERE account = ? AND entity = ? AND field = ?"));
  MOTCUA_TRY(erase->bind_all(account.bytes(), entity.bytes(), field).run());
  MOTCUA_TRY_ASSIGN(auto empty,
                    database.cached("DELETE FROM local_draft WHERE account = ?1 AND entity = ?2 AND NOT EXISTS "
                                    "(SELECT 1 FROM local_draft_field WHERE account = ?1 AND entity = ?2)"));
  return empty->bind_all(account.bytes(), entity.bytes()).run();
}

Status append(storage::Database& database, LocalSelf& self, Operation operation) {
  operation.device = self.device;
  operation.seq = self.last_seq + 1;
  const Bytes bytes = encode_operation(operation);
  if (bytes.size() > kMaxOperationBytes) return fail(ErrorCode::frame_too_large, std::to_string(bytes.size()));
  self.last_seq = operation.seq;
  self.last_hash = chain_hash(self.last_hash, self.device, bytes);
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database.cached("INSERT INTO local_operation(device, seq, entity, hash, bytes, account) VALUES(?, ?, ?, ?, ?, "
                      "?)"));
  return insert
      ->bind_all(self.device.bytes(), operation.seq, operation.entity.bytes(), self.last_hash, bytes,
                 self.account.bytes())
      .run();
}

Status renumber(storage::Database& database, LocalSelf& self, const std::vector<Operation>& operations) {
  for (const Operation& operation : operations) {
    MOTCUA_TRY_ASSIGN(auto remove, database.cached("DELETE FROM local_operation WHERE device = ? AND seq = ?"));
    MOTCUA_TRY(remove->bind_all(operation.device.bytes(), operation.seq).run());
    MOTCUA_TRY(append(database, self, operation));
  }
  return {};
}

Result<std::vector<Operation>> read_unreturned(storage::Database& database, const AccountId& account,
                                               const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto query,
                    database.cached("SELECT device, bytes FROM local_operation WHERE entity = ? AND NOT returned "
                                    "AND account = ? AND bytes IS NOT NULL ORDER BY number"));
  query->bind_all(entity.bytes(), account.bytes());
  return read_operations(*query);
}

Result<std::vector<Operation>> read_after(storage::Database& database, const DeviceId& device, std::uint64_t seq) {
  MOTCUA_TRY_ASSIGN(auto query,
                    database.cached("SELECT device, bytes FROM local_operation WHERE device = ? AND seq > ? "
                                    "AND bytes IS NOT NULL ORDER BY seq"));
  query->bind_all(device.bytes(), seq);
  return read_operations(*query);
}

Result<std::vector<Operation>> read_doubtful(storage::Database& database, const LocalSelf& self) {
  MOTCUA_TRY_ASSIGN(
      auto query,
      database.cached("SELECT device, bytes FROM local_operation WHERE NOT returned AND verdict_code IS NULL "
                      "AND bytes IS NOT NULL AND (device != ?1 OR seq <= ?2) AND account = ?3 ORDER BY number"));
  query->bind_all(self.device.bytes(), self.acked_through, self.account.bytes());
  return read_operations(*query);
}

Status mark_out_of_sight(storage::Database& database, const DeviceId& device, std::uint64_t first_seq,
                         std::uint64_t last_seq) {
  MOTCUA_TRY_ASSIGN(auto statement,
                    database.cached("UPDATE local_operation SET returned = ?4 WHERE NOT returned AND verdict_code IS "
                                    "NULL AND device = ?1 AND seq BETWEEN ?2 AND ?3"));
  return statement->bind_all(device.bytes(), first_seq, last_seq, Returned::out_of_sight).run();
}

Result<std::vector<LocalScope>> read_scopes(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT name, cursor, sum, reading FROM local_scope ORDER BY name"));
  std::vector<LocalScope> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return out;
    out.push_back({std::string(query->text(0)), static_cast<std::uint64_t>(query->integer(1)),
                   static_cast<std::uint64_t>(query->integer(2)), static_cast<Reading>(query->integer(3))});
  }
}

Status write_scope(storage::Database& database, const LocalScope& scope) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("INSERT OR REPLACE INTO local_scope VALUES(?, ?, ?, ?)"));
  return statement->bind_all(scope.name, scope.cursor, scope.sum, scope.reading).run();
}

Status erase_scope(storage::Database& database, std::string_view name) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("DELETE FROM local_scope WHERE name = ?"));
  return statement->bind_all(name).run();
}

Status mark_scope(storage::Database& database, const AccountId& account, std::string_view name, Returned from,
                  Returned to) {
  MOTCUA_TRY_ASSIGN(auto statement,
                    database.cached("UPDATE local_operation SET returned = ?3 WHERE returned = ?2 AND account = ?4 "
                                    "AND entity IN (SELECT entity FROM state_entity WHERE scope = ?1)"));
  return statement->bind_all(name, from, to, account.bytes()).run();
}

}  // namespace motcua::records::local
