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
)sql"},
                                              // Several people may share a device.
                                              {R"sql(
  ALTER TABLE sync_client ADD COLUMN account BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
  CREATE TABLE sync_aside(
    account BLOB PRIMARY KEY,
    token TEXT NOT NULL,
    account_name TEXT NOT NULL,
    office_name TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql"},
                                              // What the last rounds did; see RunStore.
                                              {R"sql(
  CREATE TABLE sync_run(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    account BLOB NOT NULL,
    at INTEGER NOT NULL,
    error_code INTEGER,
    error_detail TEXT NOT NULL,
    tries INTEGER NOT NULL,
    sent_responses INTEGER NOT NULL,
    sent_visits INTEGER NOT NULL,
    sent_other INTEGER NOT NULL,
    got_responses INTEGER NOT NULL,
    got_visits INTEGER NOT NULL,
    got_assignments INTEGER NOT NULL,
    got_withdrawn INTEGER NOT NULL,
    got_forms INTEGER NOT NULL,
    got_other INTEGER NOT NULL) STRICT;
  CREATE INDEX sync_run_account ON sync_run(account, number);
)sql"}};

// Columns: token, account_name, office_name, account.
Enrolment read_row(const storage::Statement& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
          AccountId::from_bytes(row.blob(3)).value_or(AccountId{})};
}

}  // namespace

bool is_same_person(const Enrolment& a, const Enrolment& b) {
  if (a.account.is_nil() || b.account.is_nil())
    return a.account_name == b.account_name && a.office_name == b.office_name;
  return a.account == b.account;
}

Status ClientStore::migrate(storage::Database& database) { return storage::migrate(database, "sync", kMigrations); }

Result<std::optional<Enrolment>> ClientStore::enrolment() const {
  MOTCUA_TRY_ASSIGN(auto query, database_->cached("SELECT token, account_name, office_name, account FROM sync_client "
                                                  "WHERE token != ''"));
  MOTCUA_TRY_ASSIGN(const bool row, query->step());
  if (!row) return std::nullopt;
  return read_row(*query);
}

Status ClientStore::set_enrolment(const Enrolment& enrolment) {
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(*database_));
  MOTCUA_TRY_ASSIGN(const auto before, this->enrolment());
  if (before && !enrolment.token.empty() && !is_same_person(*before, enrolment)) {
    MOTCUA_TRY_ASSIGN(auto keep, database_->cached("INSERT OR REPLACE INTO sync_aside VALUES(?, ?, ?, ?)"));
    MOTCUA_TRY(keep->bind_all(before->account.bytes(), before->token, before->account_name, before->office_name).run());
  }
  MOTCUA_TRY_ASSIGN(auto statement,
                    database_->cached("INSERT OR REPLACE INTO sync_client VALUES(1, ?, ?, ?, NULL, ?)"));
  MOTCUA_TRY(
      statement->bind_all(enrolment.token, enrolment.account_name, enrolment.office_name, enrolment.account.bytes())
          .run());
  MOTCUA_TRY_ASSIGN(const auto others, aside());
  for (const Enrolment& other : others) {
    if (!is_same_person(other, enrolment)) continue;
    MOTCUA_TRY_ASSIGN(auto erase, database_->cached("DELETE FROM sync_aside WHERE account = ?"));
    MOTCUA_TRY(erase->bind_all(other.account.bytes()).run());
  }
  return transaction.commit();
}

Result<std::vector<Enrolment>> ClientStore::aside() const {
  MOTCUA_TRY_ASSIGN(auto query, database_->cached("SELECT token, account_name, office_name, account FROM sync_aside "
                                                  "ORDER BY account"));
  std::vector<Enrolment> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return out;
    out.push_back(read_row(*query));
  }
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
