#include "charts/chart_table.hpp"

namespace motcua::ui {

Ui::Scope chart_table(Ui& ui, Key key, const std::string& name, Box box) {
  return ui.node(key, Flow::column, box, {.role = Role::table, .name = name});
}

Ui::Scope chart_row(Ui& ui, Key key, Flow flow, Box box) { return ui.node(key, flow, box, {.role = Role::row}); }

void chart_cell(Ui& ui, Key key, const std::string& text, TextOptions options, Box box) {
  const auto cell = ui.node(key, Flow::column, box, {.role = Role::cell, .name = text});
  options.silent = true;
  ui.text(text, std::move(options));
}

void chart_header(Ui& ui, Key key, const std::string& text, Box box, Align align) {
  const auto header = ui.node(key, Flow::column, box, {.role = Role::column_header, .name = text});
  ui.text(text, {.style = type::caption, .colour = Colour::on_surface_muted, .align = align, .silent = true});
}

void chart_empty(Ui& ui) { ui.text(ui.tr(Text::chart_empty), {.colour = Colour::on_surface_muted}); }

}  // namespace motcua::ui
