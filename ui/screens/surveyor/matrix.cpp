#include "screens/surveyor/matrix.hpp"

#include <algorithm>
#include <array>

#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::ItemView;

constexpr std::size_t kMostChoices = 7;
/// From this room on the choices stand to the right of their statement, in a column of this width.
constexpr float kBeside = 520;
constexpr float kChoices = 304;
/// With one of these the question has a look of its own.
constexpr std::array<std::string_view, 8> kOwnLooks{"minimal",      "search",     "autocomplete", "columns",
                                                    "columns-pack", "horizontal", "map",          "image-map"};

bool is_statement(const FormGuide::Entry& entry) {
  const ItemView& item = entry.view;
  const auto has_own_look = [&](std::string_view word) { return has_appearance(item.appearance, word); };
  return item.control == ControlKind::select1 && !item.readonly && item.choices.size() >= 2 &&
         item.choices.size() <= kMostChoices && !is_table_head(entry.outline) &&
         std::ranges::none_of(kOwnLooks, has_own_look);
}

bool has_same_choices(const ItemView& a, const ItemView& b) {
  return std::ranges::equal(a.choices, b.choices, [](const forms::Choice& one, const forms::Choice& other) {
    return one.value == other.value && one.label == other.label;
  });
}

}  // namespace

std::size_t matrix_run(std::span<const FormGuide::Entry> entries, std::size_t at) {
  std::size_t end = at;
  while (end < entries.size() && is_statement(entries[end]) && has_same_choices(entries[at].view, entries[end].view))
    ++end;
  return end - at < 2 ? 0 : end - at;
}

std::optional<std::string> statement(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const float room = card_room(ui);
  const bool beside = room >= kBeside * ui.text_scale();
  // The row is the radio group, its words too: so the whole of it comes into view with the focus.
  const auto group = ui.node("answer", beside ? Flow::row : Flow::column,
                             {.gap = beside ? space::l : space::s, .align = Align::stretch},
                             {.role = Role::radio_group,
                              .name = name_of(item),
                              .description = description_of(item, options),
                              .flags = (item.required ? kRequired : 0U) | (options.problem.empty() ? 0U : kInvalid),
                              .language = std::string(options.language)});
  bool cleared = false;
  {
    const auto words = ui.column({.gap = space::s, .grow = beside ? 1.0F : 0.0F});
    cleared = label_with_clear(ui, item, options);
    hint_or_problem(ui, item, options);
  }
  std::optional<std::string> answer;
  {
    const float width = beside ? kChoices * ui.text_scale() : room;
    const auto choices = ui.column({.gap = space::s, .width = beside ? width : 0});
    if (options.focus) focus_choice(ui, item);
    answer = choice_buttons(ui, item, width, options.language);
  }
  return cleared ? std::string() : answer;
}

}  // namespace motcua::ui
