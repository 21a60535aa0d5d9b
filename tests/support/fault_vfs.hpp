#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace motcua::testing {

/// What becomes of writes that were not synced when the power goes.
enum class Unsynced : std::uint8_t {
  lost,  ///< None reached the disk.
  kept,  ///< All did: only the program died.
  torn,  ///< Each did in whole, in some of its 512-byte sectors, or not at all, by chance.
};

/// A disk in memory that fails when told to, as a SQLite VFS. Files live as long as the object, over any number of
/// opens; what a power cut would lose is what was written and not synced.
class FaultVfs {
 public:
  /// The content of every file, by path.
  using Image = std::map<std::string, std::string>;
  /// What really went wrong so far.
  struct Harm {
    std::int64_t full = 0;
    std::int64_t short_writes = 0;
    std::int64_t failed_syncs = 0;
    std::int64_t failed_reads = 0;
    std::int64_t lost_writes = 0;  ///< At power cuts.
    std::int64_t torn_writes = 0;
  };

  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  /// For `storage::OpenOptions::vfs`.
  [[nodiscard]] const std::string& name() const;

  /// The disk takes this many more bytes, then SQLITE_FULL; nullopt: no limit.
  void set_space(std::optional<std::int64_t> bytes);
  /// The n-th write from now, and every later one, fails with SQLITE_IOERR_WRITE, a part of it done; nullopt: none.
  void fail_writes_after(std::optional<std::int64_t> writes);
  /// Every sync fails with SQLITE_IOERR_FSYNC.
  void fail_syncs(bool fail);
  /// Reads fail with SQLITE_IOERR_READ.
  void fail_reads(bool fail);
  /// The machine loses power: of what was not synced remains what `unsynced` says, and nothing works until `power_on`.
  /// Close the databases in between, as a restart does. `seed` decides what is torn.
  void power_cut(Unsynced unsynced = Unsynced::lost, std::uint64_t seed = 0);
  /// The power goes in place of the n-th write, truncation or sync from now.
  void cut_power_after(std::int64_t operations, Unsynced unsynced, std::uint64_t seed);
  [[nodiscard]] bool is_off() const;
  /// Also forgets a power cut that has not come yet.
  void power_on();

  [[nodiscard]] std::string content(const std::string& path) const;
  void set_content(const std::string& path, std::string bytes);
  /// As a copy of all files while a program may have them open.
  [[nodiscard]] Image image() const;
  /// Only while no file is open.
  void set_image(const Image& image);
  [[nodiscard]] std::int64_t writes() const;
  [[nodiscard]] const Harm& harm() const;

  struct Disk;

 private:
  std::unique_ptr<Disk> disk_;
};

}  // namespace motcua::testing
