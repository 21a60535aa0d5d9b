#include "fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>
#include <vector>

namespace motcua::testing {

namespace {

constexpr std::size_t kSector = 512;

/// SplitMix64.
std::uint64_t mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

}  // namespace

struct FaultVfs::Disk {
  /// A write, or a truncation to `at` (then `bytes` is nullopt).
  struct Write {
    std::size_t at;
    std::optional<std::string> bytes;
  };
  struct File {
    std::string content;
    std::string synced;
    std::vector<Write> pending;  ///< What makes `content` of `synced`.
  };
  struct PowerCut {
    std::int64_t operations;
    Unsynced unsynced;
    std::uint64_t seed;
  };
  std::string name;
  sqlite3_vfs vfs{};
  std::map<std::string, std::shared_ptr<File>> files;
  std::optional<std::int64_t> space;
  std::optional<std::int64_t> good_writes;
  bool syncs_fail = false;
  bool reads_fail = false;
  bool off = false;
  std::int64_t writes = 0;
  std::optional<PowerCut> coming_cut;
  std::uint64_t random = 7;  ///< What SQLite is given: salts of its log.
  Harm harm;

  static void apply(std::string& content, std::size_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
    std::memcpy(content.data() + at, bytes.data(), bytes.size());
  }
  static void apply(std::string& content, const Write& write) {
    write.bytes ? apply(content, write.at, *write.bytes) : content.resize(write.at);
  }

  void tear(std::string& content, const Write& write, std::uint64_t& seed) {
    const std::uint64_t fate = mix(seed) % 4;
    if (fate == 0) ++harm.lost_writes;
    if (fate == 1 || (fate > 1 && !write.bytes)) apply(content, write);
    if (fate <= 1 || !write.bytes) return;
    ++harm.torn_writes;
    for (std::size_t from = 0; from < write.bytes->size();) {
      const std::size_t to = std::min(write.bytes->size(), from + kSector - (write.at + from) % kSector);
      if (mix(seed) % 2 == 0) apply(content, write.at + from, std::string_view(*write.bytes).substr(from, to - from));
      from = to;
    }
  }

  void cut(Unsynced unsynced, std::uint64_t seed) {
    off = true;
    coming_cut.reset();
    for (auto& [path, file] : files) {
      for (const Write& write : file->pending) {
        if (unsynced == Unsynced::kept) apply(file->synced, write);
        if (unsynced == Unsynced::torn) tear(file->synced, write, seed);
        if (unsynced == Unsynced::lost) ++harm.lost_writes;
      }
      file->pending.clear();
      file->content = file->synced;
    }
  }

  /// Counts one operation that changes the disk; false when the power is off, or goes now.
  bool has_power() {
    if (coming_cut && coming_cut->operations-- <= 0) cut(coming_cut->unsynced, coming_cut->seed);
    return !off;
  }
};

namespace {

using Disk = FaultVfs::Disk;

/// What SQLite allocates for an open file; its methods come first.
struct OpenFile {
  sqlite3_file base;
  Disk* disk;
  std::shared_ptr<Disk::File> file;
  std::string path;
  bool delete_on_close;
};

OpenFile& self(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

int close_file(sqlite3_file* file) {
  OpenFile& open = self(file);
  if (open.delete_on_close && !open.disk->off) open.disk->files.erase(open.path);
  open.~OpenFile();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
  const OpenFile& open = self(file);
  if (open.disk->off) return SQLITE_IOERR_READ;
  if (open.disk->reads_fail) {
    ++open.disk->harm.failed_reads;
    return SQLITE_IOERR_READ;
  }
  const std::string& content = open.file->content;
  const auto wanted = static_cast<std::size_t>(amount);
  const auto at = std::min(static_cast<std::size_t>(offset), content.size());
  const std::size_t there = std::min(wanted, content.size() - at);
  std::memcpy(out, content.data() + at, there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  const OpenFile& open = self(file);
  Disk& disk = *open.disk;
  if (!disk.has_power()) return SQLITE_IOERR_WRITE;
  std::string& content = open.file->content;
  const auto at = static_cast<std::size_t>(offset);
  auto size = static_cast<std::size_t>(amount);
  const bool fails = disk.good_writes && disk.writes >= *disk.good_writes;
  ++disk.writes;
  if (fails) {
    size /= 2;
    ++disk.harm.short_writes;
  }
  if (disk.space && at + size > content.size()) {
    const auto growth = static_cast<std::int64_t>(at + size - content.size());
    if (growth > *disk.space) {
      ++disk.harm.full;
      return SQLITE_FULL;
    }
    *disk.space -= growth;
  }
  const auto& write = open.file->pending.emplace_back(at, std::string(static_cast<const char*>(data), size));
  Disk::apply(content, write);
  return fails ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const OpenFile& open = self(file);
  if (!open.disk->has_power()) return SQLITE_IOERR_TRUNCATE;
  const std::size_t before = open.file->content.size();
  const auto& write = open.file->pending.emplace_back(static_cast<std::size_t>(size), std::nullopt);
  Disk::apply(open.file->content, write);
  if (open.disk->space) *open.disk->space += static_cast<std::int64_t>(before) - size;
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  const OpenFile& open = self(file);
  if (!open.disk->has_power()) return SQLITE_IOERR_FSYNC;
  if (open.disk->syncs_fail) {
    ++open.disk->harm.failed_syncs;
    return SQLITE_IOERR_FSYNC;
  }
  Disk::File& on_disk = *open.file;
  for (const Disk::Write& write : on_disk.pending) Disk::apply(on_disk.synced, write);
  on_disk.pending.clear();
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(self(file).file->content.size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* held) {
  *held = 0;
  return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

/// Version 1: no shared memory, so WAL works only for an exclusive owner, as in the browser.
constexpr sqlite3_io_methods kMethods = {
    1,         close_file, read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, lock_file,  check_lock, control_file, sector_size,   characteristics, nullptr,
    nullptr,   nullptr,    nullptr,    nullptr,      nullptr};

Disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  Disk& disk = disk_of(vfs);
  const std::string name = path != nullptr ? path : "temporary";
  auto found = disk.files.find(name);
  file->pMethods = nullptr;
  if (disk.off) return SQLITE_CANTOPEN;
  if (found == disk.files.end()) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    found = disk.files.emplace(name, std::make_shared<Disk::File>()).first;
  }
  auto* open = new (file) OpenFile{{}, &disk, found->second, name, (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
  open->base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
  Disk& disk = disk_of(vfs);
  if (disk.off) return SQLITE_IOERR_DELETE;
  return disk.files.erase(path) == 1 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* result) {
  *result = disk_of(vfs).files.contains(path) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int size, char* out) {
  for (int i = 0; i < size; ++i) out[i] = static_cast<char>(mix(disk_of(vfs).random));
  return size;
}
int sleep_for(sqlite3_vfs*, int) { return 0; }
int current_time(sqlite3_vfs*, sqlite3_int64* julian_ms) {
  *julian_ms = 212'000'000'000'000;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FaultVfs::FaultVfs() : disk_(std::make_unique<Disk>()) {
  static int count = 0;
  disk_->name = "fault" + std::to_string(++count);
  sqlite3_vfs& vfs = disk_->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(OpenFile);
  vfs.mxPathname = 512;
  vfs.zName = disk_->name.c_str();
  vfs.pAppData = disk_.get();
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep_for;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time;
  sqlite3_initialize();
  sqlite3_vfs_register(&vfs, 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&disk_->vfs); }

const std::string& FaultVfs::name() const { return disk_->name; }
void FaultVfs::set_space(std::optional<std::int64_t> bytes) { disk_->space = bytes; }
void FaultVfs::fail_writes_after(std::optional<std::int64_t> writes) {
  disk_->good_writes = writes ? std::optional(disk_->writes + *writes) : std::nullopt;
}
void FaultVfs::fail_syncs(bool fail) { disk_->syncs_fail = fail; }
void FaultVfs::fail_reads(bool fail) { disk_->reads_fail = fail; }

void FaultVfs::power_cut(Unsynced unsynced, std::uint64_t seed) { disk_->cut(unsynced, seed); }
void FaultVfs::cut_power_after(std::int64_t operations, Unsynced unsynced, std::uint64_t seed) {
  disk_->coming_cut = {operations, unsynced, seed};
}
bool FaultVfs::is_off() const { return disk_->off; }
void FaultVfs::power_on() {
  disk_->off = false;
  disk_->coming_cut.reset();
}

std::string FaultVfs::content(const std::string& path) const {
  const auto found = disk_->files.find(path);
  return found == disk_->files.end() ? std::string() : found->second->content;
}

void FaultVfs::set_content(const std::string& path, std::string bytes) {
  auto file = std::make_shared<Disk::File>();
  file->content = file->synced = std::move(bytes);
  disk_->files[path] = std::move(file);
}

FaultVfs::Image FaultVfs::image() const {
  Image image;
  for (const auto& [path, file] : disk_->files) image.emplace(path, file->content);
  return image;
}

void FaultVfs::set_image(const Image& image) {
  disk_->files.clear();
  for (const auto& [path, content] : image) set_content(path, content);
}

std::int64_t FaultVfs::writes() const { return disk_->writes; }
const FaultVfs::Harm& FaultVfs::harm() const { return disk_->harm; }

}  // namespace motcua::testing
