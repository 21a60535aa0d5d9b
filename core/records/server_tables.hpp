#pragma once
#include <map>

#include "motcua/records/sequencer.hpp"

namespace motcua::records {

/// What the server knows of one device's log.
struct ServerDevice {
  std::int64_t number = 0;  ///< Its short name in the tables.
  DeviceId id;
  std::uint64_t acked_through = 0;
  Hash head{};  ///< Link of the chain at `acked_through`.
  Hlc last_effective;
  std::uint64_t stable_through = 0;
};

struct ServerSelf {
  std::uint64_t epoch = 0;
  DeviceId device;   ///< Writer of the server's own operations.
  Hlc last_clamped;  ///< The greatest effective reading that was held back.
};

struct ServerScope {
  std::int64_t number = 0;
  std::uint64_t sum = 0;  ///< Of feed_sum() over its operations.
};

/// The SQL of Sequencer. Functions join the caller's transaction.
namespace server {

[[nodiscard]] Status migrate(storage::Database& database);
[[nodiscard]] Result<std::optional<ServerSelf>> read_self(storage::Database& database);
[[nodiscard]] Status write_self(storage::Database& database, const ServerSelf& self);
[[nodiscard]] Result<std::optional<ServerDevice>> read_device(storage::Database& database, const DeviceId& id);
[[nodiscard]] Result<ServerDevice> insert_device(storage::Database& database, const DeviceId& id);
[[nodiscard]] Status update_device(storage::Database& database, const ServerDevice& device);

/// A scope by its name, made when it is new.
[[nodiscard]] Result<ServerScope> scope(storage::Database& database, const std::string& name);
/// nullopt when nothing was ever written in that scope.
[[nodiscard]] Result<std::optional<ServerScope>> find_scope(storage::Database& database, const std::string& name);
[[nodiscard]] Status update_scope(storage::Database& database, const ServerScope& scope);
/// The sums of all scopes by their numbers, from the operations themselves.
[[nodiscard]] Result<std::map<std::int64_t, std::uint64_t>> sum_scopes(storage::Database& database);

/// Returns the commit_seq.
[[nodiscard]] Result<std::uint64_t> insert_operation(storage::Database& database, const ServerDevice& device,
                                                     std::int64_t scope, std::uint64_t seq, Hlc effective,
                                                     ByteView bytes);
[[nodiscard]] Status insert_quarantine(storage::Database& database, const ServerDevice& device,
                                       const AccountId& account, std::uint64_t seq, ByteView bytes,
                                       const Error& verdict, Instant at);

/// What the log holds under a device's seq.
struct Held {
  Bytes bytes;
  std::optional<Error> verdict;  ///< When it is in quarantine.
};
[[nodiscard]] Result<std::optional<Held>> read_held(storage::Database& database, const ServerDevice& device,
                                                    std::uint64_t seq);
[[nodiscard]] Result<std::uint64_t> last_commit_seq(storage::Database& database);

}  // namespace server
}  // namespace motcua::records
