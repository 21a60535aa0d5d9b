#include "motcua/storage/copy.hpp"

#include <sqlite3.h>

#include <memory>

#include "errors.hpp"

namespace motcua::storage {
namespace {

constexpr int kPagesAtOnce = 1024;

struct CloseConnection {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

Status copy_pages(Database& source, sqlite3* target, const Progress& progress) {
  sqlite3_backup* copy = sqlite3_backup_init(target, "main", source.handle(), "main");
  if (copy == nullptr) return std::unexpected(database_error(target, sqlite3_errcode(target)));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copy, kPagesAtOnce);
    const std::int64_t total = sqlite3_backup_pagecount(copy);
    if (progress) progress(total - sqlite3_backup_remaining(copy), total);
  }
  const int finished = sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) return std::unexpected(database_error(target, code));
  if (finished != SQLITE_OK) return std::unexpected(database_error(target, finished));
  return {};
}

}  // namespace

Status copy_database(Database& source, const std::string& target, const Progress& progress) {
  sqlite3* handle = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(target.c_str(), &handle, kFlags, nullptr);
  const Connection connection(handle);
  if (code != SQLITE_OK) return std::unexpected(database_error(handle, code));
  // Without a read transaction of its own the copy begins anew whenever somebody writes, and never ends on a busy
  // server.
  MOTCUA_TRY(source.execute("BEGIN"));
  const auto opened = source.query_integer("SELECT count(*) FROM sqlite_schema");
  const Status copied = opened ? copy_pages(source, handle, progress) : Status(std::unexpected(opened.error()));
  MOTCUA_TRY(source.execute("ROLLBACK"));
  MOTCUA_TRY(copied);
  // One file, whole by itself: what is at rest needs no log beside it.
  if (const int single = sqlite3_exec(handle, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
      single != SQLITE_OK)
    return std::unexpected(database_error(handle, single));
  return {};
}

}  // namespace motcua::storage
