#include "screens/surveyor/choice_search.hpp"

#include <algorithm>

#include "folded_search.hpp"
#include "motcua/base/text.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {
namespace {

using forms::Choice;
using forms::ItemView;

constexpr std::size_t kFirst = 8;
constexpr std::size_t kMore = 24;

/// One choice is made and nobody searches on: it stands alone.
bool is_settled(const ItemView& item, const QuestionState& state) {
  return item.control == forms::ControlKind::select1 && !item.value.empty() && trim(state.search).empty() &&
         state.more == 0;
}

}  // namespace

bool is_long_list(const ItemView& item) {
  return item.choices.size() > kLongList || has_appearance(item.appearance, "search") ||
         has_appearance(item.appearance, "autocomplete");
}

bool is_folded_list(const ItemView& item) { return has_appearance(item.appearance, "minimal"); }

std::vector<std::size_t> matching(const std::vector<Choice>& choices, std::string_view search) {
  const FoldedSearch wanted(search);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (wanted.matches(choices[i].label)) out.push_back(i);
  }
  return out;
}

std::vector<std::size_t> search_choices(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  QuestionState& state = *options.state;
  {
    const std::string label = ui.tr(Text::choices_search, name_of(item));
    if (const auto typed = text_field(ui, "search",
                                      {.label = label,
                                       .value = state.search,
                                       .field = Field::search,
                                       .example = ui.tr(Text::choices_search_example),
                                       .hide_label = true})) {
      state.search = *typed;
      state.searched = false;
      state.more = 0;
    }
  }
  if (!state.searched) {
    state.found = matching(item.choices, state.search);
    state.searched = true;
  }
  std::vector<std::size_t> shown;
  const bool settled = is_settled(item, state);
  const std::size_t room = kFirst + state.more;
  for (std::size_t i = 0; !settled && i < state.found.size() && shown.size() < room; ++i)
    shown.push_back(state.found[i]);
  const auto chosen = split(item.value, ' ');
  for (std::size_t i = 0, first = 0; i < item.choices.size() && !item.value.empty(); ++i) {
    if (std::ranges::find(chosen, std::string_view(item.choices[i].value)) == chosen.end()) continue;
    if (std::ranges::find(shown, i) != shown.end()) continue;
    shown.insert(shown.begin() + static_cast<std::ptrdiff_t>(first++), i);
  }
  const auto status = ui.node("found", Flow::column, {}, {.role = Role::status});
  const std::string total = std::to_string(item.choices.size());
  std::string words;
  if (settled) {
    words = ui.tr(Text::choices_settled, total);
  } else if (state.found.empty()) {
    words = ui.tr(Text::choices_none);
  } else {
    words = ui.tr(Text::choices_shown, std::to_string(std::min(room, state.found.size())),
                  std::to_string(state.found.size()));
  }
  ui.text(words, {.style = type::small, .colour = Colour::on_surface_muted});
  return shown;
}

void more_choices(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  QuestionState& state = *options.state;
  if (!is_settled(item, state) && kFirst + state.more >= state.found.size()) return;
  if (button(ui, "more",
             {.label = ui.tr(Text::choices_more),
              .icon = Icon::expand_more,
              .look = Look::text,
              .name = ui.tr(Text::choices_more) + ": " + name_of(item)}))
    state.more += kMore;
}

}  // namespace motcua::ui
