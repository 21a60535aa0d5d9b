#pragma once
#include <string>

#include "ui.hpp"

namespace motcua::ui {

/// A short answer in a pill, as wide as its words: a row that wraps holds several. `role` is Role::radio inside a
/// radio_group, or Role::checkbox where several may be chosen. True in the build that handles its tap.
bool choice_chip(Ui& ui, Key key, Role role, const std::string& label, bool chosen);

}  // namespace motcua::ui
