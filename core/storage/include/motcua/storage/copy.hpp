#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "motcua/storage/database.hpp"

namespace motcua::storage {

/// Told of long work: `done` of `total`, in whatever unit.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes the whole database as `source` sees it now into the new file `target`, while others go on writing: one
/// snapshot is held for as long as it takes. Each page is compared with nothing: verify the copy. `source` must be in
/// no transaction. On failure `target` is left for the caller to remove.
[[nodiscard]] Status copy_database(Database& source, const std::string& target, const Progress& progress = {});

}  // namespace motcua::storage
