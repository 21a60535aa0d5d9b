#pragma once
#include <functional>
#include <string>

#include "ui.hpp"

namespace motcua::ui {

/// Darkens the page below; what is stood in it lies over everything. The scope of a dialog's box.
Ui::Scope scrim(Ui& ui, Justify justify);

struct SheetOptions {
  std::string title{};
  std::string text{};               ///< Below the title.
  std::function<void()> body{};     ///< Scrolls when it is higher than the room.
  std::function<void()> actions{};  ///< Buttons that stay at the lower edge.
};

/// A modal surface: rises from the lower edge on a phone, stands in the middle where there is room. Call it last, in a
/// page's `dialog`, while the address has its overlay; true when it is to be closed (`navigator.close_overlay()`).
/// Escape, Back and a tap beside it leave it without that, by the address. Everything outside is out of reach
/// meanwhile, and the focus returns to where it was.
bool sheet(Ui& ui, Key key, const SheetOptions& options);

}  // namespace motcua::ui
