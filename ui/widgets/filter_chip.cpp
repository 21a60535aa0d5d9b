#include "widgets/filter_chip.hpp"

namespace motcua::ui {

bool filter_chip(Ui& ui, Key key, const FilterChipOptions& options) {
  const NodeId id = ui.id(key);
  const bool on = options.on;
  const Colour colour = options.disabled ? Colour::on_surface_muted
                        : on             ? Colour::on_primary_container
                                         : Colour::on_surface;
  const auto scope =
      ui.node(key, Flow::row,
              {.gap = 6,
               .padding = Edges::symmetric(space::l, space::s),
               .align = Align::centre,
               .justify = Justify::centre,
               .min_width = kTouch,
               .min_height = kTouch,
               .fill = options.disabled ? Colour::quiet
                       : on             ? Colour::primary_container
                                        : Colour::surface,
               .border = options.disabled ? Colour::none
                         : on             ? Colour::primary
                                          : Colour::outline,
               .border_width = on ? 2.0F : 1.0F,
               .radius = radius::full,
               .reach = 4},
              {.role = Role::toggle_button,
               .name = options.count.empty() ? options.label : options.label + " (" + options.count + ")",
               .flags = (on ? kChecked : 0U) | (options.disabled ? kDisabled : 0U)});
  if (on) {
    ui.icon(Icon::check, 18, colour);
  } else if (options.icon != Icon::none) {
    ui.icon(options.icon, 18, colour);
  }
  ui.text(options.label, {.style = type::small_strong, .colour = colour, .silent = true});
  ui.text(options.count, {.style = type::small, .colour = colour, .silent = true});
  return ui.activated(id) && !options.disabled;
}

}  // namespace motcua::ui
