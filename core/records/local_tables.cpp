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
  MOTCUA_TRY_ASSIGN(auto query,
                    database.cached("SELECT device, last_seq, last_hash, last_hlc, acked_through, cursor, epoch "
                                    "FROM local_self"));
  MOTCUA_TRY_ASSIGN(const bool row, query->step());
  if (!row) return std::nullopt;
  LocalSelf self;
  const auto device = DeviceId::from_bytes(query->blob(0));
  const ByteView hash = query->blob(2);
  if (!device || hash.size() != self.last_hash.size()) return fail(ErrorCode::database_corrupt, "local_self");
  self.device = *device;
  self.last_seq = static_cast<std::uint64_t>(query->integer(1));
  std::ranges::copy(hash, self.last_hash.begin());
  self.last_hlc.value = static_cast<std::uint64_t>(query->integer(3));
  self.acked_through = static_cast<std::uint64_t>(query->integer(4));
  self.cursor = static_cast<std::uint64_t>(query->integer(5));
  self.epoch = static_cast<std::uint64_t>(query->integer(6));
  return self;
}

Status write_self(storage::Database& database, const LocalSelf& self) {
  MOTCUA_TRY_ASSIGN(auto statement,
                    database.cached("INSERT OR REPLACE INTO local_self VALUES(1, ?, ?, ?, ?, ?, ?, ?)"));
  return statement
      ->bind_all(self.device.bytes(), self.last_seq, self.last_hash, self.last_hlc.value, self.acked_through,
                 self.cursor, self.epoch)
      .run();
}

Result<std::optional<Operation>> read_open(storage::Database& database, const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto head,
                    database.cached("SELECT type, definition_id, definition_version FROM local_open WHERE entity = ?"));
  MOTCUA_TRY_ASSIGN(const bool found, head->bind_all(entity.bytes()).step());
  if (!found) return std::nullopt;
  Operation open;
  open.entity = entity;
  open.entity_type = static_cast<EntityType>(head->integer(0));
  open.definition = {std::string(head->text(1)), std::string(head->text(2))};

  MOTCUA_TRY_ASSIGN(auto rows,
                    database.cached("SELECT field, value, base FROM local_open_field WHERE entity = ? ORDER BY field"));
  rows->bind_all(entity.bytes());
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, rows->step());
    if (!row) return open;
    FieldChange& change = open.fields.emplace_back();
    change.field = rows->text(0);
    if (!rows->is_null(1)) change.value = std::string(as_text(rows->blob(1)));
    change.base.value = static_cast<std::uint64_t>(rows->integer(2));
  }
}

Status write_open(storage::Database& database, const LocalLog::Edit& edit) {
  MOTCUA_TRY_ASSIGN(
      auto statement,
      database.cached("INSERT INTO local_open VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                      "definition_id = excluded.definition_id, definition_version = excluded.definition_version"));
  return statement->bind_all(edit.entity.bytes(), edit.type, edit.definition.id, edit.definition.version).run();
}

Status write_open_field(storage::Database& database, const EntityId& entity, const FieldChange& change) {
  // What the writer saw is what stood when the open operation first touched the field.
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("INSERT INTO local_open_field VALUES(?, ?, ?, ?) "
                                                    "ON CONFLICT DO UPDATE SET value = excluded.value"));
  statement->bind_all(entity.bytes(), change.field).bind(4, change.base.value);
  if (change.value) {
    statement->bind_blob(3, as_bytes(*change.value));
  } else {
    statement->bind_null(3);
  }
  return statement->run();
}

Status erase_open(storage::Database& database, const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("DELETE FROM local_open WHERE entity = ?"));
  return statement->bind_all(entity.bytes()).run();
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
      database.cached("INSERT INTO local_operation(device, seq, entity, hash, bytes) VALUES(?, ?, ?, ?, ?)"));
  return insert->bind_all(self.device.bytes(), operation.seq, operation.entity.bytes(), self.last_hash, bytes).run();
}

Status renumber(storage::Database& database, LocalSelf& self, const std::vector<Operation>& operations) {
  for (const Operation& operation : operations) {
    MOTCUA_TRY_ASSIGN(auto remove, database.cached("DELETE FROM local_operation WHERE device = ? AND seq = ?"));
    MOTCUA_TRY(remove->bind_all(operation.device.bytes(), operation.seq).run());
    MOTCUA_TRY(append(database, self, operation));
  }
  return {};
}

Result<std::vector<Operation>> read_unreturned(storage::Database& database, const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto query,
                    database.cached("SELECT device, bytes FROM local_operation WHERE entity = ? AND NOT returned "
                                    "AND bytes IS NOT NULL ORDER BY number"));
  query->bind_all(entity.bytes());
  return read_operations(*query);
}

Result<std::vector<Operation>> read_after(storage::Database& database, const DeviceId& device, std::uint64_t seq) {
  MOTCUA_TRY_ASSIGN(auto query,
                    database.cached("SELECT device, bytes FROM local_operation WHERE device = ? AND seq > ? "
                                    "AND bytes IS NOT NULL ORDER BY seq"));
  query->bind_all(device.bytes(), seq);
  return read_operations(*query);
}

Result<std::vector<Operation>> read_missing(storage::Database& database, const LocalSelf& self, bool of_present_id) {
  MOTCUA_TRY_ASSIGN(
      auto query,
      database.cached("SELECT device, bytes FROM local_operation WHERE NOT returned AND verdict_code IS NULL "
                      "AND bytes IS NOT NULL AND (device = ?1) = ?2 AND (device != ?1 OR seq <= ?3) "
                      "ORDER BY number"));
  query->bind_all(self.device.bytes(), of_present_id, self.acked_through);
  return read_operations(*query);
}

}  // namespace motcua::records::local
