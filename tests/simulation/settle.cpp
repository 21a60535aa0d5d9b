#include <algorithm>
#include <set>

#include "motcua/sync/messages.hpp"
#include "naive_model.hpp"
#include "world.hpp"

namespace motcua::simulation {
namespace {

constexpr int kMaxRounds = 8;
constexpr int kMaxRequests = 400;
constexpr std::int64_t kLongestPause = 8LL * 60 * 1000;

std::string shown(const records::EntityState& state) {
  std::string out = state.removed ? "removed" : "";
  for (const auto& [field, winner] : state.fields) out += " " + field + "=" + winner.value.value_or("-");
  return out;
}

/// The merge over the same operations in other orders, some of them twice.
bool is_order_irrelevant(std::vector<records::SequencedOperation> operations, const NaiveModel::Expected& expected,
                         Random& random) {
  for (int order = 0; order < 2; ++order) {
    for (std::size_t i = operations.size(); i > 1; --i) std::swap(operations[i - 1], operations[random.next_u64() % i]);
    records::EntityState state;
    std::vector<records::HistoryEntry> history;
    for (const auto& operation : operations) {
      merge(state, operation, history);
      if (random.next_u64() % 4 == 0) merge(state, operations[random.next_u64() % operations.size()], history);
    }
    for (const auto& operation : operations) merge(state, operation, history);
    std::ranges::sort(history, {}, [](const records::HistoryEntry& entry) {
      return std::tuple(entry.field, entry.effective, entry.device);
    });
    if (state != expected.state || history != expected.history) return false;
  }
  return true;
}

}  // namespace

void World::stop_faults() {
  heal(server_->disk);
  for (auto& device : devices_) {
    heal(device->disk);
    device->faulty_steps = 0;
    if (device->held) {
      device->machine->on_lost(device->held->request.number);
      late_.push_back(*std::exchange(device->held, std::nullopt));
    }
  }
  while (!late_.empty()) deliver_late(0, 1);
}

/// Everyone who has something on a shared device comes back to it.
void World::settle() {
  stop_faults();
  drain();
  std::vector<std::pair<Device*, AccountId>> away;
  for (auto& device : devices_) {
    const auto aside = device->log->aside();
    if (!aside || aside->devices.empty()) continue;
    for (const AccountId& other : accounts_) {
      if (other != device->account()) away.emplace_back(device.get(), other);
    }
  }
  for (const auto& [device, other] : away) {
    if (!device->enrol(other)) throw Violation{"save_load", "a device cannot enrol"};
  }
  if (!away.empty()) drain();
  // Two that share an id notice when they use the same number. What a restored server forgot may let them pass once.
  if (has_shared_id()) drain();
}

bool World::has_shared_id() const {
  std::set<DeviceId> ids;
  for (const auto& device : devices_) ids.insert(device->log->device());
  return ids.size() < devices_.size();
}

/// Every draft is finished, and each device writes once more, so that two with one id must notice. Then devices and
/// server talk until all is sent and heard.
void World::drain() {
  for (auto& device : devices_) {
    const Drafts drafts = device->drafts;
    for (const auto& [whose, fields] : drafts) {
      if (whose.first != device->account()) continue;
      tally_.expect("progress", seal(*device, whose.second), [&] { return "a draft cannot be sealed"; });
    }
    const auto number = static_cast<std::uint32_t>(device->slot);
    save(*device, entity(*device, number + 1), {Kind::save, number, number + 1, number, 31});
  }
  for (int round = 0; round < kMaxRounds; ++round) {
    bool settled = true;
    for (auto& device : devices_) {
      // Nobody touches a device, but where only its user can help.
      const auto status = device->machine->status();
      if (status.last_error && status.last_error->code == ErrorCode::not_signed_in) device->machine->wake();
      int requests = 0;
      while (exchange(*device, Fate::arrives, 1)) {
        tally_.expect("progress", ++requests < kMaxRequests,
                      [&] { return "device " + std::to_string(device->slot) + " asks without end"; });
      }
      settled = settled && is_settled(*device);
    }
    for (auto& device : devices_) settled = settled && is_settled(*device);
    if (settled) return tally_.expect("progress", true, [] { return ""; });
    time_ += kLongestPause;
  }
  for (auto& device : devices_) {
    const auto status = device->machine->status();
    tally_.expect("progress", is_settled(*device), [&] {
      const auto position = device->position();
      return "device " + std::to_string(device->slot) + " has " + std::to_string(status.unsent) +
             " unsent operations and stands at " + std::to_string(position->cursor) + " of " +
             std::to_string(server_->sequencer().last_commit_seq().value_or(0)) + ", " +
             (status.last_error ? std::string(name(status.last_error->code)) + " " + status.last_error->detail
                                : std::string("without an error"));
    });
  }
}

bool World::is_settled(Device& device) {
  const auto status = device.machine->status();
  const auto position = device.position();
  return status.phase == sync::SyncPhase::idle && status.unsent == 0 && !status.last_error && position &&
         position->epoch == server_->sequencer().epoch() &&
         position->cursor == server_->sequencer().last_commit_seq().value_or(0);
}

void World::check_end() {
  check_replicas();
  std::set<DeviceId> ids;
  Keys refused;
  for (auto& device : devices_) {
    tally_.expect("forks_part", ids.insert(device->log->device()).second,
                  [&] { return "device " + std::to_string(device->slot) + " has the id of another"; });
    take_stock(*device);
    check_scopes(*device, true);
    check_deliveries(*device, refused);
    check_chain(*device);
    check_visible(*device);
    reopen(*device);
  }
  check_promises();
  ledger_.check_end(server_keys(), refused);
  const auto before = dump_tables(server_->database());
  must_open_server();
  tally_.expect("save_load", before == dump_tables(server_->database()), [] { return "a restart changed the server"; });
}

/// Who saw a value and wrote another comes after it, whatever the clocks say.
void World::check_causes(const std::vector<records::SequencedOperation>& operations) {
  for (const auto& later : operations) {
    for (const auto& change : later.operation.fields) {
      if (change.base.value == 0) continue;
      const bool known = std::ranges::any_of(operations, [&](const auto& earlier) {
        return earlier.commit_seq < later.commit_seq && earlier.effective == change.base &&
               std::ranges::count(earlier.operation.fields, change.field, &records::FieldChange::field) > 0;
      });
      tally_.expect("cause_before_effect", !known || later.effective > change.base, [&] {
        return "operation " + std::to_string(later.commit_seq) + " comes before the " + change.field + " that it saw";
      });
    }
  }
}

/// Every replica is what the naive model gives, and so are the server and any other order of merging.
void World::check_replicas() {
  const auto rows = read_log(server_->database());
  if (!rows) throw Violation{"save_load", "the server's log cannot be read"};
  NaiveModel model;
  std::map<EntityId, std::vector<records::SequencedOperation>> operations;
  std::set<std::string> unknown;
  std::map<std::string, std::int64_t> parked;  // By scope.
  std::uint64_t last = 0;
  for (const auto& row : *rows) {
    tally_.expect("monotone", row.entry.commit_seq == ++last, [] { return "the log's numbers have gaps"; });
    tally_.expect("clock_is_bounded", row.entry.effective.instant().ms <= latest_server_time_ + kAheadMs, [&] {
      return "operation " + std::to_string(last) + " counts as written " +
             std::to_string((row.entry.effective.instant().ms - latest_server_time_) / 1000) + " s from now";
    });
    model.apply(row.entry);
    operations[row.entry.operation.entity].push_back(row.entry);
    if (is_understood(row.entry.operation)) continue;
    unknown.insert(row.entry.operation.entity.hex());
    ++parked[row.entry.scope];
  }
  const auto same = [&](const records::StateStore& state, const NaiveModel::Expected& expected,
                        const std::string& who) {
    const auto got = state.read(expected.state.entity);
    const auto history = state.history(expected.state.entity);
    tally_.expect("convergence", got && *got && **got == expected.state, [&] {
      return who + " shows " + (got && *got ? shown(**got) : std::string("nothing")) + " for " + shown(expected.state);
    });
    tally_.expect("no_value_vanishes", history && *history == expected.history,
                  [&] { return who + " has another history of " + shown(expected.state); });
  };
  SeededRandom random(seed_);
  const auto all = model.expected();
  for (const auto& [entity, expected] : all) {
    if (!unknown.contains(entity.hex())) same(server_->sequencer().state(), expected, "the server");
    for (auto& device : devices_) {
      const std::string& scope = expected.state.scope;
      const bool visible = server_->may_read(device->account(), scope);
      if (visible) same(device->log->state(), expected, "device " + std::to_string(device->slot));
    }
    std::erase_if(operations[entity], [](const auto& operation) { return !is_understood(operation.operation); });
    check_causes(operations[entity]);
    tally_.expect("commutativity", is_order_irrelevant(operations[entity], expected, random),
                  [&] { return "another order merges otherwise than to " + shown(expected.state); });
  }
  for (auto& device : devices_) {
    const auto visible = std::ranges::count_if(all, [&](const auto& row) {
      const std::string& scope = row.second.state.scope;
      return server_->may_read(device->account(), scope);
    });
    std::int64_t held_back = 0;
    for (const auto& [scope, count] : parked) held_back += server_->may_read(device->account(), scope) ? count : 0;
    const auto stored = device->database->query_integer("SELECT count(*) FROM state_entity");
    const auto waiting = device->database->query_integer("SELECT count(*) FROM state_parked");
    tally_.expect("convergence", stored && **stored == visible && waiting && **waiting == held_back, [&] {
      return "device " + std::to_string(device->slot) + " has more or fewer rows than it should see";
    });
  }
  auto faults = records::Sequencer::verify(server_->database());
  if (faults) {
    std::erase_if(*faults, [&](const std::string& fault) {
      return std::ranges::any_of(unknown, [&](std::string hex) {
        std::ranges::transform(hex, hex.begin(), [](char c) { return c >= 'a' && c <= 'f' ? char(c - 32) : c; });
        return fault.find(hex) != std::string::npos;
      });
    });
  }
  tally_.expect("convergence", faults && faults->empty(),
                [&] { return "doctor: " + (faults ? faults->front() : faults.error().detail); });
}

/// Each operation that the device still has is known to have come back or to be refused, as the server has it.
void World::check_deliveries(Device& device, Keys& refused) {
  auto query = device.database->cached(
      "SELECT o.device, o.seq, o.returned, o.verdict_code IS NOT NULL, o.bytes, s.device = o.device, o.account = "
      "s.account "
      "FROM local_operation o, local_self s WHERE o.bytes IS NOT NULL");
  if (!query) throw Violation{"save_load", "a device's log cannot be read"};
  auto held = server_->database().cached(
      "SELECT 1, bytes FROM log_operation WHERE seq = ?2 AND device = (SELECT number FROM log_device WHERE id = ?1) "
      "UNION ALL SELECT 2, bytes FROM log_quarantine WHERE seq = ?2 AND device = (SELECT number FROM log_device WHERE "
      "id = ?1)");
  if (!held) throw Violation{"save_load", "the server's log cannot be read"};
  for (;;) {
    const auto row = (*query)->step();
    if (!row || !*row) return;
    const bool returned = (*query)->integer(2) != 0;
    const bool has_verdict = (*query)->integer(3) != 0;
    const bool present_id = (*query)->integer(5) != 0;
    (*held)->reset();
    const auto there = (*held)->bind_all((*query)->blob(0), (*query)->integer(1)).step();
    const bool same = there && *there && std::ranges::equal((*held)->blob(1), (*query)->blob(4));
    const std::int64_t where = same ? (*held)->integer(0) : 0;
    if (has_verdict) refused.insert(key_of((*query)->blob(4)));
    if ((*query)->integer(6) == 0) continue;  // Of who is away from a shared device.
    const auto text = [&] {
      return "device " + std::to_string(device.slot) + ", operation " + std::to_string((*query)->integer(1)) +
             (present_id ? "" : " of a former id") + ": returned " + std::to_string(returned) + ", refused " +
             std::to_string(has_verdict) + ", on the server " + std::to_string(where);
    };
    tally_.expect("verdicts_are_told", where != 2 || has_verdict || !present_id, text);
    tally_.expect("verdicts_are_told", where != 1 || !has_verdict, text);
    tally_.expect("verdicts_are_told", returned || has_verdict, text);
  }
}

/// The device's own numbers have no gaps, and its hash chain is that of what it still has.
void World::check_chain(Device& device) {
  auto query = device.database->cached(
      "SELECT o.seq, o.hash, o.bytes, s.last_seq, s.last_hash FROM local_operation o, local_self s "
      "WHERE o.device = s.device ORDER BY o.seq");
  if (!query) throw Violation{"save_load", "a device's log cannot be read"};
  Bytes before(Hash{}.size());
  std::int64_t last = 0;
  for (;;) {
    const auto row = (*query)->step();
    if (!row || !*row) return;
    const ByteView hash = (*query)->blob(1);
    Hash previous{};
    std::ranges::copy(before, previous.begin());
    const bool follows = (*query)->integer(0) == ++last;
    const bool linked =
        (*query)->is_null(2) ||
        std::ranges::equal(records::chain_hash(previous, device.log->device(), (*query)->blob(2)), hash);
    const bool ends = last != (*query)->integer(3) || std::ranges::equal((*query)->blob(4), hash);
    tally_.expect("own_chain", follows && linked && ends, [&] {
      return "device " + std::to_string(device.slot) + ": operation " + std::to_string(last) + " of its chain";
    });
    before.assign(hash.begin(), hash.end());
  }
}

/// With nothing unsent and nothing refused of an entity, the device shows what the server has.
void World::check_visible(Device& device) {
  for (const EntityId& entity : entities_) {
    const auto own =
        device.database->query_integer("SELECT count(*) FROM local_operation WHERE NOT returned AND entity = x'" +
                                       entity.hex() + "' AND account = x'" + device.account().hex() + "'");
    if (!own || **own != 0) continue;
    const auto visible = device.log->visible(entity);
    const auto state = device.log->state().read(entity);
    tally_.expect("convergence", visible && state && *visible == *state,
                  [&] { return "device " + std::to_string(device.slot) + " shows other than it has"; });
  }
}

}  // namespace motcua::simulation
