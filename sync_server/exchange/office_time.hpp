#pragma once
#include <optional>
#include <string_view>

#include "motcua/base/civil_time.hpp"

namespace motcua::server {

struct OfficeTime {
  Instant instant;
  bool has_time = false;  ///< False when only a day was written.
};

/// A time as offices write it: ISO 8601, "23/11/2026", "23/11/2026 08:30[:00]", "08:30 23/11/2026".
[[nodiscard]] std::optional<OfficeTime> parse_office_time(std::string_view text);

}  // namespace motcua::server
