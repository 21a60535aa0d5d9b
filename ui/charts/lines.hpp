#pragma once
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

struct Line {
  std::string label{};
  std::vector<double> values{};  ///< One a point; not negative.
};
struct LinesOptions {
  std::string name{};
  std::string point_title{};          ///< What the points are: "Ngày".
  std::vector<std::string> points{};  ///< Labels below, from left to right.
  std::vector<Line> lines{};          ///< One to three, each with its own sign and kind of stroke.
  std::string unit{};                 ///< "%": after each figure.
};

/// How numbers went from point to point, over a scale that begins at nought. See bars.hpp on what charts have in
/// common; the rows of the table are the points.
void lines(Ui& ui, Key key, const LinesOptions& options);

/// The first of 1, 2, 5, 10, 20, 50 … that is no less than `value`: the upper end of a scale.
[[nodiscard]] double round_end(double value);

}  // namespace motcua::ui
