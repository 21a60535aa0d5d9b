#pragma once
#include <string>

#include "motcua/ui/software_renderer.hpp"

namespace motcua::ui::test {

/// Writes an uncompressed PNG.
void write_png(const Picture& picture, const std::string& path);

}  // namespace motcua::ui::test
