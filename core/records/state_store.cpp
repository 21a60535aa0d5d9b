#include <algorithm>

#include "motcua/records/state.hpp"
#include "state_codec.hpp"

namespace motcua::records {
namespace {

constexpr storage::Migration kMigrations[] = {{R"sql(
  CREATE TABLE state_entity(
    number INTEGER PRIMARY KEY,
    entity BLOB NOT NULL UNIQUE,
    type INTEGER NOT NULL,
    scope TEXT NOT NULL,
    removed INTEGER NOT NULL,
    body BLOB NOT NULL) STRICT;
  CREATE INDEX state_entity_type ON state_entity(type);
  CREATE TABLE state_history(
    entity BLOB NOT NULL,
    field TEXT NOT NULL,
    effective INTEGER NOT NULL,
    device BLOB NOT NULL,
    hlc INTEGER NOT NULL,
    base INTEGER NOT NULL,
    value BLOB,
    conflict INTEGER NOT NULL,
    PRIMARY KEY(entity, field, effective, device)) STRICT, WITHOUT ROWID;
  CREATE TABLE state_parked(
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    commit_seq INTEGER NOT NULL,
    effective INTEGER NOT NULL,
    scope TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY(device, seq)) STRICT, WITHOUT ROWID;
)sql"}};

HistoryEntry read_history_row(const storage::Statement& row) {
  HistoryEntry entry;
  entry.field = row.text(0);
  entry.effective.value = static_cast<std::uint64_t>(row.integer(1));
  entry.device = DeviceId::from_bytes(row.blob(2)).value_or(DeviceId{});
  entry.hlc.value = static_cast<std::uint64_t>(row.integer(3));
  entry.base.value = static_cast<std::uint64_t>(row.integer(4));
  if (!row.is_null(5)) entry.value = std::string(as_text(row.blob(5)));
  entry.conflict = row.integer(6) != 0;
  return entry;
}

Status read_history(storage::Database& database, const EntityId& entity, const std::string& field,
                    std::vector<HistoryEntry>& into) {
  MOTCUA_TRY_ASSIGN(auto query,
                    database.cached("SELECT field, effective, device, hlc, base, value, conflict FROM state_history "
                                    "WHERE entity = ? AND field = ? ORDER BY effective, device"));
  query->bind_all(entity.bytes(), field);
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return {};
    into.push_back(read_history_row(*query));
  }
}

/// The first ones are stored already: of them only what changed.
Status write_history(storage::Database& database, const EntityId& entity, const std::vector<HistoryEntry>& history,
                     const std::vector<HistoryEntry>& stored) {
  MOTCUA_TRY_ASSIGN(auto upsert, database.cached("INSERT INTO state_history VALUES(?, ?, ?, ?, ?, ?, ?, ?) "
                                                 "ON CONFLICT DO UPDATE SET conflict = excluded.conflict"));
  for (std::size_t i = 0; i < history.size(); ++i) {
    const HistoryEntry& entry = history[i];
    if (i < stored.size() && entry == stored[i]) continue;
    upsert->bind_all(entity.bytes(), entry.field, entry.effective.value, entry.device.bytes(), entry.hlc.value,
                     entry.base.value);
    if (entry.value) {
      upsert->bind_blob(7, as_bytes(*entry.value));
    } else {
      upsert->bind_null(7);
    }
    upsert->bind(8, entry.conflict ? 1 : 0);
    MOTCUA_TRY(upsert->run());
  }
  return {};
}

/// Drops what was said of a person from a removed entity, here as on the server. Those fields are written by the office
/// only, in one order, so nothing that comes later needs their values.
Status forget_person(storage::Database& database, EntityState& state, std::vector<HistoryEntry>& history) {
  bool any = false;
  for (auto& [name, field] : state.fields) {
    if (!is_personal(name)) continue;
    field.value.reset();
    any = true;
  }
  if (!any) return {};
  std::erase_if(history, [](const HistoryEntry& entry) { return is_personal(entry.field); });
  MOTCUA_TRY_ASSIGN(auto erase, database.cached("DELETE FROM state_history WHERE entity = ?1 AND substr(field, 1, "
                                                "length(?2)) = ?2"));
  return erase->bind_all(state.entity.bytes(), kPersonalPrefix).run();
}

Status park(storage::Database& database, const SequencedOperation& sequenced) {
  const Operation& operation = sequenced.operation;
  MOTCUA_TRY_ASSIGN(auto insert, database.cached("INSERT OR REPLACE INTO state_parked VALUES(?, ?, ?, ?, ?, ?)"));
  return insert
      ->bind_all(operation.device.bytes(), operation.seq, sequenced.commit_seq, sequenced.effective.value,
                 sequenced.scope, encode_operation(operation))
      .run();
}

}  // namespace

std::string field_text(const EntityState& state, std::string_view field) {
  const auto found = state.fields.find(field);
  return found == state.fields.end() ? std::string() : found->second.value.value_or("");
}

Status StateStore::migrate(storage::Database& database) { return storage::migrate(database, "state", kMigrations); }

Result<std::optional<EntityState>> StateStore::read(const EntityId& entity) const {
  MOTCUA_TRY_ASSIGN(auto query,
                    database_->cached("SELECT type, scope, removed, body FROM state_entity WHERE entity = ?"));
  MOTCUA_TRY_ASSIGN(const bool found, query->bind_all(entity.bytes()).step());
  if (!found) return std::nullopt;
  EntityState state;
  state.entity = entity;
  state.type = static_cast<EntityType>(query->integer(0));
  state.scope = query->text(1);
  state.removed = query->integer(2) != 0;
  MOTCUA_TRY(decode_state(query->blob(3), state));
  return state;
}

Status StateStore::apply(const SequencedOperation& operation) {
  if (!is_understood(operation.operation)) return park(*database_, operation);
  MOTCUA_TRY_ASSIGN(auto state, read(operation.operation.entity));
  return apply_to(std::move(state), operation);
}

Status StateStore::apply_to(std::optional<EntityState> before, const SequencedOperation& operation) {
  const EntityId& entity = operation.operation.entity;
  EntityState state = before.value_or(EntityState{});
  std::vector<HistoryEntry> entries;
  for (const std::string& field : fields_with_history(state, operation)) {
    MOTCUA_TRY(read_history(*database_, entity, field, entries));
  }
  std::vector<HistoryEntry> entries_before = entries;
  merge(state, operation, entries);
  if (state.removed) {
    MOTCUA_TRY(forget_person(*database_, state, entries));
    std::erase_if(entries_before, [](const HistoryEntry& entry) { return is_personal(entry.field); });
  }
  if (before == state && entries == entries_before) return {};
  if (before) {
    MOTCUA_TRY(write_history(*database_, entity, entries, entries_before));
    MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE state_entity SET removed = ?, body = ? WHERE entity = ?"));
    return update->bind_all(state.removed, encode_state(state), entity.bytes()).run();
  }
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database_->cached("INSERT INTO state_entity(entity, type, scope, removed, body) VALUES(?, ?, ?, ?, ?)"));
  return insert->bind_all(entity.bytes(), state.type, state.scope, state.removed, encode_state(state)).run();
}

Result<std::vector<EntityId>> StateStore::list(EntityType type) const {
  MOTCUA_TRY_ASSIGN(
      auto query, database_->cached("SELECT entity FROM state_entity WHERE type = ? AND NOT removed ORDER BY number"));
  query->bind_all(type);
  std::vector<EntityId> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return out;
    out.push_back(EntityId::from_bytes(query->blob(0)).value_or(EntityId{}));
  }
}

Result<std::vector<HistoryEntry>> StateStore::history(const EntityId& entity) const {
  MOTCUA_TRY_ASSIGN(auto query,
                    database_->cached("SELECT field, effective, device, hlc, base, value, conflict FROM state_history "
                                      "WHERE entity = ? ORDER BY field, effective, device"));
  query->bind_all(entity.bytes());
  std::vector<HistoryEntry> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return out;
    out.push_back(read_history_row(*query));
  }
}

Status StateStore::retry_parked() {
  std::vector<SequencedOperation> understood;
  {
    MOTCUA_TRY_ASSIGN(
        auto query,
        database_->cached("SELECT commit_seq, effective, scope, device, bytes FROM state_parked ORDER BY commit_seq"));
    for (;;) {
      MOTCUA_TRY_ASSIGN(const bool row, query->step());
      if (!row) break;
      auto operation = decode_operation(DeviceId::from_bytes(query->blob(3)).value_or(DeviceId{}), query->blob(4));
      if (!operation || !is_understood(*operation)) continue;
      understood.push_back({static_cast<std::uint64_t>(query->integer(0)),
                            {static_cast<std::uint64_t>(query->integer(1))},
                            std::string(query->text(2)),
                            std::move(*operation)});
    }
  }
  for (const SequencedOperation& operation : understood) {
    MOTCUA_TRY(apply(operation));
    MOTCUA_TRY_ASSIGN(auto remove, database_->cached("DELETE FROM state_parked WHERE device = ? AND seq = ?"));
    MOTCUA_TRY(remove->bind_all(operation.operation.device.bytes(), operation.operation.seq).run());
  }
  return {};
}

Status StateStore::clear() {
  return database_->execute("DELETE FROM state_entity; DELETE FROM state_history; DELETE FROM state_parked");
}

Status StateStore::clear_scope(std::string_view scope) {
  for (const char* sql : {"DELETE FROM state_history WHERE entity IN (SELECT entity FROM state_entity WHERE scope = ?)",
                          "DELETE FROM state_entity WHERE scope = ?", "DELETE FROM state_parked WHERE scope = ?"}) {
    MOTCUA_TRY_ASSIGN(auto statement, database_->cached(sql));
    MOTCUA_TRY(statement->bind_all(scope).run());
  }
  return {};
}

}  // namespace motcua::records
