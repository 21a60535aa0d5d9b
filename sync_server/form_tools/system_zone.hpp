#pragma once
#include <optional>
#include <string>

#include "motcua/forms/xpath_probe.hpp"

namespace motcua::server {

/// Civil time of a place by the system's time zone data. One thread at a time, and one zone: it sets the C library's.
class SystemZone final : public forms::ZoneRules {
 public:
  /// `name`: "Asia/Ho_Chi_Minh". nullopt when the system does not know it.
  [[nodiscard]] static std::optional<SystemZone> load(const std::string& name);
  [[nodiscard]] int minutes_ahead(Instant instant) const override;

 private:
  SystemZone() = default;
};

}  // namespace motcua::server
