#include "world.hpp"

#include <iostream>

namespace motcua::simulation {
namespace {

constexpr std::size_t kAccounts = 2;
constexpr std::size_t kEntitiesPerAccount = 3;
constexpr std::size_t kMoreDevices = 3;

sync::PageLimits choose_page(Random& random) {
  constexpr std::size_t kOperations[] = {1, 3, 10, 500};
  constexpr std::size_t kBytes[] = {200, 2'000, 256U * 1024};
  return {kOperations[random.next_u64() % std::size(kOperations)], kBytes[random.next_u64() % std::size(kBytes)]};
}

}  // namespace

World::World(std::uint64_t seed, const Options& options, Tally& tally)
    : tally_(tally), seed_(seed), trace_(options.trace), max_devices_(options.devices + kMoreDevices), ledger_(tally) {
  SeededRandom random(seed ^ 0x5EEDULL);
  constexpr int kCheckpoints[] = {4, 30, 1000};
  checkpoint_pages_ = kCheckpoints[random.next_u64() % std::size(kCheckpoints)];
  for (std::size_t i = 0; i < kAccounts; ++i) accounts_.push_back(AccountId::random(random));
  for (std::size_t i = 0; i < kAccounts * kEntitiesPerAccount; ++i) entities_.push_back(EntityId::random(random));
  server_ = std::make_unique<Server>(random.next_u64(), time_, choose_page(random), checkpoint_pages_);
  must_open_server();
  for (std::size_t i = 0; i < options.devices; ++i) {
    devices_.push_back(std::make_unique<Device>(static_cast<int>(i), random.next_u64(), time_, checkpoint_pages_));
    must_open(*devices_.back());
    if (!devices_.back()->enrol(account(static_cast<std::uint32_t>(i)))) throw Violation{"save_load", "enrolment"};
  }
}

World::~World() {
  for (auto& device : devices_) device->close();
  server_->close();
}

void World::run(const Script& script) {
  constexpr std::size_t kStepsBetweenChecks = 16;
  for (const Step& step : script) {
    if (trace_) trace("--- " + to_text({step}));
    apply(step);
    latest_server_time_ = std::max(latest_server_time_, server_->clock.now().ms);
    if (++steps_ % kStepsBetweenChecks == 0) check_all();
  }
  settle();
  check_end();
  const auto count = [&](const testing::FaultVfs::Harm& harm) {
    tally_.fault("disk_full", harm.full);
    tally_.fault("short_write", harm.short_writes);
    tally_.fault("failed_sync", harm.failed_syncs);
    tally_.fault("failed_read", harm.failed_reads);
    tally_.fault("lost_write", harm.lost_writes);
    tally_.fault("torn_write", harm.torn_writes);
  };
  count(server_->disk.harm());
  for (auto& device : devices_) count(device->disk.harm());
}

const EntityId& World::entity(const Device& device, std::uint32_t number) const {
  // Mostly one of the surveyor's own; now and then one that another account may have.
  if (number % 16 == 0) return entities_[number / 16 % entities_.size()];
  const auto home = static_cast<std::size_t>(device.slot) % kAccounts;
  return entities_[home * kEntitiesPerAccount + number % kEntitiesPerAccount];
}

void World::trace(const std::string& what, Device* device) {
  if (!trace_) return;
  std::cerr << what;
  const auto now = device == nullptr ? std::nullopt : device->position();
  if (now) {
    std::cerr << ": device " << device->slot << " of " << now->account.hex().substr(0, 4) << " as "
              << now->device.hex().substr(0, 4) << ", acknowledged " << now->acked << ", cursor " << now->cursor
              << ", epoch " << now->epoch % 10'000;
  }
  std::cerr << '\n';
}

void World::heal(testing::FaultVfs& disk) {
  disk.set_space(std::nullopt);
  disk.fail_writes_after(std::nullopt);
  disk.fail_syncs(false);
  disk.fail_reads(false);
}

}  // namespace motcua::simulation
