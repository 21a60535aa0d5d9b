#pragma once
#include "motcua/base/bytes.hpp"

namespace motcua {

/// SHA-256 of what comes in parts: a large file need not be in memory at once.
class Sha256 {
 public:
  Sha256();
  void add(ByteView part);
  /// The digest of everything added; the object begins anew.
  [[nodiscard]] Hash finish();

 private:
  // libsodium's state, whose header must not be everyone's; sha256.cpp checks that it fits.
  alignas(8) std::array<std::byte, 104> state_;
};

}  // namespace motcua
