#include "widgets/toggle_switch.hpp"

#include "painter.hpp"

namespace motcua::ui {
namespace {

/// The track with its thumb; a tick on the thumb says "on" without colour.
void track(Ui& ui, NodeId id, bool on, bool disabled) {
  const float scale = ui.icon_scale();
  const auto box = ui.column({.self = Align::centre, .width = 52 * scale, .height = 32 * scale});
  ui.paint([=, at = ui.eased(id, on ? 1.0F : 0.0F, motion::standard)](Painter& painter, const Rect& rect) {
    const float r = rect.h / 2;
    const Colour full = disabled ? Colour::on_surface_muted : Colour::primary;
    if (on) {
      painter.fill(rect, full, radius::full);
    } else {
      painter.fill(rect, Colour::surface_low, radius::full);
      painter.outline(rect, Colour::outline, 2, radius::full);
    }
    const float x = rect.x + r + (rect.w - rect.h) * at;
    const float thumb = r - (5 - 1 * at) * scale;
    painter.circle(x, rect.y + r, thumb, on ? Colour::surface : Colour::outline);
    if (on) painter.icon({x - thumb, rect.y + r - thumb, 2 * thumb, 2 * thumb}, Icon::check, 18, full);
  });
}

}  // namespace

bool toggle_switch(Ui& ui, Key key, const SwitchOptions& options) {
  const NodeId id = ui.id(key);
  const auto scope = ui.node(key, Flow::row,
                             {.gap = space::l,
                              .padding = Edges::symmetric(space::l, space::m),
                              .align = Align::centre,
                              .min_height = 56,
                              .radius = radius::m},
                             {.role = Role::toggle_switch,
                              .name = options.label,
                              .description = options.detail,
                              .flags = (options.on ? kChecked : 0U) | (options.disabled ? kDisabled : 0U)});
  if (options.icon != Icon::none && !ui.huge_text()) ui.icon(options.icon, 24, Colour::on_surface_muted);
  {
    const auto words = ui.column({.grow = 1});
    ui.text(options.label,
            {.colour = options.disabled ? Colour::on_surface_muted : Colour::on_surface, .silent = true});
    ui.text(options.detail, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
  track(ui, id, options.on, options.disabled);
  return ui.activated(id) && !options.disabled;
}

}  // namespace motcua::ui
