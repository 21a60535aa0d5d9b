#include "screens/surveyor/special_questions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "motcua/base/text.hpp"
#include "painter.hpp"
#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/pad.hpp"
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

/// More steps than these are a slider, whatever the form wants.
constexpr std::size_t kMostListed = 21, kMostPicked = 201, kMostStars = 10;

std::size_t count_of(const SliderOptions& scale) {
  return scale.step > 0 ? static_cast<std::size_t>((scale.highest - scale.lowest) / scale.step + 1e-9) + 1 : 1;
}

/// The steps as choices, from the highest down, as a scale that stands upright has them.
ItemView as_choices(const ItemView& item, const SliderOptions& scale, std::string appearance) {
  ItemView out = item;
  out.appearance = std::move(appearance);
  out.value = scale.value ? on_scale(scale, *scale.value) : std::string();
  for (std::size_t i = count_of(scale); i-- > 0;) {
    const std::string value = on_scale(scale, scale.lowest + static_cast<double>(i) * scale.step);
    out.choices.push_back({.value = value, .label = with_comma(value)});
  }
  return out;
}

/// As many stars as the answer, one tap each.
std::optional<std::string> stars(Ui& ui, const ItemView& item, const SliderOptions& scale,
                                 const QuestionOptions& options) {
  std::optional<std::string> answer;
  const auto group = ui.node("answer", Flow::wrap, {.gap = space::xs},
                             {.role = Role::radio_group,
                              .name = name_of(item),
                              .description = description_of(item, options),
                              .flags = (item.required ? kRequired : 0U) | (options.problem.empty() ? 0U : kInvalid),
                              .language = std::string(options.language)});
  const std::string most = with_comma(on_scale(scale, scale.highest));
  for (std::size_t i = 0; i < count_of(scale); ++i) {
    const double number = scale.lowest + static_cast<double>(i) * scale.step;
    const std::string value = on_scale(scale, number);
    const NodeId id = ui.id(value);
    const bool chosen = scale.value && on_scale(scale, *scale.value) == value;
    const bool lit = scale.value && number <= *scale.value + 1e-9;
    const auto star = ui.node(value, Flow::row,
                              {.align = Align::centre,
                               .justify = Justify::centre,
                               .min_width = kTouch,
                               .min_height = 56,
                               .fill = lit ? Colour::primary : Colour::surface_low,
                               .radius = radius::m},
                              {.role = Role::radio,
                               .name = ui.tr(Text::range_stars, with_comma(value), most),
                               .flags = chosen ? kChecked : 0U});
    ui.icon(Icon::star, 32, lit ? Colour::on_primary : Colour::on_surface);
    if (options.focus && (chosen || (i == 0 && !scale.value))) ui.want_focus(id);
    if (ui.activated(id)) answer = value;
  }
  return answer;
}

}  // namespace

std::optional<std::string> range_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
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
  const auto wants = [&](std::string_view look, std::size_t most) {
    return has_appearance(item.appearance, look) && count_of(scale) <= most;
  };
  std::optional<std::string> answer;
  if (wants("rating", kMostStars)) {
    answer = stars(ui, item, scale, options);
  } else if (wants("picker", kMostPicked)) {
    answer = choose_one(ui, as_choices(item, scale, "minimal"), options);
  } else if (wants("vertical", kMostListed)) {
    answer = choose_one(ui, as_choices(item, scale, "vertical"), options);
  } else {
    if (options.focus) ui.want_focus(ui.id("answer"));
    answer = slider(ui, "answer", scale);
  }
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

/// A grip that was only touched moves nothing.
constexpr float kLeastDrag = 8;

/// Where the row that is dragged would stand among the others: as many of them have their middle above its own.
std::size_t dragged_to(const std::vector<Rect>& rows, std::size_t from, float by) {
  const float middle = rows[from].y + rows[from].h / 2 + by;
  std::size_t above = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i != from && rows[i].y + rows[i].h / 2 < middle) ++above;
  }
  return above;
}

/// One line of the order; the place that it is to have.
std::optional<std::size_t> rank_entry(Ui& ui, const ItemView& item, const std::vector<std::string>& order,
                                      std::size_t i, QuestionState& state) {
  const bool dragged = state.dragged == order[i];
  const bool ranked = !item.value.empty();
  const std::string& label = label_of(item, order[i]);
  const auto entry = ui.node(order[i], ui.huge_text() ? Flow::column : Flow::row,
                             {.gap = space::xs,
                              .padding = {space::m, space::xs, space::xs, space::xs},
                              .align = ui.huge_text() ? Align::stretch : Align::centre,
                              .min_height = kTouch,
                              .fill = ranked ? Colour::primary_container : Colour::surface,
                              .border = ranked || dragged ? Colour::primary : Colour::outline,
                              .border_width = dragged ? 3.0F : 1.0F,
                              .radius = radius::m,
                              .elevation = dragged ? 2 : 0},
                             {.role = Role::list_item});
  const Colour colour = ranked ? Colour::on_primary_container : Colour::on_surface;
  const auto drag = ui.huge_text() ? std::nullopt : drag_handle(ui, "grip", colour);
  if (drag) {
    state.dragged = drag->dropped ? std::string() : order[i];
    state.dragged_by = drag->by;
  }
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
  if (!drag || !drag->dropped || std::abs(drag->by) < kLeastDrag) return std::nullopt;
  return i;  // The list knows how far.
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
    std::vector<Rect> rows;
    for (const std::string& value : order) rows.push_back(ui.last_rect(ui.id(value)).value_or(Rect{}));
    QuestionState& state = *options.state;
    const auto taken = std::ranges::find(order, state.dragged);
    for (std::size_t i = 0; i < order.size() && !answer; ++i) {
      auto place = rank_entry(ui, item, order, i, state);
      if (!place) continue;
      if (*place == i) place = dragged_to(rows, i, state.dragged_by);
      const std::string moved = order[i];
      order.erase(order.begin() + static_cast<std::ptrdiff_t>(i));
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(*place), moved);
      answer = joined(order);
    }
    if (!answer && taken != order.end()) {
      // A line shows where the row would stand.
      const auto from = static_cast<std::size_t>(taken - order.begin());
      const std::size_t to = dragged_to(rows, from, state.dragged_by);
      const float line = to < from ? rows[to].y - space::xs : rows[to].y + rows[to].h + space::xs;
      if (to != from) {
        ui.paint([offset = line - rows.front().y](Painter& painter, const Rect& rect) {
          painter.fill({rect.x, rect.y + offset - 2, rect.w, 4}, Colour::primary, radius::full);
        });
      }
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

std::optional<std::string> yes_or_no(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  ItemView with_choices = item;
  with_choices.choices = {{.value = "true", .label = ui.tr(Text::yes)}, {.value = "false", .label = ui.tr(Text::no)}};
  if (item.value == "1") with_choices.value = "true";
  if (item.value == "0") with_choices.value = "false";
  return choose_one(ui, with_choices, options);
}

}  // namespace motcua::ui
