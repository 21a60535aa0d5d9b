#include "widgets/choice_chip.hpp"

namespace motcua::ui {

bool choice_chip(Ui& ui, Key key, Role role, const std::string& label, bool chosen) {
  const NodeId id = ui.id(key);
  const auto box = ui.node(key, Flow::row,
                           {.gap = 6,
                            .padding = Edges::symmetric(space::l, space::m),
                            .align = Align::centre,
                            .min_width = kTouch,
                            .min_height = kTouch,
                            .fill = chosen ? Colour::primary_container : Colour::surface,
                            .border = chosen ? Colour::primary : Colour::outline,
                            .border_width = chosen ? 2.0F : 1.0F,
                            .radius = 24},
                           {.role = role, .name = label, .flags = chosen ? kChecked : 0U});
  const Colour colour = chosen ? Colour::on_primary_container : Colour::on_surface;
  if (chosen) ui.icon(Icon::check, 20, colour);
  ui.text(label, {.colour = colour, .silent = true});
  return ui.activated(id);
}

}  // namespace motcua::ui
