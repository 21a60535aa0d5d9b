#pragma once
#include <array>
#include <cstdint>

/// Design tokens: every length is in dp (1 dp = 1 CSS px), every colour has a role, and a screen names only these.
namespace motcua::ui {

namespace space {
inline constexpr float xs = 4, s = 8, m = 12, l = 16, xl = 24, xxl = 32;
}
namespace radius {
inline constexpr float s = 8, m = 12, l = 20, full = 999;
}
/// How high something lies over the page; Painter::shadow draws it, high contrast draws an edge as well.
namespace elevation {
inline constexpr int flat = 0, card = 1, bar = 2, dialog = 3;
}
/// How long a change is seen to happen, in ms. None is when the reader wants no motion.
namespace motion {
inline constexpr int quick = 120, standard = 200, entrance = 260;
}
/// Smallest height of what a finger presses.
inline constexpr float kTouch = 48;
/// Widest column of text; wider screens centre it.
inline constexpr float kContentWidth = 640;
/// Widest column of a table on a desk.
inline constexpr float kTableWidth = 960;
/// From this width on the navigation is a rail at the left and not a bar at the bottom.
inline constexpr float kRailFrom = 840;
inline constexpr float kRailWidth = 104;

enum class Weight : std::uint8_t { regular, semibold };

/// One step of the type scale, in dp. Lines are at least 1.4 × the size: Vietnamese stacks two marks on a letter.
struct TypeStyle {
  float size;
  float line;
  Weight weight;
  friend bool operator==(const TypeStyle&, const TypeStyle&) = default;
};
namespace type {
inline constexpr TypeStyle display{28, 40, Weight::semibold};
inline constexpr TypeStyle title{22, 32, Weight::semibold};
inline constexpr TypeStyle headline{18, 26, Weight::semibold};
inline constexpr TypeStyle body{16, 24, Weight::regular};
inline constexpr TypeStyle body_strong{16, 24, Weight::semibold};
inline constexpr TypeStyle small{14, 21, Weight::regular};
inline constexpr TypeStyle small_strong{14, 21, Weight::semibold};
inline constexpr TypeStyle caption{13, 19, Weight::regular};
inline constexpr TypeStyle caption_strong{13, 19, Weight::semibold};
}  // namespace type
inline constexpr std::array kTypeScale{type::display,      type::title,       type::headline,
                                       type::body,         type::body_strong, type::small,
                                       type::small_strong, type::caption,     type::caption_strong};

struct Rgb {
  std::uint8_t r = 0, g = 0, b = 0;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// What a colour is for: palette.def says it of each. `none` paints nothing.
enum class Colour : std::uint8_t {
  none,
#define MOTCUA_COLOUR(name, light, dark, high_light, high_dark) name,
#include "palette.def"
#undef MOTCUA_COLOUR
  count_,
};

struct Theme {
  bool dark = false;
  bool high_contrast = false;  ///< Text 7:1, all else 4.5:1, and what lies over the page has an edge.
  std::array<Rgb, static_cast<std::size_t>(Colour::count_)> colours{};
  [[nodiscard]] Rgb operator[](Colour colour) const { return colours[static_cast<std::size_t>(colour)]; }
};

[[nodiscard]] const Theme& theme_for(bool dark, bool high_contrast);

/// WCAG 2.2 contrast ratio, 1…21.
[[nodiscard]] double contrast(Rgb a, Rgb b);

}  // namespace motcua::ui
