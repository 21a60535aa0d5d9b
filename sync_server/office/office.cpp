#include "office/office.hpp"

#include <filesystem>

#include "motcua/dossier/store.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/records/store.hpp"
#include "office/accounts.hpp"
#include "office/attachment_index.hpp"
#include "office/response_index.hpp"

namespace motcua::server {
namespace {

constexpr storage::Migration kMigrations[] = {
    {"CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"},
};

Result<storage::Database> open_and_migrate(const std::string& folder, Random& random) {
  MOTCUA_TRY_ASSIGN(auto database,
                    storage::Database::open(database_path(folder), {storage::Access::writer, {}, 64 * 1024}));
  MOTCUA_TRY(storage::migrate(database, "office", kMigrations));
  MOTCUA_TRY(Accounts::migrate(database));
  MOTCUA_TRY(ResponseIndex::migrate(database));
  MOTCUA_TRY(AttachmentIndex::migrate(database));
  MOTCUA_TRY(dossier::DossierStore::migrate(database, random));
  MOTCUA_TRY(feedback::migrate_office(database, random));
  MOTCUA_TRY(records::Sequencer::open(database, system_clock(), random));  // makes the log's tables
  return database;
}

}  // namespace

std::string database_path(const std::string& folder) { return (std::filesystem::path(folder) / "office.db").string(); }

Result<storage::Database> create_office(const std::string& folder, std::string_view name, Random& random) {
  std::error_code error;
  if (std::filesystem::exists(database_path(folder), error))
    return fail(ErrorCode::already_exists, database_path(folder));
  const bool existed = std::filesystem::exists(folder, error);
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorCode::file_write, folder);
  // The answers of people: for the office's own user only. A folder that was there is its owner's to guard: it may be
  // shared on purpose.
  if (!existed) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return fail(ErrorCode::file_write, folder);
  }
  MOTCUA_TRY_ASSIGN(auto database, open_and_migrate(folder, random));
  MOTCUA_TRY(write_setting(database, kOfficeName, name));
  return database;
}

void discard_unfinished_office(const std::string& folder) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(database_path(folder) + suffix, ignored);
}

Result<storage::Database> open_office(const std::string& folder, Random& random) {
  std::error_code error;
  if (!std::filesystem::exists(database_path(folder), error)) return fail(ErrorCode::not_found, database_path(folder));
  return open_and_migrate(folder, random);
}

Result<storage::Database> open_office_reader(const std::string& folder) {
  return storage::Database::open(database_path(folder), {storage::Access::reader, {}, 32 * 1024});
}

Result<std::string> read_setting(storage::Database& database, std::string_view name) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached("SELECT value FROM setting WHERE name = ?"));
  select->bind_all(name);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  return found ? std::string(select->text(0)) : std::string();
}

Status write_setting(storage::Database& database, std::string_view name, std::string_view value) {
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database.cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"));
  insert->bind_all(name, value);
  return insert->run();
}

}  // namespace motcua::server
