#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "motcua/base/result.hpp"

namespace motcua::server {

/// Fails with file_read.
[[nodiscard]] Result<std::string> read_whole_file(const std::string& path);
/// Writes beside the file and renames once it is on the disk, so that a file is whole or the old one whatever happens.
/// Only its owner may read it: what is written here are people's answers. Fails with file_write.
[[nodiscard]] Status write_whole_file(const std::string& path, std::string_view content);

/// Puts a file's content on the disk.
[[nodiscard]] Status sync_file(const std::filesystem::path& file);
/// Puts the names in a folder on the disk, so that what was made or renamed in it survives too. A file system that does
/// not know this has nothing to do.
void sync_folder(const std::filesystem::path& folder);

}  // namespace motcua::server
