#include "fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <new>

namespace motcua::testing {

struct FaultVfs::Disk {
  struct File {
    std::string content;
    std::string synced;
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
  if (open.disk->reads_fail || open.disk->off) return SQLITE_IOERR_READ;
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
  if (disk.off) return SQLITE_IOERR_WRITE;
  std::string& content = open.file->content;
  const auto at = static_cast<std::size_t>(offset);
  auto size = static_cast<std::size_t>(amount);
  const bool fails = disk.good_writes && disk.writes >= *disk.good_writes;
  ++disk.writes;
  if (fails) size /= 2;  // A torn write.
  if (disk.space && at + size > content.size()) {
    const auto growth = static_cast<std::int64_t>(at + size - content.size());
    if (growth > *disk.space) return SQLITE_FULL;
    *disk.space -= growth;
  }
  if (content.size() < at + size) content.resize(at + size);
  std::memcpy(content.data() + at, data, size);
  return fails ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const OpenFile& open = self(file);
  if (open.disk->off) return SQLITE_IOERR_TRUNCATE;
  const std::size_t before = open.file->content.size();
  open.file->content.resize(static_cast<std::size_t>(size));
  if (open.disk->space) *open.disk->space += static_cast<std::int64_t>(before) - size;
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  const OpenFile& open = self(file);
  if (open.disk->syncs_fail || open.disk->off) return SQLITE_IOERR_FSYNC;
  open.file->synced = open.file->content;
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

int randomness(sqlite3_vfs*, int size, char* out) {
  std::memset(out, 7, static_cast<std::size_t>(size));
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

void FaultVfs::power_cut() {
  disk_->off = true;
  for (auto& [path, file] : disk_->files) file->content = file->synced;
}

void FaultVfs::power_on() { disk_->off = false; }

std::string FaultVfs::content(const std::string& path) const {
  const auto found = disk_->files.find(path);
  return found == disk_->files.end() ? std::string() : found->second->content;
}

void FaultVfs::set_content(const std::string& path, std::string bytes) {
  auto file = std::make_shared<Disk::File>();
  file->content = file->synced = std::move(bytes);
  disk_->files[path] = std::move(file);
}

std::int64_t FaultVfs::writes() const { return disk_->writes; }

}  // namespace motcua::testing
