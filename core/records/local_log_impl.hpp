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
    self = {DeviceId::random(random), 0, {}, self.last_hlc, 0, self.cursor, self.epoch, self.account};
  }

  /// The sequenced state with this device's sealed operations that have not come back.
  [[nodiscard]] Result<std::optional<EntityState>> sealed_state(const EntityId& entity) const;
};

}  // namespace motcua::records
