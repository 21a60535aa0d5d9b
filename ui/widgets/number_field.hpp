#pragma once
#include <optional>
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct NumberFieldOptions {
  std::string label{};
  std::string value{};  ///< As it was typed: a comma or a point before decimals.
  std::string unit{};   ///< "km", "người": shown after the number.
  std::optional<double> lowest{}, highest{};
  double step = 1;
  bool decimal = false;
  std::string hint{};
  std::string problem{};
  bool required = false;
  bool disabled = false;
  bool hide_label = false;
  std::string language{};
};

/// A number to type, with a button for one step less and one for one step more: what a thumb does faster than a keypad.
/// What is typed is returned as it is, also when it is no number yet; a step returns the number with a point and stays
/// between the ends. From an empty field either button leads to the lowest, or to nought.
std::optional<std::string> number_field(Ui& ui, Key key, const NumberFieldOptions& options);

}  // namespace motcua::ui
