#include "screens/surveyor/choices.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "motcua/base/text.hpp"
#include "screens/surveyor/answer_text.hpp"
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
/// Where a form says "columns" and not how many.
constexpr std::size_t kMostColumns = 4;
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

/// One step of the scale: a face over its number, or the number alone. Its name is the whole label.
bool step(Ui& ui, const Choice& choice, Icon face, bool selected, std::string_view language) {
  const NodeId id = ui.id(choice.value);
  const auto box = ui.node(
      choice.value, Flow::column, step_box(selected),
      {.role = Role::radio, .name = name_of(choice), .flags = flags(selected), .language = std::string(language)});
  const Colour colour = selected ? Colour::on_primary : Colour::on_surface;
  if (face != Icon::none) ui.icon(face, 28, colour);
  ui.text(choice.value, {.style = face == Icon::none ? type::headline : type::caption_strong,
                         .colour = colour,
                         .align = Align::centre,
                         .silent = true});
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
  const bool smiles = has_appearance(item.appearance, "likert");
  {
    const auto row = ui.row({.gap = step_width(width, kStepGap) >= kTouch ? kStepGap : kTightStepGap});
    for (std::size_t i = 0; i < kSteps; ++i) {
      const bool selected = item.value == item.choices[i].value;
      if (selected) chosen = i;
      const Icon face = kFaces[direction(item.choices) > 0 ? i : kSteps - 1 - i];
      if (step(ui, item.choices[i], smiles ? face : Icon::none, selected, language)) answer = item.choices[i].value;
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

/// "columns-3" and ODK's older "compact-3" are 3. `most` where the form leaves it open, 1 where it wants no columns.
std::size_t wanted_columns(std::string_view appearance, std::size_t most) {
  for (const std::string_view word : split(appearance, ' ')) {
    for (const std::string_view columns : {"columns", "compact", "quickcompact"}) {
      if (word == columns) return most;
      if (!word.starts_with(columns) || word.size() != columns.size() + 2 || word[columns.size()] != '-') continue;
      const char digit = word.back();
      if (digit >= '1' && digit <= '9') return static_cast<std::size_t>(digit - '0');
    }
    if (word == "horizontal" || word == "columns-pack" || word == "columns-flex") return most;
  }
  return 1;
}

/// How many of them stand side by side without a word broken.
std::size_t columns_for(const Ui& ui, const ItemView& item, float width) {
  std::size_t columns = std::min(wanted_columns(item.appearance, kMostColumns), item.choices.size());
  const auto fits = [&](std::size_t n) {
    const float cell = (width - space::s * static_cast<float>(n - 1)) / static_cast<float>(n);
    const float room = cell - 2 * space::l - space::m - 24 * ui.icon_scale();
    return std::ranges::all_of(item.choices,
                               [&](const Choice& c) { return is_short(name_of(c), room, ui.text_scale()); });
  };
  while (columns > 1 && !fits(columns)) --columns;
  return std::max<std::size_t>(columns, 1);
}

/// Builds each of these choices with `cell`, below each other, or in columns where the form wants them.
template <class Cell>
void laid_out(Ui& ui, const ItemView& item, const std::vector<std::size_t>& shown, float width, const Cell& cell) {
  const std::size_t columns = columns_for(ui, item, width);
  for (std::size_t i = 0; i < shown.size(); i += columns) {
    const auto row = ui.row({.gap = space::s});
    for (std::size_t at = i; at < i + columns; ++at) {
      if (at < shown.size()) {
        cell(item.choices[shown[at]]);
      } else {
        ui.spring();  // The last row's cells are as wide as the others.
      }
    }
  }
}

std::optional<std::string> stacked(Ui& ui, const ItemView& item, const std::vector<std::size_t>& shown, float width,
                                   std::string_view language) {
  std::optional<std::string> answer;
  laid_out(ui, item, shown, width, [&](const Choice& choice) {
    if (radio_card(ui, choice.value,
                   {.label = name_of(choice),
                    .chosen = item.value == choice.value,
                    .language = std::string(language),
                    .grow = 1}))
      answer = choice.value;
  });
  return answer;
}

std::vector<std::size_t> all_of(const ItemView& item) {
  std::vector<std::size_t> out(item.choices.size());
  std::iota(out.begin(), out.end(), 0U);
  return out;
}

/// The closed form of a list ("minimal"): a box with what is chosen, which shows and hides the list. False while the
/// list is hidden.
bool unfolded(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (!is_folded_list(item)) return true;
  bool& open = options.state->open;
  const std::string now = item.value.empty() ? ui.tr(Text::choices_unchosen) : answer_text(item);
  const NodeId id = ui.id("fold");
  if (options.focus) ui.want_focus(id);
  const auto box = ui.node("fold", Flow::row,
                           {.gap = space::s,
                            .padding = Edges::symmetric(kFieldPadding, space::m),
                            .align = Align::centre,
                            .min_height = 52,
                            .fill = Colour::surface,
                            .border = options.problem.empty() ? Colour::outline : Colour::danger,
                            .radius = radius::m},
                           {.role = Role::button,
                            .name = spoken_name(ui, item) + ": " + now,
                            .description = description_of(item, options),
                            .flags = kExpandable | (open ? kExpanded : 0U),
                            .language = std::string(options.language)});
  ui.text(now,
          {.colour = item.value.empty() ? Colour::on_surface_muted : Colour::on_surface, .silent = true, .grow = 1});
  ui.icon(open ? Icon::expand_less : Icon::expand_more, 24, Colour::primary);
  if (ui.activated(id)) open = !open;
  return open;
}

/// The rows of a table are five numbers side by side where their words are too long.
bool is_scale(const ItemView& item) {
  const std::size_t count = item.choices.size();
  return (has_appearance(item.appearance, "likert") || has_appearance(item.appearance, "list-nolabel")) &&
         count >= kSteps && count <= kSteps + 2 && direction(item.choices) != 0;
}

}  // namespace

float card_room(const Ui& ui) {
  const Viewport& v = ui.viewport();
  return std::min(v.width - v.inset_left - v.inset_right, kContentWidth * v.text_scale) - 4 * space::l;
}

std::optional<std::string> choice_buttons(Ui& ui, const ItemView& item, float width, std::string_view language) {
  switch (choice_layout(item, width, ui.text_scale())) {
    case ChoiceLayout::scale:
      return scale(ui, item, width, language);
    case ChoiceLayout::row:
      return side_by_side(ui, item, language);
    case ChoiceLayout::stacked:
      break;
  }
  return stacked(ui, item, all_of(item), width, language);
}

void focus_choice(Ui& ui, const ItemView& item) {
  if (item.choices.empty()) return;
  const auto chosen = std::ranges::find(item.choices, item.value, &Choice::value);
  ui.want_focus(ui.id(chosen == item.choices.end() ? item.choices.front().value : chosen->value));
}

ChoiceLayout choice_layout(const ItemView& item, float width, float text_scale) {
  const std::size_t count = item.choices.size();
  if (is_scale(item)) {
    return step_width(width, kTightStepGap) >= kTouch && text_scale <= 1.5F ? ChoiceLayout::scale
                                                                            : ChoiceLayout::stacked;
  }
  if (count < 2 || count > 3 || wanted_columns(item.appearance, kMostColumns) > 1) return ChoiceLayout::stacked;
  const float n = static_cast<float>(count);
  const float room = (width - space::s * (n - 1)) / n - 2 * space::s;
  const bool fits = std::all_of(item.choices.begin(), item.choices.end(),
                                [&](const Choice& choice) { return is_short(name_of(choice), room, text_scale); });
  return fits ? ChoiceLayout::row : ChoiceLayout::stacked;
}

std::optional<std::string> choose_one(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (!unfolded(ui, item, options)) return std::nullopt;
  const bool is_long = is_long_list(item);
  const auto shown = is_long ? search_choices(ui, item, options) : all_of(item);
  std::optional<std::string> answer;
  {
    const auto group = ui.node("answer", Flow::column, {.gap = space::s},
                               {.role = Role::radio_group,
                                .name = name_of(item),
                                .description = description_of(item, options),
                                .flags = (item.required ? kRequired : 0U) | (options.problem.empty() ? 0U : kInvalid),
                                .language = std::string(options.language)});
    if (options.focus && !shown.empty() && !is_folded_list(item)) {
      const auto chosen =
          std::ranges::find_if(shown, [&](std::size_t i) { return item.choices[i].value == item.value; });
      ui.want_focus(ui.id(item.choices[chosen == shown.end() ? shown.front() : *chosen].value));
    }
    answer = is_long ? stacked(ui, item, shown, card_room(ui), options.language)
                     : choice_buttons(ui, item, card_room(ui), options.language);
  }
  if (is_long) {
    more_choices(ui, item, options);
    if (answer) *options.state = QuestionState{.guidance = options.state->guidance};  // The search is over.
  }
  if (answer && is_folded_list(item)) {
    options.state->open = false;
    ui.want_focus(ui.id("fold"));
  }
  return answer;
}

std::optional<std::string> choose_several(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  if (!unfolded(ui, item, options)) return std::nullopt;
  const bool is_long = is_long_list(item);
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
    if (options.focus && !shown.empty() && !is_folded_list(item))
      ui.want_focus(ui.id(item.choices[shown.front()].value));
    laid_out(ui, item, shown, card_room(ui), [&](const Choice& choice) {
      const bool checked = std::ranges::find(chosen, std::string_view(choice.value)) != chosen.end();
      if (checkbox(ui, choice.value,
                   {.label = name_of(choice), .chosen = checked, .language = std::string(options.language), .grow = 1}))
        answer = toggled(item, choice.value);
    });
  }
  if (is_long) more_choices(ui, item, options);
  return answer;
}

}  // namespace motcua::ui
