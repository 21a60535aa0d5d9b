#pragma once
#include <cstdint>

#include "widgets/surface.hpp"

namespace motcua::ui {

/// How many, on a small pill; "99+" from a hundred on, nothing for none. Decoration: the control that it stands on says
/// the number in its name.
void count_badge(Ui& ui, std::uint64_t count, Tone tone = Tone::danger);

}  // namespace motcua::ui
