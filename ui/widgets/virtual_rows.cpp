#include "widgets/virtual_rows.hpp"

#include <algorithm>
#include <cmath>

namespace motcua::ui {
namespace {

/// Rows built beyond either edge, so that a fling and Tab find something.
constexpr float kOverscan = 8;

}  // namespace

void virtual_rows(Ui& ui, Key key, std::size_t count, float row_height, const std::function<void(std::size_t)>& row,
                  Meaning meaning, std::optional<std::size_t> pinned) {
  const NodeId id = ui.id(key);
  const NodeId scroller = ui.current_scroller();
  const auto list = ui.node(key, Flow::column, {.height = row_height * static_cast<float>(count)}, std::move(meaning));
  // Where the list lay in the last frame; at first it is taken to begin at the top.
  const float top = ui.last_rect(id) && ui.last_rect(scroller) ? ui.last_rect(id)->y - ui.last_rect(scroller)->y : 0;
  const float from = (ui.scroll_of(scroller) - top) / row_height - kOverscan;
  const float to = (ui.scroll_of(scroller) - top + ui.viewport().height) / row_height + kOverscan;
  const auto clamp = [count](float i) {
    return static_cast<std::size_t>(std::clamp(i, 0.0F, static_cast<float>(count)));
  };
  const std::size_t first = clamp(std::floor(from));
  const std::size_t last = clamp(std::ceil(to));
  std::size_t at = 0;
  const auto build = [&](std::size_t i) {
    if (i > at) ui.gap(row_height * static_cast<float>(i - at));
    at = i + 1;
    const auto box = ui.column({.height = row_height});
    row(i);
  };
  if (pinned && *pinned < first) build(*pinned);
  for (std::size_t i = first; i < last; ++i) build(i);
  if (pinned && *pinned >= last && *pinned < count) build(*pinned);
}

}  // namespace motcua::ui
