#pragma once
#include "motcua/base/result.hpp"

namespace motcua::wasm {

/// The name to give as `storage::OpenOptions::vfs`.
inline constexpr const char* kOpfsVfs = "opfs";
/// The one database of the browser. SQLite's companions "main.db-wal" and "main.db-journal" are the only other names
/// that the file system knows; anything else cannot be opened.
inline constexpr const char* kDatabasePath = "main.db";

/// Copies the database's file beside itself, as it is: checkpoint first. The copy stays until Host::drop_backup.
/// Without room for it none is kept, which is no failure.
[[nodiscard]] Status back_up_database();

// SQLite's VFS over OPFS sync access handles. It registers itself when SQLite initialises (SQLITE_OS_OTHER).
//
// worker.js opens the handles before the module starts and closes them after the database is closed, while it
// holds the Web Lock of the owner tab; in between every call is synchronous. The files are plain SQLite files.
// Locks are no-ops: the Web Lock is the lock. WAL works because the database is opened in exclusive locking mode, which
// keeps the WAL index in memory. A file is never removed: to delete is to truncate.

}  // namespace motcua::wasm
