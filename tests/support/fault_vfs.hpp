#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace motcua::testing {

/// A disk in memory that fails when told to, as a SQLite VFS. Files live as long as the object, over any number of
/// opens; what a power cut would lose is what was written and not synced.
class FaultVfs {
 public:
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
  /// The machine loses power: each file goes back to what was last synced, and nothing works until `power_on`. Close
  /// the databases in between, as a restart does.
  void power_cut();
  void power_on();

  [[nodiscard]] std::string content(const std::string& path) const;
  void set_content(const std::string& path, std::string bytes);
  [[nodiscard]] std::int64_t writes() const;

  struct Disk;

 private:
  std::unique_ptr<Disk> disk_;
};

}  // namespace motcua::testing
