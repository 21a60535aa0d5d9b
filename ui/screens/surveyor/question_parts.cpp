#include "screens/surveyor/question_parts.hpp"

#include "motcua/base/text.hpp"
#include "screens/surveyor/answer_text.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {

using forms::ItemView;

std::string name_of(const ItemView& item) {
  // A label may end in an answer that is not there yet.
  const std::string_view label = trim(item.label);
  return label.empty() ? item.ref.substr(item.ref.rfind('/') + 1) : std::string(label);
}

std::string spoken_name(const Ui& ui, const ItemView& item) {
  return item.required ? name_of(item) + ", " + ui.tr(Text::fill_required) : name_of(item);
}

std::string description_of(const ItemView& item, const QuestionOptions& options) {
  return options.problem.empty() ? item.hint : options.problem;
}

std::string wrong_type_text(const Ui& ui, const ItemView& item) {
  switch (item.type) {
    case forms::DataType::integer:
      return ui.tr(Text::wrong_integer);
    case forms::DataType::decimal:
      return ui.tr(Text::wrong_decimal);
    case forms::DataType::date:
      return field_for(item) == Field::integer ? ui.tr(Text::wrong_year) : std::string();
    case forms::DataType::geotrace:
    case forms::DataType::geoshape:
      return ui.tr(Text::shape_hint);
    default:
      return {};
  }
}

void label_line(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (options.hide_label) return;
  ui.text(item.required ? name_of(item) + "\u00A0*" : name_of(item),
          {.style = type::body_strong, .silent = true, .grow = 1});
}

void hint_or_problem(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (!options.problem.empty()) {
    problem_line(ui, options.problem, true);
  } else if (!item.hint.empty()) {
    ui.text(item.hint, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
}

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
      {.icon = Icon::close, .name = ui.tr(Text::fill_clear_name, name_of(item)), .colour = Colour::on_surface_muted});
}

void guidance(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (item.guidance.empty()) return;
  bool& open = options.state->guidance;
  if (expander(ui, "guidance",
               {.label = ui.tr(Text::fill_guidance),
                .open = open,
                .name = ui.tr(Text::fill_guidance) + ": " + name_of(item)}))
    open = !open;
  if (open)
    ui.text(item.guidance,
            {.style = type::small, .colour = Colour::on_surface_muted, .language = std::string(options.language)});
}

}  // namespace motcua::ui
