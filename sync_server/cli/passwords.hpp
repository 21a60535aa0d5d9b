#pragma once
#include <string>

#include "cli/commands.hpp"

namespace motcua::server {

struct NewPassword {
  std::string hash;
  std::string generated;  ///< To print once; empty when a person chose it.
};

/// Reads a password from standard input (--password-stdin), asks for it twice on a terminal, or makes one up.
[[nodiscard]] Result<NewPassword> new_password(const Options& options, const std::string& user);

}  // namespace motcua::server
