#include "screens/surveyor/question.hpp"

#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/lunar.hpp"
#include "motcua/base/text.hpp"
#include "screens/surveyor/answer_text.hpp"
#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/drawing.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/matrix.hpp"
#include "screens/surveyor/place.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "screens/surveyor/special_questions.hpp"
#include "screens/surveyor/upload.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/scanner.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::DataType;
using forms::ItemView;

bool is_shape(const ItemView& item) { return item.type == DataType::geotrace || item.type == DataType::geoshape; }

/// The same day in the calendar by which people here remember death days, weddings and feasts.
void lunar_line(Ui& ui, const ItemView& item) {
  if (field_for(item) != Field::date && field_for(item) != Field::date_time) return;
  const auto date = parse_date(std::string_view(item.value).substr(0, 10));
  const auto lunar = date ? to_lunar(*date) : std::nullopt;
  if (!lunar) return;
  ui.text(ui.tr(lunar->is_leap_month ? Text::lunar_date_leap : Text::lunar_date, std::to_string(lunar->day),
                std::to_string(lunar->month), lunar_year_name(lunar->year)),
          {.style = type::small, .colour = Colour::on_surface_muted});
}

std::optional<std::string> typed_answer(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  label_line(ui, item, options);
  if (options.focus) ui.want_focus(ui.id("answer"));
  const auto typed = text_field(ui, "answer",
                                {.label = name_of(item),
                                 .value = options.typed != nullptr ? *options.typed : to_field(item),
                                 .shown = options.typed != nullptr ? *options.typed : answer_text(item),
                                 .field = field_for(item),
                                 .hint = item.hint,
                                 .problem = options.problem,
                                 .required = item.required,
                                 .area = has_appearance(item.appearance, "multiline"),
                                 .hide_label = true,
                                 .language = std::string(options.language)});
  lunar_line(ui, item);
  if (!typed) return std::nullopt;
  return from_field(item, *typed);
}

/// A code is scanned where the browser can, and can always be typed.
std::optional<std::string> code_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  label_line(ui, item, options);
  auto scanned = scanner(ui, options.state->device,
                         {.label = ui.tr(Text::scan_start),
                          .subject = name_of(item),
                          .hint = ui.tr(Text::scan_looking),
                          .denied = ui.tr(Text::scan_denied)});
  QuestionOptions field = options;
  field.hide_label = true;
  auto typed = typed_answer(ui, item, field);
  return scanned ? scanned : typed;
}

std::optional<std::string> one_of(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  auto chosen = item.type == DataType::boolean && item.choices.empty() ? yes_or_no(ui, item, options)
                                                                       : choose_one(ui, item, options);
  return cleared ? std::string() : chosen;
}

std::optional<std::string> several_of(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  label_line(ui, item, options);
  hint_or_problem(ui, item, options);
  return choose_several(ui, item, options);
}

/// An acknowledgement: the value is "OK" or empty.
std::optional<std::string> acknowledgement(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (options.focus) ui.want_focus(ui.id("answer"));
  const bool checked = !item.value.empty();
  const std::string label = item.required ? name_of(item) + "\u00A0*" : name_of(item);
  const bool pressed = checkbox(ui, "answer",
                                {.label = label,
                                 .chosen = checked,
                                 .description = description_of(item, options),
                                 .language = std::string(options.language)});
  hint_or_problem(ui, item, options);
  if (!pressed) return std::nullopt;
  return checked ? std::string() : std::string("OK");
}

/// A note or a calculated value: words, not a card, so that nobody tries to answer it.
void to_read(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const std::string value = answer_text(item);
  if (item.label.empty() && item.hint.empty() && value.empty()) return;
  const auto box = ui.column({.gap = space::xs, .padding = Edges::symmetric(space::xs, 0)});
  const std::string language(options.language);
  ui.text(item.label, {.style = value.empty() ? type::body : type::small_strong,
                       .colour = Colour::on_surface_muted,
                       .language = language});
  ui.text(value, {.style = type::body_strong, .may_break_words = true, .language = language});
  ui.text(item.hint, {.style = type::small, .colour = Colour::on_surface_muted, .language = language});
  guidance(ui, item, options);
}

std::optional<std::string> answered(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  switch (item.control) {
    case ControlKind::select1:
      return one_of(ui, item, options);
    case ControlKind::select:
      return several_of(ui, item, options);
    case ControlKind::rank:
      return rank_question(ui, item, options);
    case ControlKind::range:
      return range_question(ui, item, options);
    case ControlKind::trigger:
      return acknowledgement(ui, item, options);
    case ControlKind::upload:
      return is_drawing(item) ? drawing_question(ui, item, options) : upload_question(ui, item, options);
    default:
      if (item.type == DataType::boolean) return one_of(ui, item, options);
      if (item.type == DataType::geopoint) return place_question(ui, item, options);
      if (item.type == DataType::barcode) return code_question(ui, item, options);
      if (is_shape(item)) return shape_question(ui, item, options);
      return typed_answer(ui, item, options);
  }
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
  if (item.readonly || item.control == ControlKind::none) {
    to_read(ui, item, options);
    return std::nullopt;
  }
  if (options.in_matrix) {
    const auto row = ui.column({.gap = space::s});
    auto answer = statement(ui, item, options);
    guidance(ui, item, options);
    return answer;
  }
  const auto box = card(ui, {.gap = space::m});
  auto answer = answered(ui, item, options);
  guidance(ui, item, options);
  return answer;
}

}  // namespace motcua::ui
