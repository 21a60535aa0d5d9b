#include "motcua/records/sequencer.hpp"

#include <algorithm>
#include <map>

#include "motcua/base/sabotage.hpp"
#include "server_tables.hpp"

namespace motcua::records {
namespace {

/// How far ahead of the server's clock a device's reading may be and still count as it is.
constexpr std::int64_t kMaxAheadMs = 2LL * 60 * 1000;

std::uint64_t random_epoch(Random& random) {
  // Positive in SQLite's signed integers; 0 means "none known".
  return (random.next_u64() >> 1U) | 1U;
}

/// A failure of the store itself, as opposed to a verdict about the operation.
bool is_store_failure(ErrorCode code) {
  switch (code) {
    case ErrorCode::database_open:
    case ErrorCode::database_newer:
    case ErrorCode::database_corrupt:
    case ErrorCode::database_busy:
    case ErrorCode::database_statement:
    case ErrorCode::disk_full:
    case ErrorCode::disk_io:
      return true;
    default:
      return false;
  }
}

bool is(Hlc base, const auto& write) { return base == write.effective || base == write.hlc; }

/// The newest of the values that the writer had seen where it wrote, also of those that lost since.
Result<Hlc> newest_seen(const StateStore& state, const std::optional<EntityState>& before, const Operation& operation) {
  Hlc newest;
  if (!before) return newest;
  bool lost = false;
  for (const FieldChange& change : operation.fields) {
    const auto field = before->fields.find(change.field);
    if (change.base.value == 0 || field == before->fields.end()) continue;
    if (is(change.base, field->second)) {
      newest = std::max(newest, field->second.effective);
    } else {
      lost = true;
    }
  }
  if (!lost) return newest;
  MOTCUA_TRY_ASSIGN(const auto history, state.history(operation.entity));
  for (const FieldChange& change : operation.fields) {
    for (const HistoryEntry& entry : history) {
      if (entry.field == change.field && change.base.value != 0 && is(change.base, entry))
        newest = std::max(newest, entry.effective);
    }
  }
  return newest;
}

}  // namespace

bool Author::may_write(std::string_view scope) const {
  return scope == account_scope(account) || std::ranges::find(groups, scope) != groups.end();
}

std::vector<std::string> Author::readable() const {
  std::vector<std::string> scopes{kPublicScope, account_scope(account)};
  scopes.insert(scopes.end(), groups.begin(), groups.end());
  return scopes;
}

struct Sequencer::Impl {
  Impl(storage::Database& db, Clock& time, Random& rng, ServerSelf self_row)
      : database(db), clock(time), random(rng), state(db), epoch(self_row.epoch), device(self_row.device) {}

  storage::Database& database;
  Clock& clock;
  Random& random;
  StateStore state;
  std::uint64_t epoch;
  DeviceId device;

  /// The reading that every replica's merge will use. Held back when the device's clock is ahead, yet always greater
  /// than what the device wrote before, than every reading held back before and than the values that the writer had
  /// `seen` (the server's own clock may have been set back since), so that order of cause stays order of readings.
  [[nodiscard]] Result<Hlc> effective(ServerDevice& writer, Hlc hlc, Hlc seen) {
    const Hlc limit = Hlc::at({clock.now().ms + kMaxAheadMs});
    Hlc out = hlc;
    if (limit < hlc && !sabotaged(Defect::clock_not_clamped)) {
      MOTCUA_TRY_ASSIGN(auto self, server::read_self(database));
      if (!self) return fail(ErrorCode::database_corrupt, "log_self");
      self->last_clamped = out = {std::max({limit.value, self->last_clamped.value, seen.value}) + 1};
      MOTCUA_TRY(server::write_self(database, *self));
    }
    writer.last_effective = {std::max({out.value, writer.last_effective.value + 1, seen.value + 1})};
    return writer.last_effective;
  }

  /// Scopes that a push writes into, stored once at its end.
  using Places = std::map<std::string, ServerScope, std::less<>>;
  [[nodiscard]] Status store(const Places& places) {
    for (const auto& [name, place] : places) MOTCUA_TRY(server::update_scope(database, place));
    return {};
  }

  /// Gives the operation its place and merges it.
  [[nodiscard]] Status sequence(ServerDevice& writer, const std::string& scope, Places& places, Operation operation,
                                ByteView bytes, std::optional<EntityState> before) {
    auto found = places.find(scope);
    if (found == places.end()) {
      MOTCUA_TRY_ASSIGN(const ServerScope place, server::scope(database, scope));
      found = places.emplace(scope, place).first;
    }
    ServerScope& place = found->second;
    SequencedOperation sequenced;
    MOTCUA_TRY_ASSIGN(const Hlc seen, newest_seen(state, before, operation));
    MOTCUA_TRY_ASSIGN(sequenced.effective, effective(writer, operation.hlc, seen));
    MOTCUA_TRY_ASSIGN(sequenced.commit_seq, server::insert_operation(database, writer, place.number, operation.seq,
                                                                     sequenced.effective, bytes));
    sequenced.scope = scope;
    sequenced.operation = std::move(operation);
    place.sum += feed_sum(sequenced, bytes);
    return state.apply_to(std::move(before), sequenced);
  }

  [[nodiscard]] static Status check(const Author& author, const Operation& operation,
                                    const std::optional<EntityState>& before) {
    if (!is_understood(operation)) return fail(ErrorCode::frame_version, "operation");
    // Forms and assignments are written by the server only.
    if (operation.entity_type != EntityType::response && operation.entity_type != EntityType::visit)
      return fail(ErrorCode::not_allowed, "entity type");
    if (before && (before->type != operation.entity_type || !author.may_write(before->scope)))
      return fail(ErrorCode::not_allowed, "entity");
    return {};
  }

  /// The next operation of the server's own chain.
  [[nodiscard]] Status append_own(Operation operation, std::string_view scope, std::optional<EntityState> before) {
    MOTCUA_TRY_ASSIGN(auto writer, server::read_device(database, device));
    if (!writer) {
      MOTCUA_TRY_ASSIGN(writer, server::insert_device(database, device));
    }
    operation.device = device;
    operation.seq = writer->acked_through + 1;
    operation.hlc = std::max(Hlc::at(clock.now()), {writer->last_effective.value + 1});
    for (FieldChange& change : operation.fields) {
      change.base = {};
      if (!before) continue;
      const auto field = before->fields.find(change.field);
      if (field == before->fields.end()) continue;
      change.base = field->second.effective;
      operation.hlc = std::max(operation.hlc, {change.base.value + 1});
    }
    const Bytes bytes = encode_operation(operation);
    MOTCUA_TRY_ASSIGN(operation, decode_operation(device, bytes));  // Two changes of one field, a name too long.
    writer->acked_through = operation.seq;
    writer->head = chain_hash(writer->head, writer->id, bytes);
    Places places;
    const std::string place = before ? before->scope : std::string(scope);
    MOTCUA_TRY(sequence(*writer, place, places, std::move(operation), bytes, std::move(before)));
    MOTCUA_TRY(store(places));
    return server::update_device(database, *writer);
  }
};

Sequencer::Sequencer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<Sequencer> Sequencer::open(storage::Database& database, Clock& clock, Random& random) {
  MOTCUA_TRY(StateStore::migrate(database));
  MOTCUA_TRY(server::migrate(database));
  MOTCUA_TRY_ASSIGN(auto self, server::read_self(database));
  if (!self) {
    self = ServerSelf{random_epoch(random), DeviceId::random(random), {}};
    MOTCUA_TRY(server::write_self(database, *self));
  }
  return Sequencer(std::make_shared<Impl>(database, clock, random, *self));
}

std::uint64_t Sequencer::epoch() const { return impl_->epoch; }
Instant Sequencer::now() const { return impl_->clock.now(); }
StateStore& Sequencer::state() { return impl_->state; }

Result<Sequencer::Receipt> Sequencer::append(const Author& author, std::span<const Pushed> operations,
                                             OperationPolicy& policy) {
  if (author.device == impl_->device) return fail(ErrorCode::not_allowed, "device");
  storage::Database& database = impl_->database;
  MOTCUA_TRY_ASSIGN(auto known, server::read_device(database, author.device));
  if (!known) {
    MOTCUA_TRY_ASSIGN(known, server::insert_device(database, author.device));
  }
  ServerDevice& device = *known;
  const std::string home = author.groups.empty() ? account_scope(author.account) : author.groups.front();

  Impl::Places places;
  Receipt receipt;
  for (const Pushed& pushed : operations) {
    if (pushed.seq > device.acked_through + 1) break;
    if (pushed.seq <= device.acked_through) {
      MOTCUA_TRY_ASSIGN(const auto held, server::read_held(database, device, pushed.seq));
      const bool same = held && (held->bytes == pushed.bytes || sabotaged(Defect::seq_reused_after_restore));
      if (!same) {
        receipt.forked = true;
        break;
      }
      if (held->verdict) receipt.verdicts.push_back({pushed.seq, *held->verdict});
      continue;
    }
    Status verdict;
    auto operation = decode_operation(author.device, pushed.bytes);
    if (!operation) {
      verdict = std::unexpected(operation.error());
    } else if (operation->seq != pushed.seq) {
      verdict = fail(ErrorCode::frame_malformed, "seq");
    } else {
      MOTCUA_TRY_ASSIGN(auto before, impl_->state.read(operation->entity));
      verdict = Impl::check(author, *operation, before);
      if (verdict) verdict = policy.check(author, *operation);
      if (!verdict && is_store_failure(verdict.error().code)) return std::unexpected(std::move(verdict).error());
      if (verdict) {
        // Where an entity is, it stays: who joins a group later does not show it what they wrote before.
        std::string scope;
        if (before) {
          scope = before->scope;
        } else {
          MOTCUA_TRY_ASSIGN(scope, policy.home(author, *operation));
          if (!author.may_write(scope)) scope = home;
        }
        MOTCUA_TRY(impl_->sequence(device, scope, places, std::move(*operation), pushed.bytes, std::move(before)));
      }
    }
    if (!verdict) {
      MOTCUA_TRY(server::insert_quarantine(database, device, author.account, pushed.seq, pushed.bytes, verdict.error(),
                                           impl_->clock.now()));
      receipt.verdicts.push_back({pushed.seq, std::move(verdict).error()});
      if (sabotaged(Defect::quarantine_ack_forgotten)) break;
    }
    device.acked_through = pushed.seq;
    device.head = chain_hash(device.head, device.id, pushed.bytes);
  }
  MOTCUA_TRY(impl_->store(places));
  MOTCUA_TRY(server::update_device(database, device));
  receipt.acked_through = device.acked_through;
  return receipt;
}

Status Sequencer::append_own(EntityType type, const EntityId& entity, const DefinitionRef& definition,
                             std::span<const FieldChange> changes, std::string_view scope) {
  MOTCUA_TRY_ASSIGN(auto before, impl_->state.read(entity));
  Operation operation;
  operation.entity_type = type;
  operation.entity = entity;
  operation.definition = definition;
  operation.fields.assign(changes.begin(), changes.end());
  return impl_->append_own(std::move(operation), scope, std::move(before));
}

Status Sequencer::remove_own(const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(auto before, impl_->state.read(entity));
  if (!before || before->removed) return fail(ErrorCode::not_found, entity.hex());
  Operation operation;
  operation.kind = OperationKind::remove;
  operation.entity_type = before->type;
  operation.entity = entity;
  operation.definition = before->definition;
  for (const auto& [name, field] : before->fields) operation.fields.push_back({name, std::nullopt, {}});
  return impl_->append_own(std::move(operation), kPublicScope, std::move(before));
}

Result<Sequencer::Delivered> Sequencer::delivered(storage::Database& reader, const DeviceId& device) {
  MOTCUA_TRY_ASSIGN(const auto known, server::read_device(reader, device));
  return known ? Delivered{known->acked_through, known->stable_through} : Delivered{};
}

Result<std::uint64_t> Sequencer::acked_through(const DeviceId& device) const {
  MOTCUA_TRY_ASSIGN(const Delivered known, delivered(impl_->database, device));
  return known.acked_through;
}

Result<std::uint64_t> Sequencer::stable_through(const DeviceId& device) const {
  MOTCUA_TRY_ASSIGN(const Delivered known, delivered(impl_->database, device));
  return known.stable_through;
}

Result<std::vector<Sequencer::Held>> Sequencer::held(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto query, database.prepare("SELECT id, acked_through FROM log_device ORDER BY number"));
  std::vector<Held> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return out;
    out.push_back(
        {DeviceId::from_bytes(query.blob(0)).value_or(DeviceId{}), static_cast<std::uint64_t>(query.integer(1))});
  }
}

Status Sequencer::mark_backed_up(std::span<const Held> backup) {
  MOTCUA_TRY_ASSIGN(auto update, impl_->database.cached("UPDATE log_device SET stable_through = "
                                                        "max(stable_through, min(acked_through, ?)) WHERE id = ?"));
  for (const Held& held : backup) MOTCUA_TRY(update->bind_all(held.through, held.device.bytes()).run());
  return {};
}

Status Sequencer::renew_epoch() {
  MOTCUA_TRY_ASSIGN(auto self, server::read_self(impl_->database));
  if (!self) return fail(ErrorCode::database_corrupt, "log_self");
  self->epoch = random_epoch(impl_->random);
  // Also a new writer: the old one's numbers after the backup were seen by devices already.
  self->device = DeviceId::random(impl_->random);
  MOTCUA_TRY(server::write_self(impl_->database, *self));
  impl_->epoch = self->epoch;
  impl_->device = self->device;
  return {};
}

Result<std::uint64_t> Sequencer::last_commit_seq() const { return server::last_commit_seq(impl_->database); }

}  // namespace motcua::records
