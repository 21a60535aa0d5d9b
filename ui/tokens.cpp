#include "tokens.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace motcua::ui {
namespace {

constexpr Rgb rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U), static_cast<std::uint8_t>(hex)};
}

Theme make(bool dark, std::initializer_list<std::pair<Colour, std::uint32_t>> colours) {
  Theme theme;
  theme.dark = dark;
  for (const auto& [colour, hex] : colours) theme.colours[static_cast<std::size_t>(colour)] = rgb(hex);
  return theme;
}

double channel(std::uint8_t value) {
  const double c = value / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(Rgb c) { return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b); }

}  // namespace

const Theme& light_theme() {
  static const Theme theme = make(false, {
                                             {Colour::background, 0xF4F6F8},
                                             {Colour::surface, 0xFFFFFF},
                                             {Colour::surface_low, 0xF1F4F6},
                                             {Colour::on_surface, 0x14191E},
                                             {Colour::on_surface_muted, 0x515B65},
                                             {Colour::outline, 0x7A858F},
                                             {Colour::divider, 0xE1E6EA},
                                             {Colour::primary, 0x0A5C73},
                                             {Colour::on_primary, 0xFFFFFF},
                                             {Colour::primary_container, 0xD3EDF4},
                                             {Colour::on_primary_container, 0x063B4B},
                                             {Colour::brand, 0x0B6079},
                                             {Colour::brand_deep, 0x08475B},
                                             {Colour::on_brand, 0xFFFFFF},
                                             {Colour::gold, 0xF6C344},
                                             {Colour::success_container, 0xD9F2E1},
                                             {Colour::on_success_container, 0x0C4A28},
                                             {Colour::warning_container, 0xFDEBC8},
                                             {Colour::on_warning_container, 0x5C3A00},
                                             {Colour::danger, 0xB3261E},
                                             {Colour::on_danger, 0xFFFFFF},
                                             {Colour::danger_container, 0xFCE1DF},
                                             {Colour::on_danger_container, 0x7A1510},
                                             {Colour::focus, 0x8A3FFC},
                                             {Colour::inverse, 0x263038},
                                             {Colour::on_inverse, 0xF3F6F8},
                                             {Colour::inverse_action, 0x8ED8EA},
                                         });
  return theme;
}

const Theme& dark_theme() {
  static const Theme theme = make(true, {
                                            {Colour::background, 0x0E1317},
                                            {Colour::surface, 0x192126},
                                            {Colour::surface_low, 0x222C32},
                                            {Colour::on_surface, 0xE8EDF0},
                                            {Colour::on_surface_muted, 0xAAB6BE},
                                            {Colour::outline, 0x7F8C95},
                                            {Colour::divider, 0x2C373E},
                                            {Colour::primary, 0x84D3E6},
                                            {Colour::on_primary, 0x00333F},
                                            {Colour::primary_container, 0x114C5D},
                                            {Colour::on_primary_container, 0xD0EFF7},
                                            {Colour::brand, 0x0D4A5C},
                                            {Colour::brand_deep, 0x0A2E3A},
                                            {Colour::on_brand, 0xF2FAFC},
                                            {Colour::gold, 0xF6C344},
                                            {Colour::success_container, 0x15452B},
                                            {Colour::on_success_container, 0xC4EFD3},
                                            {Colour::warning_container, 0x503706},
                                            {Colour::on_warning_container, 0xFCE2AE},
                                            {Colour::danger, 0xFFB4AB},
                                            {Colour::on_danger, 0x5C0A06},
                                            {Colour::danger_container, 0x6A1B17},
                                            {Colour::on_danger_container, 0xFFDAD6},
                                            {Colour::focus, 0xC9A6FF},
                                            {Colour::inverse, 0xDFE6EA},
                                            {Colour::on_inverse, 0x1A2227},
                                            {Colour::inverse_action, 0x0A5C73},
                                        });
  return theme;
}

double contrast(Rgb a, Rgb b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace motcua::ui
