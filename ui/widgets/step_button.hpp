#pragma once
#include <string>

#include "ui.hpp"

namespace motcua::ui {

/// A round button that takes a number one step on: beside a slider, a number field. True in the build that handles its
/// tap.
bool step_button(Ui& ui, Key key, Icon icon, const std::string& name, bool disabled);

}  // namespace motcua::ui
