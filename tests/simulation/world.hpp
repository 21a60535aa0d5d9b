#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "device.hpp"
#include "ledger.hpp"
#include "run.hpp"
#include "script.hpp"
#include "server.hpp"
#include "tally.hpp"

namespace motcua::simulation {

/// An office, its devices and the network between them: the real machines on real databases, in one thread. Everything
/// follows from the seed and the script.
class World {
 public:
  World(std::uint64_t seed, const Options& options, Tally& tally);
  ~World();

  /// Runs the script, lets the faults stop, and checks everything. Throws Violation.
  void run(const Script& script);

 private:
  enum class Fate : std::uint8_t {
    arrives,
    request_lost,
    reply_lost,
    request_twice,
    request_late,
    reply_late,
    request_held,
    reply_held,
    request_cut,
    reply_cut,
    request_corrupt,
    reply_corrupt,
    wrong_answer,
  };

  // steps.cpp: what a step does ---------------------------------------------------------------------------------------
  void apply(const Step& step);
  void apply_work(const Step& step);
  void apply_network_fault(const Step& step);
  void apply_machine_fault(const Step& step);
  void apply_disaster(const Step& step);
  void save(Device& device, const EntityId& entity, const Step& step);
  bool edit(Device& device, const EntityId& entity, const Step& step, std::string& field, std::string& value);
  bool seal(Device& device, const EntityId& entity);
  void discard(Device& device, const EntityId& entity);
  void remove(Device& device, const EntityId& entity);
  void note_newest(Device& device, const std::string& what);
  void push_as_newer(const Step& step);
  void push_as_intruder(const Step& step);
  void fail_disk(const Step& step);
  void crash(Device& device, const Step& step);
  void crash_server(const Step& step);
  void clone(Device& device);
  void put_back_old_copy(Device& device);
  void evict(Device& device);
  void change_server(const Step& step);
  void reopen(Device& device);

  // network.cpp -------------------------------------------------------------------------------------------------------
  void round(Device& device);
  /// One request of `device`, with what the network does to it. False when it has none.
  bool exchange(Device& device, Fate fate, std::uint32_t noise);
  [[nodiscard]] std::optional<HttpReply> serve(Packet& packet, std::uint32_t noise);
  void note_served(const sync::HttpRequest& request, const HttpReply& reply);
  void deliver(Device& device, std::uint64_t number, const HttpReply& reply, std::uint32_t noise);
  void deliver_late(std::uint32_t which, std::uint32_t noise);
  void damage(Bytes& body, std::uint32_t noise, bool cut);

  // checks.cpp: while it runs -----------------------------------------------------------------------------------------
  void check_page(const sync::HttpRequest& request, const Bytes& reply);
  void check_promises();
  void check_position(Device& device, std::optional<std::uint64_t> told_epoch);
  void check_drafts(Device& device);
  void check_scopes(Device& device, bool pulled);
  void check_all();
  /// What the device has on its disk counts as saved; it must have what it must.
  void take_stock(Device& device);
  [[nodiscard]] Keys server_keys();
  void must_open(Device& device);
  void must_open_server();

  // settle.cpp: after the faults have stopped ---------------------------------------------------------------------
  void stop_faults();
  void settle();
  void drain();
  [[nodiscard]] bool has_shared_id() const;
  [[nodiscard]] bool is_settled(Device& device);
  void check_end();
  void check_replicas();
  void check_causes(const std::vector<records::SequencedOperation>& operations);
  void check_deliveries(Device& device, Keys& refused);
  void check_chain(Device& device);
  void check_visible(Device& device);

  [[nodiscard]] Device& device(std::uint32_t number) { return *devices_[number % devices_.size()]; }
  [[nodiscard]] const EntityId& entity(const Device& device, std::uint32_t number) const;
  [[nodiscard]] const AccountId& account(std::uint32_t number) const { return accounts_[number % accounts_.size()]; }
  static void heal(testing::FaultVfs& disk);
  void trace(const std::string& what, Device* device = nullptr);
  void check_position(Device& device) { check_position(device, std::nullopt); }

  Tally& tally_;
  std::uint64_t seed_;
  bool trace_;
  std::size_t max_devices_;
  int checkpoint_pages_;
  std::int64_t time_ = 1'700'000'000'000;
  std::int64_t latest_server_time_ = 0;
  std::vector<AccountId> accounts_;
  std::vector<EntityId> entities_;
  std::unique_ptr<Server> server_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::vector<Packet> late_;
  Ledger ledger_;
  std::uint64_t values_ = 0;
  std::size_t steps_ = 0;

  struct Promise {
    std::uint64_t epoch = 0;
    std::uint64_t acked = 0;
  };
  std::map<DeviceId, Promise> promises_;  ///< What acknowledgements said.
  std::uint64_t served_epoch_ = 0;
  std::map<std::uint64_t, Key> served_;          ///< What the feed of that epoch has under each commit_seq.
  std::map<AccountId, DeviceId> newer_devices_;  ///< Devices with a newer program, which are only a list of pushes.
};

/// The moment up to which server time may run ahead of a reading's milliseconds and still bound it.
inline constexpr std::int64_t kAheadMs = 2LL * 60 * 1000 + 1000;

}  // namespace motcua::simulation
