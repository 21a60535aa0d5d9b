#include "opfs_vfs.hpp"

#include <emscripten.h>
#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "motcua/base/ports.hpp"

// Each returns -1 when the browser threw, a write kNoRoom when it threw for want of room. Offsets are doubles: exact up
// to 2^53.
// clang-format off
EM_JS(int, opfs_read, (int slot, void* to, int count, double offset), {
  return Module.files.read(slot, HEAPU8.subarray(to, to + count), offset);
})
EM_JS(int, opfs_write, (int slot, const void* from, int count, double offset), {
  return Module.files.write(slot, HEAPU8.subarray(from, from + count), offset);
})
EM_JS(int, opfs_truncate, (int slot, double size), { return Module.files.truncate(slot, size); })
EM_JS(int, opfs_flush, (int slot), { return Module.files.flush(slot); })
EM_JS(double, opfs_size, (int slot), { return Module.files.size(slot); })
EM_JS(int, opfs_back_up, (void), { return Module.files.backUp(); })
EM_JS(void, opfs_random, (void* to, int count), { crypto.getRandomValues(HEAPU8.subarray(to, to + count)); })
// clang-format on

namespace motcua::wasm {
namespace {

// The order is that of kFiles in shell/database_files.js.
constexpr std::array<std::string_view, 3> kNames = {"/main.db", "/main.db-wal", "/main.db-journal"};
constexpr int kNoSlot = -1;
constexpr int kNoRoom = -2;  // As in shell/opfs.js.
constexpr std::int64_t kUnixEpochInJulianMs = 210'866'760'000'000;

/// Created by SQLite in this run, though still empty. A file that is empty otherwise counts as absent: a truncated
/// journal must not look like a hot one.
std::array<bool, kNames.size()> created = {};

struct File {
  sqlite3_file base;
  int slot;
};

int slot_of(const char* name) {
  if (name == nullptr) return kNoSlot;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<int>(i);
  }
  return kNoSlot;
}

int slot_of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->slot; }

int close(sqlite3_file*) { return SQLITE_OK; }

int read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  const int got = opfs_read(slot_of(file), to, count, static_cast<double>(offset));
  if (got < 0) return SQLITE_IOERR_READ;
  if (got == count) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + got, 0, static_cast<std::size_t>(count - got));
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  // OPFS throws QuotaExceededError or writes less when there is no room; which of the two is the browser's choice. Any
  // other exception is not a matter of room, and to delete something would not help.
  const int written = opfs_write(slot_of(file), from, count, static_cast<double>(offset));
  if (written == count) return SQLITE_OK;
  return written >= 0 || written == kNoRoom ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return opfs_truncate(slot_of(file), static_cast<double>(size)) < 0 ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

int sync(sqlite3_file* file, int /*flags*/) { return opfs_flush(slot_of(file)) < 0 ? SQLITE_IOERR_FSYNC : SQLITE_OK; }

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const double bytes = opfs_size(slot_of(file));
  if (bytes < 0) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(bytes);
  return SQLITE_OK;
}

int lock(sqlite3_file*, int) { return SQLITE_OK; }

int check_reserved_lock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

int sector_size(sqlite3_file*) { return 4096; }

int device_characteristics(sqlite3_file*) {
  // As SQLite's own VFS for unix and Windows says; without it each commit in WAL writes its last page twice.
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = lock,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const int slot = slot_of(name);
  if (slot == kNoSlot) return SQLITE_CANTOPEN;
  const double size = opfs_size(slot);
  if (size < 0) return SQLITE_CANTOPEN;
  if ((flags & SQLITE_OPEN_CREATE) != 0) {
    created[static_cast<std::size_t>(slot)] = true;
  } else if (size == 0 && !created[static_cast<std::size_t>(slot)]) {
    return SQLITE_CANTOPEN;
  }
  auto* opened = reinterpret_cast<File*>(file);
  opened->slot = slot;
  opened->base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int /*sync_directory*/) {
  const int slot = slot_of(name);
  if (slot == kNoSlot) return SQLITE_IOERR_DELETE_NOENT;
  if (opfs_truncate(slot, 0) < 0 || opfs_flush(slot) < 0) return SQLITE_IOERR_DELETE;
  created[static_cast<std::size_t>(slot)] = false;
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int /*flags*/, int* result) {
  const int slot = slot_of(name);
  *result = slot != kNoSlot && opfs_size(slot) > 0 ? 1 : 0;
  return SQLITE_OK;
}

int full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s%s", name[0] == '/' ? "" : "/", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int count, char* out) {
  opfs_random(out, count);
  return count;
}

int sleep(sqlite3_vfs*, int /*microseconds*/) { return 0; }  // No other connection exists to wait for.

int current_time_int64(sqlite3_vfs*, sqlite3_int64* time) {
  *time = kUnixEpochInJulianMs + system_clock().now().ms;
  return SQLITE_OK;
}

int current_time(sqlite3_vfs*, double* days) {
  *days = static_cast<double>(kUnixEpochInJulianMs + system_clock().now().ms) / 86'400'000.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs = {};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = 64;
  vfs.zName = kOpfsVfs;
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_pathname;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time_int64;
  return vfs;
}

}  // namespace

Status back_up_database() {
  const int outcome = opfs_back_up();
  return outcome == 0 || outcome == kNoRoom ? Status() : fail(ErrorCode::disk_io, "main.db.bak");
}

}  // namespace motcua::wasm

extern "C" int sqlite3_os_init(void) {
  static sqlite3_vfs vfs = motcua::wasm::make_vfs();
  return sqlite3_vfs_register(&vfs, 1);
}

extern "C" int sqlite3_os_end(void) { return SQLITE_OK; }
