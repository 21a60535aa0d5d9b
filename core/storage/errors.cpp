#include "errors.hpp"

#include <sqlite3.h>

namespace motcua::storage {
namespace {

ErrorCode error_code(int primary) {
  switch (primary) {
    case SQLITE_FULL:
      return ErrorCode::disk_full;
    case SQLITE_IOERR:
      return ErrorCode::disk_io;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::database_busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::database_corrupt;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return ErrorCode::database_open;
    default:
      return ErrorCode::database_statement;
  }
}

}  // namespace

Error database_error(sqlite3* database, int code) {
  // SQLite's messages name tables and columns, never values, so they may be logged.
  return {error_code(code & 0xFF), database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code)};
}

}  // namespace motcua::storage
