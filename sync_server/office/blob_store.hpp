#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

namespace motcua::server {

/// The files of responses, beside the database: "<data>/blobs/<2 digits>/<sha256>" when whole and checked,
/// "<data>/blobs/part/<sha256>" while they arrive. Whoever appends must be one at a time; all else may be anyone.
class BlobStore {
 public:
  explicit BlobStore(const std::string& data_folder);

  [[nodiscard]] std::string path(const Hash& file) const;
  /// Whether the whole file is there.
  [[nodiscard]] bool has(const Hash& file, std::uint64_t size) const;
  /// How much of it has arrived, durably.
  [[nodiscard]] std::uint64_t arrived(const Hash& file) const;

  struct Appended {
    bool complete = false;
    std::uint64_t have = 0;
  };
  /// Writes `bytes` at `offset` and returns when they are on the disk. Bytes that begin elsewhere than where the file
  /// now ends are passed over. The last part completes it: then the digest is checked, and a file that is not what its
  /// name says is dropped with attachment_mismatch. Fails with disk_full or disk_io.
  [[nodiscard]] Result<Appended> append(const Hash& file, std::uint64_t size, std::uint64_t offset,
                                        ByteView bytes) const;

  /// Every whole file: its name and size. Fails with disk_io.
  struct Stored {
    Hash file{};
    std::uint64_t size = 0;
  };
  [[nodiscard]] Result<std::vector<Stored>> list() const;
  /// Reads the file again and compares. Fails with disk_io when it cannot be read.
  [[nodiscard]] Result<bool> is_sound(const Hash& file) const;

 private:
  [[nodiscard]] std::string part_path(const Hash& file) const;
  [[nodiscard]] Status make_folders(const Hash& file) const;
  std::string folder_;
};

}  // namespace motcua::server
