#include "widgets/timeline.hpp"

#include "painter.hpp"

namespace motcua::ui {
namespace {

constexpr float kSign = 36;

void step(Ui& ui, const TimelineStep& step, bool first, bool last) {
  const auto row = ui.row({.gap = space::m});
  if (!last) {
    ui.paint([scale = ui.icon_scale()](Painter& painter, const Rect& rect) {
      const float x = rect.x + kSign * scale / 2;
      painter.line(x, rect.y + kSign * scale / 2, x, rect.y + rect.h + 4, Colour::divider, 2);
    });
  }
  {
    const auto rail = ui.column({.width = kSign * ui.icon_scale()});
    const auto sign = ui.row({.align = Align::centre,
                              .justify = Justify::centre,
                              .height = kSign * ui.icon_scale(),
                              .fill = first ? container(step.tone) : Colour::surface_low,
                              .border = first ? Colour::none : Colour::divider,
                              .radius = radius::full});
    ui.icon(step.icon, 20, first ? on_container(step.tone) : Colour::on_surface_muted);
  }
  const auto words = ui.column({.gap = 2, .padding = {0, 5, 0, last ? 0 : space::xl}, .grow = 1});
  ui.text(step.title, {.style = first ? type::body_strong : type::body});
  ui.text(step.when, {.style = type::small, .colour = Colour::on_surface_muted});
  ui.text(step.detail, {.style = type::small, .colour = Colour::on_surface_muted});
  if (step.note.empty()) return;
  ui.gap(space::xs);
  const auto box =
      ui.column({.padding = Edges::symmetric(space::m, space::s), .fill = Colour::surface_low, .radius = radius::s});
  ui.text(step.note, {.style = type::small});
}

}  // namespace

void timeline(Ui& ui, Key key, const std::string& name, const std::vector<TimelineStep>& steps) {
  const auto list = ui.node(key, Flow::column, {}, {.role = Role::list, .name = name});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    // Counted from the oldest: a new step leaves the keys of the others as they are.
    const auto item = ui.node(std::to_string(steps.size() - i), Flow::column, {}, {.role = Role::list_item});
    step(ui, steps[i], i == 0, i + 1 == steps.size());
  }
}

}  // namespace motcua::ui
