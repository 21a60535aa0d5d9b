#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "motcua/base/result.hpp"

namespace motcua::server {

/// The entries of a zip file in memory. Names are keys and nothing else: no path of the archive is ever opened.
class ZipArchive {
 public:
  static constexpr std::size_t kMaxEntries = 2'000;
  static constexpr std::size_t kMaxBytes = 64U * 1024 * 1024;  ///< Unpacked, of all that is read.
  static constexpr std::size_t kMaxRatio = 200;                ///< Unpacked to packed, beyond the first MiB.

  /// `bytes` must outlive the archive. Fails with xlsform_unreadable, xlsform_encrypted or xlsform_too_large.
  [[nodiscard]] static Result<ZipArchive> open(std::string_view bytes);
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;
  ~ZipArchive();

  [[nodiscard]] bool has(const std::string& name) const;
  /// The entry unpacked. Fails with xlsform_unreadable when there is none, or it is damaged; xlsform_too_large.
  [[nodiscard]] Result<std::string> read(const std::string& name);

 private:
  struct Impl;
  explicit ZipArchive(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::server
