#pragma once
#include "motcua/ui/app.hpp"

namespace motcua::ui::test {

/// The app's real faces, read once from the build folder.
[[nodiscard]] const Fonts& test_fonts();

}  // namespace motcua::ui::test
