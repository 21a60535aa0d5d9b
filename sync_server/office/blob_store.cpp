#include "office/blob_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "motcua/base/sha256.hpp"

namespace motcua::server {
namespace {

constexpr std::size_t kReadAtOnce = 256U * 1024;

/// A file descriptor that is closed with its scope.
class File {
 public:
  File(const std::string& path, int flags) : file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (file_ >= 0) ::close(file_);
  }
  [[nodiscard]] bool is_open() const { return file_ >= 0; }
  [[nodiscard]] int get() const { return file_; }

 private:
  int file_;
};

std::unexpected<Error> failure(const std::string& path) {
  return fail(errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ErrorCode::disk_full : ErrorCode::disk_io, path);
}

Status write_at(const File& file, std::uint64_t offset, ByteView bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return failure(path);
    offset += static_cast<std::uint64_t>(n);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

/// What was renamed or made in a folder is there after a power cut only when the folder was flushed too.
Status flush_folder(const std::string& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || ::fsync(folder.get()) != 0) return failure(path);
  return {};
}

Result<Hash> digest_of(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) return failure(path);
  Sha256 digest;
  Bytes buffer(kReadAtOnce);
  for (;;) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(path);
    if (n == 0) return digest.finish();
    digest.add(ByteView(buffer).first(static_cast<std::size_t>(n)));
  }
}

std::uint64_t size_of(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) ? static_cast<std::uint64_t>(info.st_size) : 0;
}

}  // namespace

BlobStore::BlobStore(const std::string& data_folder)
    : folder_((std::filesystem::path(data_folder) / "blobs").string()) {}

std::string BlobStore::path(const Hash& file) const {
  const std::string hex = to_hex(file);
  return folder_ + "/" + hex.substr(0, 2) + "/" + hex;
}

std::string BlobStore::part_path(const Hash& file) const { return folder_ + "/part/" + to_hex(file); }

bool BlobStore::has(const Hash& file, std::uint64_t size) const {
  struct stat info{};
  return ::stat(path(file).c_str(), &info) == 0 && static_cast<std::uint64_t>(info.st_size) == size;
}

std::uint64_t BlobStore::arrived(const Hash& file) const { return size_of(part_path(file)); }

Status BlobStore::make_folders(const Hash& file) const {
  for (const std::string& folder : {folder_, folder_ + "/part", folder_ + "/" + to_hex(file).substr(0, 2)}) {
    if (::mkdir(folder.c_str(), 0700) == 0) {
      MOTCUA_TRY(flush_folder(std::filesystem::path(folder).parent_path().string()));
    } else if (errno != EEXIST) {
      return failure(folder);
    }
  }
  return {};
}

Result<BlobStore::Appended> BlobStore::append(const Hash& file, std::uint64_t size, std::uint64_t offset,
                                              ByteView bytes) const {
  if (has(file, size)) return Appended{true, size};
  MOTCUA_TRY(make_folders(file));
  const std::string part = part_path(file);
  std::uint64_t have = size_of(part);
  if (have > size) {  // Somebody told another size of it before.
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    have = 0;
  }
  if (offset != have) return Appended{false, have};
  {
    const File out(part, O_WRONLY | O_CREAT);
    if (!out.is_open()) return failure(part);
    const Status written = write_at(out, offset, bytes, part);
    if (!written || ::fsync(out.get()) != 0) {
      const Error error = written ? failure(part).error() : written.error();
      // Not acknowledged, so not there: what has no room would else stand in its own way.
      if (::ftruncate(out.get(), static_cast<off_t>(offset)) != 0) return failure(part);
      return std::unexpected(error);
    }
  }
  if (offset == 0) MOTCUA_TRY(flush_folder(folder_ + "/part"));
  have += bytes.size();
  if (have < size) return Appended{false, have};

  MOTCUA_TRY_ASSIGN(const Hash digest, digest_of(part));
  if (digest != file) {
    if (::unlink(part.c_str()) != 0) return failure(part);
    return fail(ErrorCode::attachment_mismatch, to_hex(file).substr(0, 12));
  }
  const std::string whole = path(file);
  if (::rename(part.c_str(), whole.c_str()) != 0) return failure(whole);
  MOTCUA_TRY(flush_folder(std::filesystem::path(whole).parent_path().string()));
  return Appended{true, size};
}

Result<std::vector<BlobStore::Stored>> BlobStore::list() const {
  std::vector<Stored> out;
  std::error_code error;
  if (!std::filesystem::exists(folder_, error)) return out;
  for (const auto& folder : std::filesystem::directory_iterator(folder_, error)) {
    if (folder.path().filename().string().size() != 2) continue;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path(), error)) {
      const auto digest = from_hex(entry.path().filename().string());
      Stored stored;
      if (!digest || digest->size() != stored.file.size()) continue;
      std::ranges::copy(*digest, stored.file.begin());
      stored.size = entry.file_size(error);
      out.push_back(stored);
    }
  }
  if (error) return fail(ErrorCode::disk_io, folder_);
  std::ranges::sort(out, {}, &Stored::file);
  return out;
}

Result<bool> BlobStore::is_sound(const Hash& file) const {
  MOTCUA_TRY_ASSIGN(const Hash digest, digest_of(path(file)));
  return digest == file;
}

}  // namespace motcua::server
