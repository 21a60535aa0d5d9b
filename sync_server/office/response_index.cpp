#include "office/response_index.hpp"

#include <algorithm>
#include <unordered_map>

#include "motcua/survey/responses.hpp"

namespace motcua::server {
namespace {

constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE response_index (
        number INTEGER PRIMARY KEY,
        entity BLOB NOT NULL UNIQUE,
        form_id TEXT NOT NULL,
        version TEXT NOT NULL,
        account BLOB NOT NULL REFERENCES account(id),
        received INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX response_index_by_form ON response_index(form_id, number);
      CREATE TABLE refused_operation (
        device BLOB NOT NULL,
        seq INTEGER NOT NULL,
        received INTEGER NOT NULL,
        code INTEGER NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (device, seq)
      ) STRICT, WITHOUT ROWID;
    )sql"},
    // Filling again: a response waits while the revision that was checked is not its own.
    {R"sql(
      ALTER TABLE response_index ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE response_index ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE response_index ADD COLUMN broken INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX response_index_unchecked ON response_index(number) WHERE checked <> revision;
      CREATE INDEX response_index_broken ON response_index(number) WHERE broken > 0;
      CREATE TABLE broken_rule (
        response INTEGER NOT NULL,
        position INTEGER NOT NULL,
        ref TEXT NOT NULL,
        code INTEGER NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (response, position)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER response_index_deleted AFTER DELETE ON response_index
        BEGIN DELETE FROM broken_rule WHERE response = OLD.number; END;
    )sql"},
    // Seeing: a response is unseen while the revision that was seen is not its own. What people marked stays, also what
    // they took back.
    {R"sql(
      ALTER TABLE response_index ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX response_index_unseen ON response_index(number) WHERE seen <> revision;
      CREATE TABLE review (
        number INTEGER PRIMARY KEY,
        account BLOB NOT NULL REFERENCES account(id),
        at INTEGER NOT NULL,
        undoes INTEGER REFERENCES review(number)
      ) STRICT;
      CREATE TABLE reviewed_response (
        review INTEGER NOT NULL REFERENCES review(number),
        entity BLOB NOT NULL,
        seen_before INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        PRIMARY KEY (review, entity)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX reviewed_response_by_entity ON reviewed_response(entity, review);
    )sql"},
    // In what order responses came or changed, for lists that say up to where they had them.
    {R"sql(
      ALTER TABLE response_index ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
      UPDATE response_index SET changed = number;
      CREATE INDEX response_index_changed ON response_index(changed);
    )sql"},
};

bool is_final(const records::EntityState& state) {
  if (state.type != records::EntityType::response || state.removed) return false;
  const auto status = state.fields.find(survey::kStatusField);
  return status != state.fields.end() && status->second.value == "final";
}

constexpr const char* kRows = R"sql(
  SELECT entity, form_id, version, account.name, received, response_index.number, broken, reader.name, review.at
  FROM response_index JOIN account ON account.id = response_index.account
  LEFT JOIN review ON response_index.seen = revision AND review.number =
    (SELECT max(review) FROM reviewed_response WHERE reviewed_response.entity = response_index.entity)
  LEFT JOIN account AS reader ON reader.id = review.account WHERE )sql";

// Of kRows.
Result<std::vector<ResponseIndex::Row>> read_rows(storage::Statement& select) {
  std::vector<ResponseIndex::Row> rows;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select.step());
    if (!more) return rows;
    const auto id = EntityId::from_bytes(select.blob(0));
    if (!id) return fail(ErrorCode::database_corrupt, "response_index");
    rows.push_back({*id, std::string(select.text(1)), std::string(select.text(2)), std::string(select.text(3)),
                    Instant{select.integer(4)}, select.integer(5), static_cast<std::uint64_t>(select.integer(6)),
                    std::string(select.text(7)), std::nullopt});
    if (!select.is_null(8)) rows.back().seen_at = Instant{select.integer(8)};
  }
}

}  // namespace

Status ResponseIndex::migrate(storage::Database& database) {
  return storage::migrate(database, "response_index", kMigrations);
}

Status ResponseIndex::update(records::StateStore& store, const EntityId& entity, const AccountId& account,
                             Instant now) {
  MOTCUA_TRY_ASSIGN(const auto state, store.read(entity));
  if (!state || !is_final(*state)) {
    MOTCUA_TRY_ASSIGN(auto remove, database_->cached("DELETE FROM response_index WHERE entity = ?"));
    remove->bind_all(entity.bytes());
    return remove->run();
  }
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO response_index (entity, form_id, version, account, received, changed)
    VALUES (?, ?, ?, ?, ?, (SELECT 1 + coalesce(max(changed), 0) FROM response_index))
    ON CONFLICT (entity) DO UPDATE SET
      revision = revision + 1, form_id = excluded.form_id, version = excluded.version, changed = excluded.changed)sql"));
  insert->bind_all(entity.bytes(), state->definition.id, state->definition.version, account.bytes(), now.ms);
  return insert->run();
}

Status ResponseIndex::note_refused(const DeviceId& device, const records::LocalLog::Verdict& verdict, Instant now) {
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO refused_operation (device, seq, received, code, detail) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)sql"));
  insert->bind_all(device.bytes(), verdict.seq, now.ms, verdict.error.code, verdict.error.detail);
  return insert->run();
}

Result<std::vector<ResponseIndex::Refusal>> ResponseIndex::refused() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT refused_operation.device, seq, coalesce(account.name, ''), received, code, detail FROM refused_operation
    LEFT JOIN device ON device.id = refused_operation.device LEFT JOIN account ON account.id = device.account
    ORDER BY received, seq)sql"));
  std::vector<Refusal> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    const auto device = DeviceId::from_bytes(select->blob(0));
    if (!device) return fail(ErrorCode::database_corrupt, "refused_operation");
    out.push_back(
        {*device,
         static_cast<std::uint64_t>(select->integer(1)),
         std::string(select->text(2)),
         Instant{select->integer(3)},
         {error_code_from_wire(static_cast<std::uint16_t>(select->integer(4))), std::string(select->text(5))}});
  }
}

Result<std::int64_t> ResponseIndex::refused_count() const {
  MOTCUA_TRY_ASSIGN(const auto count, database_->query_integer("SELECT count(*) FROM refused_operation"));
  return count.value_or(0);
}

Result<std::int64_t> ResponseIndex::count() const {
  MOTCUA_TRY_ASSIGN(const auto count, database_->query_integer("SELECT count(*) FROM response_index"));
  return count.value_or(0);
}

Result<std::vector<ResponseIndex::Row>> ResponseIndex::rows(const std::string& where) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->prepare(kRows + where));
  return read_rows(select);
}

Result<std::vector<ResponseIndex::Row>> ResponseIndex::of_form(std::string_view form_id) const {
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->prepare(std::string(kRows) + "?1 = '' OR form_id = ?1 ORDER BY response_index.number"));
  select.bind_all(form_id);
  return read_rows(select);
}

Result<std::vector<std::string>> ResponseIndex::forms() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT DISTINCT form_id FROM response_index ORDER BY form_id"));
  std::vector<std::string> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    out.emplace_back(select->text(0));
  }
}

Result<std::vector<ResponseIndex::Unchecked>> ResponseIndex::unchecked(std::size_t limit) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT number, entity, revision FROM response_index WHERE checked <> revision ORDER BY number LIMIT ?)sql"));
  select->bind_all(limit);
  std::vector<Unchecked> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    const auto id = EntityId::from_bytes(select->blob(1));
    if (!id) return fail(ErrorCode::database_corrupt, "response_index");
    out.push_back({select->integer(0), *id, select->integer(2)});
  }
}

Result<std::int64_t> ResponseIndex::unchecked_count() const {
  MOTCUA_TRY_ASSIGN(const auto count,
                    database_->query_integer("SELECT count(*) FROM response_index WHERE checked <> revision"));
  return count.value_or(0);
}

Status ResponseIndex::store_check(const Unchecked& response, std::span<const survey::BrokenRule> broken) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached(R"sql(
    UPDATE response_index SET checked = revision, broken = ? WHERE number = ? AND revision = ? AND entity = ?
    RETURNING number)sql"));
  update->bind_all(broken.size(), response.number, response.revision, response.id.bytes());
  MOTCUA_TRY_ASSIGN(const bool current, update->step());
  if (!current) return {};
  MOTCUA_TRY(update->step());  // To its end: only then it is done.
  MOTCUA_TRY_ASSIGN(auto remove, database_->cached("DELETE FROM broken_rule WHERE response = ?"));
  remove->bind_all(response.number);
  MOTCUA_TRY(remove->run());
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT INTO broken_rule VALUES (?, ?, ?, ?, ?)"));
  for (std::size_t i = 0; i < broken.size(); ++i) {
    insert->bind_all(response.number, i, broken[i].ref, broken[i].error.code, broken[i].error.detail);
    MOTCUA_TRY(insert->run());
  }
  return {};
}

Status ResponseIndex::forget_checks() { return database_->execute("UPDATE response_index SET checked = 0"); }

Result<std::vector<survey::BrokenRule>> ResponseIndex::broken_rules(const Row& row) const {
  std::vector<survey::BrokenRule> out;
  if (row.broken == 0) return out;
  MOTCUA_TRY_ASSIGN(
      auto select, database_->cached("SELECT ref, code, detail FROM broken_rule WHERE response = ? ORDER BY position"));
  select->bind_all(row.number);
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    out.push_back(
        {std::string(select->text(0)),
         {error_code_from_wire(static_cast<std::uint16_t>(select->integer(1))), std::string(select->text(2))}});
  }
}

Result<std::int64_t> ResponseIndex::broken_count() const {
  MOTCUA_TRY_ASSIGN(const auto count, database_->query_integer("SELECT count(*) FROM response_index WHERE broken > 0"));
  return count.value_or(0);
}

Result<std::vector<EntityId>> ResponseIndex::verify(records::StateStore& store) const {
  MOTCUA_TRY_ASSIGN(const auto rows, of_form(""));
  std::unordered_map<EntityId, const Row*> indexed;
  for (const Row& row : rows) indexed.emplace(row.id, &row);
  std::vector<EntityId> different;
  MOTCUA_TRY_ASSIGN(const auto entities, store.list(records::EntityType::response));
  for (const EntityId& entity : entities) {
    MOTCUA_TRY_ASSIGN(const auto state, store.read(entity));
    if (!state || !is_final(*state)) continue;
    const auto found = indexed.find(entity);
    const bool same = found != indexed.end() && found->second->form_id == state->definition.id &&
                      found->second->version == state->definition.version;
    if (!same) different.push_back(entity);
    if (found != indexed.end()) indexed.erase(found);
  }
  for (const auto& [entity, row] : indexed) different.push_back(entity);
  std::ranges::sort(different);
  return different;
}

}  // namespace motcua::server
