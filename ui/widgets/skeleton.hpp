#pragma once
#include <string>

#include "ui.hpp"

/// Grey shapes where something will be: what it will look like is known before what it says. They breathe, unless the
/// reader wants no motion.
namespace motcua::ui {

/// Lines of text.
void skeleton(Ui& ui, int lines);

/// Rows of a list: an icon with two lines each.
void skeleton_rows(Ui& ui, int rows);

}  // namespace motcua::ui
