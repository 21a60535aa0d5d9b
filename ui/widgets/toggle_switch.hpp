#pragma once
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct SwitchOptions {
  std::string label{};
  std::string detail{};  ///< Second line: what being on means. Read out with the switch.
  Icon icon = Icon::none;
  bool on = false;
  bool disabled = false;
};

/// A row that is on or off and takes effect at once; what is only decided with a later "save" is a checkbox. True in
/// the build that handles its tap.
bool toggle_switch(Ui& ui, Key key, const SwitchOptions& options);

}  // namespace motcua::ui
