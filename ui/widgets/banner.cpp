#include "widgets/banner.hpp"

#include "widgets/controls.hpp"

namespace motcua::ui {

BannerAnswer banner(Ui& ui, Key key, const BannerOptions& options) {
  BannerAnswer answer = BannerAnswer::none;
  const Viewport& view = ui.viewport();
  const Colour colour = on_container(options.tone);
  const auto strip = ui.node(key, Flow::column,
                             {.padding = {view.inset_left, 0, view.inset_right, 0}, .fill = container(options.tone)},
                             {.role = options.alert ? Role::alert : Role::status});
  const auto row = ui.row({.gap = space::m,
                           .padding = {space::l, space::s, space::s, space::m},
                           .align = Align::start,
                           .max_width = kTableWidth * ui.text_scale()});
  if (!ui.huge_text()) {
    const auto sign = ui.column({.padding = {0, space::m, 0, 0}});
    ui.icon(options.icon, 24, colour);
  }
  const auto body = ui.wrap({.gap = space::s, .align = Align::centre, .grow = 1});
  {
    const auto words = ui.column({.padding = Edges::symmetric(0, space::s), .grow = 1, .min_width = 190});
    ui.text(options.title, {.style = type::body_strong, .colour = colour});
    ui.text(options.text, {.style = type::small, .colour = colour});
  }
  if (options.action.empty() && !options.dismissible) return answer;
  const auto actions = ui.row({.gap = space::xs, .align = Align::centre});
  if (!options.action.empty() && button(ui, "action", {.label = options.action})) answer = BannerAnswer::action;
  if (options.dismissible &&
      icon_button(ui, "dismiss", {.icon = Icon::close, .name = ui.tr(Text::dismiss), .colour = colour}))
    answer = BannerAnswer::dismissed;
  return answer;
}

}  // namespace motcua::ui
