#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "motcua/records/local_log.hpp"
#include "motcua/records/state.hpp"
#include "motcua/storage/copy.hpp"

namespace motcua::records {

/// Who pushes, as the server knows them from their token.
struct Author {
  AccountId account;
  DeviceId device;
  /// Scopes of the groups that the account belongs to. What it writes anew goes into the first one; without any, into
  /// its own account's scope.
  std::vector<std::string> groups{};

  /// Whether the author may read and write what is in a scope of responses.
  [[nodiscard]] bool may_write(std::string_view scope) const;
  /// Everything that the author may read.
  [[nodiscard]] std::vector<std::string> readable() const;
};

/// Decides whether an operation is accepted, before it is sequenced. Implemented by the rooms that know the entities.
class OperationPolicy {
 public:
  virtual ~OperationPolicy() = default;
  /// Success, or why the operation goes to quarantine. Joins the caller's transaction; must not write.
  [[nodiscard]] virtual Status check(const Author& author, const Operation& operation) = 0;
  /// The scope for an entity that begins with this operation, which `check` accepted. Empty, or a scope in which the
  /// author may not write: their first group, else their account.
  [[nodiscard]] virtual Result<std::string> home(const Author& author, const Operation& operation) {
    (void)author;
    (void)operation;
    return std::string();
  }
};

/// The server's log: one order for all devices. Methods that write join the caller's transaction, so that one commit
/// (one fsync) can carry many pushes.
class Sequencer {
 public:
  [[nodiscard]] static Result<Sequencer> open(storage::Database& database, Clock& clock, Random& random);

  /// Random number of this life of the log; a restore makes a new one.
  [[nodiscard]] std::uint64_t epoch() const;

  struct Pushed {
    std::uint64_t seq = 0;
    Bytes bytes;
  };
  struct Receipt {
    std::uint64_t acked_through = 0;  ///< Contiguous: everything up to here is in the log or in quarantine.
    bool forked = false;              ///< A seq came back with another content: the device must take a new id.
    std::vector<LocalLog::Verdict> verdicts;
  };
  /// Appends what is new, ignores what is known (same bytes), stops at a gap. Refused operations are kept in quarantine
  /// and count as received; their verdicts are told again each time they are pushed. Apart from the policy, the
  /// sequencer itself refuses an operation on a response or a visit outside of the author's scopes, on an entity of
  /// another type, and any on what only the server writes. Fails with `not_allowed` when the author's device is the
  /// server's own id: its chain is written by `append_own` only.
  [[nodiscard]] Result<Receipt> append(const Author& author, std::span<const Pushed> operations,
                                       OperationPolicy& policy);
  /// Appends an operation of the server itself (publishing a form, an assignment). An entity that is new goes into
  /// `scope`; one that is known stays where it is.
  [[nodiscard]] Status append_own(EntityType type, const EntityId& entity, const DefinitionRef& definition,
                                  std::span<const FieldChange> changes, std::string_view scope = kPublicScope);
  /// Deletes an entity, having seen all of it. Fails with not_found.
  [[nodiscard]] Status remove_own(const EntityId& entity);

  [[nodiscard]] Result<std::uint64_t> acked_through(const DeviceId& device) const;
  /// The highest seq of `device` that the last backup holds.
  [[nodiscard]] Result<std::uint64_t> stable_through(const DeviceId& device) const;
  /// Both of them, read on any connection.
  struct Delivered {
    std::uint64_t acked_through = 0;
    std::uint64_t stable_through = 0;
    friend bool operator==(const Delivered&, const Delivered&) = default;
  };
  [[nodiscard]] static Result<Delivered> delivered(storage::Database& reader, const DeviceId& device);
  /// How far a log goes of one device.
  struct Held {
    DeviceId device;
    std::uint64_t through = 0;
  };
  /// What the log in `database` holds of each device: for a backup, ask the backup itself, not the log that it was made
  /// from, which has gone on meanwhile.
  [[nodiscard]] static Result<std::vector<Held>> held(storage::Database& database);
  /// A backup of this log that is safe on its disk holds `backup`: devices may forget as much. What was marked before
  /// stays marked.
  [[nodiscard]] Status mark_backed_up(std::span<const Held> backup);
  /// A new epoch: call it on a log that was restored from a backup, before any device talks to it.
  [[nodiscard]] Status renew_epoch();
  [[nodiscard]] Result<std::uint64_t> last_commit_seq() const;
  /// The server's clock.
  [[nodiscard]] Instant now() const;
  [[nodiscard]] StateStore& state();

  /// The feed: operations of the given scopes, each after its own cursor, in commit order. `reader` may be another
  /// connection.
  [[nodiscard]] static Result<FeedPage> read(storage::Database& reader, std::span<const ScopeCursor> scopes,
                                             std::size_t max_count, std::size_t max_bytes);

  /// Checks every device's hash chain, the sum of every scope, and that the merged state equals a replay of the log.
  /// Empty means sound. Joins the caller's transaction: without one, what others commit meanwhile looks like a fault.
  [[nodiscard]] static Result<std::vector<std::string>> verify(storage::Database& database,
                                                               const storage::Progress& progress = {});
  /// Checks the hash chains only; adds what is wrong to `faults`.
  [[nodiscard]] static Status verify_chains(storage::Database& database, std::vector<std::string>& faults,
                                            const storage::Progress& progress = {});

 private:
  struct Impl;
  explicit Sequencer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace motcua::records
