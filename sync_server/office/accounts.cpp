#include "office/accounts.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "motcua/dossier/dossier.hpp"
#include "office/secrets.hpp"

namespace motcua::server {
namespace {

constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE account (
        id BLOB PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE,
        role INTEGER NOT NULL,
        password_hash TEXT NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0,
        created INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE token (
        hash BLOB PRIMARY KEY,
        account BLOB NOT NULL REFERENCES account(id),
        kind INTEGER NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX token_by_account ON token(account);
      CREATE TABLE device (
        id BLOB PRIMARY KEY,
        account BLOB NOT NULL REFERENCES account(id),
        enrolled INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        unsent INTEGER NOT NULL DEFAULT 0
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE enrolment (
        code_hash BLOB PRIMARY KEY,
        account BLOB NOT NULL REFERENCES account(id),
        expires INTEGER NOT NULL,
        used INTEGER,
        device BLOB,
        token_hash BLOB
      ) STRICT, WITHOUT ROWID;
    )sql"},
    // Which token a device speaks with, so that a lost one can be cut off.
    {R"sql(
      ALTER TABLE device ADD COLUMN token BLOB;
      ALTER TABLE device ADD COLUMN revoked INTEGER;
      UPDATE device SET token = (SELECT token_hash FROM enrolment WHERE enrolment.device = device.id
                                 ORDER BY used DESC LIMIT 1);
    )sql"},
    // Which program a device runs, and groups: numbers of members tell who came first.
    {R"sql(
      ALTER TABLE device ADD COLUMN build TEXT NOT NULL DEFAULT '';
      CREATE TABLE work_group (
        id BLOB PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE,
        created INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE group_member (
        number INTEGER PRIMARY KEY,
        work_group BLOB NOT NULL REFERENCES work_group(id),
        account BLOB NOT NULL REFERENCES account(id),
        UNIQUE (account, work_group)
      ) STRICT;
    )sql"},
};

/// How exactly it is known when a device was seen last: each of them asks every few minutes.
constexpr std::int64_t kSeenMs = 10LL * 60 * 1000;
constexpr std::int64_t kRepeatMs = 15LL * 60 * 1000;

struct RoleName {
  Role role;
  std::string_view name;
};
constexpr RoleName kRoles[] = {{Role::admin, "admin"}, {Role::officer, "officer"}, {Role::surveyor, "surveyor"}};

std::int64_t countable(std::uint64_t count) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(count, 1U << 30U));
}

bool is_name(std::string_view text) {
  return text.size() >= 2 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
         });
}

// Columns: id, name, role, disabled.
Result<Account> read_account(const storage::Statement& row) {
  const auto id = AccountId::from_bytes(row.blob(0));
  if (!id) return fail(ErrorCode::database_corrupt, "account");
  return Account{*id, std::string(row.text(1)), static_cast<Role>(row.integer(2)), row.integer(3) != 0};
}

}  // namespace

std::string_view name(Role role) {
  const auto* found = std::ranges::find(kRoles, role, &RoleName::role);
  return found == std::end(kRoles) ? "" : found->name;
}

std::optional<Role> role_from_name(std::string_view name) {
  const auto* found = std::ranges::find(kRoles, name, &RoleName::name);
  if (found == std::end(kRoles)) return std::nullopt;
  return found->role;
}

Status Accounts::migrate(storage::Database& database) { return storage::migrate(database, "accounts", kMigrations); }

Result<Account> Accounts::add(std::string_view user, Role role, std::string_view password_hash, Random& random,
                              Instant now) {
  if (!is_name(user)) return fail(ErrorCode::invalid_argument, "user (a-z 0-9 . _ -, 2-64)");
  if (find(user)) return fail(ErrorCode::already_exists, std::string(user));
  const Account account{AccountId::random(random), std::string(user), role, false};
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database_->cached("INSERT INTO account (id, name, role, password_hash, created) VALUES (?, ?, ?, ?, ?)"));
  insert->bind_all(account.id.bytes(), user, role, password_hash, now.ms);
  MOTCUA_TRY(insert->run());
  return account;
}

Result<Account> Accounts::find(std::string_view user) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT id, name, role, disabled FROM account WHERE name = ?"));
  select->bind_all(user);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return fail(ErrorCode::not_found, std::string(user));
  auto account = read_account(*select);
  return account;
}

Result<std::vector<Account>> Accounts::list() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT id, name, role, disabled FROM account ORDER BY name"));
  std::vector<Account> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    MOTCUA_TRY_ASSIGN(auto account, read_account(*select));
    out.push_back(std::move(account));
  }
}

Status Accounts::set_password(const AccountId& account, std::string_view password_hash) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE account SET password_hash = ? WHERE id = ?"));
  update->bind_all(password_hash, account.bytes());
  MOTCUA_TRY(update->run());
  MOTCUA_TRY_ASSIGN(auto end, database_->cached("DELETE FROM token WHERE account = ? AND kind = ?"));
  end->bind_all(account.bytes(), TokenKind::session);
  return end->run();
}

Status Accounts::set_disabled(const AccountId& account, bool disabled) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE account SET disabled = ? WHERE id = ?"));
  update->bind_all(std::int64_t{disabled}, account.bytes());
  return update->run();
}

Result<std::string> Accounts::password_hash(std::string_view user) const {
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->cached("SELECT password_hash FROM account WHERE name = ? AND disabled = 0"));
  select->bind_all(user);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  std::string hash = found ? std::string(select->text(0)) : std::string();
  return hash;
}

Result<std::string> Accounts::start_session(const AccountId& account, Random& random, Instant now,
                                            std::int64_t lifetime_ms) {
  MOTCUA_TRY_ASSIGN(auto forget, database_->cached("DELETE FROM token WHERE account = ? AND expires < ?"));
  forget->bind_all(account.bytes(), now.ms);
  MOTCUA_TRY(forget->run());
  std::string token = make_token(random);
  const Hash hash = secret_hash(token);
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database_->cached("INSERT INTO token (hash, account, kind, created, expires) VALUES (?, ?, ?, ?, ?)"));
  insert->bind_all(ByteView(hash), account.bytes(), TokenKind::session, now.ms, now.ms + lifetime_ms);
  MOTCUA_TRY(insert->run());
  return token;
}

Result<Caller> Accounts::caller(std::string_view token, Instant now) const {
  const Hash hash = secret_hash(token);
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT account.id, account.name, account.role, account.disabled, token.kind FROM token
    JOIN account ON account.id = token.account
    WHERE token.hash = ? AND account.disabled = 0 AND (token.expires IS NULL OR token.expires > ?))sql"));
  select->bind_all(ByteView(hash), now.ms);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return fail(ErrorCode::not_signed_in);
  auto account = read_account(*select);
  const auto kind = static_cast<TokenKind>(select->integer(4));
  if (!account) return std::unexpected(std::move(account).error());
  return Caller{std::move(*account), kind};
}

Result<std::string> Accounts::make_enrolment(const AccountId& account, Random& random, Instant now, Instant expires) {
  MOTCUA_TRY_ASSIGN(auto forget, database_->cached("DELETE FROM enrolment WHERE expires < ?"));
  forget->bind_all(now.ms);
  MOTCUA_TRY(forget->run());
  std::string code = make_enrol_code(random);
  MOTCUA_TRY_ASSIGN(const std::string normalised, dossier::normalise_lookup_code(code));
  const Hash hash = secret_hash(normalised);
  MOTCUA_TRY_ASSIGN(auto insert,
                    database_->cached("INSERT INTO enrolment (code_hash, account, expires) VALUES (?, ?, ?)"));
  insert->bind_all(ByteView(hash), account.bytes(), expires.ms);
  MOTCUA_TRY(insert->run());
  return code;
}

Result<Accounts::Enrolled> Accounts::enrol(std::string_view typed_code, const DeviceId& device, Random& random,
                                           Instant now) {
  const Hash code = secret_hash(dossier::normalise_lookup_code(typed_code).value_or(""));
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT account.id, account.name, account.role, account.disabled, enrolment.used, enrolment.token_hash FROM enrolment
    JOIN account ON account.id = enrolment.account
    WHERE code_hash = ?1 AND expires > ?2 AND account.disabled = 0
      AND (used IS NULL OR (enrolment.device = ?3 AND used > ?4)))sql"));
  select->bind_all(ByteView(code), now.ms, device.bytes(), now.ms - kRepeatMs);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return fail(ErrorCode::enrol_code_invalid);
  auto account = read_account(*select);
  const bool repeated = !select->is_null(4);
  const Bytes old_token(select->blob(5).begin(), select->blob(5).end());
  if (!account) return std::unexpected(std::move(account).error());

  if (repeated) {  // The token of the lost reply was never seen by anyone.
    MOTCUA_TRY_ASSIGN(auto revoke, database_->cached("DELETE FROM token WHERE hash = ?"));
    revoke->bind_all(ByteView(old_token));
    MOTCUA_TRY(revoke->run());
  }
  Enrolled enrolled{std::move(*account), make_token(random)};
  const Hash token = secret_hash(enrolled.token);
  MOTCUA_TRY_ASSIGN(auto insert,
                    database_->cached("INSERT INTO token (hash, account, kind, created) VALUES (?, ?, ?, ?)"));
  insert->bind_all(ByteView(token), enrolled.account.id.bytes(), TokenKind::device, now.ms);
  MOTCUA_TRY(insert->run());
  MOTCUA_TRY_ASSIGN(
      auto use, database_->cached(
                    "UPDATE enrolment SET used = coalesce(used, ?), device = ?, token_hash = ? WHERE code_hash = ?"));
  use->bind_all(now.ms, device.bytes(), ByteView(token), ByteView(code));
  MOTCUA_TRY(use->run());
  // A device that was another account's keeps its old id there; its first push is told to take a new one.
  MOTCUA_TRY(claim_device(enrolled.account.id, device, now));
  MOTCUA_TRY_ASSIGN(auto speak,
                    database_->cached("UPDATE device SET token = ?, revoked = NULL WHERE id = ? AND account = ?"));
  speak->bind_all(ByteView(token), device.bytes(), enrolled.account.id.bytes());
  MOTCUA_TRY(speak->run());
  MOTCUA_TRY_ASSIGN(enrolled.former, devices());
  std::erase_if(enrolled.former, [&](const EnrolledDevice& other) {
    return other.id == device || other.unsent == 0 || other.account != enrolled.account.name;
  });
  return enrolled;
}

Result<bool> Accounts::claim_device(const AccountId& account, const DeviceId& device, Instant now) {
  if (device.is_nil()) return fail(ErrorCode::invalid_argument, "device");
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT account FROM device WHERE id = ?"));
  select->bind_all(device.bytes());
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (found) return AccountId::from_bytes(select->blob(0)) == account;
  MOTCUA_TRY_ASSIGN(auto insert,
                    database_->cached("INSERT INTO device (id, account, enrolled, last_seen) VALUES (?1, ?2, ?3, ?3)"));
  insert->bind_all(device.bytes(), account.bytes(), now.ms);
  MOTCUA_TRY(insert->run());
  return true;
}

Status Accounts::note_device(const AccountId& account, const DeviceReport& report, std::string_view token,
                             Instant now) {
  // Another account's device id: its first push is told to take a new one.
  MOTCUA_TRY_ASSIGN(const bool own, claim_device(account, report.device, now));
  if (!own) return {};
  const Hash hash = secret_hash(token);
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE device SET last_seen = ?1, unsent = ?2, token = ?3, "
                                                   "build = coalesce(?4, build) WHERE id = ?5"));
  update->bind_all(now.ms, countable(report.unsent), ByteView(hash), report.build, report.device.bytes());
  return update->run();
}

Result<bool> Accounts::is_noted(const AccountId& account, const DeviceReport& report, Instant now) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT account, last_seen, unsent FROM device WHERE id = ?"));
  MOTCUA_TRY_ASSIGN(const bool found, select->bind_all(report.device.bytes()).step());
  if (!found) return false;
  if (AccountId::from_bytes(select->blob(0)) != account) return true;  // Nothing would be written.
  return now.ms - select->integer(1) < kSeenMs && select->integer(2) == countable(report.unsent);
}

Status Accounts::note_pushed(const DeviceId& device, std::uint64_t operations) {
  MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE device SET unsent = max(0, unsent - ?) WHERE id = ?"));
  return update->bind_all(static_cast<std::int64_t>(std::min<std::uint64_t>(operations, 1U << 30U)), device.bytes())
      .run();
}

Result<EnrolledDevice> Accounts::revoke_device(std::string_view id, Instant now) {
  constexpr std::size_t kEnough = 8;
  if (id.size() < kEnough) return fail(ErrorCode::not_found, std::string(id));
  MOTCUA_TRY_ASSIGN(const auto known, devices());
  const EnrolledDevice* found = nullptr;
  for (const EnrolledDevice& device : known) {
    if (!device.id.hex().starts_with(id)) continue;
    if (found != nullptr) return fail(ErrorCode::invalid_argument, std::string(id));
    found = &device;
  }
  if (found == nullptr) return fail(ErrorCode::not_found, std::string(id));
  for (const char* change : {"DELETE FROM token WHERE hash = (SELECT token FROM device WHERE id = ?)",
                             "UPDATE enrolment SET expires = 0 WHERE device = ?"}) {
    MOTCUA_TRY_ASSIGN(auto statement, database_->cached(change));
    statement->bind_all(found->id.bytes());
    MOTCUA_TRY(statement->run());
  }
  MOTCUA_TRY_ASSIGN(auto mark, database_->cached("UPDATE device SET revoked = ?, token = NULL WHERE id = ?"));
  mark->bind_all(now.ms, found->id.bytes());
  MOTCUA_TRY(mark->run());
  return *found;
}

Result<std::vector<EnrolledDevice>> Accounts::devices() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT device.id, account.name, enrolled, last_seen, unsent, revoked, build FROM device JOIN account ON account.id = device.account
    ORDER BY account.name, enrolled)sql"));
  std::vector<EnrolledDevice> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    const auto id = DeviceId::from_bytes(select->blob(0));
    if (!id) return fail(ErrorCode::database_corrupt, "device");
    out.push_back({*id, std::string(select->text(1)), Instant{select->integer(2)}, Instant{select->integer(3)},
                   static_cast<std::uint64_t>(select->integer(4)), !select->is_null(5), std::string(select->text(6))});
  }
}

Result<std::int64_t> Accounts::device_count() const {
  MOTCUA_TRY_ASSIGN(const auto count, database_->query_integer("SELECT count(*) FROM device"));
  return count.value_or(0);
}

}  // namespace motcua::server
