#include "widgets/snackbar.hpp"

namespace motcua::ui {

bool snackbar(Ui& ui, Key key, const SnackbarOptions& options) {
  const bool shown = !options.text.empty();
  const auto region =
      ui.node(key, Flow::column, {.padding = {space::m, 0, space::m, shown ? space::m : 0}}, {.role = Role::status});
  if (!shown) return false;
  const auto bar = ui.row({.gap = space::s,
                           .padding = {space::l, space::xs, space::s, space::xs},
                           .align = Align::centre,
                           .min_height = 56,
                           .max_width = 560,
                           .fill = Colour::inverse,
                           .radius = radius::m,
                           .elevation = elevation::dialog,
                           .slide = ui.eased(ui.id("bar"), 0, motion::standard, space::xxl)});
  {
    const auto words = ui.column({.padding = Edges::symmetric(0, space::m), .grow = 1});
    ui.text(options.text, {.colour = Colour::on_inverse});
  }
  if (options.action.empty()) return false;
  const NodeId id = ui.id("undo");
  const auto action = ui.node("undo", Flow::row,
                              {.padding = Edges::symmetric(space::m, space::m),
                               .align = Align::centre,
                               .min_height = kTouch,
                               .radius = radius::full},
                              {.role = Role::button, .name = options.action});
  ui.text(options.action, {.style = type::body_strong, .colour = Colour::inverse_action, .silent = true});
  return ui.activated(id);
}

}  // namespace motcua::ui
