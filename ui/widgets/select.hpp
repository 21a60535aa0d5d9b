#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

struct SelectEntry {
  std::string key{};
  std::string label{};
  std::string detail{};  ///< Second line: what tells two of the same name apart.
};

struct SelectOptions {
  std::string label{};
  std::string shown{};  ///< The chosen entry's label; empty while none is.
  std::string hint{};
  std::string problem{};
  bool required = false;
  bool disabled = false;
  bool open = false;  ///< Its sheet is over the page.
};

/// A field whose value is chosen in a sheet of its own. True in the build that handles its tap: the screen then opens
/// its overlay, and stands a `select_sheet` in the page's dialog for as long as the address has it.
bool select_field(Ui& ui, Key key, const SelectOptions& options);

/// What was typed to find an entry. The screen keeps it while the sheet is open.
struct SelectState {
  std::string search;
};
struct SelectSheetOptions {
  std::string title{};
  const std::vector<SelectEntry>* entries = nullptr;
  std::string chosen{};  ///< A key.
};
struct SelectAnswer {
  std::optional<std::string> chosen;  ///< A key; none: the sheet was closed without.
};

/// The entries to choose from, as a list box, with a field that searches them when they are more than fit: every typed
/// word, with or without its marks. An answer means that the sheet is to be closed.
std::optional<SelectAnswer> select_sheet(Ui& ui, Key key, const SelectSheetOptions& options, SelectState& state);

}  // namespace motcua::ui
