#pragma once
#include <string>
#include <utility>

#include "motcua/base/result.hpp"

namespace motcua::server {

/// Held by the one `motcua serve` of an office. The system lets go of it when the program ends, however it ends.
class FolderLock {
 public:
  /// Fails with database_busy while another program holds it.
  [[nodiscard]] static Result<FolderLock> take(const std::string& folder);
  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace motcua::server
