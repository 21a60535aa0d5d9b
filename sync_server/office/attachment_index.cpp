#include "office/attachment_index.hpp"

#include <algorithm>
#include <map>

namespace motcua::server {
namespace {

constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE response_file (
        entity BLOB NOT NULL,
        name TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        size INTEGER NOT NULL,
        PRIMARY KEY (entity, name)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX response_file_by_content ON response_file(sha256, size);
      CREATE TABLE arrived_file (
        sha256 BLOB PRIMARY KEY,
        size INTEGER NOT NULL,
        arrived INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    )sql"},
};

// Columns: entity, name, sha256, size, arrived.
Result<std::vector<AttachmentIndex::Row>> read_rows(storage::Statement& select) {
  std::vector<AttachmentIndex::Row> rows;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool more, select.step());
    if (!more) return rows;
    AttachmentIndex::Row row;
    const auto entity = EntityId::from_bytes(select.blob(0));
    const ByteView digest = select.blob(2);
    if (!entity || digest.size() != row.file.size()) return fail(ErrorCode::database_corrupt, "response_file");
    row.response = *entity;
    row.name = select.text(1);
    std::ranges::copy(digest, row.file.begin());
    row.size = static_cast<std::uint64_t>(select.integer(3));
    row.arrived = select.integer(4) != 0;
    rows.push_back(std::move(row));
  }
}

/// The files that a response names, by name.
std::map<std::string, records::Attachment> named_files(const std::optional<records::EntityState>& state) {
  std::map<std::string, records::Attachment> out;
  if (!state || state->removed || state->type != records::EntityType::response) return out;
  for (const auto& [field, stored] : state->fields) {
    const auto name = records::attachment_of_field(field);
    auto file = name && stored.value ? records::parse_attachment(*stored.value) : std::nullopt;
    if (file) out.emplace(*name, *std::move(file));
  }
  return out;
}

#define MOTCUA_ROWS                                                                                        \
  "SELECT entity, name, response_file.sha256, response_file.size, arrived IS NOT NULL FROM response_file " \
  "LEFT JOIN arrived_file USING (sha256) "

}  // namespace

Status AttachmentIndex::migrate(storage::Database& database) {
  return storage::migrate(database, "attachment_index", kMigrations);
}

bool AttachmentIndex::concerns(const records::Operation& operation) {
  if (operation.entity_type != records::EntityType::response) return false;
  return operation.kind == records::OperationKind::remove ||
         std::ranges::any_of(operation.fields, [](const records::FieldChange& change) {
           return records::attachment_of_field(change.field).has_value();
         });
}

Status AttachmentIndex::update(const records::StateStore& store, const EntityId& response) {
  MOTCUA_TRY_ASSIGN(const auto state, store.read(response));
  MOTCUA_TRY_ASSIGN(auto remove, database_->cached("DELETE FROM response_file WHERE entity = ?"));
  MOTCUA_TRY(remove->bind_all(response.bytes()).run());
  for (const auto& [name, file] : named_files(state)) {
    MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT INTO response_file VALUES (?, ?, ?, ?)"));
    MOTCUA_TRY(insert->bind_all(response.bytes(), name, file.sha256, file.size).run());
  }
  return {};
}

Result<bool> AttachmentIndex::is_expected(const Hash& file, std::uint64_t size) const {
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->cached("SELECT 1 FROM response_file WHERE sha256 = ? AND size = ? LIMIT 1"));
  return select->bind_all(file, size).step();
}

Status AttachmentIndex::note_arrived(const Hash& file, std::uint64_t size, Instant now) {
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT INTO arrived_file VALUES (?, ?, ?) ON CONFLICT DO NOTHING"));
  return insert->bind_all(file, size, now.ms).run();
}

Result<bool> AttachmentIndex::has_arrived(const Hash& file) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT 1 FROM arrived_file WHERE sha256 = ?"));
  return select->bind_all(file).step();
}

Result<std::vector<AttachmentIndex::Row>> AttachmentIndex::of(const EntityId& response) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(MOTCUA_ROWS "WHERE entity = ? ORDER BY name"));
  select->bind_all(response.bytes());
  return read_rows(*select);
}

Result<std::vector<AttachmentIndex::Row>> AttachmentIndex::all() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(MOTCUA_ROWS "ORDER BY entity, name"));
  return read_rows(*select);
}

#undef MOTCUA_ROWS

Result<std::int64_t> AttachmentIndex::waiting_responses() const {
  MOTCUA_TRY_ASSIGN(const auto count,
                    database_->query_integer("SELECT count(DISTINCT entity) FROM response_file "
                                             "WHERE sha256 NOT IN (SELECT sha256 FROM arrived_file)"));
  return count.value_or(0);
}

Result<std::vector<EntityId>> AttachmentIndex::verify(const records::StateStore& store) const {
  std::map<EntityId, std::map<std::string, std::pair<Hash, std::uint64_t>>> indexed;
  MOTCUA_TRY_ASSIGN(const auto rows, all());
  for (const Row& row : rows) indexed[row.response].emplace(row.name, std::pair(row.file, row.size));
  std::vector<EntityId> different;
  MOTCUA_TRY_ASSIGN(const auto responses, store.list(records::EntityType::response));
  for (const EntityId& response : responses) {
    MOTCUA_TRY_ASSIGN(const auto state, store.read(response));
    std::map<std::string, std::pair<Hash, std::uint64_t>> named;
    for (const auto& [name, file] : named_files(state)) named.emplace(name, std::pair(file.sha256, file.size));
    const auto own = indexed.extract(response);
    if (own.empty() ? !named.empty() : own.mapped() != named) different.push_back(response);
  }
  for (const auto& [response, files] : indexed) different.push_back(response);  // Of responses that are gone.
  return different;
}

}  // namespace motcua::server
