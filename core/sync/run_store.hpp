#pragma once
#include <vector>

#include "motcua/sync/client_machine.hpp"

namespace motcua::sync {

/// The last runs of each account on this device, in the database. Its table is ClientStore's.
class RunStore {
 public:
  explicit RunStore(storage::Database& database) : database_(&database) {}
  /// The newest first.
  [[nodiscard]] Result<std::vector<SyncRun>> list(const AccountId& account) const;
  /// Keeps `run`, and of the account's runs the newest. One that failed as the one before it, and moved nothing, counts
  /// as another try of that. Joins the caller's transaction.
  [[nodiscard]] Status add(const AccountId& account, const SyncRun& run);

 private:
  storage::Database* database_;
};

}  // namespace motcua::sync
