#include "form_tools/system_zone.hpp"

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace motcua::server {

std::optional<SystemZone> SystemZone::load(const std::string& name) {
  // The C library takes a name that it does not know for UTC, so we ask for the file. A path is not a name.
  if (name.empty() || name.front() == '/' || name.front() == ':' || name.contains("..")) return std::nullopt;
  const char* chosen = std::getenv("TZDIR");
  const std::filesystem::path folder = chosen != nullptr ? chosen : "/usr/share/zoneinfo";
  std::error_code error;
  if (name != "UTC" && !std::filesystem::is_regular_file(folder / name, error)) return std::nullopt;
  setenv("TZ", name.c_str(), 1);
  tzset();
  return SystemZone();
}

int SystemZone::minutes_ahead(Instant instant) const {
  // Rounded down also before 1970.
  std::time_t seconds = static_cast<std::time_t>(instant.ms / 1000 - (instant.ms % 1000 < 0 ? 1 : 0));
  std::tm civil{};
  if (localtime_r(&seconds, &civil) == nullptr) return 0;
  return static_cast<int>(civil.tm_gmtoff / 60);
}

}  // namespace motcua::server
