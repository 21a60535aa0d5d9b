#pragma once
#include <string>

#include "ui.hpp"

/// What holds things: cards, banners, chips, empty states, dialogs.
namespace motcua::ui {

/// A raised card, with a name a region.
Ui::Scope card(Ui& ui, Box box = {});
Ui::Scope card(Ui& ui, Key key, Meaning meaning, Box box = {});

enum class Tone : std::uint8_t { neutral, info, success, warning, danger };
[[nodiscard]] Colour container(Tone tone);
[[nodiscard]] Colour on_container(Tone tone);

/// An icon on a round or square plate; grows with the reader's text.
struct BadgeOptions {
  Icon icon = Icon::none;
  float size = 40;
  Colour fill = Colour::primary_container;
  Colour colour = Colour::on_primary_container;
  float radius = radius::m;
};
void icon_badge(Ui& ui, const BadgeOptions& options);

/// A short state in words with its sign.
void chip(Ui& ui, const std::string& label, Tone tone, Icon icon = Icon::none, bool silent = false);

/// A message that stays, across the column: what is the matter and what to do. `alert` interrupts a screen reader.
struct NoticeOptions {
  Tone tone = Tone::info;
  Icon icon = Icon::info;
  std::string title{};
  std::string text{};
  std::string action{};  ///< A button's label; empty: none.
  bool alert = false;
};
/// True when the action was pressed.
bool notice(Ui& ui, Key key, const NoticeOptions& options);

/// Nothing here yet: says why and what to do.
struct EmptyOptions {
  Icon icon = Icon::inbox;
  std::string title{};
  std::string text{};
  std::string action{};
  Icon action_icon = Icon::none;
};
bool empty_state(Ui& ui, Key key, const EmptyOptions& options);

/// A heading of a part of the page.
void section_title(Ui& ui, const std::string& title);

/// A thin line across.
void divider(Ui& ui);

/// One fact: a small label over its value.
void fact(Ui& ui, Icon icon, const std::string& label, const std::string& value);

enum class DialogAnswer : std::uint8_t { none, confirmed, cancelled };
struct DialogOptions {
  std::string title{};
  std::string text{};
  std::string confirm{};
  std::string cancel{};
  bool dangerous = false;
};
/// A modal question over everything. Call it last, outside any scroller.
DialogAnswer confirm_dialog(Ui& ui, Key key, const DialogOptions& options);

}  // namespace motcua::ui
