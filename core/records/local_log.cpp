#include "motcua/records/local_log.hpp"

#include <algorithm>
#include <unordered_set>

#include "local_log_impl.hpp"
#include "motcua/base/text.hpp"

namespace motcua::records {
namespace {

constexpr std::size_t kMaxValue = 256U * 1024;

Status check_change(const FieldChange& change) {
  if (change.field.empty() || change.field.size() > kMaxFieldName || !is_valid_utf8(change.field)) {
    return fail(ErrorCode::invalid_argument, "field name");
  }
  if (change.value && change.value->size() > kMaxValue) return fail(ErrorCode::invalid_argument, change.field);
  return {};
}

/// Overlays an operation of this device as the sequencer would order it if it came now.
void overlay(std::optional<EntityState>& state, Operation operation, std::vector<HistoryEntry>& history) {
  SequencedOperation sequenced;
  sequenced.effective = operation.hlc;
  sequenced.operation = std::move(operation);
  if (!state) state.emplace();
  merge(*state, sequenced, history);
}

Result<std::vector<EntityId>> read_ids(storage::Statement& query) {
  std::vector<EntityId> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return out;
    out.push_back(EntityId::from_bytes(query.blob(0)).value_or(EntityId{}));
  }
}

}  // namespace

Result<std::optional<EntityState>> LocalLog::Impl::sealed_state(const EntityId& entity) const {
  std::vector<HistoryEntry> history;
  return sealed_state(entity, history);
}

Result<std::optional<EntityState>> LocalLog::Impl::sealed_state(const EntityId& entity,
                                                                std::vector<HistoryEntry>& history) const {
  MOTCUA_TRY_ASSIGN(auto out, state.read(entity));
  MOTCUA_TRY_ASSIGN(auto operations, local::read_unreturned(database, account, entity));
  MOTCUA_TRY_ASSIGN(history, state.history(entity));
  for (Operation& operation : operations) overlay(out, std::move(operation), history);
  return out;
}

LocalLog::LocalLog(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<LocalLog> LocalLog::open(storage::Database& database, Clock& clock, Random& random) {
  MOTCUA_TRY(StateStore::migrate(database));
  MOTCUA_TRY(local::migrate(database));
  MOTCUA_TRY_ASSIGN(auto self, local::read_self(database));
  if (!self) {
    self.emplace().device = DeviceId::random(random);
    MOTCUA_TRY(local::write_self(database, *self));
  }
  LocalLog log(std::make_shared<Impl>(database, clock, random, *self));
  MOTCUA_TRY(log.impl_->transact([&](LocalSelf&) { return log.impl_->state.retry_parked(); }));
  return log;
}

DeviceId LocalLog::device() const { return impl_->device; }
AccountId LocalLog::account() const { return impl_->account; }
StateStore& LocalLog::state() { return impl_->state; }
const StateStore& LocalLog::state() const { return impl_->state; }
storage::Database& LocalLog::database() const { return impl_->database; }

Status LocalLog::Impl::fold(const LocalSelf& self, const Edit& edit) const {
  for (const FieldChange& change : edit.changes) MOTCUA_TRY(check_change(change));
  MOTCUA_TRY_ASSIGN(const auto seen, sealed_state(edit.entity));
  MOTCUA_TRY(local::write_open(database, self.account, edit));
  for (FieldChange change : edit.changes) {
    change.base = {};
    if (seen) {
      const auto field = seen->fields.find(change.field);
      if (field != seen->fields.end()) change.base = field->second.effective;
    }
    MOTCUA_TRY(local::write_open_field(database, self.account, edit.entity, change));
  }
  return {};
}

Status LocalLog::Impl::seal(LocalSelf& self, const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto open, local::read_open(database, account, entity));
  if (!open) return fail(ErrorCode::not_found, "open operation of " + entity.hex());
  open->hlc = hlc.tick();
  MOTCUA_TRY(local::append(database, self, std::move(*open)));
  return local::erase_open(database, self.account, entity);
}

Status LocalLog::edit(const Edit& edit) {
  return impl_->transact([&](const LocalSelf& self) { return impl_->fold(self, edit); });
}

Status LocalLog::seal(const EntityId& entity) {
  return impl_->transact([&](LocalSelf& self) { return impl_->seal(self, entity); });
}

Status LocalLog::edit_and_seal(std::span<const Edit> edits) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    for (const Edit& edit : edits) {
      MOTCUA_TRY(impl_->fold(self, edit));
      MOTCUA_TRY(impl_->seal(self, edit.entity));
    }
    return {};
  });
}

Status LocalLog::discard_open(const EntityId& entity) {
  return impl_->transact([&](LocalSelf& self) { return local::erase_open(impl_->database, self.account, entity); });
}

Status LocalLog::remove(const EntityId& entity) {
  return impl_->transact([&](LocalSelf& self) -> Status {
    MOTCUA_TRY(local::erase_open(impl_->database, self.account, entity));
    MOTCUA_TRY_ASSIGN(const auto seen, impl_->sealed_state(entity));
    if (!seen || seen->removed) return fail(ErrorCode::not_found, entity.hex());
    Operation removal;
    removal.kind = OperationKind::remove;
    removal.entity_type = seen->type;
    removal.entity = entity;
    removal.definition = seen->definition;
    removal.hlc = impl_->hlc.tick();
    for (const auto& [name, field] : seen->fields) removal.fields.push_back({name, std::nullopt, field.effective});
    return local::append(impl_->database, self, std::move(removal));
  });
}

Result<std::optional<EntityState>> LocalLog::visible(const EntityId& entity) const {
  MOTCUA_TRY_ASSIGN(auto state, impl_->sealed_state(entity));
  MOTCUA_TRY_ASSIGN(auto open, local::read_open(impl_->database, impl_->account, entity));
  if (!open) return state;
  // As if sealed now: later than everything that this device has seen.
  open->device = impl_->device;
  open->hlc = {impl_->hlc.last().value + 1};
  MOTCUA_TRY_ASSIGN(auto history, impl_->state.history(entity));
  overlay(state, std::move(*open), history);
  return state;
}

Result<std::vector<EntityId>> LocalLog::visible_entities(EntityType type) const {
  MOTCUA_TRY_ASSIGN(auto listed, impl_->state.list(type));
  MOTCUA_TRY_ASSIGN(auto query,
                    impl_->database.cached("SELECT entity FROM local_operation WHERE NOT returned AND account = ?1 "
                                           "UNION SELECT entity FROM local_draft WHERE account = ?1"));
  query->bind_all(impl_->account.bytes());
  MOTCUA_TRY_ASSIGN(const auto overlaid, read_ids(*query));
  std::unordered_set<EntityId> known(listed.begin(), listed.end());
  std::unordered_set<EntityId> gone;
  for (const EntityId& entity : overlaid) {
    MOTCUA_TRY_ASSIGN(const auto state, visible(entity));
    const bool shown = state && state->type == type && !state->removed;
    if (!shown) gone.insert(entity);
    if (shown && known.insert(entity).second) listed.push_back(entity);
  }
  std::erase_if(listed, [&](const EntityId& entity) { return gone.contains(entity); });
  return listed;
}

Result<std::optional<OwnOperation>> LocalLog::own(const EntityId& entity) const {
  MOTCUA_TRY_ASSIGN(const auto open, impl_->database.cached("SELECT 1 FROM local_draft WHERE account = ? AND "
                                                            "entity = ?"));
  MOTCUA_TRY_ASSIGN(const bool is_open, open->bind_all(impl_->account.bytes(), entity.bytes()).step());
  if (is_open) return OwnOperation{0, entity, Delivery::open, std::nullopt, false};

  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  MOTCUA_TRY_ASSIGN(auto query, impl_->database.cached(
                                    "SELECT device, seq, verdict_code, verdict_detail, bytes IS NULL FROM "
                                    "local_operation WHERE entity = ? AND account = ? ORDER BY number DESC LIMIT 1"));
  MOTCUA_TRY_ASSIGN(const bool found, query->bind_all(entity.bytes(), impl_->account.bytes()).step());
  if (!found) return std::nullopt;
  OwnOperation own{static_cast<std::uint64_t>(query->integer(1)), entity, Delivery::received, std::nullopt,
                   query->integer(4) != 0};
  if (!query->is_null(2)) {
    own.delivery = Delivery::refused;
    own.verdict =
        Error{error_code_from_wire(static_cast<std::uint16_t>(query->integer(2))), std::string(query->text(3))};
  } else if (DeviceId::from_bytes(query->blob(0)) == self.device && own.seq > self.acked_through) {
    own.delivery = Delivery::unsent;
  }
  return own;
}

Result<std::vector<Operation>> LocalLog::open_operations() const {
  MOTCUA_TRY_ASSIGN(auto query,
                    impl_->database.cached("SELECT entity FROM local_draft WHERE account = ? ORDER BY entity"));
  query->bind_all(impl_->account.bytes());
  MOTCUA_TRY_ASSIGN(const auto entities, read_ids(*query));
  std::vector<Operation> out;
  for (const EntityId& entity : entities) {
    MOTCUA_TRY_ASSIGN(auto open, local::read_open(impl_->database, impl_->account, entity));
    if (open) out.push_back(std::move(*open));
  }
  return out;
}

Result<std::int64_t> LocalLog::unsent_count() const {
  MOTCUA_TRY_ASSIGN(const LocalSelf self, impl_->read_self());
  return static_cast<std::int64_t>(self.last_seq - self.acked_through);
}

Result<std::int64_t> LocalLog::refused_count() const {
  MOTCUA_TRY_ASSIGN(auto query, impl_->database.cached("SELECT count(*) FROM local_operation "
                                                       "WHERE verdict_code IS NOT NULL AND account = ?"));
  MOTCUA_TRY_ASSIGN(const bool row, query->bind_all(impl_->account.bytes()).step());
  return row ? query->integer(0) : 0;
}

Result<std::int64_t> LocalLog::draft_count() const {
  MOTCUA_TRY_ASSIGN(auto query, impl_->database.cached("SELECT count(*) FROM local_draft WHERE account = ?"));
  MOTCUA_TRY_ASSIGN(const bool row, query->bind_all(impl_->account.bytes()).step());
  return row ? query->integer(0) : 0;
}

Result<LocalLog::Aside> LocalLog::aside() const {
  Aside out;
  MOTCUA_TRY_ASSIGN(auto logs, impl_->database.cached("SELECT device, last_seq - acked_through FROM local_aside"));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, logs->step());
    if (!row) break;
    out.devices.push_back(DeviceId::from_bytes(logs->blob(0)).value_or(DeviceId{}));
    out.unsent += logs->integer(1);
  }
  MOTCUA_TRY_ASSIGN(auto drafts, impl_->database.cached("SELECT count(*) FROM local_draft WHERE account != ?"));
  MOTCUA_TRY_ASSIGN(const bool row, drafts->bind_all(impl_->account.bytes()).step());
  out.drafts = row ? drafts->integer(0) : 0;
  return out;
}

}  // namespace motcua::records
