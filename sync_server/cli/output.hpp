#pragma once
#include <string>
#include <string_view>

#include "cli/commands.hpp"

namespace motcua::server {

/// One line on standard output, written out at once: a reader at the other end of a pipe waits for it.
void print_line(std::string_view line);

template <class... Values>
void say(const Options& options, Text id, const Values&... values) {
  print_line(text(id, options.language, values...));
}

/// Fails with file_read.
[[nodiscard]] Result<std::string> read_whole_file(const std::string& path);
/// Writes beside the file and renames once it is on the disk, so that a file is whole or the old one whatever happens.
/// Only its owner may read it: what is written here are people's answers. Fails with file_write.
[[nodiscard]] Status write_whole_file(const std::string& path, std::string_view content);

}  // namespace motcua::server
