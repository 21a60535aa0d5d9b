#pragma once
#include <string>

#include "ui.hpp"

/// What people press. Every control is at least kTouch high and named; it returns true in the build that handles its
/// tap.
namespace motcua::ui {

enum class Look : std::uint8_t { filled, tonal, outlined, text, danger };

struct ButtonOptions {
  std::string label{};
  Icon icon = Icon::none;
  Look look = Look::filled;
  bool disabled = false;
  bool busy = false;  ///< Shows a turning ring; also disabled.
  float grow = 0;
  std::optional<Align> self{};
  std::string name{};  ///< Longer accessible name, beginning with the label; empty: the label.
};
bool button(Ui& ui, Key key, const ButtonOptions& options);
/// Looks like a button and leads out of the app: `href` is the phone's own affair ("geo:…").
void link_button(Ui& ui, Key key, const ButtonOptions& options, const std::string& href);
/// A button that puts `text` on the clipboard: the page does it, in the person's own gesture.
bool copy_button(Ui& ui, Key key, const ButtonOptions& options, const std::string& text);

struct IconButtonOptions {
  Icon icon = Icon::none;
  std::string name{};  ///< Spoken.
  Colour colour = Colour::on_surface;
  bool disabled = false;
};
bool icon_button(Ui& ui, Key key, const IconButtonOptions& options);

/// A button that chooses or takes a file: the page does it, in the person's own gesture, and tells App::file_kept.
struct FileButtonOptions {
  std::string label{};
  Icon icon = Icon::none;
  bool busy = false;  ///< As a button's.
  bool required = false;
  std::string name{};         ///< Beginning with the label.
  std::string description{};  ///< Painted elsewhere, read out with it.
  std::string accept{};       ///< Media types, as <input accept>; empty: any.
  std::string capture{};      ///< "", "user", "environment".
  std::string pixels{};       ///< A picture's longest side at most; empty: as it is.
  std::string target{};
};
void file_button(Ui& ui, Key key, const FileButtonOptions& options);

/// A quiet button that shows and hides what comes after it.
struct ExpanderOptions {
  std::string label{};
  bool open = false;
  std::string name{};  ///< Longer accessible name, beginning with the label; empty: the label.
};
bool expander(Ui& ui, Key key, const ExpanderOptions& options);

/// A link inside a column: goes to another place of the app ("#/…"). The mirror's <a> changes the address itself.
struct LinkRowOptions {
  std::string href{};
  Icon icon = Icon::none;
  std::string title{};
  std::string subtitle{};
  std::string name{};  ///< Empty: title and subtitle.
};
void link_row(Ui& ui, Key key, const LinkRowOptions& options);

struct ChoiceOptions {
  std::string label{};
  bool chosen = false;
  bool disabled = false;
  std::string description{};  ///< Painted elsewhere, read out with the choice.
  std::string language{};
  float grow = 0;
};
/// A box to tick with its label.
bool checkbox(Ui& ui, Key key, const ChoiceOptions& options);
/// One answer of a group; stands in a node of Role::radio_group.
bool radio_card(Ui& ui, Key key, const ChoiceOptions& options);

}  // namespace motcua::ui
