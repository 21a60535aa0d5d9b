#pragma once
#include <string>
#include <string_view>

#include "motcua/wire/archive.hpp"

namespace motcua::records {

/// Names in rising order, each written as what it shares with the one before and the rest.
class NameWriter {
 public:
  void write(wire::WireOut& out, std::string_view name);

 private:
  std::string previous_;
};

/// The inverse. Throws wire::DecodeFailure unless names rise, are UTF-8, at most kMaxFieldName long and shared as far
/// as they can be.
class NameReader {
 public:
  [[nodiscard]] std::string read(wire::WireIn& in);

 private:
  std::string previous_;
  bool first_ = true;
};

}  // namespace motcua::records
