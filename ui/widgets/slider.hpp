#pragma once
#include <optional>
#include <string>

#include "ui.hpp"
#include "widgets/numbers.hpp"

namespace motcua::ui {

/// Width of the thumb; the shell's style sheet gives the unseen native one the same.
inline constexpr float kThumb = 28;

struct SliderOptions {
  std::string label{};
  std::string name{};  ///< Longer accessible name, beginning with the label; empty: the label.
  double lowest = 0, highest = 10, step = 1;
  std::optional<double> value{};  ///< Nothing while unanswered: the thumb is not shown.
  std::string description{};
  bool invalid = false;
  std::string language{};
};

/// A number on a scale, with a button for one step at either side and the number in words above. Returns the new
/// number, on the scale, with no more decimals than the step has.
std::optional<std::string> slider(Ui& ui, Key key, const SliderOptions& options);

/// `value` as the scale writes it: on a step, between the ends.
[[nodiscard]] std::string on_scale(const SliderOptions& options, double value);

}  // namespace motcua::ui
