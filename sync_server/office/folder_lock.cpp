#include "office/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

namespace motcua::server {

Result<FolderLock> FolderLock::take(const std::string& folder) {
  const std::string path = (std::filesystem::path(folder) / "serve.lock").string();
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(std::filesystem::exists(folder) ? ErrorCode::file_write : ErrorCode::not_found, path);
  FolderLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) return fail(ErrorCode::database_busy);
  return lock;
}

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace motcua::server
