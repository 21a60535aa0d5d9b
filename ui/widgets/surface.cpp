#include "widgets/surface.hpp"

#include "painter.hpp"
#include "widgets/controls.hpp"
#include "widgets/sheet.hpp"

namespace motcua::ui {
namespace {

Box card_box(Box box) {
  if (box.padding.across() == 0 && box.padding.down() == 0) box.padding = Edges::all(space::l);
  if (box.gap == 0) box.gap = space::m;
  box.fill = Colour::surface;
  box.radius = radius::l;
  box.elevation = elevation::card;
  return box;
}

}  // namespace

Ui::Scope card(Ui& ui, Box box) { return ui.column(card_box(box)); }

Ui::Scope card(Ui& ui, Key key, Meaning meaning, Box box) {
  return ui.node(key, Flow::column, card_box(box), std::move(meaning));
}

Colour container(Tone tone) {
  switch (tone) {
    case Tone::neutral:
      return Colour::surface_low;
    case Tone::info:
      return Colour::primary_container;
    case Tone::success:
      return Colour::success_container;
    case Tone::warning:
      return Colour::warning_container;
    case Tone::danger:
      return Colour::danger_container;
  }
  return Colour::none;
}

Colour on_container(Tone tone) {
  switch (tone) {
    case Tone::neutral:
      return Colour::on_surface_muted;
    case Tone::info:
      return Colour::on_primary_container;
    case Tone::success:
      return Colour::on_success_container;
    case Tone::warning:
      return Colour::on_warning_container;
    case Tone::danger:
      return Colour::on_danger_container;
  }
  return Colour::none;
}

void icon_badge(Ui& ui, const BadgeOptions& options) {
  const float size = options.size * ui.icon_scale();
  const auto plate = ui.row({.align = Align::centre,
                             .justify = Justify::centre,
                             .self = Align::start,
                             .width = size,
                             .height = size,
                             .fill = options.fill,
                             .radius = options.radius});
  ui.icon(options.icon, options.size * 0.55F, options.colour);
}

void chip(Ui& ui, const std::string& label, Tone tone, Icon icon, bool silent) {
  const auto box = ui.row({.gap = 6,
                           .padding = {icon == Icon::none ? 12.0F : 8.0F, 5, 12, 5},
                           .align = Align::centre,
                           .self = Align::start,
                           .fill = container(tone),
                           .radius = radius::full});
  if (icon != Icon::none) ui.icon(icon, 18, on_container(tone));
  ui.text(label, {.style = type::small_strong, .colour = on_container(tone), .silent = silent});
}

bool notice(Ui& ui, Key key, const NoticeOptions& options) {
  const auto scope = ui.node(key, Flow::row,
                             {.gap = space::m,
                              .padding = Edges::all(space::l),
                              .align = Align::start,
                              .fill = container(options.tone),
                              .radius = radius::m},
                             {.role = options.alert ? Role::alert : Role::status});
  const Colour colour = on_container(options.tone);
  ui.icon(options.icon, 24, colour);
  const auto words = ui.column({.gap = space::xs, .grow = 1});
  ui.text(options.title, {.style = type::body_strong, .colour = colour});
  ui.text(options.text, {.style = type::small, .colour = colour});
  if (options.action.empty()) return false;
  ui.gap(space::xs);
  return button(ui, "action", {.label = options.action, .look = Look::filled, .self = Align::start});
}

bool empty_state(Ui& ui, Key key, const EmptyOptions& options) {
  const auto scope = ui.keyed(key);
  const auto column =
      ui.column({.gap = space::s, .padding = Edges::symmetric(space::xl, space::xxl), .align = Align::centre});
  {
    const auto centred = ui.column({.align = Align::centre});
    icon_badge(ui, {.icon = options.icon, .size = 72, .radius = radius::full});
  }
  ui.gap(space::s);
  ui.text(options.title, {.style = type::headline, .align = Align::centre});
  ui.text(options.text, {.colour = Colour::on_surface_muted, .align = Align::centre});
  if (options.action.empty()) return false;
  ui.gap(space::s);
  return button(ui, "action", {.label = options.action, .icon = options.action_icon});
}

void section_title(Ui& ui, const std::string& title) {
  const auto row = ui.column({.padding = {space::xs, space::s, space::xs, 0}});
  ui.text(title, {.style = type::headline, .heading = 2});
}

void divider(Ui& ui) { const auto line = ui.column({.height = 1, .fill = Colour::divider}); }

void fact(Ui& ui, Icon icon, const std::string& label, const std::string& value) {
  if (value.empty()) return;
  const auto row = ui.row({.gap = space::m, .align = Align::start});
  {
    const auto sign = ui.column({.padding = {0, 2, 0, 0}});
    ui.icon(icon, 22, Colour::on_surface_muted);
  }
  const auto words = ui.column({.grow = 1});
  ui.text(label, {.style = type::small, .colour = Colour::on_surface_muted});
  ui.text(value, {.style = type::body_strong, .may_break_words = true});
}

DialogAnswer confirm_dialog(Ui& ui, Key key, const DialogOptions& options) {
  const auto below = scrim(ui, Justify::centre);
  const float room = ui.viewport().width - 2 * space::l;
  const auto sheet = ui.node(key, Flow::column,
                             {.gap = space::m,
                              .padding = Edges::all(space::xl),
                              .width = std::min(room, 420.0F),
                              .fill = Colour::surface,
                              .radius = 24,
                              .elevation = elevation::dialog},
                             {.role = Role::dialog, .name = options.title});
  DialogAnswer choice = DialogAnswer::none;
  ui.text(options.title, {.style = type::title, .heading = 2});
  ui.text(options.text, {.colour = Colour::on_surface_muted});
  ui.gap(space::s);
  const auto row = ui.wrap({.gap = space::s, .justify = Justify::end});
  if (button(ui, "cancel", {.label = options.cancel, .look = Look::text})) choice = DialogAnswer::cancelled;
  if (button(ui, "confirm", {.label = options.confirm, .look = options.dangerous ? Look::danger : Look::filled}))
    choice = DialogAnswer::confirmed;
  return choice;
}

}  // namespace motcua::ui
