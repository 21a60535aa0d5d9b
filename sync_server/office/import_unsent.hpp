#pragma once
#include "motcua/sync/unsent_file.hpp"
#include "office/intake.hpp"

namespace motcua::server {

struct UnsentImport {
  std::size_t added = 0;
  std::size_t known = 0;    ///< The office had them: sent by the device, or imported before.
  std::size_t refused = 0;  ///< In quarantine, of `added` and `known`.
  /// The office has something else under the device's numbers, or the device is another account's: its operations came
  /// in under a new id, the same one each time that this file is imported.
  bool renamed = false;
  /// When not 0: the office lacks the device's operations from here to the file's first, so that nothing could be
  /// taken.
  std::uint64_t missing_from = 0;
};

/// Appends what a device could not send, as the device would have: twice is as once. Each batch is a transaction of its
/// own, so that a running server goes on.
[[nodiscard]] Result<UnsentImport> import_unsent(storage::Database& database, Intake& intake, const AccountId& account,
                                                 const sync::UnsentFile& file);

}  // namespace motcua::server
