#pragma once
#include <string>

#include "widgets/surface.hpp"

namespace motcua::ui {

/// Something about the whole app, over the content and as wide as the screen: no place to store, a new version, no
/// network for long.
struct BannerOptions {
  Tone tone = Tone::info;
  Icon icon = Icon::info;
  std::string title{};
  std::string text{};
  std::string action{};      ///< A button's label; empty: none.
  bool dismissible = false;  ///< Can be put away.
  bool alert = false;        ///< Interrupts a screen reader.
};
enum class BannerAnswer : std::uint8_t { none, action, dismissed };

BannerAnswer banner(Ui& ui, Key key, const BannerOptions& options);

}  // namespace motcua::ui
