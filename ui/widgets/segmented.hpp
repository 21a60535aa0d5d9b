#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

struct Segment {
  std::string key{};
  std::string label{};
  Icon icon = Icon::none;
};
struct SegmentedOptions {
  std::string label{};
  std::vector<Segment> segments{};
  std::string chosen{};  ///< A key; none while it is not among them.
  bool hide_label = false;
  bool disabled = false;
};

/// One of two to five short choices, side by side; one below the other where they have no room. Radios to a screen
/// reader. Returns the key that was chosen now.
std::optional<std::string> segmented(Ui& ui, Key key, const SegmentedOptions& options);

}  // namespace motcua::ui
