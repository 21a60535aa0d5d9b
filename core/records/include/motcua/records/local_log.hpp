#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "motcua/records/feed.hpp"

namespace motcua::records {

/// How far an operation of this device has come.
enum class Delivery : std::uint8_t {
  open,      ///< Still being written: edits fold into it (a draft).
  unsent,    ///< Numbered and hashed; the server has not said that it has it.
  received,  ///< The server has it durably.
  refused,   ///< The server has it in quarantine; `verdict` says why.
};

struct OwnOperation {
  std::uint64_t seq = 0;  ///< 0 while open.
  EntityId entity;
  Delivery delivery = Delivery::open;
  std::optional<Error> verdict;
  bool stable = false;  ///< A backup of the server holds it: its content is forgotten here.
};

/// This device's own log. An entity has at most one open operation, into which edits fold until it is sealed: one
/// interview is one operation however many answers it has. Each method is one durable transaction, so what returned
/// success survives a kill.
class LocalLog {
 public:
  /// Makes the schema and, on first use, the device id. `clock` and `random` must outlive the log.
  [[nodiscard]] static Result<LocalLog> open(storage::Database& database, Clock& clock, Random& random);

  [[nodiscard]] DeviceId device() const;

  /// Who writes on this device; nil until it is known. Each account has a log of its own on a shared device, with a
  /// device id, numbers and drafts that nobody else sees.
  [[nodiscard]] AccountId account() const;
  /// Another account writes from now on. The log of the former one is put aside, durably, and taken up again when that
  /// account comes back; its unsent operations wait for it. The merged state is emptied: it is read from the beginning
  /// of the new account's feed. With `adopt_unknown`, what was written before an account was known becomes this one's
  /// first. Nothing happens when the account is the present one.
  [[nodiscard]] Status set_account(const AccountId& account, bool adopt_unknown);
  /// What other accounts have on this device.
  struct Aside {
    std::vector<DeviceId> devices;  ///< Their ids here.
    std::int64_t unsent = 0;
    std::int64_t drafts = 0;
  };
  [[nodiscard]] Result<Aside> aside() const;

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
  /// Folds in several entities' changes and seals each: all of it is there, or nothing.
  [[nodiscard]] Status edit_and_seal(std::span<const Edit> edits);
  /// Forgets an open operation that was never sealed (a draft that the user throws away).
  [[nodiscard]] Status discard_open(const EntityId& entity);
  /// Deletes the entity by an operation of its own, sealed at once; open edits are thrown away. Fails with not_found
  /// when nothing is visible.
  [[nodiscard]] Status remove(const EntityId& entity);

  /// What the user sees: the sequenced state overlaid with this device's operations that have not come back yet, open
  /// ones included, replayed by the same merge.
  [[nodiscard]] Result<std::optional<EntityState>> visible(const EntityId& entity) const;
  [[nodiscard]] Result<std::vector<EntityId>> visible_entities(EntityType type) const;
  /// A field of which two people wrote different values, neither of them having seen the other's.
  struct Conflict {
    std::string field;
    FieldState winner;
    std::vector<HistoryEntry> losers;
  };
  /// Of the entity, by field: what nobody has decided yet. Open edits do not count.
  [[nodiscard]] Result<std::vector<Conflict>> conflicts(const EntityId& entity) const;
  /// Somebody who saw every value of these fields decides which one stands, in operations that are sealed at once; on
  /// every replica that has them the fields are in conflict no more. What is open of these fields is dropped. It takes
  /// more than one operation, for each tells of one value that its writer saw.
  [[nodiscard]] Status settle(const Edit& decision);

  /// The delivery state of the entity's newest own operation; nullopt when this device wrote none.
  [[nodiscard]] Result<std::optional<OwnOperation>> own(const EntityId& entity) const;

  /// Every open operation of the account, without number and reading: its drafts as they are written so far.
  [[nodiscard]] Result<std::vector<Operation>> open_operations() const;

  /// Sealed operations that the server has not acknowledged.
  [[nodiscard]] Result<std::int64_t> unsent_count() const;
  /// Operations that the server keeps in quarantine.
  [[nodiscard]] Result<std::int64_t> refused_count() const;
  /// Open operations.
  [[nodiscard]] Result<std::int64_t> draft_count() const;
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
  [[nodiscard]] Result<std::vector<Sealed>> read_sealed(std::uint64_t first_seq, std::size_t max_count,
                                                        std::size_t max_bytes) const;
  [[nodiscard]] Result<std::uint64_t> acked_through() const;
  /// The server durably has everything up to `seq`; verdicts of refused ones.
  struct Verdict {
    std::uint64_t seq = 0;
    Error error;
  };
  [[nodiscard]] Status acknowledge(std::uint64_t acked_through, std::span<const Verdict> verdicts);
  /// The server lost its end (restored from a backup): everything after `seq` counts as unsent again. Where this device
  /// has already forgotten a part of that, the rest is rekeyed, since a gap could never be sent.
  [[nodiscard]] Status rewind_acknowledged(std::uint64_t seq);
  /// Forgets the content of own operations up to `stable_through` that also came back in the feed: a backup holds them.
  [[nodiscard]] Status forget_stable(std::uint64_t stable_through);
  /// Takes a new device id and renumbers every operation that the server does not have: after a fork.
  [[nodiscard]] Status rekey();
  /// Consecutive operations of one id of this account, present or former.
  struct Doubtful {
    DeviceId device;
    std::vector<Sealed> operations;  ///< Without their hashes.
  };
  /// After the feed was read to its end: the first of the acknowledged operations that did not come back. Either they
  /// are out of this device's sight (in a scope that was left), or the server does not have them: it was restored and
  /// heard another copy of this device first. It can tell which, because it compares what is pushed under a known
  /// number. None: nothing is in doubt.
  [[nodiscard]] Result<Doubtful> read_doubtful(std::size_t max_count, std::size_t max_bytes) const;
  /// The server has these of `device` as they are here: those that did not come back are out of sight.
  [[nodiscard]] Status confirm(const DeviceId& device, std::uint64_t first_seq, std::uint64_t last_seq,
                               std::span<const Verdict> verdicts);
  /// The server lacks some of what is in doubt: all of that and what is unsent is numbered anew, under a new id, in the
  /// order in which it was written.
  [[nodiscard]] Status recover_missing();
  /// Applies one page of the feed and the cursors of its scopes in one transaction. When `epoch` is not the one known,
  /// the page must be the first: the merged state is emptied before it. A scope of the page that is new here was read
  /// from its beginning. `left` are scopes that this device may not read any more: with the last page what was read in
  /// them goes. Own operations that are open, unsent or refused are never touched. Fails with frame_malformed, and
  /// nothing is applied, when an operation is of none of the page's scopes.
  enum class Applied : std::uint8_t {
    page,
    damaged,   ///< The sum of a scope is not the server's: that scope is to be read again, from the beginning.
    disputed,  ///< It is not even after that: the server is not at one with itself. Its sum counts from now on.
  };
  [[nodiscard]] Result<Applied> apply_page(std::uint64_t epoch, const FeedPage& page,
                                           std::span<const std::string> left = {});
  /// The scopes that this device reads, and how far it has read each.
  [[nodiscard]] Result<std::vector<ScopeCursor>> scopes() const;
  [[nodiscard]] Result<std::uint64_t> epoch() const;

 private:
  struct Impl;
  explicit LocalLog(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace motcua::records
