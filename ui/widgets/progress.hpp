#pragma once
#include <string>

#include "ui.hpp"

namespace motcua::ui {

/// Decoration of something busy; stands still when the reader wants no motion.
void turning_ring(Ui& ui, float size, Colour colour);

/// How far something is, named. `done` of `total`; a `total` of 0 is "unknown, but at work".
void progress_bar(Ui& ui, Key key, const std::string& name, std::int64_t done, std::int64_t total);

}  // namespace motcua::ui
