#pragma once
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

/// The SQL of Sequencer. Functions join the caller's transaction.
namespace server {

[[nodiscard]] Status migrate(storage::Database& database);
[[nodiscard]] Result<std::optional<ServerSelf>> read_self(storage::Database& database);
[[nodiscard]] Status write_self(storage::Database& database, const ServerSelf& self);
[[nodiscard]] Result<std::optional<ServerDevice>> read_device(storage::Database& database, const DeviceId& id);
[[nodiscard]] Result<ServerDevice> insert_device(storage::Database& database, const DeviceId& id);
[[nodiscard]] Status update_device(storage::Database& database, const ServerDevice& device);

/// The number of a scope's name, made when it is new.
[[nodiscard]] Result<std::int64_t> scope_number(storage::Database& database, const std::string& scope);
/// nullopt when nothing was ever written in that scope.
[[nodiscard]] Result<std::optional<std::int64_t>> find_scope(storage::Database& database, const std::string& scope);

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
