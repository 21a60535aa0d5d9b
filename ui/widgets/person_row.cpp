#include "widgets/person_row.hpp"

namespace motcua::ui {

void person_row(Ui& ui, const PersonRowOptions& options) {
  const auto row = ui.wrap({.gap = space::m, .align = Align::centre});
  {
    const auto words = ui.column({.grow = 1, .min_width = 180});
    ui.text(options.name, {.style = type::body_strong});
    ui.text(options.role, {.style = type::small, .colour = Colour::on_surface_muted});
    ui.text(options.contact, {.style = type::small, .colour = Colour::on_surface_muted, .may_break_words = true});
  }
  if (!options.state.empty()) chip(ui, options.state, options.tone);
}

}  // namespace motcua::ui
