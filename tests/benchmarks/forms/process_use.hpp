#pragma once

namespace motcua::bench {

// Of this process; on web that is Node with everything in it.

/// The most memory that it had resident, in MB.
[[nodiscard]] double peak_memory_mb();
/// Processor time that it used, in milliseconds: what others run beside it does not count.
[[nodiscard]] double processor_ms();

}  // namespace motcua::bench
