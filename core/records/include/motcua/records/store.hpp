#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "motcua/records/operation.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::records {

/// An operation with its place in the one order that the server's sequencer gave it.
struct SequencedOperation {
  std::uint64_t commit_seq = 0;
  Hlc effective;        ///< min(operation.hlc, server time + 2 min): assigned once, used by every replica's merge.
  std::string scope;    ///< Who may see it: "public", "account:<hex>".
  Operation operation;
};

/// A field's winning value and who wrote it.
struct FieldState {
  std::optional<std::string> value;
  Hlc effective;
  DeviceId device;
  bool conflict = false;  ///< A losing concurrent value is kept in the history and has not been reviewed.
};

/// One losing or superseded value. Rows are never deleted by sync.
struct HistoryEntry {
  std::string field;
  std::optional<std::string> value;
  Hlc effective;
  DeviceId device;
  bool conflict = false;
};

struct EntityState {
  EntityType type = EntityType::response;
  EntityId entity;
  DefinitionRef definition;
  bool removed = false;
  std::map<std::string, FieldState, std::less<>> fields;
};

/// The pure rule: applies `operation` to `state`. Last writer wins per field by (effective, device); equal base means
/// fast-forward; the loser of a concurrent pair is appended to `history`. Applying the same operations in any order
/// gives the same state (tested as a property).
void merge(EntityState& state, const SequencedOperation& operation, std::vector<HistoryEntry>& history);

/// The merged state of everything that the sequencer has ordered, in SQLite: the same code on server and device.
/// Methods that write join the caller's transaction.
class StateStore {
 public:
  explicit StateStore(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  /// Applies one ordered operation. Applying it again is a no-op.
  [[nodiscard]] Status apply(const SequencedOperation& operation);
  [[nodiscard]] Result<std::optional<EntityState>> read(const EntityId& entity) const;
  [[nodiscard]] Result<std::vector<EntityId>> list(EntityType type) const;
  [[nodiscard]] Result<std::vector<HistoryEntry>> history(const EntityId& entity) const;

 private:
  storage::Database* database_;
};

/// How far an operation of this device has come.
enum class Delivery : std::uint8_t {
  open,       ///< Still being written: edits fold into it (a draft).
  unsent,     ///< Numbered and hashed; the server has not said that it has it.
  received,   ///< The server has it durably.
  refused,    ///< The server has it in quarantine; `verdict` says why.
};

struct OwnOperation {
  std::uint64_t seq = 0;  ///< 0 while open.
  EntityId entity;
  Delivery delivery = Delivery::open;
  std::optional<Error> verdict;
};

/// This device's own log. An entity has at most one open operation, into which edits fold until it is sealed: one
/// interview is one operation however many answers it has. Each method is one durable transaction, so what returned
/// success survives a kill.
class LocalLog {
 public:
  /// Makes the schema and, on first use, the device id. `clock` and `random` must outlive the log.
  [[nodiscard]] static Result<LocalLog> open(storage::Database& database, Clock& clock, Random& random);

  [[nodiscard]] DeviceId device() const;

  struct Edit {
    EntityType type = EntityType::response;
    EntityId entity;
    DefinitionRef definition;
    std::span<const FieldChange> changes;  ///< `base` is filled in by the log.
  };
  /// Folds the changes into the entity's open operation, making it if there is none.
  [[nodiscard]] Status edit(const Edit& edit);
  /// Numbers and hashes the entity's open operation: from now on it is immutable and waits to be sent.
  /// Fails with not_found when nothing is open.
  [[nodiscard]] Status seal(const EntityId& entity);
  /// Forgets an open operation that was never sealed (a draft that the user throws away).
  [[nodiscard]] Status discard_open(const EntityId& entity);

  /// What the user sees: the sequenced state overlaid with this device's operations that have not come back yet, open
  /// ones included, replayed by the same merge.
  [[nodiscard]] Result<std::optional<EntityState>> visible(const EntityId& entity) const;
  [[nodiscard]] Result<std::vector<EntityId>> visible_entities(EntityType type) const;
  /// The delivery state of the entity's newest own operation; nullopt when this device wrote none.
  [[nodiscard]] Result<std::optional<OwnOperation>> own(const EntityId& entity) const;

  /// Sealed operations that the server has not acknowledged.
  [[nodiscard]] Result<std::int64_t> unsent_count() const;
  [[nodiscard]] StateStore& state();
  [[nodiscard]] const StateStore& state() const;
  [[nodiscard]] storage::Database& database() const;

  // What sync uses -------------------------------------------------------------------------------------------------

  struct Sealed {
    std::uint64_t seq = 0;
    Bytes bytes;
    Hash hash;
  };
  /// Up to `max_count` sealed operations from `first_seq` on, whose bytes sum to at most `max_bytes` (at least one).
  [[nodiscard]] Result<std::vector<Sealed>> read_sealed(std::uint64_t first_seq, std::size_t max_count, std::size_t max_bytes) const;
  [[nodiscard]] Result<std::uint64_t> acked_through() const;
  /// The server durably has everything up to `seq`; verdicts of refused ones.
  struct Verdict {
    std::uint64_t seq = 0;
    Error error;
  };
  [[nodiscard]] Status acknowledge(std::uint64_t acked_through, std::span<const Verdict> verdicts);
  /// The server lost its end (restored from a backup): everything after `seq` counts as unsent again.
  [[nodiscard]] Status rewind_acknowledged(std::uint64_t seq);
  /// Forgets own operations up to `stable_through` that also came back in the feed: a backup holds them.
  [[nodiscard]] Status forget_stable(std::uint64_t stable_through);
  /// Takes a new device id and renumbers every operation that the server does not have: after a fork.
  [[nodiscard]] Status rekey();
  /// Applies one page of the feed and its cursor in one transaction.
  [[nodiscard]] Status apply_page(std::span<const SequencedOperation> operations, std::uint64_t cursor, std::uint64_t epoch);
  [[nodiscard]] Result<std::uint64_t> cursor() const;
  [[nodiscard]] Result<std::uint64_t> epoch() const;

 private:
  struct Impl;
  explicit LocalLog(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

/// Who pushes, as the server knows them from their token.
struct Author {
  AccountId account;
  DeviceId device;
};

/// Decides whether an operation is accepted, before it is sequenced. Implemented by the rooms that know the entities.
class OperationPolicy {
 public:
  virtual ~OperationPolicy() = default;
  /// Success, or why the operation goes to quarantine. Joins the caller's transaction; must not write.
  [[nodiscard]] virtual Status check(const Author& author, const Operation& operation) = 0;
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
  /// Appends what is new, ignores what is known (same hash), stops at a gap. Refused operations are kept in quarantine
  /// and count as received.
  [[nodiscard]] Result<Receipt> append(const Author& author, std::span<const Pushed> operations, OperationPolicy& policy);
  /// Appends an operation of the server itself (publishing a form), visible to everyone.
  [[nodiscard]] Status append_own(EntityType type, const EntityId& entity, const DefinitionRef& definition, std::span<const FieldChange> changes);

  [[nodiscard]] Result<std::uint64_t> acked_through(const DeviceId& device) const;
  /// The highest seq of `device` that the last backup holds.
  [[nodiscard]] Result<std::uint64_t> stable_through(const DeviceId& device) const;
  /// Marks everything in the log now as held by a backup.
  [[nodiscard]] Status mark_backed_up();
  [[nodiscard]] Result<std::uint64_t> last_commit_seq() const;
  [[nodiscard]] StateStore& state();

  struct Page {
    std::vector<SequencedOperation> operations;
    std::uint64_t next = 0;  ///< The cursor after this page, also when nothing in it was visible.
    bool has_more = false;
  };
  /// The feed: operations after `after` in the given scopes, in commit order. `reader` may be another connection.
  [[nodiscard]] static Result<Page> read(storage::Database& reader, std::span<const std::string> scopes, std::uint64_t after, std::size_t max_count, std::size_t max_bytes);

  /// Checks every device's hash chain and that the merged state equals a replay of the log. Empty means sound.
  [[nodiscard]] static Result<std::vector<std::string>> verify(storage::Database& database);

 private:
  struct Impl;
  explicit Sequencer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace motcua::records
