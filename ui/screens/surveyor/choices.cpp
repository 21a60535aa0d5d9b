#include "screens/surveyor/choices.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "motcua/base/text.hpp"
#include "screens/surveyor/choice_search.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using forms::Choice;
using forms::ItemView;

constexpr std::size_t kSteps = 5;
/// Between steps: less where the screen is narrow, so that each stays wide enough for a finger.
constexpr float kStepGap = space::s, kTightStepGap = space::xs;
/// Mean advance of a letter in a line and in one word: enough to tell short labels from long ones unmeasured.
constexpr float kLetter = 8, kWordLetter = 9.5F;
constexpr std::array kFaces{Icon::sentiment_very_dissatisfied, Icon::sentiment_dissatisfied, Icon::sentiment_neutral,
                            Icon::sentiment_satisfied, Icon::sentiment_very_satisfied};

/// A choice without a label is called by its value.
const std::string& name_of(const Choice& choice) { return choice.label.empty() ? choice.value : choice.label; }

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// True when the label stands in `width` on at most two lines with no word broken.
bool is_short(std::string_view label, float width, float text_scale) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at <= label.size();) {
    const std::size_t space = std::min(label.find(' ', at), label.size());
    longest = std::max(longest, letters(label.substr(at, space - at)));
    at = space + 1;
  }
  const float line = static_cast<float>(letters(label)) * kLetter * text_scale;
  return static_cast<float>(longest) * kWordLetter * text_scale <= width && line <= 1.7F * width;
}

std::uint32_t flags(bool selected) { return selected ? kChecked : 0U; }

Box step_box(bool selected) {
  return {.gap = 2,
          .padding = Edges::symmetric(2, space::s),
          .align = Align::centre,
          .justify = Justify::centre,
          .grow = 1,
          .min_height = 64,
          .fill = selected ? Colour::primary : Colour::surface_low,
          .border = selected ? Colour::primary : Colour::outline,
          .radius = radius::m};
}

/// 1 where the values of the steps are numbers that grow, -1 where they fall, 0 where they are neither: then nobody
/// knows which end is the good one.
int direction(const std::vector<Choice>& choices) {
  int way = 0;
  for (std::size_t i = 0; i < kSteps; ++i) {
    if (choices[i].value.empty() || choices[i].value.find_first_not_of("0123456789") != std::string::npos) return 0;
    if (i == 0) continue;
    const int next = std::stoi(choices[i].value.substr(0, 6)) > std::stoi(choices[i - 1].value.substr(0, 6)) ? 1 : -1;
    if (way != 0 && next != way) return 0;
    way = next;
  }
  return way;
}

/// One step of the scale: a face over its number. Its name is the whole label.
bool step(Ui& ui, const Choice& choice, std::size_t face, bool selected, std::string_view language) {
  const NodeId id = ui.id(choice.value);
  const auto box = ui.node(
      choice.value, Flow::column, step_box(selected),
      {.role = Role::radio, .name = name_of(choice), .flags = flags(selected), .language = std::string(language)});
  const Colour colour = selected ? Colour::on_primary : Colour::on_surface;
  ui.icon(kFaces[face], 28, colour);
  ui.text(choice.value, {.style = type::caption_strong, .colour = colour, .align = Align::centre, .silent = true});
  return ui.activated(id);
}

/// What the chosen step means; before the choice, what the ends mean.
void scale_legend(Ui& ui, const ItemView& item, std::optional<std::size_t> chosen) {
  if (chosen) {
    ui.text(item.choices[*chosen].label,
            {.style = type::small_strong, .colour = Colour::primary, .align = Align::centre, .silent = true});
    return;
  }
  const auto ends = ui.row({.gap = space::l, .align = Align::start, .justify = Justify::between});
  ui.text(item.choices.front().label,
          {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .grow = 1});
  ui.text(item.choices[kSteps - 1].label,
          {.style = type::small, .colour = Colour::on_surface_muted, .align = Align::end, .silent = true, .grow = 1});
}

float step_width(float width, float gap) { return (width - gap * (kSteps - 1)) / kSteps; }

std::optional<std::string> scale(Ui& ui, const ItemView& item, float width, std::string_view language) {
  std::optional<std::string> answer;
  std::optional<std::size_t> chosen;
  {
    const auto row = ui.row({.gap = step_width(width, kStepGap) >= kTouch ? kStepGap : kTightStepGap});
    for (std::size_t i = 0; i < kSteps; ++i) {
      const bool selected = item.value == item.choices[i].value;
      if (selected) chosen = i;
      const std::size_t face = direction(item.choices) > 0 ? i : kSteps - 1 - i;
      if (step(ui, item.choices[i], face, selected, language)) answer = item.choices[i].value;
    }
  }
  scale_legend(ui, item, chosen);
  for (std::size_t i = kSteps; i < item.choices.size(); ++i) {
    const Choice& choice = item.choices[i];
    if (radio_card(ui, choice.value,
                   {.label = name_of(choice), .chosen = item.value == choice.value, .language = std::string(language)}))
      answer = choice.value;
  }
  return answer;
}

/// Short answers side by side, without a mark: the fill and the tick say what is chosen.
std::optional<std::string> side_by_side(Ui& ui, const ItemView& item, std::string_view language) {
  std::optional<std::string> answer;
  const auto row = ui.row({.gap = space::s});
  for (const Choice& choice : item.choices) {
    const bool selected = item.value == choice.value;
    const NodeId id = ui.id(choice.value);
    const auto box = ui.node(
        choice.value, Flow::column,
        {.padding = Edges::symmetric(space::s, space::s),
         .justify = Justify::centre,
         .grow = 1,
         .min_height = kTouch,
         .fill = selected ? Colour::primary : Colour::surface_low,
         .border = selected ? Colour::primary : Colour::outline,
         .radius = radius::m},
        {.role = Role::radio, .name = name_of(choice), .flags = flags(selected), .language = std::string(language)});
    ui.text(name_of(choice), {.style = selected ? type::body_strong : type::body,
                              .colour = selected ? Colour::on_primary : Colour::on_surface,
                              .align = Align::centre,
                              .silent = true});
    if (ui.activated(id)) answer = choice.value;
  }
  return answer;
}

std::optional<std::string> stacked(Ui& ui, const ItemView& item, const std::vector<std::size_t>& shown,
                                   std::string_view language) {
  std::optional<std::string> answer;
  for (const std::size_t i : shown) {
    const Choice& choice = item.choices[i];
    if (radio_card(ui, choice.value,
                   {.label = name_of(choice), .chosen = item.value == choice.value, .language = std::string(language)}))
      answer = choice.value;
  }
  return answer;
}

std::vector<std::size_t> all_of(const ItemView& item) {
  std::vector<std::size_t> out(item.choices.size());
  std::iota(out.begin(), out.end(), 0U);
  return out;
}

/// Room inside a question's card on this screen.
float card_room(const Ui& ui) {
  const Viewport& v = ui.viewport();
  return std::min(v.width - v.inset_left - v.inset_right, kContentWidth * v.text_scale) - 4 * space::l;
}

}  // namespace

ChoiceLayout choice_layout(const ItemView& item, float width, float text_scale) {
  const std::size_t count = item.choices.size();
  if (has_appearance(item.appearance, "likert") && count >= kSteps && count <= kSteps + 2 &&
      direction(item.choices) != 0) {
    return step_width(width, kTightStepGap) >= kTouch && text_scale <= 1.5F ? ChoiceLayout::scale
                                                                            : ChoiceLayout::stacked;
  }
  if (count < 2 || count > 3) return ChoiceLayout::stacked;
  const float n = static_cast<float>(count);
  const float room = (width - space::s * (n - 1)) / n - 2 * space::s;
  const bool fits = std::all_of(item.choices.begin(), item.choices.end(),
                                [&](const Choice& choice) { return is_short(name_of(choice), room, text_scale); });
  return fits ? ChoiceLayout::row : ChoiceLayout::stacked;
}

std::optional<std::string> choose_one(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool is_long = item.choices.size() > kLongList;
  const auto shown = is_long ? search_choices(ui, item, options) : all_of(item);
  std::optional<std::string> answer;
  {
    const auto group = ui.node("answer", Flow::column, {.gap = space::s},
                               {.role = Role::radio_group,
                                .name = name_of(item),
                                .description = description_of(item, options),
                                .flags = (item.required ? kRequired : 0U) | (options.problem.empty() ? 0U : kInvalid),
                                .language = std::string(options.language)});
    if (options.focus && !shown.empty()) {
      const auto chosen =
          std::ranges::find_if(shown, [&](std::size_t i) { return item.choices[i].value == item.value; });
      ui.want_focus(ui.id(item.choices[chosen == shown.end() ? shown.front() : *chosen].value));
    }
    const float width = card_room(ui);
    switch (is_long ? ChoiceLayout::stacked : choice_layout(item, width, ui.text_scale())) {
      case ChoiceLayout::scale:
        answer = scale(ui, item, width, options.language);
        break;
      case ChoiceLayout::row:
        answer = side_by_side(ui, item, options.language);
        break;
      case ChoiceLayout::stacked:
        answer = stacked(ui, item, shown, options.language);
        break;
    }
  }
  if (is_long) {
    more_choices(ui, item, options);
    if (answer) *options.state = QuestionState{.guidance = options.state->guidance};  // The search is over.
  }
  return answer;
}

std::optional<std::string> choose_several(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool is_long = item.choices.size() > kLongList;
  const auto shown = is_long ? search_choices(ui, item, options) : all_of(item);
  std::optional<std::string> answer;
  {
    // A group has no "required" of its own: its name says it.
    const auto group = ui.node("answer", Flow::column, {.gap = space::s},
                               {.role = Role::group,
                                .name = spoken_name(ui, item),
                                .description = description_of(item, options),
                                .language = std::string(options.language)});
    const auto chosen = split(item.value, ' ');
    if (options.focus && !shown.empty()) ui.want_focus(ui.id(item.choices[shown.front()].value));
    for (const std::size_t i : shown) {
      const Choice& choice = item.choices[i];
      const bool checked = std::ranges::find(chosen, std::string_view(choice.value)) != chosen.end();
      if (checkbox(ui, choice.value,
                   {.label = name_of(choice), .chosen = checked, .language = std::string(options.language)}))
        answer = toggled(item, choice.value);
    }
  }
  if (is_long) more_choices(ui, item, options);
  return answer;
}

}  // namespace motcua::ui
