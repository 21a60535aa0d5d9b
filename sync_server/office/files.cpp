#include "office/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

namespace motcua::server {
namespace {

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::string> read_whole_file(const std::string& path) {
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, error)) return fail(ErrorCode::file_read, path);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return fail(ErrorCode::file_read, path);
  return content;
}

Status write_whole_file(const std::string& path, std::string_view content) {
  const std::string fresh = path + ".part";
  ::unlink(fresh.c_str());  // Left by a run that was ended; it may have other rights.
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return fail(ErrorCode::file_write, path);
  bool written = write_all(file, content) && ::fsync(file) == 0;
  written = ::close(file) == 0 && written;
  std::error_code error;
  if (written) std::filesystem::rename(fresh, path, error);
  if (!written || error) {
    ::unlink(fresh.c_str());
    return fail(ErrorCode::file_write, path);
  }
  sync_folder(std::filesystem::path(path).parent_path());
  return {};
}

Status sync_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ErrorCode::file_write, path.string());
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  if (!synced) return fail(ErrorCode::file_write, path.string());
  return {};
}

void sync_folder(const std::filesystem::path& folder) {
  const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

}  // namespace motcua::server
