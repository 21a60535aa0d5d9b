#include "charts/bars.hpp"

#include <algorithm>

#include "charts/chart_table.hpp"
#include "painter.hpp"

namespace motcua::ui {
namespace {

constexpr float kBar = 12;

void bar_line(Ui& ui, const Bar& bar, double whole) {
  const auto row = chart_row(ui, bar.label, Flow::column, {.gap = space::xs});
  {
    const auto words = ui.row({.gap = space::m, .align = Align::end});
    chart_cell(ui, "label", bar.label, {.style = type::small}, {.grow = 1});
    chart_cell(ui, "value", bar.shown, {.style = type::small_strong, .align = Align::end});
  }
  const float part = whole > 0 ? static_cast<float>(std::clamp(bar.value / whole, 0.0, 1.0)) : 0.0F;
  const auto track = ui.column({.height = kBar});
  ui.paint([part](Painter& painter, const Rect& rect) {
    painter.fill(rect, Colour::quiet, radius::full);
    if (part > 0)
      painter.fill({rect.x, rect.y, std::max(rect.h, rect.w * part), rect.h}, Colour::series_1, radius::full);
  });
}

}  // namespace

void bars(Ui& ui, Key key, const BarsOptions& options) {
  if (options.bars.empty()) return chart_empty(ui);
  double whole = options.whole;
  for (const Bar& bar : options.bars) {
    if (options.whole == 0) whole = std::max(whole, bar.value);
  }
  const auto table = chart_table(ui, key, options.name, {.gap = space::m});
  {
    const auto head = chart_row(ui, "head", Flow::row, {.gap = space::m});
    chart_header(ui, "label", options.label_title, {.grow = 1});
    chart_header(ui, "value", options.value_title, {}, Align::end);
  }
  for (const Bar& bar : options.bars) bar_line(ui, bar, whole);
}

}  // namespace motcua::ui
