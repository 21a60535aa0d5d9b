#include <doctest/doctest.h>

#include <set>
#include <tuple>

#include "loopback.hpp"

// Devices, an office and a bad network from one seed. The invariants are those of sync: when the faults stop the queues
// drain, all replicas are equal, and nothing that was saved is missing. tests/simulation asks far more, natively; this
// small one also runs as WebAssembly, where integers and memory are others.
using namespace motcua;
using namespace motcua::testing;

namespace {

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed), office_(clock_, random_), account_(AccountId::random(random_)) {
    for (int i = 0; i < 3; ++i) devices_.push_back(std::make_unique<Device>(clock_, random_, account_));
    for (int i = 0; i < 4; ++i) entities_.push_back(EntityId::random(random_));
  }

  void step() {
    clock_.advance_ms(static_cast<std::int64_t>(pick(2000)));
    const std::size_t what = pick(100);
    if (what < 30) {
      write();
    } else if (what < 33) {
      (void)device().log->remove(entity());  // Nothing may be visible.
    } else if (what < 36) {
      device().reopen();
    } else if (what < 38) {
      office_.back_up();
    } else if (what < 39 && office_.has_backup()) {
      office_.restore();
    } else if (what < 40 && devices_.size() < 5) {
      devices_.push_back(std::make_unique<Device>(device().clone()));
    } else {
      exchange(device());
    }
  }

  void settle() {
    for (auto& device : devices_) {
      for (const EntityId& entity : entities_) (void)device->log->seal(entity);  // Not every one has a draft.
    }
    for (int round = 0; round < 6; ++round) {
      for (auto& device : devices_) device->sync(office_);
    }
  }

  void check() {
    for (auto& device : devices_) {
      const auto status = device->machine->status();
      CHECK(status.unsent == 0);
      CHECK_FALSE(status.last_error);
      for (const EntityId& entity : entities_) {
        CHECK(*device->log->state().read(entity) == *office_.sequencer().state().read(entity));
        CHECK(*device->log->state().history(entity) == *office_.sequencer().state().history(entity));
      }
    }
    CHECK(Sequencer::verify(office_.database())->empty());
    for (const auto& [entity, field, value] : written_) {
      CAPTURE(field);
      CAPTURE(value);
      CHECK(is_kept(entity, field, value));
    }
  }

 private:
  using Sequencer = records::Sequencer;

  std::size_t pick(std::uint64_t n) { return static_cast<std::size_t>(random_.next_u64() % n); }
  Device& device() { return *devices_[pick(devices_.size())]; }
  const EntityId& entity() { return entities_[pick(entities_.size())]; }

  void write() {
    Device& writer = device();
    const EntityId& target = entity();
    const std::string field = pick(10) == 0 ? "bad" : "q" + std::to_string(pick(3));
    const std::string value = std::to_string(++counter_);
    // A draft folds; only what is sealed with it is a saved record.
    (void)writer.log->seal(target);
    writer.save(target, field, value);
    if (field != "bad") written_.insert({target, field, value});
    if (pick(4) == 0) writer.write(target, "draft", value);
  }

  /// One request of one device over a network that loses, repeats and damages.
  void exchange(Device& device) {
    if (pick(3) == 0) device.machine->wake();
    const auto request = device.machine->next();
    if (!request) return;
    switch (pick(10)) {
      case 0:
        return device.machine->on_lost(request->number);
      case 1:
        return device.machine->on_reply(request->number, pick(2) == 0 ? 503 : 200, to_bytes("<html>"));
      case 2:
        office_.handle(*request);
        return device.machine->on_lost(request->number);
      case 3:
        office_.handle(*request);
        break;
      default:
        break;
    }
    HttpReply reply = office_.handle(*request);
    if (pick(10) == 0) reply.body[pick(reply.body.size())] ^= std::byte{4};
    if (pick(20) == 0) reply.body.resize(pick(reply.body.size()));
    device.machine->on_reply(request->number, reply.status, reply.body);
  }

  bool is_kept(const EntityId& entity, const std::string& field, const std::string& value) {
    const auto state = *office_.sequencer().state().read(entity);
    if (state && state->fields.contains(field) && state->fields.at(field).value == value) return true;
    const auto history = *office_.sequencer().state().history(entity);
    return std::ranges::any_of(history,
                               [&](const auto& entry) { return entry.field == field && entry.value == value; });
  }

  ManualClock clock_;
  SeededRandom random_;
  Office office_;
  AccountId account_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::vector<EntityId> entities_;
  std::set<std::tuple<EntityId, std::string, std::string>> written_;
  std::uint64_t counter_ = 0;
};

}  // namespace

TEST_CASE("on a bad network, with restores and copied devices, all replicas agree in the end and nothing is lost") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    World world(seed);
    for (int i = 0; i < 150; ++i) world.step();
    world.settle();
    world.check();
  }
}
