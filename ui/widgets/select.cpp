#include "widgets/select.hpp"

#include <algorithm>

#include "folded_search.hpp"
#include "widgets/field.hpp"
#include "widgets/search_field.hpp"
#include "widgets/sheet.hpp"

namespace motcua::ui {
namespace {

/// From more entries than this on they are searched.
constexpr std::size_t kSearched = 8;
/// Built at most: whoever has not found it among these types on.
constexpr std::size_t kBuilt = 60;

bool option_row(Ui& ui, const SelectEntry& entry, bool chosen, const std::string& place) {
  const NodeId id = ui.id(entry.key);
  const auto row = ui.node(entry.key, Flow::row,
                           {.gap = space::m,
                            .padding = Edges::symmetric(space::m, space::s),
                            .align = Align::centre,
                            .min_height = 56,
                            .fill = chosen ? Colour::primary_container : Colour::none,
                            .radius = radius::m},
                           {.role = Role::option,
                            .name = entry.detail.empty() ? entry.label : entry.label + ", " + entry.detail,
                            .value = place,
                            .flags = chosen ? kSelected : 0U});
  const Colour colour = chosen ? Colour::on_primary_container : Colour::on_surface;
  {
    const auto words = ui.column({.grow = 1});
    ui.text(entry.label, {.style = chosen ? type::body_strong : type::body, .colour = colour, .silent = true});
    ui.text(entry.detail, {.style = type::small, .colour = chosen ? colour : Colour::on_surface_muted, .silent = true});
  }
  if (chosen) ui.icon(Icon::check, 24, colour);
  return ui.activated(id);
}

}  // namespace

bool select_field(Ui& ui, Key key, const SelectOptions& options) {
  const NodeId id = ui.id(key);
  const bool bad = !options.problem.empty();
  const std::string shown = options.shown.empty() ? ui.tr(Text::select_nothing) : options.shown;
  const auto column = ui.column({.gap = 6});
  ui.text(options.required ? options.label + "\u00A0*" : options.label, {.style = type::small_strong, .silent = true});
  {
    const auto box = ui.node(key, Flow::row,
                             {.gap = space::s,
                              .padding = Edges::symmetric(kFieldPadding, space::m),
                              .align = Align::centre,
                              .min_height = 52,
                              .fill = options.disabled ? Colour::surface_low : Colour::surface,
                              .border = bad ? Colour::danger : Colour::outline,
                              .border_width = bad ? 2.0F : 1.0F,
                              .radius = radius::m},
                             {.role = Role::button,
                              .name = options.label + ": " + shown,
                              .description = bad ? options.problem : options.hint,
                              .flags = kOpensDialog | kExpandable | (options.open ? kExpanded : 0U) |
                                       (bad ? kInvalid : 0U) | (options.disabled ? kDisabled : 0U)});
    const bool muted = options.shown.empty() || options.disabled;
    ui.text(shown, {.colour = muted ? Colour::on_surface_muted : Colour::on_surface, .silent = true, .grow = 1});
    ui.icon(Icon::expand_more, 24, Colour::on_surface_muted);
  }
  if (bad) {
    problem_line(ui, options.problem, true);
  } else if (!options.hint.empty()) {
    ui.text(options.hint, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
  return ui.activated(id) && !options.disabled;
}

std::optional<SelectAnswer> select_sheet(Ui& ui, Key key, const SelectSheetOptions& options, SelectState& state) {
  const auto& entries = *options.entries;
  std::optional<SelectAnswer> answer;
  const auto body = [&] {
    if (entries.size() > kSearched) {
      if (auto typed = search_field(ui, "search", {.label = ui.tr(Text::select_search), .value = state.search}))
        state.search = std::move(*typed);
    }
    const FoldedSearch wanted(state.search);
    std::vector<const SelectEntry*> found;
    for (const SelectEntry& entry : entries) {
      if (wanted.matches(entry.label + " " + entry.detail)) found.push_back(&entry);
    }
    const std::size_t shown = std::min(found.size(), kBuilt);
    const std::string count = std::to_string(found.size());
    if (entries.size() > kSearched) {
      const auto status = ui.node("found", Flow::column, {}, {.role = Role::status});
      const std::string words = found.empty()          ? ui.tr(Text::select_none)
                                : shown < found.size() ? ui.tr(Text::select_more, std::to_string(shown), count)
                                                       : ui.tr(Text::select_found, count);
      ui.text(words, {.style = type::small, .colour = Colour::on_surface_muted});
    }
    if (found.empty()) return;
    const auto list = ui.node("entries", Flow::column, {}, {.role = Role::list_box, .name = options.title});
    for (std::size_t i = 0; i < shown; ++i) {
      const std::string place = shown < found.size() ? std::to_string(i + 1) + "|" + count : std::string();
      if (option_row(ui, *found[i], found[i]->key == options.chosen, place)) answer = SelectAnswer{found[i]->key};
    }
  };
  if (sheet(ui, key, {.title = options.title, .body = body})) answer = SelectAnswer{};
  if (answer) state.search.clear();
  return answer;
}

}  // namespace motcua::ui
