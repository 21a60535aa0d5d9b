#include "screens/surveyor/surveys.hpp"

#include <algorithm>

#include "screens/page.hpp"
#include "screens/surveyor/languages.hpp"
#include "widgets/controls.hpp"
#include "widgets/skeleton.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

SurveysScreen::Content SurveysScreen::read() const {
  Content out;
  auto surveys = services_.catalog.current();
  auto responses = services_.responses.list();
  const auto enrolment = services_.sync().enrolment();
  if (!surveys) out.error = surveys.error();
  if (!responses) out.error = responses.error();
  if (!enrolment) out.error = enrolment.error();
  if (surveys) out.surveys = std::move(*surveys);
  if (responses) {
    out.drafts = static_cast<std::size_t>(std::count_if(
        responses->begin(), responses->end(), [](const auto& r) { return r.state == survey::ResponseState::draft; }));
  }
  out.enrolled = enrolment && enrolment->has_value();
  return out;
}

void SurveysScreen::build(Ui& ui) {
  page(
      ui, services_,
      {.area = Area::surveyor, .title = ui.tr(Text::surveys_title), .back = back_, .current = "#/survey"}, [&] {
        lost_.build(ui);
        const Content& content = content_.get(services_, [&] { return read(); });
        if (content.error)
          notice(
              ui, "error",
              {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(*content.error), .alert = true});
        if (content.surveys.empty()) {
          if (!content.error) nothing_yet(ui, content.enrolled);
          return;
        }
        if (!content.enrolled && notice(ui, "enrol",
                                        {.tone = Tone::warning,
                                         .icon = Icon::badge,
                                         .title = ui.tr(Text::surveys_not_enrolled),
                                         .text = ui.tr(Text::surveys_not_enrolled_text),
                                         .action = ui.tr(Text::enrol_title)})) {
          services_.navigator.go("#/survey/enrol");
        }
        if (content.drafts > 0) {
          const auto box = card(ui, {.padding = Edges::all(space::xs)});
          link_row(ui, "drafts",
                   {.href = "#/survey/responses",
                    .icon = Icon::edit,
                    .title = ui.tr(Text::survey_drafts, std::to_string(content.drafts)),
                    .subtitle = ui.tr(Text::survey_drafts_text)});
        }
        const auto list = ui.node("surveys", Flow::column, {.gap = space::l}, {.role = Role::list});
        for (const auto& survey : content.surveys) survey_card(ui, survey);
      });
}

void SurveysScreen::nothing_yet(Ui& ui, bool enrolled) {
  if (!enrolled) {
    if (empty_state(ui, "not-enrolled",
                    {.icon = Icon::badge,
                     .title = ui.tr(Text::surveys_not_enrolled),
                     .text = ui.tr(Text::surveys_not_enrolled_text),
                     .action = ui.tr(Text::enrol_title)})) {
      services_.navigator.go("#/survey/enrol");
    }
    return;
  }
  const auto status = services_.sync().status();
  if (status.phase != sync::SyncPhase::idle && status.phase != sync::SyncPhase::waiting) {
    const auto box = card(ui, "loading", {.role = Role::status}, {.gap = space::l});
    ui.text(ui.tr(Text::surveys_loading), {.colour = Colour::on_surface_muted});
    skeleton(ui, 3);
    return;
  }
  if (status.last_error)
    notice(ui, "sync-error",
           {.tone = Tone::warning, .icon = Icon::sync_problem, .text = services_.error_text(*status.last_error)});
  if (empty_state(ui, "empty",
                  {.icon = Icon::ballot,
                   .title = ui.tr(Text::surveys_empty),
                   .text = ui.tr(Text::surveys_empty_text),
                   .action = ui.tr(Text::surveys_load),
                   .action_icon = Icon::sync}))
    services_.sync().wake();
}

void SurveysScreen::survey_card(Ui& ui, const survey::SurveyVersion& survey) {
  const auto keys = ui.keyed(survey.form_id + " " + survey.version);
  const auto box = card(ui, "survey", {.role = Role::list_item}, {.gap = space::m});
  ui.text(survey.title, {.style = type::headline, .heading = 2});
  {
    const auto chips = ui.wrap({.gap = space::s});
    if (!survey.version.empty())
      chip(ui, ui.tr(Text::survey_version, survey.version), Tone::neutral, Icon::description);
    std::string languages;
    for (const auto& language : survey.languages)
      languages += (languages.empty() ? "" : ", ") + language_name(language);
    if (!languages.empty()) chip(ui, languages, Tone::neutral, Icon::language);
  }
  if (button(ui, "start",
             {.label = ui.tr(Text::survey_start),
              .icon = Icon::add,
              .name = ui.tr(Text::survey_start) + ": " + survey.title})) {
    services_.navigator.go(link_to({"survey", "new", survey.form_id, survey.version}));
  }
}

}  // namespace motcua::ui
