#pragma once
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace motcua::storage {

class Database;

/// Who opens the file, which decides its locking.
enum class Access : std::uint8_t {
  exclusive,  ///< The only user of the file (a browser's owner tab, a command-line tool): WAL with the index in memory.
  writer,     ///< The one writer beside readers in the same process (the server).
  reader,     ///< Reads only; sees the last commit.
};

struct OpenOptions {
  Access access = Access::exclusive;
  std::string vfs;                  ///< Name of a registered SQLite VFS; empty is the platform's own.
  std::int64_t cache_kib = 16'384;  ///< Page cache.
  /// Called once, before the first step of a migration that changes a schema which was in the file when it was opened:
  /// the place to keep a copy. Its failure is `migrate`'s, and the file stays as it was.
  std::function<Status(Database&)> before_migration{};
};

/// A prepared statement. Obtained from `Database::prepare`, must not outlive its database.
/// Parameters are numbered from 1, columns from 0, as in SQLite.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  template <std::integral Integer>
  Statement& bind(int index, Integer value) {
    return bind(index, static_cast<std::int64_t>(value));
  }
  Statement& bind(int index, std::string_view text);  ///< Copied.
  Statement& bind_blob(int index, ByteView blob);     ///< Copied.
  Statement& bind_null(int index);
  /// Binds 1, 2, … in order: integers, enums, std::string_view, ByteView, std::optional of these, std::nullopt.
  template <class... Values>
  Statement& bind_all(const Values&... values);

  /// True when a row is ready, false at the end (the statement is then reset and can be bound again).
  [[nodiscard]] Result<bool> step();
  /// Runs to the end and drops rows; for INSERT, UPDATE and DELETE.
  [[nodiscard]] Status run();
  /// Back to the start; bindings are cleared.
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  /// Valid until the next step, reset or destruction.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] ByteView blob(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void note(int bind_code);
  sqlite3_stmt* statement_;
  int bind_error_ = 0;
};

/// A statement lent by the connection that keeps it prepared. Reset when the loan ends, so that an early return does
/// not leave a read open (which would keep the connection on an old snapshot). Use it as a pointer to `Statement`.
class CachedStatement {
 public:
  CachedStatement(CachedStatement&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
  CachedStatement& operator=(CachedStatement&&) = delete;
  ~CachedStatement() {
    if (statement_ != nullptr) statement_->reset();
  }
  Statement* operator->() const { return statement_; }
  Statement& operator*() const { return *statement_; }

 private:
  friend class Database;
  explicit CachedStatement(Statement& statement) : statement_(&statement) {}
  Statement* statement_;
};

/// One connection to one SQLite file. Not thread-safe: a thread has its own.
///
/// Opened with WAL, `synchronous=FULL`, foreign keys on and untrusted schema off: what `commit` has returned survives a
/// crash of the program and of the machine. SQLite's result codes become `disk_full`, `disk_io`, `database_busy`,
/// `database_corrupt`, `database_open` or `database_statement`.
class Database {
 public:
  /// Opens or creates `path` (":memory:" for tests). Never deletes, truncates or resets a file that it cannot open.
  [[nodiscard]] static Result<Database> open(const std::string& path, const OpenOptions& options = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Runs one or more statements without parameters.
  [[nodiscard]] Status execute(std::string_view sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// A statement that the connection keeps prepared; `sql` must be a string literal. This is what hot paths use:
  ///   MOTCUA_TRY_ASSIGN(auto query, database.cached("SELECT …"));  query->bind_all(…);  query->step() …
  /// Do not ask for the same literal again while the first loan lives.
  [[nodiscard]] Result<CachedStatement> cached(const char* sql);

  /// The first column of the first row, or nullopt when there is none.
  [[nodiscard]] Result<std::optional<std::int64_t>> query_integer(std::string_view sql);

  [[nodiscard]] std::int64_t last_insert_rowid() const;
  /// Rows changed by the last INSERT, UPDATE or DELETE.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] sqlite3* handle() const;
  /// For `migrate`: calls what was given as `before_migration`, if it is due.
  [[nodiscard]] Status announce_migration();

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A write transaction (BEGIN IMMEDIATE). Rolls back when destroyed before `commit` succeeded, so an early return keeps
/// the data as it was. Do not nest.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// Durable when it returns success. On failure everything is rolled back.
  [[nodiscard]] Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// One step of the schema. Steps are numbered 1, 2, … by their place and are never changed once released.
struct Migration {
  const char* sql;
  /// What SQL alone cannot say, run after it in the same transaction.
  Status (*then)(Database& database) = nullptr;
};

/// Brings the schema of `component` up to date, each component (room) with its own numbered steps, in one transaction.
/// Versions are kept in the table `schema_version(component, version)`. A file that knows a newer version than
/// `migrations` fails with `database_newer` and is left as it was.
[[nodiscard]] Status migrate(Database& database, std::string_view component, std::span<const Migration> migrations);

}  // namespace motcua::storage

#include "motcua/storage/bind.hpp"
