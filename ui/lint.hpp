#pragma once
#include <string>
#include <vector>

#include "motcua/ui/app.hpp"
#include "motcua/ui/semantics.hpp"

namespace motcua::ui {

/// What every screen must keep, whoever builds it, at every width, text size and language. Each finding is a sentence
/// for a developer; empty is clean. There are no exceptions:
/// - every control and every container of controls is named; a field says what it takes; a link leads somewhere;
/// - what is pressed is at least 48 × 48 dp, and nothing that is pressed is inside another;
/// - no two things overlap, of whatever kind; nothing leaves its parent or the screen, save downwards in a scroller;
/// - there is one h1, no heading level is skipped, a dialog has a heading, and there is one main part;
/// - radios stand in a radio group, tabs in a tab list that shows which is selected, options in a list box, rows in a
///   table with cells, items in a list;
/// - ids are unique and a parent comes before its children.
[[nodiscard]] std::vector<std::string> lint(const SemanticTree& tree, const Viewport& viewport);

}  // namespace motcua::ui
