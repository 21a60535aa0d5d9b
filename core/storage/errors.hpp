#pragma once
#include "motcua/base/result.hpp"

struct sqlite3;

namespace motcua::storage {

/// What a SQLite result code means to a user. `database` may be null; its message becomes the detail.
[[nodiscard]] Error database_error(sqlite3* database, int code);

}  // namespace motcua::storage
