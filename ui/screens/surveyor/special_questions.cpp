#include "screens/surveyor/special_questions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "motcua/base/text.hpp"
#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/slider.hpp"

namespace motcua::ui {
namespace {

using forms::Choice;
using forms::ItemView;

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : " ") + value;
  return out;
}

const std::string& label_of(const ItemView& item, const std::string& value) {
  const auto choice = std::ranges::find(item.choices, value, &Choice::value);
  return choice == item.choices.end() || choice->label.empty() ? value : choice->label;
}

/// A typed coordinate, with the comma that a Vietnamese keyboard has as its point; empty when it is none.
std::string coordinate(std::string_view typed, double most) {
  std::string text(trim(typed));
  std::ranges::replace(text, ',', '.');
  if (text.empty() || text.find_first_not_of("0123456789.-") != std::string::npos) return {};
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size() && std::abs(number) <= most ? text : std::string();
}

std::optional<std::string> coordinate_field(Ui& ui, Key key, Text label, const std::string& value, double most,
                                            const QuestionOptions& options) {
  const bool wrong = !value.empty() && coordinate(value, most).empty();
  const std::string limit = std::to_string(static_cast<int>(most));
  return text_field(ui, key,
                    {.label = ui.tr(label),
                     .value = value,
                     .field = Field::decimal,
                     .problem = wrong ? ui.tr(Text::place_wrong, limit, limit) : options.problem});
}

}  // namespace

std::optional<std::string> range_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  if (options.focus) ui.want_focus(ui.id("answer"));
  const forms::Range range = item.range.value_or(forms::Range{.start = 0, .end = 10, .step = 1});
  SliderOptions scale{.label = name_of(item),
                      .name = spoken_name(ui, item),
                      .lowest = std::min(range.start, range.end),
                      .highest = std::max(range.start, range.end),
                      .step = std::abs(range.step),
                      .description = description_of(item, options),
                      .invalid = !options.problem.empty(),
                      .language = std::string(options.language)};
  if (!item.value.empty()) scale.value = std::strtod(item.value.c_str(), nullptr);
  auto answer = slider(ui, "answer", scale);
  return cleared ? std::string() : answer;
}

std::vector<std::string> rank_order(const ItemView& item) {
  std::vector<std::string> out;
  for (const std::string_view value : split(item.value, ' ')) {
    if (std::ranges::find(item.choices, value, &Choice::value) != item.choices.end()) out.emplace_back(value);
  }
  for (const Choice& choice : item.choices) {
    if (std::ranges::find(out, choice.value) == out.end()) out.push_back(choice.value);
  }
  return out;
}

namespace {

/// One line of the order; the place that it is to change with.
std::optional<std::size_t> rank_entry(Ui& ui, const ItemView& item, const std::vector<std::string>& order,
                                      std::size_t i) {
  const bool ranked = !item.value.empty();
  const std::string& label = label_of(item, order[i]);
  const auto entry = ui.node(order[i], ui.huge_text() ? Flow::column : Flow::row,
                             {.gap = space::xs,
                              .padding = {space::m, space::xs, space::xs, space::xs},
                              .align = ui.huge_text() ? Align::stretch : Align::centre,
                              .min_height = kTouch,
                              .fill = ranked ? Colour::primary_container : Colour::surface,
                              .border = ranked ? Colour::primary : Colour::outline,
                              .radius = radius::m},
                             {.role = Role::list_item});
  const Colour colour = ranked ? Colour::on_primary_container : Colour::on_surface;
  ui.text((ranked ? std::to_string(i + 1) + ". " : std::string()) + label, {.colour = colour, .grow = 1});
  const auto buttons = ui.row({.gap = space::s});
  const auto move = [&](Key key, Icon icon, Text name, bool disabled) {
    return icon_button(ui, key,
                       {.icon = icon,
                        .name = ui.tr(name, label),
                        .colour = disabled ? Colour::on_surface_muted : colour,
                        .disabled = disabled});
  };
  const bool up = move("up", Icon::expand_less, Text::rank_up, i == 0);
  const bool down = move("down", Icon::expand_more, Text::rank_down, i + 1 == order.size());
  if (up) return i - 1;
  if (down) return i + 1;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> rank_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  std::vector<std::string> order = rank_order(item);
  if (order.empty()) return std::nullopt;
  std::optional<std::string> answer;
  const bool ranked = !item.value.empty();
  if (!ranked) ui.text(ui.tr(Text::rank_unanswered), {.style = type::small, .colour = Colour::on_surface_muted});
  {
    const auto list = ui.node("answer", Flow::column, {.gap = space::s},
                              {.role = Role::list,
                               .name = spoken_name(ui, item),
                               .description = description_of(item, options),
                               .language = std::string(options.language)});
    if (options.focus) {
      const auto keys = ui.keyed(order.front());
      ui.want_focus(ui.id("down"));
    }
    for (std::size_t i = 0; i < order.size() && !answer; ++i) {
      const auto other = rank_entry(ui, item, order, i);
      if (!other) continue;
      std::swap(order[i], order[*other]);
      answer = joined(order);
    }
  }
  if (!ranked && button(ui, "keep",
                        {.label = ui.tr(Text::rank_keep),
                         .icon = Icon::check,
                         .look = Look::outlined,
                         .name = ui.tr(Text::rank_keep) + ": " + name_of(item)}))
    answer = joined(order);
  return cleared ? std::string() : answer;
}

std::optional<std::string> place_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  QuestionState& state = *options.state;
  if (!item.value.empty()) {  // What is stored is what is shown.
    const auto parts = split(item.value, ' ');
    state.latitude = parts[0];
    state.longitude = parts.size() > 1 ? parts[1] : std::string_view();
  }
  std::optional<std::string> answer;
  const auto group = ui.node("answer", Flow::column, {.gap = space::m},
                             {.role = Role::group,
                              .name = spoken_name(ui, item),
                              .description = description_of(item, options),
                              .language = std::string(options.language)});
  if (options.focus) ui.want_focus(ui.id("latitude"));
  QuestionOptions quiet = options;
  quiet.problem.clear();  // Told once, above both fields.
  const auto latitude = coordinate_field(ui, "latitude", Text::place_latitude, state.latitude, 90, quiet);
  const auto longitude = coordinate_field(ui, "longitude", Text::place_longitude, state.longitude, 180, quiet);
  if (latitude) state.latitude = *latitude;
  if (longitude) state.longitude = *longitude;
  if (latitude || longitude) {
    const std::string north = coordinate(state.latitude, 90);
    const std::string east = coordinate(state.longitude, 180);
    // Half a place is none.
    if (!north.empty() && !east.empty()) {
      answer = north + " " + east + " 0 0";
    } else if (!item.value.empty()) {
      answer = std::string();
    }
  }
  if (cleared) {
    state.latitude.clear();
    state.longitude.clear();
    return std::string();
  }
  return answer;
}

std::optional<std::string> yes_or_no(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  ItemView with_choices = item;
  with_choices.choices = {{.value = "true", .label = ui.tr(Text::yes)}, {.value = "false", .label = ui.tr(Text::no)}};
  if (item.value == "1") with_choices.value = "true";
  if (item.value == "0") with_choices.value = "false";
  return choose_one(ui, with_choices, options);
}

}  // namespace motcua::ui
