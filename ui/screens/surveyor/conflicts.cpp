#include "screens/surveyor/conflicts.hpp"

#include "screens/page.hpp"
#include "screens/surveyor/answer_text.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using survey::AnswerConflict;

constexpr const char* kResponses = "#/survey/responses";

std::string words(const Ui& ui, const AnswerConflict& conflict, const AnswerConflict::Side& side) {
  if (side.value.empty()) return ui.tr(Text::conflict_no_answer);
  forms::ItemView item = conflict.item;
  item.value = side.value;
  return answer_text(item);
}

}  // namespace

std::string ConflictsScreen::who(const Ui& ui, const AnswerConflict::Side& side) const {
  const std::string time = when(ui, side.at, services_.now());
  return side.device == services_.log.device()
             ? ui.tr(Text::conflict_this_device, time)
             : ui.tr(Text::conflict_other_device, side.device.hex().substr(0, 8), time);
}

void ConflictsScreen::build(Ui& ui) {
  page(ui, services_,
       {.area = Area::surveyor,
        .title = ui.tr(Text::conflicts_title),
        .subtitle = ui.tr(Text::conflicts_text),
        .back = kResponses,
        .current = kResponses},
       [&] {
         const Found& found = found_.get(services_, [&] { return services_.responses.conflicts(entity_); });
         if (!found) {
           notice(
               ui, "error",
               {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(found.error()), .alert = true});
           return;
         }
         if (found->empty()) {
           if (empty_state(ui, "none",
                           {.icon = Icon::task_alt,
                            .title = ui.tr(Text::conflicts_none),
                            .action = ui.tr(Text::my_responses_title)}))
             services_.navigator.go(kResponses, true);
           return;
         }
         const std::vector<AnswerConflict> shown = *found;  // Deciding reads them anew.
         for (const AnswerConflict& conflict : shown) question(ui, conflict);
       });
}

void ConflictsScreen::question(Ui& ui, const AnswerConflict& conflict) {
  const auto box = card(ui, conflict.item.ref, {.role = Role::region, .name = conflict.item.label}, {.gap = space::m});
  ui.text(conflict.item.label, {.style = type::headline, .heading = 2});
  const auto sides = ui.wrap({.gap = space::m});
  for (const AnswerConflict::Side& side : conflict.sides) {
    const std::string answer = words(ui, conflict, side);
    const auto one = ui.node(side.device.hex() + side.value, Flow::column,
                             {.gap = space::xs,
                              .padding = Edges::all(space::m),
                              .grow = 1,
                              .min_width = 240,
                              .fill = Colour::background,
                              .radius = radius::m},
                             {.role = Role::group, .name = answer});
    ui.text(answer, {.style = type::body_strong});
    ui.text(who(ui, side), {.style = type::small, .colour = Colour::on_surface_muted});
    if (side.stands) ui.text(ui.tr(Text::conflict_stands), {.style = type::small, .colour = Colour::on_surface_muted});
    if (button(ui, "keep",
               {.label = ui.tr(Text::conflict_keep),
                .icon = Icon::check_circle,
                .look = Look::tonal,
                .name = ui.tr(Text::conflict_keep) + ": " + answer}))
      decide(conflict.item.ref, side.value);
  }
}

void ConflictsScreen::decide(const std::string& ref, const std::string& value) {
  const Status decided = services_.responses.decide(entity_, ref, value);
  ++services_.revision;
  if (!decided) {
    services_.show(services_.error_text(decided.error()));
    return;
  }
  services_.sync().wake();
  services_.heading_wanted = true;  // The button that was pressed is gone with its question.
  services_.show(translate(services_.language, Text::conflict_decided, {}));
}

}  // namespace motcua::ui
