#include "widgets/sheet.hpp"

#include "painter.hpp"
#include "widgets/controls.hpp"

namespace motcua::ui {
namespace {

constexpr float kRadius = 24;
constexpr float kWidth = 560;

void title(Ui& ui, const SheetOptions& options) {
  ui.text(options.title, {.style = type::title, .heading = 2});
  ui.text(options.text, {.colour = Colour::on_surface_muted});
}

}  // namespace

Ui::Scope scrim(Ui& ui, Justify justify) {
  const bool at_edge = justify == Justify::end;
  Ui::Scope scope = ui.column({.padding = at_edge ? Edges{0, space::xxl + ui.viewport().inset_top, 0, 0}
                                                  : Edges::symmetric(space::l, space::l + ui.viewport().inset_top),
                               .align = Align::centre,
                               .justify = justify});
  ui.paint([](Painter& painter, const Rect& rect) {
    painter.fill(rect, painter.theme().dark ? Colour::background : Colour::on_surface, 0,
                 painter.theme().dark ? 0.72F : 0.55F);
  });
  return scope;
}

bool sheet(Ui& ui, Key key, const SheetOptions& options) {
  const Viewport& view = ui.viewport();
  const bool rises = view.width < kWidth + 2 * space::xl;
  const auto below = scrim(ui, rises ? Justify::end : Justify::centre);
  const float from = rises ? view.height * 0.35F : 0.0F;
  const auto panel = ui.node(key, Flow::column,
                             {.padding = {0, rises ? space::s : space::l, 0, rises ? view.inset_bottom : 0},
                              .width = rises ? view.width : kWidth,
                              .max_height = view.height,
                              .fill = Colour::surface,
                              .radius = kRadius,
                              .elevation = elevation::dialog,
                              .slide = ui.eased(ui.id(key), 0, motion::entrance, from)},
                             {.role = Role::dialog, .name = options.title});
  if (rises) {
    ui.paint([](Painter& painter, const Rect& rect) {
      // Its lower corners are off the screen; the small bar says that it came from below.
      painter.fill({rect.x, rect.y + rect.h - kRadius, rect.w, 2 * kRadius}, Colour::surface);
      painter.fill({rect.x + rect.w / 2 - 18, rect.y + space::s, 36, 4}, Colour::outline, radius::full);
    });
  }
  // Large letters would leave no room for what the sheet is about.
  const bool title_scrolls = ui.huge_text();
  bool closed = false;
  {
    const auto head =
        ui.row({.gap = space::s, .padding = {space::xl, space::s, space::s, space::s}, .align = Align::start});
    {
      const auto words = ui.column({.gap = space::xs, .padding = {0, space::s, 0, 0}, .grow = 1});
      if (!title_scrolls) title(ui, options);
    }
    closed = icon_button(ui, "close", {.icon = Icon::close, .name = ui.tr(Text::close)});
  }
  {
    const auto scroller = ui.scroller("body", {.max_height = view.height}, {});
    const auto column = ui.column({.gap = space::m, .padding = {space::xl, space::xs, space::xl, space::l}});
    if (title_scrolls) title(ui, options);
    if (options.body) options.body();
  }
  if (options.actions) {
    const auto row =
        ui.wrap({.gap = space::s, .padding = {space::xl, space::m, space::xl, space::l}, .justify = Justify::end});
    options.actions();
  }
  return closed;
}

}  // namespace motcua::ui
