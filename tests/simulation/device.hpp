#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drifting_clock.hpp"
#include "fault_vfs.hpp"
#include "keys.hpp"
#include "motcua/sync/client_machine.hpp"

namespace motcua::simulation {

struct HttpReply {
  int status = 200;
  Bytes body;
};

/// A request on its way, or its reply on the way back.
struct Packet {
  int slot = 0;
  int start = 0;  ///< Of the device's program that asked: no other one will hear the reply.
  sync::HttpRequest request;
  std::optional<HttpReply> reply;
};

/// Answers of open operations: account and entity, field, value. Several people may share a device.
using Draft = std::map<std::string, std::optional<std::string>>;
using Drafts = std::map<std::pair<AccountId, EntityId>, Draft>;

/// The row of local_self, as numbers that must not fall.
struct Position {
  AccountId account;
  DeviceId device;
  std::uint64_t epoch = 0;
  std::uint64_t cursor = 0;                      ///< The least of `cursors`.
  std::map<std::string, std::uint64_t> cursors;  ///< Of each scope.
  std::uint64_t acked = 0;
  Hlc hlc;
};

/// A surveyor's device: the real log and machine on a disk, a clock and a generator of its own.
class Device {
 public:
  Device(int slot_number, std::uint64_t seed, const std::int64_t& time, int checkpoint)
      : slot(slot_number), clock(time), random(seed), checkpoint_pages(checkpoint) {}

  /// Starts the program on the files of the disk.
  [[nodiscard]] Status open();
  /// Ends it, as closing the tab does.
  void close();
  [[nodiscard]] bool is_open() const { return machine.has_value(); }
  [[nodiscard]] Status enrol(const AccountId& account);
  /// Whose log it is.
  [[nodiscard]] AccountId account() const { return log->account(); }

  /// These read the tables; nullopt when the disk cannot be read now.
  [[nodiscard]] std::optional<Position> position();
  [[nodiscard]] std::optional<Drafts> read_drafts();
  [[nodiscard]] std::optional<Keys> read_kept();
  /// How many operations were forgotten that the feed has not brought back: they are shown to nobody.
  [[nodiscard]] std::int64_t count_forgotten_unseen();
  /// Every row of every table, as text.
  [[nodiscard]] std::optional<std::string> dump();

  const int slot;
  testing::FaultVfs disk;
  DriftingClock clock;
  SeededRandom random;
  const int checkpoint_pages;

  std::unique_ptr<storage::Database> database;
  std::unique_ptr<records::LocalLog> log;
  std::optional<sync::ClientMachine> machine;

  // What the simulation knows of it ---------------------------------------------------------------------------------
  int starts = 0;
  std::optional<Packet> held;        ///< On its way while other things happen.
  Drafts drafts;                     ///< As saved.
  std::vector<Drafts> maybe_drafts;  ///< What saves that failed may have left on the disk all the same.
  std::optional<Position> last;      ///< Before the present step.
  /// Of the server that acknowledged what is acknowledged, for each id that the device had.
  std::map<DeviceId, std::uint64_t> acked_epoch;
  int faulty_steps = 0;  ///< For how many more steps its disk fails.
  struct Copy {
    testing::FaultVfs::Image image;
    Drafts drafts;
    std::vector<Drafts> maybe_drafts;
    std::map<DeviceId, std::uint64_t> acked_epoch;
  };
  std::optional<Copy> copy;  ///< An older copy of its files.
};

/// As `Device::dump`, for any database.
[[nodiscard]] std::optional<std::string> dump_tables(storage::Database& database);

}  // namespace motcua::simulation
