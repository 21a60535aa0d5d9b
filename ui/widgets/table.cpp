#include "widgets/table.hpp"

#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

void head(Ui& ui, const TableOptions& options) {
  const auto row = ui.node("head", Flow::row,
                           {.gap = space::l,
                            .padding = Edges::symmetric(space::l, space::m),
                            .align = Align::centre,
                            .fill = Colour::surface_low,
                            .radius = radius::m},
                           {.role = Role::row});
  for (const Column& column : options.columns) {
    const auto cell = ui.node("column " + column.title, Flow::column, {.grow = column.share},
                              {.role = Role::column_header, .name = column.title});
    ui.text(column.title, {.style = type::small_strong, .colour = Colour::on_surface_muted, .silent = true});
  }
}

void wide_table(Ui& ui, Key key, const TableOptions& options) {
  const auto box = ui.node(key, Flow::column, {.fill = Colour::surface, .border = Colour::divider, .radius = radius::m},
                           {.role = Role::table, .name = options.name});
  head(ui, options);
  for (std::size_t r = 0; r < options.rows; ++r) {
    divider(ui);
    const auto row = ui.node(
        options.key(r), Flow::row,
        {.gap = space::l, .padding = Edges::symmetric(space::l, space::m), .align = Align::centre, .min_height = 56},
        {.role = Role::row});
    for (std::size_t c = 0; c < options.columns.size(); ++c) {
      const auto cell =
          ui.node(options.columns[c].title, Flow::column, {.grow = options.columns[c].share}, {.role = Role::cell});
      options.cell(ui, r, c);
    }
  }
}

void card_list(Ui& ui, Key key, const TableOptions& options) {
  const auto list = ui.node(key, Flow::column, {.gap = space::m}, {.role = Role::list, .name = options.name});
  for (std::size_t r = 0; r < options.rows; ++r) {
    const auto item = ui.node(options.key(r), Flow::column,
                              {.gap = space::s,
                               .padding = Edges::all(space::l),
                               .fill = Colour::surface,
                               .radius = radius::l,
                               .elevation = 1},
                              {.role = Role::list_item});
    for (std::size_t c = 0; c < options.columns.size(); ++c) {
      const auto fact = ui.column({.gap = 2});
      ui.text(options.columns[c].title, {.style = type::caption, .colour = Colour::on_surface_muted});
      options.cell(ui, r, c);
    }
  }
}

void page_link(Ui& ui, Key key, const std::string& href, Icon icon, const std::string& name, bool enabled) {
  if (!enabled) {
    const auto room = ui.column({.width = kTouch, .height = kTouch});
    return;
  }
  const auto link = ui.node(key, Flow::row,
                            {.align = Align::centre,
                             .justify = Justify::centre,
                             .min_width = kTouch,
                             .min_height = kTouch,
                             .fill = Colour::primary_container,
                             .radius = radius::full},
                            {.role = Role::link, .name = name, .value = href});
  ui.icon(icon, 24, Colour::on_primary_container);
}

}  // namespace

void table(Ui& ui, Key key, const TableOptions& options) {
  if (ui.wide()) {
    wide_table(ui, key, options);
  } else {
    card_list(ui, key, options);
  }
}

void pager(Ui& ui, const std::string& base_href, std::uint32_t page, std::uint32_t page_size, std::uint64_t total,
           const std::string& range) {
  if (total <= page_size && page == 1) return;
  const auto bar = ui.row({.gap = space::m, .align = Align::centre, .justify = Justify::centre});
  page_link(ui, "previous", base_href + "/" + std::to_string(page - 1), Icon::chevron_left, ui.tr(Text::page_previous),
            page > 1);
  ui.text(range, {.style = type::small_strong});
  page_link(ui, "next", base_href + "/" + std::to_string(page + 1), Icon::chevron_right, ui.tr(Text::page_next),
            std::uint64_t{page} * page_size < total);
}

}  // namespace motcua::ui
