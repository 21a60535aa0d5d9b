#pragma once
#include <fstream>
#include <iterator>
#include <string>

#include "motcua/base/bytes.hpp"
#include "motcua/base/text.hpp"

namespace motcua::testing {

/// The folder of a revision of the protocol. Released files are never edited: add fields with new numbers, give the new
/// bytes a folder of their own, and write the change down in core/sync/PROTOCOL.md.
inline std::string golden_folder(const std::string& revision) {
  return std::string(MOTCUA_SOURCE_DIR) + "/tests/golden/wire/" + revision + "/";
}

/// The frame of a message as that revision released it; empty when there is none.
inline Bytes golden_frame(const std::string& revision, const std::string& name) {
  std::ifstream file(golden_folder(revision) + name + ".hex");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return from_hex(trim(text)).value_or(Bytes());
}

}  // namespace motcua::testing
