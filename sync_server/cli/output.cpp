#include "cli/output.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace motcua::server {

void print_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

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
  std::error_code error;
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.flush();
    if (!file) {
      std::filesystem::remove(fresh, error);
      return fail(ErrorCode::file_write, path);
    }
  }
  std::filesystem::rename(fresh, path, error);
  if (error) return fail(ErrorCode::file_write, path);
  return {};
}

}  // namespace motcua::server
