#pragma once
#include <cstdint>

namespace motcua {

/// Known defects of programs that sync, each of which the simulation must notice (tests/simulation). A program that is
/// built normally cannot have them: `sabotaged` is false at compile time.
enum class Defect : std::uint8_t {
  none,
  cursor_before_rows,  ///< A page's cursor is committed before its rows: a crash between loses them.
  /// The reply leaves before the commit. The core leaves the commit to its caller, so the simulation's server has it.
  ack_before_commit,
  tie_by_arrival,  ///< Of two writes with the same reading the one that came last wins.
  epoch_ignored,   ///< A cursor of one life of the server's log is used in another.
  /// A device that was restored from an older copy uses its numbers again, and the server takes the new operation for
  /// the one that it has: it does not compare.
  seq_reused_after_restore,
  delete_beats_edit,  ///< A deletion also takes what its writer had not seen.
  /// The feed's page is cut and its cursor passes what was cut off. A commit_seq is one operation, so this is what
  /// "inside a commit" comes to: inside the numbers that the cursor says were delivered.
  page_cut_inside_commit,
  quarantine_ack_forgotten,  ///< A refused operation is kept but not acknowledged.
  unsent_dropped_on_resync,  ///< A new epoch empties the device's own log with the merged state.
  clock_not_clamped,         ///< A device whose clock is years ahead wins for years.
};

#ifdef MOTCUA_SABOTAGE
inline Defect active_defect = Defect::none;
[[nodiscard]] inline bool sabotaged(Defect defect) { return active_defect == defect; }
#else
[[nodiscard]] constexpr bool sabotaged(Defect) { return false; }
#endif

}  // namespace motcua
