#pragma once
#include <optional>
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct SearchFieldOptions {
  std::string label{};  ///< Spoken, and greyed in the empty field.
  std::string value{};
};

/// One line to search with: a round field with the sign of searching, and a button that clears it. From it the Down key
/// leads into the list box below. Returns the new text in the build that handles a change.
std::optional<std::string> search_field(Ui& ui, Key key, const SearchFieldOptions& options);

}  // namespace motcua::ui
