#pragma once
#include <functional>
#include <optional>

#include "ui.hpp"

namespace motcua::ui {

/// Many rows of one height in a scroller, of which only those near the window are built; the rest is room. `meaning` is
/// what they are together: a list, a listbox, or nothing inside something that is. `row` builds row `i`, keyed by its
/// record. Row `pinned` is built wherever it is: it has the focus, or is about to.
void virtual_rows(Ui& ui, Key key, std::size_t count, float row_height, const std::function<void(std::size_t i)>& row,
                  Meaning meaning = {}, std::optional<std::size_t> pinned = std::nullopt);

}  // namespace motcua::ui
