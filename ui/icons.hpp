#pragma once
#include <cstdint>
#include <string>

namespace motcua::ui {

/// The glyphs of the icon face, by name.
enum class Icon : std::uint16_t {
  none = 0,
#define MOTCUA_ICON(name, code_point) name = code_point,
#include "assets/fonts/icons.def"
#undef MOTCUA_ICON
};

/// The icon's character as UTF-8 (all are in the private use area: three bytes).
[[nodiscard]] inline std::string utf8(Icon icon) {
  const auto c = static_cast<std::uint16_t>(icon);
  return {static_cast<char>(0xE0U | (c >> 12U)), static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (c & 0x3FU))};
}

}  // namespace motcua::ui
