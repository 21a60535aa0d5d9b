#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

/// One line of a finger or a pen: points in dp from the pad's upper left corner.
using PadStroke = std::vector<std::pair<float, float>>;

struct PadOptions {
  std::string label{};  ///< Painted while nothing is drawn.
  std::string name{};   ///< Spoken.
  std::string description{};
  float height = 200;
  bool invalid = false;
  std::string language{};
};

/// A surface that is drawn on. Adds what was drawn in this build to `strokes`; true when that was something.
bool pad(Ui& ui, Key key, const PadOptions& options, std::vector<PadStroke>& strokes);

/// The strokes as an SVG path has them: "M10 20L11 22.5".
[[nodiscard]] std::string to_path(const std::vector<PadStroke>& strokes);

/// A button that stores a picture of the strokes, as large as the pad was painted, as if it were a file that somebody
/// chose.
struct KeepDrawingOptions {
  std::string label{};
  std::string name{};  ///< Beginning with the label.
  std::string file{};  ///< What the picture is called.
  std::string target{};
  bool busy = false;
};
void keep_drawing_button(Ui& ui, Key key, const KeepDrawingOptions& options, NodeId pad,
                         const std::vector<PadStroke>& strokes);

/// A grip by which a pointer drags a row; keyboards and screen readers have buttons beside it. How far it was dragged
/// in this build, in dp, and whether it was let go.
struct Drag {
  float by = 0;
  bool dropped = false;
};
std::optional<Drag> drag_handle(Ui& ui, Key key, Colour colour);

}  // namespace motcua::ui
