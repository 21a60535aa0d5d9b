#include "attachment_store.hpp"

#include <algorithm>

namespace motcua::sync {
namespace {

constexpr storage::Migration kMigrations[] = {{R"sql(
  CREATE TABLE attachment(
    sha256 BLOB PRIMARY KEY,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    completed INTEGER,
    mismatches INTEGER NOT NULL DEFAULT 0,
    error_code INTEGER,
    error_detail TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE attachment_use(
    entity BLOB NOT NULL,
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL REFERENCES attachment(sha256),
    account BLOB NOT NULL,
    PRIMARY KEY(entity, name)) STRICT, WITHOUT ROWID;
  CREATE INDEX attachment_use_file ON attachment_use(sha256);
  CREATE INDEX attachment_incomplete ON attachment(sha256) WHERE completed IS NULL;
  CREATE TABLE attachment_epoch(id INTEGER PRIMARY KEY CHECK(id = 1), epoch INTEGER NOT NULL) STRICT;
)sql"}};

// Columns: entity, name, sha256, size, sent, completed, error_code, account.
Result<std::vector<AttachmentStore::Use>> read_uses(storage::Statement& select) {
  std::vector<AttachmentStore::Use> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, select.step());
    if (!row) return out;
    AttachmentStore::Use use;
    const auto entity = EntityId::from_bytes(select.blob(0));
    const ByteView digest = select.blob(2);
    const auto account = AccountId::from_bytes(select.blob(7));
    if (!entity || !account || digest.size() != use.sha256.size())
      return fail(ErrorCode::database_corrupt, "attachment");
    use.account = *account;
    use.entity = *entity;
    use.name = select.text(1);
    std::ranges::copy(digest, use.sha256.begin());
    use.size = static_cast<std::uint64_t>(select.integer(3));
    use.sent = static_cast<std::uint64_t>(select.integer(4));
    if (!select.is_null(5)) use.completed = Instant{select.integer(5)};
    use.failed = !select.is_null(6);
    out.push_back(std::move(use));
  }
}

#define MOTCUA_USES                                                               \
  "SELECT entity, name, sha256, size, sent, completed, error_code, account FROM " \
  "attachment_use JOIN attachment USING (sha256) "

}  // namespace

Status AttachmentStore::migrate(storage::Database& database) {
  return storage::migrate(database, "attachments", kMigrations);
}

Status AttachmentStore::add(const AccountId& account, const EntityId& entity, std::string_view name,
                            const records::Attachment& file) {
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(*database_));
  {
    MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT INTO attachment(sha256, size, media_type) "
                                                     "VALUES(?, ?, ?) ON CONFLICT DO NOTHING"));
    MOTCUA_TRY(insert->bind_all(file.sha256, file.size, file.media_type).run());
    MOTCUA_TRY_ASSIGN(auto use, database_->cached("INSERT OR REPLACE INTO attachment_use VALUES(?, ?, ?, ?)"));
    MOTCUA_TRY(use->bind_all(entity.bytes(), name, file.sha256, account.bytes()).run());
  }
  return transaction.commit();
}

Status AttachmentStore::adopt_unknown(const AccountId& account) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE attachment_use SET account = ? WHERE account = ?"));
  return update->bind_all(account.bytes(), AccountId{}.bytes()).run();
}

Result<std::vector<AttachmentStore::Use>> AttachmentStore::all() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(MOTCUA_USES));
  return read_uses(*select);
}

Result<std::vector<AttachmentStore::Use>> AttachmentStore::incomplete() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(MOTCUA_USES "WHERE completed IS NULL ORDER BY name, sha256"));
  return read_uses(*select);
}

Result<std::vector<AttachmentStore::Use>> AttachmentStore::of(const EntityId& entity) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(MOTCUA_USES "WHERE entity = ? ORDER BY name"));
  select->bind_all(entity.bytes());
  return read_uses(*select);
}

#undef MOTCUA_USES

Status AttachmentStore::remove(const Use& use) {
  MOTCUA_TRY_ASSIGN(auto statement, database_->cached("DELETE FROM attachment_use WHERE entity = ? AND name = ?"));
  return statement->bind_all(use.entity.bytes(), use.name).run();
}

Status AttachmentStore::remove_unused() {
  return database_->execute("DELETE FROM attachment WHERE sha256 NOT IN (SELECT sha256 FROM attachment_use)");
}

Status AttachmentStore::note_progress(const Hash& file, std::uint64_t sent) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE attachment SET sent = ? WHERE sha256 = ?"));
  return update->bind_all(sent, file).run();
}

Status AttachmentStore::note_complete(const Hash& file, Instant now) {
  MOTCUA_TRY_ASSIGN(auto update,
                    database_->cached("UPDATE attachment SET sent = size, completed = ?, error_code = NULL, "
                                      "error_detail = NULL WHERE sha256 = ?"));
  return update->bind_all(now.ms, file).run();
}

Status AttachmentStore::note_failed(const Hash& file, const Error& error) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE attachment SET sent = 0, error_code = ?, error_detail = ? "
                                                   "WHERE sha256 = ?"));
  return update->bind_all(error.code, error.detail, file).run();
}

Result<std::int64_t> AttachmentStore::note_mismatch(const Hash& file) {
  MOTCUA_TRY_ASSIGN(auto update,
                    database_->cached("UPDATE attachment SET sent = 0, mismatches = mismatches + 1 WHERE sha256 = ? "
                                      "RETURNING mismatches"));
  update->bind_all(file);
  MOTCUA_TRY_ASSIGN(const bool row, update->step());
  const std::int64_t times = row ? update->integer(0) : 0;
  if (row) MOTCUA_TRY(update->step());  // To its end: only then it is done.
  return times;
}

Status AttachmentStore::clear_failures() {
  return database_->execute(
      "UPDATE attachment SET error_code = NULL, error_detail = NULL, mismatches = 0 WHERE error_code IS NOT NULL");
}

Status AttachmentStore::see_epoch(std::uint64_t epoch) {
  MOTCUA_TRY_ASSIGN(const auto known, database_->query_integer("SELECT epoch FROM attachment_epoch"));
  if (known && static_cast<std::uint64_t>(*known) == epoch) return {};
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(*database_));
  MOTCUA_TRY(database_->execute("UPDATE attachment SET sent = 0, completed = NULL"));
  {
    MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT OR REPLACE INTO attachment_epoch VALUES(1, ?)"));
    MOTCUA_TRY(insert->bind_all(epoch).run());
  }
  return transaction.commit();
}

}  // namespace motcua::sync
