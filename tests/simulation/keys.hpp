#pragma once
#include <string>
#include <unordered_set>

#include "motcua/base/bytes.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::simulation {

/// What an operation says, whoever sends it under whatever number: its bytes without the number. A device that takes a
/// new id sends the same operation again under another number.
using Key = std::string;
using Keys = std::unordered_set<Key>;

[[nodiscard]] Key key_of(ByteView operation);
/// Adds the key of each row's first column. False when the database cannot be read now.
[[nodiscard]] bool read_keys(storage::Database& database, const char* sql, Keys& keys);

}  // namespace motcua::simulation
