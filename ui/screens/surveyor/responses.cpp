#include "screens/surveyor/responses.hpp"

#include <algorithm>

#include "screens/page.hpp"
#include "screens/surveyor/sync.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using survey::ResponseState;
using survey::ResponseSummary;

/// Rows at first, and more with each press: a year's work stays quick to open.
constexpr std::size_t kRows = 50;
constexpr std::string_view kDiscard = "discard ";

struct StateLook {
  Text label;
  Tone tone;
  Icon icon;
};

StateLook look(ResponseState state) {
  switch (state) {
    case ResponseState::draft:
      return {Text::response_draft, Tone::info, Icon::edit};
    case ResponseState::unsent:
      return {Text::response_unsent, Tone::warning, Icon::cloud_upload};
    case ResponseState::sent:
      return {Text::response_sent, Tone::success, Icon::cloud_done};
    case ResponseState::refused:
      return {Text::response_refused, Tone::danger, Icon::block};
    case ResponseState::shared:
      return {Text::response_shared, Tone::info, Icon::cloud_done};
  }
  return {};
}

}  // namespace

ResponsesScreen::Content ResponsesScreen::read() const {
  Content out;
  auto responses = services_.responses.list();
  if (!responses) {
    out.error = responses.error();
    return out;
  }
  for (const ResponseSummary& response : *responses) {
    switch (response.state) {
      case ResponseState::draft:
        ++out.drafts;
        break;
      case ResponseState::unsent:
        ++out.unsent;
        break;
      case ResponseState::sent:
        ++out.sent;
        break;
      case ResponseState::refused:
        ++out.refused;
        break;
      case ResponseState::shared:
        ++out.shared;
        break;
    }
  }
  out.responses = std::move(*responses);
  return out;
}

void ResponsesScreen::build(Ui& ui) {
  page(ui, services_,
       {.area = Area::surveyor,
        .title = ui.tr(Text::my_responses_title),
        .current = "#/survey/responses",
        .dialog = [&] { discard_dialog(ui); }},
       [&] {
         const Content& content = content_.get(services_, [&] { return read(); });
         if (content.error) {
           if (notice(ui, "error",
                      {.tone = Tone::danger,
                       .icon = Icon::error,
                       .text = services_.error_text(*content.error),
                       .action = ui.tr(Text::try_again),
                       .alert = true}))
             ++services_.revision;
           return;
         }
         if (content.responses.empty()) {
           if (empty_state(ui, "empty",
                           {.icon = Icon::inbox,
                            .title = ui.tr(Text::my_responses_empty),
                            .text = ui.tr(Text::my_responses_empty_text),
                            .action = ui.tr(Text::surveys_title)}))
             services_.navigator.go("#/survey");
           return;
         }
         counts(ui, content);
         shown_ = std::max(shown_, kRows);
         const std::size_t rows = std::min(shown_, content.responses.size());
         {
           const auto list = ui.node("responses", Flow::column, {.gap = space::m}, {.role = Role::list});
           for (std::size_t i = 0; i < rows; ++i) entry(ui, content.responses[i]);
         }
         const std::size_t more = std::min(kRows, content.responses.size() - rows);
         if (more > 0 &&
             button(ui, "more", {.label = ui.tr(Text::show_more, std::to_string(more)), .look = Look::outlined}))
           shown_ += kRows;
       });
}

void ResponsesScreen::counts(Ui& ui, const Content& content) {
  const auto row = ui.wrap({.gap = space::s});
  const auto count = [&](std::size_t n, Text text, ResponseState state) {
    if (n > 0) chip(ui, ui.tr(text, std::to_string(n)), look(state).tone, look(state).icon);
  };
  count(content.drafts, Text::drafts_count, ResponseState::draft);
  count(content.shared, Text::shared_count, ResponseState::shared);
  count(content.unsent, Text::unsent_count, ResponseState::unsent);
  count(content.sent, Text::sent_count, ResponseState::sent);
  count(content.refused, Text::refused_count, ResponseState::refused);
}

void ResponsesScreen::entry(Ui& ui, const ResponseSummary& response) {
  const std::string hex = response.id.hex();
  const auto box = card(ui, hex, {.role = Role::list_item}, {.gap = space::s});
  const StateLook state = look(response.state);
  chip(ui, ui.tr(state.label), state.tone, state.icon);
  ui.text(response.title, {.style = type::body_strong});
  std::string time;
  if (response.finished) {
    time = ui.tr(Text::response_finished, when(ui, *response.finished, services_.now()));
  } else if (response.started) {
    time = ui.tr(Text::response_started, when(ui, *response.started, services_.now()));
  }
  ui.text(time, {.style = type::small, .colour = Colour::on_surface_muted});
  const auto files = services_.attachments().counts(response.id);
  if (files && files->sent < files->files && response.state != ResponseState::draft)
    ui.text(files_text(ui, *files),
            {.style = type::small, .colour = files->failed > 0 ? Colour::danger : Colour::on_surface_muted});
  if (response.verdict)
    ui.text(services_.error_text(*response.verdict), {.style = type::small, .colour = Colour::danger});
  const std::string about = ": " + response.title + ", " + time;
  if (response.conflicts > 0 && notice(ui, "conflicts",
                                       {.tone = Tone::warning,
                                        .icon = Icon::warning,
                                        .title = ui.tr(Text::conflicts_count, std::to_string(response.conflicts)),
                                        .text = ui.tr(Text::conflicts_count_text),
                                        .action = ui.tr(Text::conflicts_open)}))
    services_.navigator.go(link_to({"survey", "conflicts", hex}));
  if (response.state != ResponseState::refused) actions(ui, response, about);
}

void ResponsesScreen::actions(Ui& ui, const ResponseSummary& response, const std::string& about) {
  const std::string hex = response.id.hex();
  const auto row = ui.wrap({.gap = space::s});
  const bool is_draft = response.state == ResponseState::draft;
  const bool finished = response.is_final && !is_draft;
  const std::string label = ui.tr(finished ? Text::response_edit : Text::response_continue);
  if (button(
          ui, "continue",
          {.label = label, .icon = Icon::edit, .look = finished ? Look::text : Look::tonal, .name = label + about})) {
    services_.navigator.go(link_to({"survey", "fill", hex}));
  }
  if (!is_draft) return;
  if (button(ui, "share",
             {.label = ui.tr(Text::response_share),
              .icon = Icon::cloud_upload,
              .look = Look::text,
              .name = ui.tr(Text::response_share) + about})) {
    hand_over(response.id);
  }
  if (button(ui, "discard",
             {.label = ui.tr(Text::response_discard),
              .icon = Icon::trash,
              .look = Look::text,
              .name = ui.tr(Text::response_discard) + about})) {
    services_.navigator.open_overlay(std::string(kDiscard) + hex);
  }
}

void ResponsesScreen::hand_over(const EntityId& entity) {
  const Status sealed = services_.responses.hand_over(entity);
  ++services_.revision;
  if (sealed) services_.sync().wake();
  services_.show(sealed ? translate(services_.language, Text::response_share_done, {})
                        : services_.error_text(sealed.error()));
}

void ResponsesScreen::discard_dialog(Ui& ui) {
  const std::string& overlay = services_.navigator.overlay();
  if (!overlay.starts_with(kDiscard)) return;
  const auto entity = EntityId::from_hex(std::string_view(overlay).substr(kDiscard.size()));
  const DialogAnswer answer = confirm_dialog(ui, "discard",
                                             {.title = ui.tr(Text::response_discard_title),
                                              .text = ui.tr(Text::response_discard_text),
                                              .confirm = ui.tr(Text::response_discard),
                                              .cancel = ui.tr(Text::cancel),
                                              .dangerous = true});
  if (answer == DialogAnswer::none) return;
  services_.navigator.close_overlay();
  if (answer != DialogAnswer::confirmed || !entity) return;
  const Status gone = services_.responses.discard(*entity);
  // What fails here is done when the program starts next.
  [[maybe_unused]] const Status settled = services_.attachments().settle(*entity);
  services_.show(gone ? ui.tr(Text::response_discarded) : services_.error_text(gone.error()));
  ++services_.revision;
}

}  // namespace motcua::ui
