#include "world.hpp"

namespace motcua::simulation {
namespace {

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

testing::Unsynced choose_unsynced(std::uint32_t number) {
  constexpr testing::Unsynced kAll[] = {testing::Unsynced::lost, testing::Unsynced::torn, testing::Unsynced::torn,
                                        testing::Unsynced::kept};
  return kAll[number % std::size(kAll)];
}

/// What a save leaves when it returned `saved`.
void note_drafts(Device& device, const Status& saved, Drafts after) {
  if (saved) {
    device.drafts = std::move(after);
    device.maybe_drafts.clear();
  } else if (saved.error().code != ErrorCode::not_found) {
    device.maybe_drafts.push_back(std::move(after));
  }
}

}  // namespace

void World::apply(const Step& step) {
  if (step.kind <= Kind::back_up) {
    apply_work(step);
  } else if (step.kind <= Kind::wrong_answer) {
    apply_network_fault(step);
  } else if (step.kind <= Kind::read_error) {
    apply_machine_fault(step);
  } else {
    apply_disaster(step);
  }
  Device& touched = device(step.a);
  trace("      after", &touched);
  check_position(touched);
  if (touched.faulty_steps > 0 && --touched.faulty_steps == 0) heal(touched.disk);
}

void World::apply_work(const Step& step) {
  Device& who = device(step.a);
  const EntityId& what = entity(who, step.b);
  std::string field;
  std::string value;
  switch (step.kind) {
    case Kind::save:
      return save(who, what, step);
    case Kind::draft:
      edit(who, what, step, field, value);
      return;
    case Kind::seal:
      seal(who, what);
      return;
    case Kind::discard:
      return discard(who, what);
    case Kind::remove:
      return remove(who, what);
    case Kind::exchange:
      if (step.c % 3 == 0) who.machine->wake();
      exchange(who, Fate::arrives, step.d);
      return;
    case Kind::round:
      return round(who);
    case Kind::wait:
      time_ += step.b % 8 == 0 ? 6 * kMinute : static_cast<std::int64_t>(step.c % 5'000);
      return;
    case Kind::publish:
      value = std::to_string(++values_);
      if (step.b % 3 == 0) {
        (void)server_->publish_unknown(entities_[step.c % entities_.size()], value);  // A full disk may refuse it.
      } else {
        (void)server_->publish(std::to_string(2 + step.c % 3), value);
      }
      return;
    case Kind::newer:
      return push_as_newer(step);
    case Kind::member:
      server_->change_membership(account(step.a));
      return tally_.fault("membership_changed");
    case Kind::intruder:
      return push_as_intruder(step);
    case Kind::reopen:
      return reopen(who);
    default:
      if (server_->back_up() || !server_->backups().empty()) ledger_.backed_up(server_->backups().back().keys);
      return;
  }
}

bool World::edit(Device& device, const EntityId& entity, const Step& step, std::string& field, std::string& value) {
  field = step.c % 24 == 0 ? "bad" : "q" + std::to_string(step.c % 4);
  value = std::to_string(++values_);
  std::string version = std::to_string(1 + step.d % 4);
  const auto known = device.log->state().read(version_entity(version));
  // Rarely a form that the office has lost.
  if (step.d % 32 >= 4 && (!known || !*known)) version = "1";
  records::FieldChange change{field, value, {}};
  if (step.d % 16 == 1) change.value.reset();

  Drafts after = device.drafts;
  after[{device.account(), entity}][field] = change.value;
  const Status saved = device.log->edit({records::EntityType::response, entity, {"sipas", version}, {&change, 1}});
  note_drafts(device, saved, std::move(after));
  if (!change.value) value.clear();
  return saved.has_value();
}

void World::save(Device& device, const EntityId& entity, const Step& step) {
  std::string field;
  std::string value;
  if (!edit(device, entity, step, field, value) || !seal(device, entity)) return;
  const auto state = device.log->visible(entity);
  if (!state) return;  // A disk that cannot be read.
  tally_.expect("saved_is_shown", *state && records::field_text(**state, field) == value && !(*state)->removed, [&] {
    return "device " + std::to_string(device.slot) + " does not show " + field + "=" + value + " that it just saved";
  });
}

bool World::seal(Device& device, const EntityId& entity) {
  Drafts after = device.drafts;
  std::string what = "the record";
  if (const auto draft = after.find({device.account(), entity}); draft != after.end()) {
    for (const auto& [field, value] : draft->second) what += " " + field + "=" + value.value_or("-");
    after.erase(draft);
  }
  const Status sealed = device.log->seal(entity);
  note_drafts(device, sealed, std::move(after));
  if (sealed) note_newest(device, what);
  return sealed.has_value();
}

void World::discard(Device& device, const EntityId& entity) {
  Drafts after = device.drafts;
  after.erase({device.account(), entity});
  note_drafts(device, device.log->discard_open(entity), std::move(after));
}

void World::remove(Device& device, const EntityId& entity) {
  Drafts after = device.drafts;
  after.erase({device.account(), entity});
  const Status removed = device.log->remove(entity);
  note_drafts(device, removed, std::move(after));
  if (removed) note_newest(device, "the removal of " + entity.hex().substr(0, 6));
}

void World::note_newest(Device& device, const std::string& what) {
  ++tally_.operations;
  auto query = device.database->cached("SELECT bytes FROM local_operation ORDER BY number DESC LIMIT 1");
  if (!query) return;
  const auto row = (*query)->step();
  if (row && *row) ledger_.saved(device.slot, key_of((*query)->blob(0)), what);
}

void World::push_as_newer(const Step& step) {
  const AccountId& owner = account(step.a);
  auto [newer, added] = newer_devices_.try_emplace(owner);
  if (added) newer->second = *DeviceId::from_bytes(ByteView(sha256(owner.bytes())).first(16));
  const auto acked = server_->sequencer().acked_through(newer->second);
  if (!acked) return;
  records::Operation operation;
  operation.device = newer->second;
  operation.seq = *acked + 1;
  operation.hlc = Hlc::at({time_});
  operation.format = 2;
  operation.kind = static_cast<records::OperationKind>(step.b % 3 == 0 ? 7 : 1);
  operation.entity = entities_[step.c % entities_.size()];
  operation.definition = {"sipas", "1"};
  operation.fields = {{"q" + std::to_string(step.d % 4), std::to_string(++values_), {}}};
  operation.unknown = to_bytes("more");
  Packet packet;
  packet.request.path = sync::kPushPath;
  packet.request.token = owner.hex();
  packet.request.body = encode(
      sync::PushRequest{server_->sequencer().epoch(), newer->second, {{operation.seq, encode_operation(operation)}}});
  (void)serve(packet, 0);
}

/// Somebody with a token of their own: bytes that are no operation, or a push in the name of another's device.
void World::push_as_intruder(const Step& step) {
  Device& victim = device(step.a);
  const AccountId& intruder = account(step.b);
  const bool as_victim = step.c % 2 == 0 && intruder != victim.account();
  const DeviceId id =
      as_victim ? victim.log->device() : *DeviceId::from_bytes(ByteView(sha256(as_bytes(intruder.hex()))).first(16));
  // An id that nobody has spoken with yet is the one's who is first: who knows it may take it away.
  if (as_victim && server_->owner_of(id) != victim.account()) return;
  const auto acked = server_->sequencer().acked_through(id);
  if (!acked) return;
  Bytes bytes = to_bytes("no operation at all " + std::to_string(step.d));
  if (const auto kept = victim.log->read_sealed(1, 1, 1); step.d % 2 == 0 && kept && !kept->empty()) {
    bytes = kept->front().bytes;
    bytes[step.d % bytes.size()] ^= std::byte{1};
  }
  Packet packet;
  packet.request.path = sync::kPushPath;
  packet.request.token = intruder.hex();
  packet.request.body = encode(sync::PushRequest{server_->sequencer().epoch(), id, {{*acked + 1, bytes}}});
  const auto reply = serve(packet, 0);
  tally_.fault("intruder");
  if (!as_victim || !reply || reply->status != 200) return;
  const auto now = server_->sequencer().acked_through(id);
  tally_.expect("scope_safety", !now || *now == *acked,
                [&] { return "another account pushed in the name of device " + std::to_string(victim.slot); });
}

void World::apply_network_fault(const Step& step) {
  Device& who = device(step.a);
  if (step.c % 2 == 0) who.machine->wake();
  switch (step.kind) {
    case Kind::drop_request:
      exchange(who, Fate::request_lost, step.d);
      return;
    case Kind::drop_reply:
      exchange(who, Fate::reply_lost, step.d);
      return;
    case Kind::duplicate:
      exchange(who, Fate::request_twice, step.d);
      return;
    case Kind::delay_request:
      exchange(who, Fate::request_late, step.d);
      return;
    case Kind::delay_reply:
      exchange(who, Fate::reply_late, step.d);
      return;
    case Kind::late:
      return deliver_late(step.b, step.d);
    case Kind::hold_request:
      exchange(who, Fate::request_held, step.d);
      return;
    case Kind::hold_reply:
      exchange(who, Fate::reply_held, step.d);
      return;
    case Kind::cut:
      exchange(who, step.b % 2 == 0 ? Fate::request_cut : Fate::reply_cut, step.d);
      return;
    case Kind::corrupt:
      exchange(who, step.b % 2 == 0 ? Fate::request_corrupt : Fate::reply_corrupt, step.d);
      return;
    default:
      exchange(who, Fate::wrong_answer, step.d);
      return;
  }
}

void World::apply_machine_fault(const Step& step) {
  if (step.kind != Kind::drift && step.kind != Kind::jump) return fail_disk(step);
  const std::uint32_t which = step.b % static_cast<std::uint32_t>(devices_.size() + 1);
  DriftingClock& clock = which == devices_.size() ? server_->clock : devices_[which]->clock;
  if (step.kind == Kind::drift) {
    clock.set_drift(static_cast<std::int64_t>(step.c % 201) - 100);
    return tally_.fault("clock_drift");
  }
  constexpr std::int64_t kJumps[] = {kSecond, 3 * kMinute, 60 * kMinute, kDay, 3 * 365 * kDay, 20 * 365 * kDay};
  const std::int64_t jump = kJumps[step.c % std::size(kJumps)];
  clock.jump(step.d % 2 == 0 ? jump : -jump);
  tally_.fault(step.d % 2 == 0 ? "clock_jump_forward" : "clock_jump_back");
}

void World::fail_disk(const Step& step) {
  const std::uint32_t which = step.a % static_cast<std::uint32_t>(devices_.size() + 1);
  const bool of_server = which == devices_.size();
  testing::FaultVfs& disk = of_server ? server_->disk : devices_[which]->disk;
  (of_server ? server_->faulty_steps : devices_[which]->faulty_steps) = 2 + static_cast<int>(step.c % 4);
  switch (step.kind) {
    case Kind::full_disk:
      return disk.set_space(step.b % 30'000);
    case Kind::short_write:
      return disk.fail_writes_after(step.b % 12);
    case Kind::sync_error:
      return disk.fail_syncs(true);
    default:
      return disk.fail_reads(true);
  }
}

void World::apply_disaster(const Step& step) {
  Device& who = device(step.a);
  switch (step.kind) {
    case Kind::crash:
      return crash(who, step);
    case Kind::clone:
      return clone(who);
    case Kind::snapshot:
      who.copy = Device::Copy{who.disk.image(), who.drafts, who.maybe_drafts, who.acked_epoch};
      return;
    case Kind::old_copy:
      return put_back_old_copy(who);
    case Kind::evict:
      return evict(who);
    case Kind::enrol:
      if (who.enrol(account(step.b))) tally_.fault("enrolled_anew");
      if (who.held) late_.push_back(*std::exchange(who.held, std::nullopt));
      return;
    case Kind::server_crash:
      return crash_server(step);
    default:
      return change_server(step);
  }
}

void World::crash(Device& device, const Step& step) {
  const testing::Unsynced unsynced = choose_unsynced(step.c);
  device.disk.cut_power_after(step.b % 40, unsynced, step.d);
  Step during = step;
  during.b = step.d;
  switch (step.c / 4 % 5) {
    case 0:
      save(device, entity(device, step.d), during);
      break;
    case 1:
      round(device);
      break;
    case 2:
      device.close();
      if (!device.open()) device.close();
      break;
    case 3:
      (void)device.enrol(device.account());
      break;
    default:
      round(device);
      save(device, entity(device, step.d), during);
      break;
  }
  tally_.fault(device.disk.is_off() ? "device_crash_while_writing" : "device_crash");
  if (!device.disk.is_off()) device.disk.power_cut(unsynced, step.d);
  device.close();
  if (device.held) late_.push_back(*std::exchange(device.held, std::nullopt));
  // A reply that made it fall may have been written and not be known to have been.
  if (device.last) device.last->acked = 0;
  must_open(device);
  check_drafts(device);
  take_stock(device);
}

void World::crash_server(const Step& step) {
  const testing::Unsynced unsynced = choose_unsynced(step.c);
  server_->disk.cut_power_after(step.b % 30, unsynced, step.d);
  Device& who = device(step.a);
  if (step.c / 4 % 2 == 0) {
    round(who);
  } else {
    who.machine->wake();
    exchange(who, Fate::arrives, step.d);
    exchange(who, Fate::reply_lost, step.d);
  }
  tally_.fault(server_->disk.is_off() ? "server_crash_while_writing" : "server_crash");
  if (!server_->disk.is_off()) server_->disk.power_cut(unsynced, step.d);
  server_->close();
  must_open_server();
  check_promises();
}

void World::clone(Device& device) {
  if (devices_.size() == max_devices_) return;
  const int slot = static_cast<int>(devices_.size());
  auto copy = std::make_unique<Device>(slot, seed_ * 31 + static_cast<std::uint64_t>(slot), time_, checkpoint_pages_);
  copy->disk.set_image(device.disk.image());
  copy->drafts = device.drafts;
  copy->maybe_drafts = device.maybe_drafts;
  copy->acked_epoch = device.acked_epoch;
  must_open(*copy);
  check_drafts(*copy);
  take_stock(*copy);
  devices_.push_back(std::move(copy));
  tally_.fault("device_clone");
}

void World::put_back_old_copy(Device& device) {
  if (!device.copy) return;
  heal(device.disk);
  take_stock(device);
  device.close();
  if (device.held) late_.push_back(*std::exchange(device.held, std::nullopt));
  device.disk.set_image(device.copy->image);
  device.drafts = device.copy->drafts;
  device.maybe_drafts = device.copy->maybe_drafts;
  device.acked_epoch = device.copy->acked_epoch;
  device.last.reset();
  must_open(device);
  check_drafts(device);
  ledger_.device_replaced(device.slot, device.read_kept().value_or(Keys{}), server_keys());
  tally_.fault("device_restored_from_copy");
}

void World::evict(Device& device) {
  heal(device.disk);
  take_stock(device);
  const AccountId owner = device.account();
  device.close();
  if (device.held) late_.push_back(*std::exchange(device.held, std::nullopt));
  device.disk.set_image({});
  device.drafts.clear();
  device.maybe_drafts.clear();
  device.acked_epoch.clear();
  device.last.reset();
  must_open(device);
  if (!device.enrol(owner)) throw Violation{"save_load", "an evicted device cannot enrol"};
  ledger_.device_replaced(device.slot, {}, server_keys());
  tally_.fault("device_evicted");
}

void World::change_server(const Step& step) {
  if (step.kind == Kind::restore && server_->backups().empty()) return;
  heal(server_->disk);
  for (auto& one : devices_) {
    one->disk.fail_reads(false);
    take_stock(*one);  // What they have forgotten by now, they were right to forget.
  }
  const std::size_t newest = server_->backups().size() - 1;
  const std::size_t which = step.c % 2 == 0 ? step.b % std::max<std::size_t>(1, newest + 1) : newest;
  const Status changed = step.kind == Kind::restore ? server_->restore(which) : server_->replace();
  if (!changed) throw Violation{"save_load", "the server cannot be restored: " + changed.error().detail};
  ledger_.server_replaced(server_keys());
  tally_.fault(step.kind == Kind::replace ? "server_replaced"
               : which == newest          ? "server_restored"
                                          : "server_restored_from_older_backup");
}

void World::reopen(Device& device) {
  heal(device.disk);
  // A full disk may have stopped an enrolment half-way: then the restart completes it.
  const auto enrolment = device.machine->enrolment();
  const bool complete = enrolment && *enrolment && (*enrolment)->account == device.account();
  const auto before = device.dump();
  device.close();
  if (device.held) late_.push_back(*std::exchange(device.held, std::nullopt));
  must_open(device);
  const auto after = device.dump();
  tally_.expect("save_load", before == after || !complete,
                [&] { return "device " + std::to_string(device.slot) + " changed by a restart"; });
  check_drafts(device);
}

}  // namespace motcua::simulation
