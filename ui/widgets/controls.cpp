#include "widgets/controls.hpp"

#include "painter.hpp"
#include "widgets/progress.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

struct LookColours {
  Colour fill, text, border;
};

LookColours colours(Look look, bool disabled) {
  if (disabled)
    return {look == Look::text || look == Look::outlined ? Colour::none : Colour::quiet, Colour::on_surface_muted,
            look == Look::outlined ? Colour::divider : Colour::none};
  switch (look) {
    case Look::filled:
      return {Colour::primary, Colour::on_primary, Colour::none};
    case Look::tonal:
      return {Colour::primary_container, Colour::on_primary_container, Colour::none};
    case Look::outlined:
      return {Colour::none, Colour::primary, Colour::outline};
    case Look::text:
      return {Colour::none, Colour::primary, Colour::none};
    case Look::danger:
      return {Colour::danger, Colour::on_danger, Colour::none};
  }
  return {};
}

/// One answer of several: a ticked or empty mark with its label, filled when it is chosen.
bool choice_card(Ui& ui, Key key, Role role, Icon mark, const ChoiceOptions& options) {
  const NodeId id = ui.id(key);
  const bool chosen = options.chosen;
  const Box box{.gap = space::m,
                .padding = Edges::symmetric(space::l, space::m),
                .align = Align::centre,
                .grow = options.grow,
                .min_height = kTouch,
                .fill = options.disabled ? Colour::surface_low
                        : chosen         ? Colour::primary_container
                                         : Colour::surface,
                .border = options.disabled ? Colour::divider
                          : chosen         ? Colour::primary
                                           : Colour::outline,
                .border_width = chosen ? 2.0F : 1.0F,
                .radius = radius::m};
  const auto scope = ui.node(key, Flow::row, box,
                             {.role = role,
                              .name = options.label,
                              .description = options.description,
                              .flags = (chosen ? kChecked : 0U) | (options.disabled ? kDisabled : 0U),
                              .language = options.language});
  const Colour text = options.disabled ? Colour::on_surface_muted
                      : chosen         ? Colour::on_primary_container
                                       : Colour::on_surface;
  ui.icon(mark, 24, chosen ? text : Colour::on_surface_muted);
  ui.text(options.label, {.colour = text, .silent = true, .grow = 1});
  return ui.activated(id) && !options.disabled;
}

}  // namespace

namespace {

/// `role` and `value`: a button, what it puts on the clipboard; a link, its address.
bool pill(Ui& ui, Key key, const ButtonOptions& options, Role role, const std::string& value) {
  const NodeId id = ui.id(key);
  const bool disabled = options.disabled || options.busy;
  const LookColours look = colours(options.look, disabled);
  const bool slim = options.look == Look::text;
  const Box box{.gap = space::s,
                .padding = Edges::symmetric(slim ? space::m : space::xl, space::m),
                .align = Align::centre,
                .justify = Justify::centre,
                .self = options.self,
                .grow = options.grow,
                .min_height = kTouch,
                .fill = look.fill,
                .border = look.border,
                .radius = radius::full};
  const auto scope = ui.node(key, Flow::row, box,
                             {.role = role,
                              .name = options.name.empty() ? options.label : options.name,
                              .value = value,
                              .flags = (disabled ? kDisabled : 0U) | (options.busy ? kBusy : 0U)});
  if (options.busy) {
    turning_ring(ui, 20, look.text);
  } else if (options.icon != Icon::none) {
    ui.icon(options.icon, 20, look.text);
  }
  ui.text(options.label, {.style = type::body_strong, .colour = look.text, .align = Align::centre, .silent = true});
  return ui.activated(id) && !disabled;
}

}  // namespace

bool button(Ui& ui, Key key, const ButtonOptions& options) { return pill(ui, key, options, Role::button, {}); }

void link_button(Ui& ui, Key key, const ButtonOptions& options, const std::string& href) {
  pill(ui, key, options, Role::link, href);
}

bool copy_button(Ui& ui, Key key, const ButtonOptions& options, const std::string& text) {
  return pill(ui, key, options, Role::button, text);
}

void file_button(Ui& ui, Key key, const FileButtonOptions& options) {
  const LookColours look = colours(Look::tonal, options.busy);
  const auto scope =
      ui.node(key, Flow::row,
              {.gap = space::s,
               .padding = Edges::symmetric(space::xl, space::m),
               .align = Align::centre,
               .justify = Justify::centre,
               .min_height = kTouch,
               .fill = look.fill,
               .radius = radius::full},
              {.role = Role::file_field,
               .name = options.name,
               .value = options.accept + "|" + options.capture + "|" + options.pixels + "|" + options.target,
               .description = options.description,
               .flags = (options.busy ? kDisabled | kBusy : 0U) | (options.required ? kRequired : 0U)});
  if (options.busy) {
    turning_ring(ui, 20, look.text);
  } else {
    ui.icon(options.icon, 20, look.text);
  }
  ui.text(options.label, {.style = type::body_strong, .colour = look.text, .align = Align::centre, .silent = true});
}

bool icon_button(Ui& ui, Key key, const IconButtonOptions& options) {
  const NodeId id = ui.id(key);
  const Box box{.align = Align::centre,
                .justify = Justify::centre,
                .self = Align::centre,
                .min_width = kTouch,
                .min_height = kTouch,
                .radius = radius::full};
  const auto scope = ui.node(key, Flow::row, box,
                             {.role = Role::button, .name = options.name, .flags = options.disabled ? kDisabled : 0U});
  ui.icon(options.icon, 24, options.colour);
  return ui.activated(id) && !options.disabled;
}

bool expander(Ui& ui, Key key, const ExpanderOptions& options) {
  const NodeId id = ui.id(key);
  const auto box =
      ui.node(key, Flow::row, {.gap = space::xs, .align = Align::centre, .min_height = kTouch, .radius = radius::m},
              {.role = Role::button,
               .name = options.name.empty() ? options.label : options.name,
               .flags = kExpandable | (options.open ? kExpanded : 0U)});
  ui.icon(options.open ? Icon::expand_less : Icon::expand_more, 20, Colour::primary);
  ui.text(options.label, {.style = type::small_strong, .colour = Colour::primary, .silent = true});
  return ui.activated(id);
}

void link_row(Ui& ui, Key key, const LinkRowOptions& options) {
  const std::string spoken = options.subtitle.empty() ? options.title : options.title + ", " + options.subtitle;
  const Box box{.gap = space::l,
                .padding = Edges::symmetric(space::l, space::m),
                .align = Align::centre,
                .min_height = 56,
                .radius = radius::m};
  const auto scope =
      ui.node(key, Flow::row, box,
              {.role = Role::link, .name = options.name.empty() ? spoken : options.name, .value = options.href});
  // Beside large text on a small screen the words need the room.
  if (options.icon != Icon::none && ui.viewport().width >= 300 * ui.text_scale()) {
    const auto plate = ui.column({.self = Align::centre});
    icon_badge(ui, {.icon = options.icon});
  }
  {
    const auto words = ui.column({.grow = 1});
    ui.text(options.title, {.style = type::body_strong, .silent = true});
    ui.text(options.subtitle, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
  ui.icon(Icon::chevron_right, 22, Colour::on_surface_muted);
}

bool checkbox(Ui& ui, Key key, const ChoiceOptions& options) {
  return choice_card(ui, key, Role::checkbox, options.chosen ? Icon::check_box : Icon::check_box_outline_blank,
                     options);
}

bool radio_card(Ui& ui, Key key, const ChoiceOptions& options) {
  return choice_card(ui, key, Role::radio, options.chosen ? Icon::radio_button_checked : Icon::radio_button_unchecked,
                     options);
}

}  // namespace motcua::ui
