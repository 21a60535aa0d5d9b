#include "motcua/storage/database.hpp"

#include <sqlite3.h>

#include <unordered_map>
#include <utility>

#include "errors.hpp"

namespace motcua::storage {
namespace {

constexpr int kBusyTimeoutMs = 5000;

int open_flags(Access access) {
  // A reader must be able to rebuild the WAL index after a crash, so it opens for writing and is held by query_only.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  return access == Access::reader ? flags : flags | SQLITE_OPEN_CREATE;
}

}  // namespace

struct Database::Impl {
  sqlite3* handle = nullptr;
  std::unordered_map<const char*, Statement> statements;
  std::function<Status(Database&)> before_migration;  ///< Empty once it was called.

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    statements.clear();
    sqlite3_close_v2(handle);
  }

  /// WAL where the platform has it. A single owner without it (a browser that could not open the WAL's file) keeps a
  /// rollback journal: slower, as durable.
  [[nodiscard]] static Status choose_journal(Database& database, Access access) {
    std::string mode;
    {
      MOTCUA_TRY_ASSIGN(auto statement, database.prepare("PRAGMA journal_mode=WAL"));
      MOTCUA_TRY(statement.step());
      mode = statement.text(0);
    }
    if (mode == "wal" || mode == "memory") return {};
    if (access == Access::exclusive) return database.execute("PRAGMA journal_mode=TRUNCATE");
    return fail(ErrorCode::database_open, "journal_mode=" + mode);
  }
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, const OpenOptions& options) {
  if (const int code = sqlite3_initialize(); code != SQLITE_OK) return std::unexpected(database_error(nullptr, code));
  auto impl = std::make_unique<Impl>();
  const int code = sqlite3_open_v2(path.c_str(), &impl->handle, open_flags(options.access),
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (code != SQLITE_OK) return std::unexpected(database_error(impl->handle, code));

  Database database(std::move(impl));
  if (options.access == Access::exclusive) {
    // Before the first access: then the WAL's index lives in memory and the VFS needs no shared memory.
    MOTCUA_TRY(database.execute("PRAGMA locking_mode=EXCLUSIVE"));
  } else {
    sqlite3_busy_timeout(database.handle(), kBusyTimeoutMs);
  }
  if (options.access == Access::reader) {
    MOTCUA_TRY(database.execute("PRAGMA query_only=ON"));
  } else {
    MOTCUA_TRY(Impl::choose_journal(database, options.access));
  }
  MOTCUA_TRY(database.execute(
      "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA journal_size_limit=8388608;"
      "PRAGMA cache_size=-" +
      std::to_string(options.cache_kib)));
  // Reads the file, so that one which is damaged, or is no database, is known now.
  MOTCUA_TRY_ASSIGN(const auto objects, database.query_integer("SELECT count(*) FROM sqlite_schema"));
  if (objects.value_or(0) > 0) database.impl_->before_migration = options.before_migration;
  return database;
}

Status Database::execute(std::string_view sql) {
  const int code = sqlite3_exec(handle(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(database_error(handle(), code));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), 0, &statement, nullptr);
  if (code != SQLITE_OK) return std::unexpected(database_error(handle(), code));
  return Statement(statement);
}

Result<CachedStatement> Database::cached(const char* sql) {
  if (const auto found = impl_->statements.find(sql); found != impl_->statements.end()) {
    return CachedStatement(found->second);
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return std::unexpected(database_error(handle(), code));
  return CachedStatement(impl_->statements.emplace(sql, Statement(statement)).first->second);
}

Result<std::optional<std::int64_t>> Database::query_integer(std::string_view sql) {
  MOTCUA_TRY_ASSIGN(auto statement, prepare(sql));
  MOTCUA_TRY_ASSIGN(const bool row, statement.step());
  if (!row || statement.is_null(0)) return std::nullopt;
  return statement.integer(0);
}

std::int64_t Database::last_insert_rowid() const { return sqlite3_last_insert_rowid(handle()); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

Status Database::announce_migration() {
  if (!impl_->before_migration) return {};
  MOTCUA_TRY(impl_->before_migration(*this));
  impl_->before_migration = nullptr;
  return {};
}

sqlite3* Database::handle() const { return impl_->handle; }

}  // namespace motcua::storage
