#pragma once
#include "motcua/records/local_log.hpp"

namespace motcua::records {

/// The one row about this device itself.
struct LocalSelf {
  DeviceId device;
  std::uint64_t last_seq = 0;  ///< Of the newest sealed operation.
  Hash last_hash{};            ///< Its link of the chain.
  Hlc last_hlc;
  std::uint64_t acked_through = 0;
  std::uint64_t epoch = 0;  ///< 0: no server known yet.
  AccountId account{};      ///< Who writes; nil: not known.
};

/// What is known of the way back of an own operation.
enum class Returned : std::uint8_t {
  no = 0,
  yes = 1,           ///< It came back in the feed: the merged state has it.
  out_of_sight = 2,  ///< The server has it, in a scope that this device does not read (any more).
};

/// How a scope is being read.
enum class Reading : std::uint8_t {
  on = 0,
  damaged = 1,  ///< Its sum was wrong: what is here of it goes when its first page comes.
  again = 2,    ///< From the beginning, after that.
};

/// How far this device has read one scope of the feed.
struct LocalScope {
  std::string name;
  std::uint64_t cursor = 0;
  std::uint64_t sum = 0;
  Reading reading = Reading::on;
};

/// The SQL of LocalLog. Functions join the caller's transaction.
namespace local {

[[nodiscard]] Status migrate(storage::Database& database);
[[nodiscard]] Result<std::optional<LocalSelf>> read_self(storage::Database& database);
[[nodiscard]] Status write_self(storage::Database& database, const LocalSelf& self);

/// Puts the log of `self`'s account aside and takes up the one of `account`: as it was, or an empty one under `fresh`.
[[nodiscard]] Status change_account(storage::Database& database, LocalSelf& self, const AccountId& account,
                                    const DeviceId& fresh);
/// What was written before the account was known, here or put aside, is `account`'s from now on.
[[nodiscard]] Status adopt_unknown(storage::Database& database, LocalSelf& self, const AccountId& account);

/// The account's open operation of an entity, its fields rising by name; seq and hlc are still 0.
[[nodiscard]] Result<std::optional<Operation>> read_open(storage::Database& database, const AccountId& account,
                                                         const EntityId& entity);
[[nodiscard]] Status write_open(storage::Database& database, const AccountId& account, const LocalLog::Edit& edit);
[[nodiscard]] Status write_open_field(storage::Database& database, const AccountId& account, const EntityId& entity,
                                      const FieldChange& change);
[[nodiscard]] Status erase_open(storage::Database& database, const AccountId& account, const EntityId& entity);

/// Takes fields out of the open operation; one that has none left is none.
[[nodiscard]] Status erase_open_field(storage::Database& database, const AccountId& account, const EntityId& entity,
                                      std::string_view field);

/// Numbers, hashes and stores `operation` as the next one of `self`.
[[nodiscard]] Status append(storage::Database& database, LocalSelf& self, Operation operation);
/// Moves the given operations to the end of `self`'s log under new numbers.
[[nodiscard]] Status renumber(storage::Database& database, LocalSelf& self, const std::vector<Operation>& operations);
/// The account's operations on `entity` that have not come back in the feed, oldest first.
[[nodiscard]] Result<std::vector<Operation>> read_unreturned(storage::Database& database, const AccountId& account,
                                                             const EntityId& entity);
/// Operations of `device` after `seq` whose content is kept.
[[nodiscard]] Result<std::vector<Operation>> read_after(storage::Database& database, const DeviceId& device,
                                                        std::uint64_t seq);
/// Acknowledged operations that are neither in quarantine nor came back in the feed: of the present id and of former
/// ones, as they were written.
[[nodiscard]] Result<std::vector<Operation>> read_doubtful(storage::Database& database, const LocalSelf& self);
/// The server has these of a device: those that did not come back are out of sight.
[[nodiscard]] Status mark_out_of_sight(storage::Database& database, const DeviceId& device, std::uint64_t first_seq,
                                       std::uint64_t last_seq);

[[nodiscard]] Result<std::vector<LocalScope>> read_scopes(storage::Database& database);
[[nodiscard]] Status write_scope(storage::Database& database, const LocalScope& scope);
[[nodiscard]] Status erase_scope(storage::Database& database, std::string_view name);
/// The account's operations on entities of a scope that are marked `from` become `to`.
[[nodiscard]] Status mark_scope(storage::Database& database, const AccountId& account, std::string_view name,
                                Returned from, Returned to);

}  // namespace local
}  // namespace motcua::records
