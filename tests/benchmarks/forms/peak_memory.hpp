#pragma once

namespace motcua::bench {

/// The most memory that this process had resident, in MB; on web that is Node with everything in it.
[[nodiscard]] double peak_memory_mb();

}  // namespace motcua::bench
