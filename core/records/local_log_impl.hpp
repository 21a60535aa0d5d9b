#pragma once
#include "local_tables.hpp"
#include "motcua/base/hlc.hpp"
#include "motcua/records/local_log.hpp"

namespace motcua::records {

struct LocalLog::Impl {
  Impl(storage::Database& db, Clock& clock, Random& rng, LocalSelf self)
      : database(db), random(rng), state(db), hlc(clock, self.last_hlc), device(self.device), account(self.account) {}

  storage::Database& database;
  Random& random;
  StateStore state;
  HlcClock hlc;
  DeviceId device;
  AccountId account;

  /// Runs `change(self)` and stores `self`, in one durable transaction.
  template <class Change>
  [[nodiscard]] Status transact(Change&& change) {
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
    MOTCUA_TRY_ASSIGN(LocalSelf self, read_self());
    MOTCUA_TRY(change(self));
    self.last_hlc = hlc.last();
    MOTCUA_TRY(local::write_self(database, self));
    MOTCUA_TRY(transaction.commit());
    device = self.device;
    account = self.account;
    return {};
  }

  [[nodiscard]] Result<LocalSelf> read_self() const {
    MOTCUA_TRY_ASSIGN(const auto self, local::read_self(database));
    if (!self) return fail(ErrorCode::database_corrupt, "local_self");
    return *self;
  }

  /// An empty log under a new id; where the feed was read to stays.
  void take_new_id(LocalSelf& self) const {
    self = {DeviceId::random(random), 0, {}, self.last_hlc, 0, self.epoch, self.account};
  }

  [[nodiscard]] Status fold(const LocalSelf& self, const Edit& edit) const;
  [[nodiscard]] Status seal(LocalSelf& self, const EntityId& entity);

  /// Whether applying the page would change nothing: as most rounds end, without a transaction.
  [[nodiscard]] Result<bool> says_nothing_new(std::uint64_t epoch, const FeedPage& page) const;
  /// The scopes that this device reads, those with which the page begins among them.
  [[nodiscard]] Result<std::vector<LocalScope>> enter_scopes(const FeedPage& page) const;
  /// Only the cursors and sums: a known defect, for the simulation.
  [[nodiscard]] Status move_cursors(const FeedPage& page);
  /// Reads the operations of a page into the state and into the cursors and sums of their scopes.
  [[nodiscard]] Status take_in(const FeedPage& page, std::vector<LocalScope>& scopes);
  /// After the feed's last page: whether this device has what the server has.
  [[nodiscard]] static Applied compare(const FeedPage& page, std::vector<LocalScope>& scopes);
  [[nodiscard]] Status leave(std::span<const std::string> scopes);

  /// The sequenced state with this device's sealed operations that have not come back.
  [[nodiscard]] Result<std::optional<EntityState>> sealed_state(const EntityId& entity) const;
  /// The same, with the history of its fields.
  [[nodiscard]] Result<std::optional<EntityState>> sealed_state(const EntityId& entity,
                                                                std::vector<HistoryEntry>& history) const;
};

}  // namespace motcua::records
