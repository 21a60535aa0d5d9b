#pragma once
#include "motcua/records/state.hpp"

namespace motcua::records {

/// The fields, removals and definition of an entity as one blob: one row an entity instead of one a field is what lets
/// a server append ten thousand interviews a second. The other members are columns.
[[nodiscard]] Bytes encode_state(const EntityState& state);
/// Fails with database_corrupt.
[[nodiscard]] Status decode_state(ByteView bytes, EntityState& state);

}  // namespace motcua::records
