#include "screens/surveyor/question.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::DataType;
using forms::ItemView;

/// Answers that are typed. What has no control of its own yet is typed too: the session checks its form.
Field field_for(const ItemView& item) {
  switch (item.type) {
    case DataType::integer:
      return Field::integer;
    case DataType::decimal:
      return Field::decimal;
    case DataType::date:
      return Field::date;
    default:
      return item.appearance.contains("numbers") ? Field::integer : Field::text;
  }
}

void label_line(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (options.hide_label) return;
  ui.text(item.required ? item.label + "\u00A0*" : item.label, {.style = type::body_strong, .silent = true, .grow = 1});
}

void hint_or_problem(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (!options.problem.empty()) {
    problem_line(ui, options.problem, true);
  } else if (!item.hint.empty()) {
    ui.text(item.hint, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
}

std::optional<std::string> typed_answer(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  label_line(ui, item, options);
  if (options.focus) ui.want_focus(ui.id("answer"));
  return text_field(ui, "answer",
                    {.label = item.label,
                     .value = options.typed != nullptr ? *options.typed : item.value,
                     .field = field_for(item),
                     .hint = item.hint,
                     .problem = options.problem,
                     .required = item.required,
                     .area = item.appearance.contains("multiline"),
                     .hide_label = true,
                     .language = std::string(options.language)});
}

/// Label and, for what may be left open, the way to take a choice back. Its room is kept, so that nothing jumps under
/// the finger when it appears.
bool label_with_clear(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (item.required) {
    label_line(ui, item, options);
    return false;
  }
  const auto row = ui.row({.gap = space::s, .align = Align::centre, .min_height = kTouch});
  label_line(ui, item, options);
  if (options.hide_label) ui.spring();
  const auto room = ui.column({.width = kTouch});
  if (item.value.empty()) return false;
  return icon_button(
      ui, "clear",
      {.icon = Icon::close, .name = ui.tr(Text::fill_clear_name, item.label), .colour = Colour::on_surface_muted});
}

std::optional<std::string> one_of(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  auto chosen =
      choose_one(ui, item, {.problem = options.problem, .language = options.language, .focus = options.focus});
  return cleared ? std::string() : chosen;
}

std::optional<std::string> several_of(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  label_line(ui, item, options);
  hint_or_problem(ui, item, options);
  std::optional<std::string> answer;
  // A group has no "required" of its own: its name says it.
  const auto group = ui.node("answer", Flow::column, {.gap = space::s},
                             {.role = Role::group,
                              .name = item.required ? item.label + ", " + ui.tr(Text::fill_required) : item.label,
                              .description = options.problem.empty() ? item.hint : options.problem,
                              .language = std::string(options.language)});
  const auto chosen = split(item.value, ' ');
  if (options.focus && !item.choices.empty()) ui.want_focus(ui.id(item.choices.front().value));
  for (const auto& choice : item.choices) {
    const bool checked = std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end();
    if (checkbox(ui, choice.value,
                 {.label = choice.label, .checked = checked, .language = std::string(options.language)}))
      answer = toggled(item, choice.value);
  }
  return answer;
}

/// An acknowledgement: the value is "OK" or empty.
std::optional<std::string> acknowledgement(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (options.focus) ui.want_focus(ui.id("answer"));
  const bool checked = !item.value.empty();
  const bool pressed =
      checkbox(ui, "answer", {.label = item.label, .checked = checked, .language = std::string(options.language)});
  hint_or_problem(ui, item, options);
  if (!pressed) return std::nullopt;
  return checked ? std::string() : std::string("OK");
}

/// A note or a calculated value: words, not a card, so that nobody tries to answer it.
void to_read(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const auto box = ui.column({.gap = space::xs, .padding = Edges::symmetric(space::xs, 0)});
  const std::string language(options.language);
  ui.text(item.label, {.style = item.value.empty() ? type::body : type::small_strong,
                       .colour = Colour::on_surface_muted,
                       .language = language});
  if (!item.choices.empty()) {
    for (const auto& choice : item.choices) {
      if (choice.value == item.value) ui.text(choice.label, {.style = type::body_strong, .language = language});
    }
  } else {
    ui.text(item.value, {.style = type::body_strong, .may_break_words = true, .language = language});
  }
  ui.text(item.hint, {.style = type::small, .colour = Colour::on_surface_muted, .language = language});
}

}  // namespace

std::string toggled(const ItemView& item, std::string_view choice) {
  const auto chosen = split(item.value, ' ');
  std::string out;
  for (const auto& c : item.choices) {
    const bool was = std::find(chosen.begin(), chosen.end(), c.value) != chosen.end();
    if (was == (c.value == choice)) continue;
    if (!out.empty()) out += ' ';
    out += c.value;
  }
  return out;
}

std::optional<std::string> question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const auto keys = ui.keyed(item.ref);
  if (is_group(item)) {
    if (!item.label.empty())
      ui.text(item.label, {.style = type::headline, .heading = 2, .language = std::string(options.language)});
    return std::nullopt;
  }
  if (item.readonly || item.control == ControlKind::none) {
    to_read(ui, item, options);
    return std::nullopt;
  }
  const auto box = card(ui, {.gap = space::m});
  switch (item.control) {
    case ControlKind::select1:
      return one_of(ui, item, options);
    case ControlKind::select:
      return several_of(ui, item, options);
    case ControlKind::trigger:
      return acknowledgement(ui, item, options);
    case ControlKind::upload:
      ui.text(item.label, {.style = type::body_strong, .language = std::string(options.language)});
      ui.text(ui.tr(Text::fill_unsupported), {.style = type::small, .colour = Colour::on_surface_muted});
      return std::nullopt;
    default:
      return typed_answer(ui, item, options);
  }
}

}  // namespace motcua::ui
