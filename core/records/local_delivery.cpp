#include <algorithm>

#include "local_log_impl.hpp"
#include "motcua/base/sabotage.hpp"

// The half of LocalLog that sync uses: sending, acknowledgement, the feed, forks and restores.
namespace motcua::records {
namespace {

/// The bytes are compared because a copy of this device may have used the same number for something else.
Status mark_returned(storage::Database& database, const Operation& operation) {
  MOTCUA_TRY_ASSIGN(
      auto update,
      database.cached("UPDATE local_operation SET returned = 1, verdict_code = NULL, verdict_detail = NULL "
                      "WHERE device = ? AND seq = ? AND (bytes IS NULL OR bytes = ?)"));
  return update->bind_all(operation.device.bytes(), operation.seq, encode_operation(operation)).run();
}

}  // namespace

Result<std::vector<LocalLog::Sealed>> LocalLog::read_sealed(std::uint64_t first_seq, std::size_t max_count,
                                                            std::size_t max_bytes) const {
  MOTCUA_TRY_ASSIGN(auto query,
                    impl_->database.cached("SELECT seq, bytes, hash FROM local_operation WHERE device = ? AND seq >= ? "
                                           "AND bytes IS NOT NULL ORDER BY seq LIMIT ?"));
  query->bind_all(impl_->device.bytes(), first_seq, max_count);
  std::vector<Sealed> out;
  std::size_t total = 0;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return out;
    Sealed sealed;
    sealed.seq = static_cast<std::uint64_t>(query->integer(0));
    const ByteView bytes = query->blob(1);
    const ByteView hash = query->blob(2);
    total += bytes.size();
    if (!out.empty() && total > max_bytes) return out;
    sealed.bytes.assign(bytes.begin(), bytes.end());
    std::copy_n(hash.begin(), std::min(hash.size(), sealed.hash.size()), sealed.hash.begin());
    out.push_back(std::move(sealed));
  }
}

Result<std::uint64_t> LocalLog::acked_through() const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  return self.acked_through;
}

Result<std::uint64_t> LocalLog::cursor() const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  return self.cursor;
}

Result<std::uint64_t> LocalLog::epoch() const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  return self.epoch;
}

Status LocalLog::acknowledge(std::uint64_t acked_through, std::span<const Verdict> verdicts) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    self.acked_through = std::clamp(acked_through, self.acked_through, self.last_seq);
    for (const Verdict& verdict : verdicts) {
      MOTCUA_TRY_ASSIGN(auto update,
                        impl_->database.cached("UPDATE local_operation SET verdict_code = ?, verdict_detail = ? "
                                               "WHERE device = ? AND seq = ?"));
      MOTCUA_TRY(update->bind_all(verdict.error.code, verdict.error.detail, self.device.bytes(), verdict.seq).run());
    }
    return {};
  });
}

Status LocalLog::rewind_acknowledged(std::uint64_t seq) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    if (seq >= self.acked_through) return {};
    self.acked_through = seq;
    MOTCUA_TRY_ASSIGN(const auto kept, local::read_after(impl_->database, self.device, seq));
    if (kept.size() == self.last_seq - seq) return {};
    // A backup older than the newest one was restored: what lies between is gone here too, so the numbers cannot go on.
    impl_->take_new_id(self);
    return local::renumber(impl_->database, self, kept);
  });
}

Status LocalLog::forget_stable(std::uint64_t stable_through) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    MOTCUA_TRY_ASSIGN(auto update,
                      impl_->database.cached("UPDATE local_operation SET bytes = NULL WHERE device = ? AND seq <= ? "
                                             "AND returned AND bytes IS NOT NULL"));
    return update->bind_all(self.device.bytes(), std::min(stable_through, self.acked_through)).run();
  });
}

Status LocalLog::rekey() {
  return impl_->transact([&](LocalSelf& self) -> Status {
    MOTCUA_TRY_ASSIGN(const auto unsent, local::read_after(impl_->database, self.device, self.acked_through));
    impl_->take_new_id(self);
    return local::renumber(impl_->database, self, unsent);
  });
}

Status LocalLog::recover_missing() {
  MOTCUA_TRY_ASSIGN(const LocalSelf before, impl_->read_self());
  MOTCUA_TRY_ASSIGN(const auto present, local::read_missing(impl_->database, before, true));
  MOTCUA_TRY_ASSIGN(const auto former, local::read_missing(impl_->database, before, false));
  if (present.empty() && former.empty()) return {};
  return impl_->transact([&](LocalSelf& self) -> Status {
    if (!present.empty()) {
      // The server has something else under these numbers: another copy of this device used them.
      MOTCUA_TRY_ASSIGN(const auto unsent, local::read_after(impl_->database, self.device, self.acked_through));
      impl_->take_new_id(self);
      MOTCUA_TRY(local::renumber(impl_->database, self, present));
      MOTCUA_TRY(local::renumber(impl_->database, self, unsent));
    }
    return local::renumber(impl_->database, self, former);
  });
}

Status LocalLog::set_account(const AccountId& account, bool adopt_unknown) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    if (adopt_unknown) MOTCUA_TRY(local::adopt_unknown(impl_->database, self, account));
    if (self.account == account) return {};
    MOTCUA_TRY(local::change_account(impl_->database, self, account, DeviceId::random(impl_->random)));
    MOTCUA_TRY(impl_->state.clear());
    MOTCUA_TRY_ASSIGN(auto update, impl_->database.cached("UPDATE local_operation SET returned = 0 WHERE account = ?"));
    return update->bind_all(account.bytes()).run();
  });
}

Status LocalLog::apply_page(std::span<const SequencedOperation> operations, std::uint64_t cursor, std::uint64_t epoch) {
  const auto move_cursor = [&](LocalSelf& self) -> Status {
    self.cursor = std::max(self.cursor, cursor);
    return {};
  };
  if (sabotaged(Defect::cursor_before_rows)) MOTCUA_TRY(impl_->transact(move_cursor));
  return impl_->transact([&](LocalSelf& self) -> Status {
    if (epoch != self.epoch && !sabotaged(Defect::epoch_ignored)) {
      MOTCUA_TRY(impl_->state.clear());
      if (sabotaged(Defect::unsent_dropped_on_resync))
        MOTCUA_TRY(impl_->database.execute("DELETE FROM local_operation"));
      MOTCUA_TRY(impl_->database.execute("UPDATE local_operation SET returned = 0"));
      self.epoch = epoch;
      self.cursor = 0;
    }
    for (const SequencedOperation& sequenced : operations) {
      MOTCUA_TRY(impl_->state.apply(sequenced));
      impl_->hlc.see(sequenced.effective);
      MOTCUA_TRY(mark_returned(impl_->database, sequenced.operation));
    }
    return move_cursor(self);
  });
}

}  // namespace motcua::records
