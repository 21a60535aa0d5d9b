#include "widgets/tabs.hpp"

#include "painter.hpp"

namespace motcua::ui {
namespace {

bool tab_button(Ui& ui, const Tab& tab, bool selected) {
  const NodeId id = ui.id(tab.key);
  const auto scope = ui.node(tab.key, Flow::row,
                             {.gap = space::s,
                              .padding = Edges::symmetric(space::m, space::s),
                              .align = Align::centre,
                              .justify = Justify::centre,
                              .min_height = kTouch,
                              .radius = radius::s},
                             {.role = Role::tab, .name = tab.label, .flags = selected ? kSelected : 0U});
  ui.paint([part = ui.eased(id, selected ? 1.0F : 0.0F)](Painter& painter, const Rect& rect) {
    painter.fill({rect.x, rect.y + rect.h - 1, rect.w, 1}, Colour::divider);
    if (part <= 0) return;
    const float w = rect.w * part;
    painter.fill({rect.x + (rect.w - w) / 2, rect.y + rect.h - 3, w, 3}, Colour::primary, radius::full);
  });
  const Colour colour = selected ? Colour::primary : Colour::on_surface_muted;
  if (tab.icon != Icon::none) ui.icon(tab.icon, 20, colour);
  ui.text(tab.label, {.style = type::body_strong, .colour = colour, .align = Align::centre, .silent = true});
  return ui.activated(id);
}

}  // namespace

std::optional<std::string> tabs(Ui& ui, Key key, const TabsOptions& options) {
  std::optional<std::string> pressed;
  const auto list = ui.node(key, Flow::grid, {.columns = static_cast<std::uint8_t>(options.tabs.size())},
                            {.role = Role::tab_list, .name = options.name});
  for (const Tab& tab : options.tabs) {
    const bool selected = tab.key == options.selected;
    if (tab_button(ui, tab, selected) && !selected) pressed = tab.key;
  }
  return pressed;
}

Ui::Scope tab_panel(Ui& ui, Key key, const std::string& label, Box box) {
  return ui.node(key, Flow::column, box, {.role = Role::tab_panel, .name = label});
}

}  // namespace motcua::ui
