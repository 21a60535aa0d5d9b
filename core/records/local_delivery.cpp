#include <algorithm>

#include "local_log_impl.hpp"
#include "motcua/base/sabotage.hpp"

// The half of LocalLog that sync uses: sending, acknowledgement, the feed, forks and restores.
namespace motcua::records {
namespace {

/// The bytes are compared because a copy of this device may have used the same number for something else.
Status mark_returned(storage::Database& database, const Operation& operation, ByteView bytes) {
  MOTCUA_TRY_ASSIGN(
      auto update,
      database.cached("UPDATE local_operation SET returned = 1, verdict_code = NULL, verdict_detail = NULL "
                      "WHERE device = ? AND seq = ? AND (bytes IS NULL OR bytes = ?)"));
  return update->bind_all(operation.device.bytes(), operation.seq, bytes).run();
}

Status set_verdicts(storage::Database& database, const DeviceId& device, std::span<const LocalLog::Verdict> verdicts) {
  for (const LocalLog::Verdict& verdict : verdicts) {
    MOTCUA_TRY_ASSIGN(auto update, database.cached("UPDATE local_operation SET verdict_code = ?, verdict_detail = ? "
                                                   "WHERE device = ? AND seq = ?"));
    MOTCUA_TRY(update->bind_all(verdict.error.code, verdict.error.detail, device.bytes(), verdict.seq).run());
  }
  return {};
}

/// The cursor of a scope goes past an operation, which counts once.
void pass(LocalScope& scope, const SequencedOperation& sequenced, ByteView bytes) {
  if (sequenced.commit_seq <= scope.cursor) return;
  scope.cursor = sequenced.commit_seq;
  scope.sum += feed_sum(sequenced, bytes);
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

Result<std::vector<ScopeCursor>> LocalLog::scopes() const {
  MOTCUA_TRY_ASSIGN(const auto known, local::read_scopes(impl_->database));
  std::vector<ScopeCursor> out;
  for (const LocalScope& scope : known) out.push_back({scope.name, scope.cursor});
  return out;
}

Result<std::uint64_t> LocalLog::epoch() const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  return self.epoch;
}

Status LocalLog::acknowledge(std::uint64_t acked_through, std::span<const Verdict> verdicts) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    self.acked_through = std::clamp(acked_through, self.acked_through, self.last_seq);
    return set_verdicts(impl_->database, self.device, verdicts);
  });
}

Status LocalLog::rewind_acknowledged(std::uint64_t seq) {
  MOTCUA_TRY_ASSIGN(const std::uint64_t acked, acked_through());
  if (seq >= acked) return {};  // As nearly always: no transaction for that.
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
                                             "AND returned = 1 AND bytes IS NOT NULL"));
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

Result<LocalLog::Doubtful> LocalLog::read_doubtful(std::size_t max_count, std::size_t max_bytes) const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  MOTCUA_TRY_ASSIGN(const auto all, local::read_doubtful(impl_->database, self));
  Doubtful out;
  std::size_t total = 0;
  for (const Operation& operation : all) {
    if (out.operations.empty()) out.device = operation.device;
    const std::uint64_t next_seq = out.operations.empty() ? operation.seq : out.operations.back().seq + 1;
    Bytes bytes = encode_operation(operation);
    total += bytes.size();
    const bool full = out.operations.size() == max_count || (!out.operations.empty() && total > max_bytes);
    if (full || operation.device != out.device || operation.seq != next_seq) break;
    out.operations.push_back({operation.seq, std::move(bytes), {}});
  }
  return out;
}

Status LocalLog::confirm(const DeviceId& device, std::uint64_t first_seq, std::uint64_t last_seq,
                         std::span<const Verdict> verdicts) {
  return impl_->transact([&](LocalSelf&) -> Status {
    MOTCUA_TRY(set_verdicts(impl_->database, device, verdicts));
    return local::mark_out_of_sight(impl_->database, device, first_seq, last_seq);
  });
}

Status LocalLog::recover_missing() {
  MOTCUA_TRY_ASSIGN(const LocalSelf before, impl_->read_self());
  MOTCUA_TRY_ASSIGN(auto again, local::read_doubtful(impl_->database, before));
  if (again.empty()) return {};
  return impl_->transact([&](LocalSelf& self) -> Status {
    MOTCUA_TRY_ASSIGN(const auto unsent, local::read_after(impl_->database, self.device, self.acked_through));
    again.insert(again.end(), unsent.begin(), unsent.end());
    // As they were written: the server puts each after what the device wrote before, so an older answer that came later
    // would win.
    std::ranges::sort(again, {}, &Operation::hlc);
    // The server may have something else under the numbers of the present id: another copy of this device used them.
    impl_->take_new_id(self);
    return local::renumber(impl_->database, self, again);
  });
}

Status LocalLog::set_account(const AccountId& account, bool adopt_unknown) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    if (adopt_unknown) MOTCUA_TRY(local::adopt_unknown(impl_->database, self, account));
    if (self.account == account) return {};
    MOTCUA_TRY(local::change_account(impl_->database, self, account, DeviceId::random(impl_->random)));
    MOTCUA_TRY(impl_->state.clear());
    MOTCUA_TRY(impl_->database.execute("DELETE FROM local_scope"));
    MOTCUA_TRY_ASSIGN(auto update, impl_->database.cached("UPDATE local_operation SET returned = 0 "
                                                          "WHERE account = ? AND returned = 1"));
    return update->bind_all(account.bytes()).run();
  });
}

Result<LocalLog::Applied> LocalLog::apply_page(std::uint64_t epoch, const FeedPage& page,
                                               std::span<const std::string> left) {
  MOTCUA_TRY_ASSIGN(const bool idle, impl_->says_nothing_new(epoch, page));
  if (idle && left.empty()) return Applied::page;
  Applied applied = Applied::page;
  if (sabotaged(Defect::cursor_before_rows))
    MOTCUA_TRY(impl_->transact([&](LocalSelf&) { return impl_->move_cursors(page); }));
  MOTCUA_TRY(impl_->transact([&](LocalSelf& self) -> Status {
    if (epoch != self.epoch && !sabotaged(Defect::epoch_ignored)) {
      MOTCUA_TRY(impl_->state.clear());
      if (sabotaged(Defect::unsent_dropped_on_resync))
        MOTCUA_TRY(impl_->database.execute("DELETE FROM local_operation"));
      // Also what is out of sight or refused: this server may never have had it, and judges for itself.
      MOTCUA_TRY(
          impl_->database.execute("DELETE FROM local_scope; UPDATE local_operation SET returned = 0, "
                                  "verdict_code = NULL, verdict_detail = NULL "
                                  "WHERE returned OR verdict_code IS NOT NULL"));
      self.epoch = epoch;
    }
    MOTCUA_TRY_ASSIGN(auto scopes, impl_->enter_scopes(page));
    MOTCUA_TRY(impl_->take_in(page, scopes));
    if (!page.has_more) {
      applied = Impl::compare(page, scopes);
      MOTCUA_TRY(impl_->leave(left));
    }
    for (const LocalScope& scope : scopes) {
      const bool is_left = !page.has_more && std::ranges::find(left, scope.name) != left.end();
      MOTCUA_TRY(is_left ? local::erase_scope(impl_->database, scope.name)
                         : local::write_scope(impl_->database, scope));
    }
    return {};
  }));
  return applied;
}

Result<bool> LocalLog::Impl::says_nothing_new(std::uint64_t epoch, const FeedPage& page) const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, read_self());
  MOTCUA_TRY_ASSIGN(const auto scopes, local::read_scopes(database));
  return epoch == self.epoch && page.operations.empty() && !page.has_more &&
         std::ranges::all_of(page.scopes, [&](const ScopeSum& served) {
           const auto scope = std::ranges::find(scopes, served.scope, &LocalScope::name);
           return scope != scopes.end() && scope->reading == Reading::on && scope->cursor >= page.next &&
                  scope->sum == served.sum;
         });
}

Result<std::vector<LocalScope>> LocalLog::Impl::enter_scopes(const FeedPage& page) const {
  MOTCUA_TRY_ASSIGN(auto scopes, local::read_scopes(database));
  for (const ScopeSum& served : page.scopes) {
    if (std::ranges::find(scopes, served.scope, &LocalScope::name) == scopes.end())
      scopes.push_back({served.scope, 0, 0, Reading::on});
  }
  return scopes;
}

Status LocalLog::Impl::move_cursors(const FeedPage& page) {
  MOTCUA_TRY_ASSIGN(auto scopes, enter_scopes(page));
  for (const SequencedOperation& sequenced : page.operations) {
    const auto scope = std::ranges::find(scopes, sequenced.scope, &LocalScope::name);
    if (scope != scopes.end()) pass(*scope, sequenced, encode_operation(sequenced.operation));
  }
  for (LocalScope& scope : scopes) {
    scope.cursor = std::max(scope.cursor, page.next);
    MOTCUA_TRY(local::write_scope(database, scope));
  }
  return {};
}

Status LocalLog::Impl::take_in(const FeedPage& page, std::vector<LocalScope>& scopes) {
  const auto served = [&](const LocalScope& scope) {
    return std::ranges::find(page.scopes, scope.name, &ScopeSum::scope) != page.scopes.end();
  };
  for (LocalScope& scope : scopes) {
    if (scope.reading != Reading::damaged || !served(scope)) continue;
    // The operations of this device stay in sight until they are there again.
    MOTCUA_TRY(local::mark_scope(database, account, scope.name, Returned::yes, Returned::no));
    MOTCUA_TRY(state.clear_scope(scope.name));
    scope.reading = Reading::again;
  }
  for (const SequencedOperation& sequenced : page.operations) {
    const auto scope = std::ranges::find(scopes, sequenced.scope, &LocalScope::name);
    if (scope == scopes.end() || !served(*scope)) return fail(ErrorCode::frame_malformed, "scope");
    const Bytes bytes = encode_operation(sequenced.operation);
    MOTCUA_TRY(state.apply(sequenced));
    hlc.see(sequenced.effective);
    MOTCUA_TRY(mark_returned(database, sequenced.operation, bytes));
    pass(*scope, sequenced, bytes);
  }
  for (LocalScope& scope : scopes) {
    if (served(scope)) scope.cursor = std::max(scope.cursor, page.next);
  }
  return {};
}

LocalLog::Applied LocalLog::Impl::compare(const FeedPage& page, std::vector<LocalScope>& scopes) {
  Applied applied = Applied::page;
  for (const ScopeSum& served : page.scopes) {
    LocalScope& scope = *std::ranges::find(scopes, served.scope, &LocalScope::name);
    if (scope.cursor > page.next) continue;  // The page was overtaken by a later one: its sum is the one of then.
    const bool right = scope.sum == served.sum || sabotaged(Defect::epoch_ignored);
    if (!right && scope.reading == Reading::on) {
      scope = {scope.name, 0, 0, Reading::damaged};
      applied = Applied::damaged;
      continue;
    }
    if (!right && applied == Applied::page) applied = Applied::disputed;
    scope.sum = served.sum;
    scope.reading = Reading::on;
  }
  return applied;
}

Status LocalLog::Impl::leave(std::span<const std::string> scopes) {
  for (const std::string& scope : scopes) {
    MOTCUA_TRY(local::mark_scope(database, account, scope, Returned::yes, Returned::out_of_sight));
    MOTCUA_TRY(state.clear_scope(scope));
  }
  return {};
}

}  // namespace motcua::records
