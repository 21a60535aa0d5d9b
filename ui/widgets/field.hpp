#pragma once
#include <optional>
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct FieldOptions {
  std::string label{};
  std::string value{};
  std::string shown{};  ///< Painted in place of the value while the field has no focus; empty: the value.
  Field field = Field::text;
  std::string hint{};     ///< Below the field, always there.
  std::string problem{};  ///< Instead of the hint, marked as a problem.
  std::string example{};  ///< Greyed in an empty field; decoration only.
  bool required = false;
  bool readonly = false;
  bool area = false;        ///< Several lines.
  bool hide_label = false;  ///< The label is painted elsewhere already; it stays the accessible name.
  std::string language{};
};

/// A labelled text field. The real <input> over it takes the typing; the painted value disappears while it has the
/// focus. Returns the new text in the build that handles a change.
std::optional<std::string> text_field(Ui& ui, Key key, const FieldOptions& options);

/// True in the build that handles Enter in the one-line field `key`: the screen does what its main button does.
[[nodiscard]] inline bool entered(const Ui& ui, Key key) { return ui.activated(ui.id(key)); }

/// A line that tells of a problem, with its sign.
void problem_line(Ui& ui, const std::string& text, bool silent);

}  // namespace motcua::ui
