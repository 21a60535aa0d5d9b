#include "widgets/step_button.hpp"

namespace motcua::ui {

bool step_button(Ui& ui, Key key, Icon icon, const std::string& name, bool disabled) {
  const NodeId id = ui.id(key);
  const auto box = ui.node(key, Flow::row,
                           {.align = Align::centre,
                            .justify = Justify::centre,
                            .self = Align::centre,
                            .min_width = kTouch,
                            .min_height = kTouch,
                            .fill = Colour::surface_low,
                            .border = Colour::outline,
                            .radius = radius::full},
                           {.role = Role::button, .name = name, .flags = disabled ? kDisabled : 0U});
  ui.icon(icon, 24, disabled ? Colour::on_surface_muted : Colour::primary);
  return ui.activated(id) && !disabled;
}

}  // namespace motcua::ui
