#pragma once
#include <string>
#include <vector>

#include "widgets/surface.hpp"

namespace motcua::ui {

struct TimelineStep {
  std::string title{};
  std::string when{};
  std::string detail{};  ///< Second line, e.g. the office.
  std::string note{};    ///< In a quiet box.
  Icon icon = Icon::none;
  Tone tone = Tone::neutral;
};

/// Steps one below the other on a line, the newest first; the first one stands out.
void timeline(Ui& ui, Key key, const std::string& name, const std::vector<TimelineStep>& steps);

}  // namespace motcua::ui
