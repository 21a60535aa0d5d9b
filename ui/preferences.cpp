#include "preferences.hpp"

#include <algorithm>
#include <string>

namespace motcua::ui {
namespace {

constexpr const char* kTextSize = "text_size";
constexpr const char* kTheme = "theme";
constexpr const char* kOneHand = "one_hand";
constexpr const char* kNext = "next_by_itself";

/// By ThemeChoice.
constexpr std::array<std::string_view, 3> kThemes{"system", "light", "dark"};

std::string read_one(const Settings& settings, std::string_view key) {
  auto stored = settings.read(key);
  return stored && *stored ? std::move(**stored) : std::string();
}

}  // namespace

Preferences Preferences::read(const Settings& settings) {
  Preferences out;
  const std::string size = read_one(settings, kTextSize);
  for (const int known : kTextSizes) {
    if (size == std::to_string(known)) out.text_size = known;
  }
  const auto* const theme = std::ranges::find(kThemes, read_one(settings, kTheme));
  if (theme != kThemes.end()) out.theme = static_cast<ThemeChoice>(theme - kThemes.begin());
  out.one_hand = read_one(settings, kOneHand) == "on";
  const std::string next = read_one(settings, kNext);
  if (next == "on" || next == "off") out.next_by_itself = next == "on";
  return out;
}

Status Preferences::write(Settings& settings) const {
  MOTCUA_TRY(settings.write(kTextSize, std::to_string(text_size)));
  MOTCUA_TRY(settings.write(kTheme, kThemes[static_cast<std::size_t>(theme)]));
  MOTCUA_TRY(settings.write(kOneHand, one_hand ? "on" : "off"));
  if (next_by_itself) MOTCUA_TRY(settings.write(kNext, *next_by_itself ? "on" : "off"));
  return {};
}

Viewport Preferences::applied(Viewport viewport) const {
  viewport.text_scale *= static_cast<float>(text_size) / 100;
  if (theme != ThemeChoice::system) viewport.dark = theme == ThemeChoice::dark;
  return viewport;
}

}  // namespace motcua::ui
