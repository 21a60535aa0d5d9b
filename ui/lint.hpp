#pragma once
#include <string>
#include <vector>

#include "motcua/ui/app.hpp"
#include "motcua/ui/semantics.hpp"

namespace motcua::ui {

/// What every screen must keep, whoever builds it. Each finding is a sentence for a developer; empty is clean:
/// every control and container of controls is named; what is pressed is at least 48 × 48 dp and overlaps no other
/// control; nothing leaves its parent or the screen sideways; there is one h1 and no heading level is skipped; radios
/// stand in a group; ids are unique and a parent comes before its children.
[[nodiscard]] std::vector<std::string> lint(const SemanticTree& tree, const Viewport& viewport);

}  // namespace motcua::ui
