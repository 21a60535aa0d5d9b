#include "widgets/number_field.hpp"

#include <algorithm>

#include "widgets/field.hpp"
#include "widgets/field_frame.hpp"
#include "widgets/numbers.hpp"
#include "widgets/step_button.hpp"

namespace motcua::ui {
namespace {

std::string stepped(const NumberFieldOptions& options, double by) {
  const auto now = number_of(options.value);
  double number = now ? *now + by : options.lowest.value_or(0);
  if (options.lowest) number = std::max(number, *options.lowest);
  if (options.highest) number = std::min(number, *options.highest);
  return plain(number);
}

bool step_beside(Ui& ui, Key field, Key key, Icon icon, const std::string& name, bool disabled) {
  const auto scope = ui.keyed(field);
  return step_button(ui, key, icon, name, disabled);
}

}  // namespace

std::optional<std::string> number_field(Ui& ui, Key key, const NumberFieldOptions& options) {
  const NodeId id = ui.id(key);
  const auto now = number_of(options.value);
  const bool bad = !options.problem.empty();
  std::optional<std::string> answer;
  const auto column = ui.column({.gap = 6});
  if (!options.hide_label) {
    ui.text(options.required ? options.label + "\u00A0*" : options.label,
            {.style = type::small_strong, .silent = true});
  }
  {
    const auto row = ui.row({.gap = space::s, .align = Align::centre});
    if (step_beside(ui, key, "less", Icon::remove, ui.tr(Text::range_less, options.label),
                    options.disabled || (now && options.lowest && *now <= *options.lowest)))
      answer = stepped(options, -options.step);
    {
      const auto frame = field_frame(ui, id,
                                     {.padding = {0, 0, options.unit.empty() ? 0 : space::l, 0},
                                      .grow = 1,
                                      .invalid = bad,
                                      .readonly = options.disabled});
      std::uint32_t flags = 0;
      if (options.required) flags |= kRequired;
      if (options.disabled) flags |= kDisabled;
      if (bad) flags |= kInvalid;
      field_text(ui, key,
                 {.role = Role::text_field,
                  .name = options.unit.empty() ? options.label : options.label + " (" + options.unit + ")",
                  .value = options.value,
                  .description = bad ? options.problem : options.hint,
                  .flags = flags,
                  .field = options.decimal ? Field::decimal : Field::integer,
                  .language = options.language},
                 with_comma(options.value));
      ui.text(options.unit, {.colour = Colour::on_surface_muted, .silent = true});
    }
    if (step_beside(ui, key, "more", Icon::add, ui.tr(Text::range_more, options.label),
                    options.disabled || (now && options.highest && *now >= *options.highest)))
      answer = stepped(options, options.step);
  }
  if (bad) {
    problem_line(ui, options.problem, true);
  } else if (!options.hint.empty()) {
    ui.text(options.hint, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
  if (auto typed = ui.typed(id)) return typed;
  return answer;
}

}  // namespace motcua::ui
