#pragma once
#include <string>

#include "ui.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

struct ListSectionOptions {
  std::string title{};  ///< A heading over the rows; empty: `name` alone says what they are.
  std::string name{};   ///< Of the list; empty: the title.
  std::uint8_t level = 2;
};

/// Rows that belong together, on one card under their heading.
Ui::Scope list_section(Ui& ui, Key key, const ListSectionOptions& options);

struct ListRowOptions {
  std::string title{};
  std::string detail{};
  Icon icon = Icon::none;
  std::string value{};      ///< At the right: a short fact.
  std::uint64_t count = 0;  ///< At the right, on a badge; `counted` says it in words.
  std::string counted{};
  std::string href{};      ///< A place of the app: the row is a link.
  bool pressable = false;  ///< The row is a button.
  bool danger = false;     ///< What it does cannot be taken back.
  bool disabled = false;
};

/// One row of a list_section: a link, a button, or something to read. True when it was pressed.
bool list_row(Ui& ui, Key key, const ListRowOptions& options);

}  // namespace motcua::ui
