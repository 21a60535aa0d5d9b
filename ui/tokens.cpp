#include "tokens.hpp"

#include <algorithm>
#include <cmath>

namespace motcua::ui {
namespace {

constexpr Rgb rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U), static_cast<std::uint8_t>(hex)};
}

double channel(std::uint8_t value) {
  const double c = value / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(Rgb c) { return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b); }

}  // namespace

const Theme& theme_for(bool dark, bool high_contrast) {
  static const std::array kThemes{
#define MOTCUA_COLOUR(name, light, dark, high_light, high_dark) rgb(light),
      Theme{.dark = false,
            .high_contrast = false,
            .colours =
                {
                    Rgb{},
#include "palette.def"
                }},
#undef MOTCUA_COLOUR
#define MOTCUA_COLOUR(name, light, dark, high_light, high_dark) rgb(dark),
      Theme{.dark = true,
            .high_contrast = false,
            .colours =
                {
                    Rgb{},
#include "palette.def"
                }},
#undef MOTCUA_COLOUR
#define MOTCUA_COLOUR(name, light, dark, high_light, high_dark) rgb(high_light),
      Theme{.dark = false,
            .high_contrast = true,
            .colours =
                {
                    Rgb{},
#include "palette.def"
                }},
#undef MOTCUA_COLOUR
#define MOTCUA_COLOUR(name, light, dark, high_light, high_dark) rgb(high_dark),
      Theme{.dark = true,
            .high_contrast = true,
            .colours =
                {
                    Rgb{},
#include "palette.def"
                }},
#undef MOTCUA_COLOUR
  };
  return kThemes[(dark ? 1U : 0U) + (high_contrast ? 2U : 0U)];
}

double contrast(Rgb a, Rgb b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace motcua::ui
