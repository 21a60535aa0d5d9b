#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/ids.hpp"

namespace motcua::ui {

/// What was on a device, in one line that outlives its data when a browser evicts it. Names nobody.
struct Keepsake {
  DeviceId device;
  std::int64_t unsent = 0;
  std::int64_t drafts = 0;
  friend bool operator==(const Keepsake&, const Keepsake&) = default;
};
[[nodiscard]] std::string to_text(const Keepsake& keepsake);
/// nullopt for what `to_text` did not write.
[[nodiscard]] std::optional<Keepsake> parse_keepsake(std::string_view text);

}  // namespace motcua::ui
