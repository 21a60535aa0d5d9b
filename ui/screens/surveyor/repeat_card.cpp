#include "screens/surveyor/repeat_card.hpp"

#include <algorithm>

#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using forms::ItemOutline;
using Kind = RepeatAction::Kind;

constexpr std::size_t kFirst = 20;

std::string label_of(const Ui& ui, const std::string& label) {
  return label.empty() ? ui.tr(Text::repeat_entry) : label;
}

void tally_line(Ui& ui, const Tally& tally) {
  const bool wrong = tally.wrong > 0;
  const bool done = !wrong && tally.missing == 0 && tally.answered > 0;
  const Colour colour = wrong ? Colour::danger : Colour::on_surface_muted;
  const auto row = ui.row({.gap = 6, .align = Align::start});
  ui.icon(wrong ? Icon::error : done ? Icon::task_alt : Icon::pending, 18, colour);
  ui.text(tally_text(ui, tally), {.style = type::small, .colour = colour, .silent = true, .grow = 1});
}

/// The button that opens an instance: what it is called, its first answers, how far it is.
bool instance_button(Ui& ui, const InstanceLine& line, const std::string& summary, std::string_view language) {
  const std::string name = instance_name(ui, line);
  const std::string state = tally_text(ui, line.tally);
  const NodeId id = ui.id("open");
  const auto box = ui.node("open", Flow::row,
                           {.gap = space::s,
                            .padding = {space::m, space::s, space::xs, space::s},
                            .align = Align::centre,
                            .grow = 1,
                            .min_height = kTouch,
                            .radius = radius::m},
                           {.role = Role::button,
                            .name = name + (summary.empty() ? "" : ", " + summary) + ", " + state,
                            .language = std::string(language)});
  {
    const auto words = ui.column({.gap = 2, .grow = 1});
    ui.text(name, {.style = type::body_strong, .silent = true, .may_break_words = true});
    ui.text(summary, {.silent = true, .may_break_words = true});
    tally_line(ui, line.tally);
  }
  if (!ui.huge_text()) ui.icon(Icon::chevron_right, 22, Colour::on_surface_muted);
  return ui.activated(id);
}

}  // namespace

std::string instance_name(const Ui& ui, const InstanceLine& line) {
  if (line.has_own_label) return line.label;
  return label_of(ui, line.label) + " " + std::to_string(line.position);
}

std::string tally_text(const Ui& ui, const Tally& tally) {
  std::string out = tally.answered == 0
                        ? ui.tr(Text::repeat_untouched)
                        : ui.tr(Text::repeat_answered, std::to_string(tally.answered), std::to_string(tally.questions));
  if (tally.missing > 0) out += ", " + ui.tr(Text::repeat_missing, std::to_string(tally.missing));
  if (tally.wrong > 0) out += ", " + ui.tr(Text::repeat_wrong, std::to_string(tally.wrong));
  return out;
}

std::optional<RepeatAction> repeat_card(Ui& ui, const ItemOutline& repeat, const std::vector<InstanceLine>& instances,
                                        const RepeatCardOptions& options) {
  const auto keys = ui.keyed(repeat.ref);
  std::optional<RepeatAction> action;
  const std::string label = label_of(ui, repeat.label);
  const auto box = card(ui, {.gap = space::m});
  {
    const auto head = ui.wrap({.gap = space::s, .align = Align::centre});
    if (!options.hide_label)
      ui.text(label, {.style = type::headline, .heading = 2, .grow = 1, .language = std::string(options.language)});
    chip(ui, ui.tr(Text::repeat_count, std::to_string(instances.size())), Tone::neutral);
  }
  if (instances.empty()) ui.text(ui.tr(Text::repeat_empty), {.colour = Colour::on_surface_muted});
  const std::size_t room = std::min(instances.size(), kFirst + options.shown);
  if (!instances.empty()) {
    const auto list = ui.node("instances", Flow::column, {.gap = space::s},
                              {.role = Role::list, .name = label, .language = std::string(options.language)});
    for (std::size_t i = 0; i < room; ++i) {
      const InstanceLine& line = instances[i];
      const auto entry = ui.node(line.ref, Flow::row,
                                 {.gap = space::xs,
                                  .align = Align::centre,
                                  .fill = Colour::surface_low,
                                  .border = line.tally.wrong > 0 ? Colour::danger : Colour::none,
                                  .radius = radius::m},
                                 {.role = Role::list_item});
      const std::string& summary = options.summary(line.ref);
      if (instance_button(ui, line, summary, options.language)) action = {Kind::open, line.ref};
      if (!line.can_remove) continue;
      const std::string what = instance_name(ui, line) + (summary.empty() ? "" : ", " + summary);
      if (icon_button(ui, "remove",
                      {.icon = Icon::trash, .name = ui.tr(Text::repeat_remove, what), .colour = Colour::danger}))
        action = {Kind::remove, line.ref};
    }
  }
  if (room < instances.size() && button(ui, "more",
                                        {.label = ui.tr(Text::repeat_more),
                                         .icon = Icon::expand_more,
                                         .look = Look::text,
                                         .name = ui.tr(Text::repeat_more) + ": " + label}))
    action = {Kind::show_more, repeat.ref};
  if (repeat.can_add &&
      button(ui, "add", {.label = ui.tr(Text::repeat_add, label), .icon = Icon::add, .look = Look::tonal}))
    action = {Kind::add, repeat.ref};
  return action;
}

}  // namespace motcua::ui
