#include "client_store.hpp"

namespace motcua::sync {
namespace {

constexpr storage::Migration kMigrations[] = {{R"sql(
  CREATE TABLE sync_client(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    token TEXT NOT NULL,
    account_name TEXT NOT NULL,
    office_name TEXT NOT NULL,
    last_success INTEGER) STRICT;
)sql"}};

}  // namespace

Status ClientStore::migrate(storage::Database& database) { return storage::migrate(database, "sync", kMigrations); }

Result<std::optional<Enrolment>> ClientStore::enrolment() const {
  MOTCUA_TRY_ASSIGN(auto query,
                    database_->cached("SELECT token, account_name, office_name FROM sync_client WHERE token != ''"));
  MOTCUA_TRY_ASSIGN(const bool row, query->step());
  if (!row) return std::nullopt;
  return Enrolment{std::string(query->text(0)), std::string(query->text(1)), std::string(query->text(2))};
}

Status ClientStore::set_enrolment(const Enrolment& enrolment) {
  MOTCUA_TRY_ASSIGN(auto statement, database_->cached("INSERT OR REPLACE INTO sync_client VALUES(1, ?, ?, ?, NULL)"));
  return statement->bind_all(enrolment.token, enrolment.account_name, enrolment.office_name).run();
}

Result<std::optional<Instant>> ClientStore::last_success() const {
  MOTCUA_TRY_ASSIGN(const auto at, database_->query_integer("SELECT last_success FROM sync_client"));
  if (!at) return std::nullopt;
  return Instant{*at};
}

Status ClientStore::set_last_success(Instant at) {
  MOTCUA_TRY_ASSIGN(auto statement, database_->cached("UPDATE sync_client SET last_success = ?"));
  return statement->bind_all(at.ms).run();
}

}  // namespace motcua::sync
