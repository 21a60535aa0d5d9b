#include "screens/surveyor/done.hpp"

#include <algorithm>
#include <utility>

#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using survey::ResponseState;
using survey::ResponseSummary;

struct StateLook {
  Text title;
  Tone tone;
  Icon icon;
};

StateLook look(ResponseState state) {
  if (state == ResponseState::sent) return {Text::done_sent, Tone::success, Icon::cloud_done};
  if (state == ResponseState::refused) return {Text::done_refused, Tone::danger, Icon::block};
  return {Text::done_title, Tone::success, Icon::task_alt};
}

}  // namespace

DoneScreen::Found DoneScreen::read() const {
  MOTCUA_TRY_ASSIGN(auto responses, services_.responses.list());
  const auto found = std::find_if(responses.begin(), responses.end(), [&](const ResponseSummary& response) {
    return response.id == entity_ && response.state != ResponseState::draft;
  });
  if (found == responses.end()) return std::nullopt;
  return std::move(*found);
}

void DoneScreen::build(Ui& ui) {
  const Found& found = found_.get(services_, [&] { return read(); });
  if (found && *found) return build_done(ui, **found);
  build_missing(ui, found);
}

void DoneScreen::build_missing(Ui& ui, const Found& found) {
  title_ = ui.tr(found ? Text::done_unknown : Text::fill_open_failed);
  page(ui, services_, {.area = Area::surveyor, .title = title_, .current = "#/survey"}, [&] {
    if (empty_state(ui, "unknown",
                    {.icon = Icon::description,
                     .text = found ? ui.tr(Text::done_unknown_text) : services_.error_text(found.error()),
                     .action = ui.tr(Text::to_surveys)}))
      services_.navigator.go("#/survey", true);
  });
}

void DoneScreen::build_done(Ui& ui, const ResponseSummary& response) {
  const StateLook state = look(response.state);
  title_ = ui.tr(state.title);
  page(ui, services_, {.area = Area::surveyor, .current = "#/survey"}, [&] {
    const auto column = ui.column({.gap = space::m, .padding = {0, space::xxl, 0, 0}, .align = Align::centre});
    {
      const auto badge = ui.row({.align = Align::centre,
                                 .justify = Justify::centre,
                                 .self = Align::centre,
                                 .width = 96,
                                 .height = 96,
                                 .fill = container(state.tone),
                                 .radius = radius::full});
      ui.icon(state.icon, 48, on_container(state.tone));
    }
    ui.text(title_, {.style = type::title, .align = Align::centre, .heading = 1});
    std::string text = ui.tr(Text::done_text);
    if (response.state == ResponseState::refused) {
      const Error why = response.verdict.value_or(Error{ErrorCode::operation_refused, {}});
      text = ui.tr(Text::done_refused_text, services_.error_text(why));
    }
    ui.text(text, {.colour = Colour::on_surface_muted, .align = Align::centre});
    ui.gap(space::l);
    const auto buttons = ui.column({.gap = space::s, .self = Align::stretch, .max_width = 400});
    if (response.assignment) {
      if (button(ui, "today", {.label = ui.tr(Text::to_today), .icon = Icon::checklist}))
        services_.navigator.go("#/survey", true);
      return;
    }
    if (button(ui, "new", {.label = ui.tr(Text::done_new), .icon = Icon::add}))
      services_.navigator.go(link_to({"survey", "new", response.form_id, response.version}), true);
    if (button(ui, "list", {.label = ui.tr(Text::to_surveys), .look = Look::outlined}))
      services_.navigator.go("#/survey", true);
  });
}

}  // namespace motcua::ui
