#include "widgets/list.hpp"

#include "painter.hpp"
#include "widgets/badge.hpp"

namespace motcua::ui {
namespace {

std::string spoken(const ListRowOptions& options) {
  std::string name = options.title;
  for (const auto* part : {&options.detail, &options.value, &options.counted}) {
    if (!part->empty()) name += ", " + *part;
  }
  return name;
}

void contents(Ui& ui, const ListRowOptions& options, bool silent) {
  const Colour strong = options.disabled ? Colour::on_surface_muted
                        : options.danger ? Colour::danger
                                         : Colour::on_surface;
  if (options.icon != Icon::none && !ui.huge_text())
    ui.icon(options.icon, 24, options.danger ? Colour::danger : Colour::on_surface_muted);
  {
    const auto words = ui.column({.grow = 1});
    ui.text(options.title, {.colour = strong, .silent = silent});
    ui.text(options.detail, {.style = type::small, .colour = Colour::on_surface_muted, .silent = silent});
    // Beside large text there is no room at the right.
    if (ui.huge_text())
      ui.text(options.value, {.style = type::small, .colour = Colour::on_surface_muted, .silent = silent});
  }
  if (!ui.huge_text())
    ui.text(options.value, {.style = type::small, .colour = Colour::on_surface_muted, .silent = silent});
  count_badge(ui, options.count, Tone::info);
  if (!options.href.empty()) ui.icon(Icon::chevron_right, 22, Colour::on_surface_muted);
}

}  // namespace

Ui::Scope list_section(Ui& ui, Key key, const ListSectionOptions& options) {
  if (!options.title.empty()) {
    const auto head = ui.column({.padding = {space::xs, space::s, space::xs, 0}});
    ui.text(options.title, {.style = type::headline, .heading = options.level});
  }
  return ui.node(key, Flow::column,
                 {.padding = Edges::symmetric(0, space::xs),
                  .fill = Colour::surface,
                  .radius = radius::l,
                  .elevation = elevation::card},
                 {.role = Role::list, .name = options.name.empty() ? options.title : options.name});
}

bool list_row(Ui& ui, Key key, const ListRowOptions& options) {
  const auto item = ui.node(key, Flow::column, {}, {.role = Role::list_item});
  if (!ui.is_first()) {
    ui.paint(
        [inset = options.icon != Icon::none && !ui.huge_text() ? 56.0F : space::l](Painter& painter, const Rect& rect) {
          painter.fill({rect.x + inset, rect.y, rect.w - inset, 1}, Colour::divider);
        });
  }
  const Box box{.gap = space::l,
                .padding = Edges::symmetric(space::l, space::m),
                .align = Align::centre,
                .min_height = 56,
                .radius = radius::m};
  if (options.href.empty() && !options.pressable) {
    const auto row = ui.row(box);
    contents(ui, options, false);
    return false;
  }
  const NodeId id = ui.id("row");
  const auto row = ui.node("row", Flow::row, box,
                           {.role = options.href.empty() ? Role::button : Role::link,
                            .name = spoken(options),
                            .value = options.href,
                            .flags = options.disabled ? kDisabled : 0U});
  contents(ui, options, true);
  return ui.activated(id) && !options.disabled;
}

}  // namespace motcua::ui
