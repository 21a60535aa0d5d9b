#include "screens/surveyor/visit.hpp"

#include <algorithm>
#include <array>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "screens/page.hpp"
#include "screens/surveyor/visit_words.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/surface.hpp"
#include "widgets/timeline.hpp"

namespace motcua::ui {
namespace {

using survey::VisitOutcome;

constexpr std::array kNoInterview{VisitOutcome::absent, VisitOutcome::refused, VisitOutcome::wrong_address,
                                  VisitOutcome::replaced};

/// Whatever map program the phone has; nothing goes to anybody's server by it.
std::string map_link(const std::string& address) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "geo:0,0?q=";
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

std::string label_of(const Ui& ui, VisitOutcome outcome) {
  return outcome == VisitOutcome::replaced ? ui.tr(Text::visit_replace) : outcome_text(ui, outcome);
}

/// There may be an interview yet.
bool is_open(const survey::Task& task) {
  const auto outcome = task.outcome();
  return outcome != VisitOutcome::completed && outcome != VisitOutcome::replaced;
}

}  // namespace

std::string VisitScreen::title(const Ui& ui) const { return ui.tr(Text::visit_address); }

Result<survey::ResponseDraft> begin_interview(Services& services, const EntityId& assignment) {
  MOTCUA_TRY_ASSIGN(auto task, services.visits().task(assignment));
  MOTCUA_TRY_ASSIGN(const auto surveys, services.catalog.current());
  const auto form = std::ranges::find(surveys, task.assignment.form_id, &survey::SurveyVersion::form_id);
  if (form == surveys.end()) return fail(ErrorCode::not_found, task.assignment.form_id);
  return services.responses.start(form->form_id, form->version, {assignment, std::move(task.assignment.answers)});
}

VisitScreen::Content VisitScreen::read() const {
  Content out;
  auto task = services_.visits().task(assignment_);
  if (!task) {
    if (task.error().code != ErrorCode::not_found) out.error = task.error();
    return out;
  }
  out.task = std::move(*task);
  for (const survey::Visit& visit : out.task->visits) {
    if (visit.reserve.is_nil()) continue;
    if (auto reserve = services_.visits().task(visit.reserve)) out.replaced_by = std::move(reserve->assignment);
  }
  out.next_reserve = services_.visits().next_reserve(assignment_).value_or(std::nullopt);
  out.unfinished = out.task->draft;
  if (!out.unfinished) out.unfinished = services_.visits().unfinished_response(assignment_).value_or(std::nullopt);
  const auto surveys = services_.catalog.current();
  if (!surveys) {
    out.error = surveys.error();
    return out;
  }
  const auto form = std::ranges::find(*surveys, out.task->assignment.form_id, &survey::SurveyVersion::form_id);
  if (form != surveys->end()) out.form = *form;
  return out;
}

void VisitScreen::build(Ui& ui) {
  const Content& content = content_.get(services_, [&] { return read(); });
  if (!content.task) return build_gone(ui, content);
  const survey::Task& task = *content.task;
  page(
      ui, services_,
      {.area = Area::surveyor,
       .title = task.assignment.label,
       .subtitle = ui.tr(Text::visit_code, task.assignment.key),
       .back = "#/survey",
       .current = "#/survey",
       .bottom = [&] { bottom(ui, content); }},
      [&] {
        if (content.error)
          notice(
              ui, "error",
              {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(*content.error), .alert = true});
        state(ui, task);
        address(ui, task.assignment);
        about(ui, content);
        if (is_open(task)) outcomes(ui, content);
        history(ui, task);
      });
}

void VisitScreen::build_gone(Ui& ui, const Content& content) {
  page(ui, services_,
       {.area = Area::surveyor, .title = ui.tr(Text::visit_gone), .back = "#/survey", .current = "#/survey"}, [&] {
         if (empty_state(ui, "gone",
                         {.icon = Icon::location_on,
                          .text = content.error ? services_.error_text(*content.error) : ui.tr(Text::visit_gone_text),
                          .action = ui.tr(Text::to_today)}))
           services_.navigator.go("#/survey", true);
       });
}

void VisitScreen::state(Ui& ui, const survey::Task& task) {
  const auto row = ui.wrap({.gap = space::s});
  const VisitLook now = look_of(ui, task);
  chip(ui, now.text, now.tone, now.icon);
  if (const auto due = due_of(ui, task, day_of(services_.now()))) chip(ui, due->text, due->tone, due->icon);
}

void VisitScreen::address(Ui& ui, const survey::Assignment& assignment) {
  const auto box = card(ui, {.gap = space::m});
  ui.text(ui.tr(Text::visit_address), {.style = type::small, .colour = Colour::on_surface_muted, .heading = 2});
  ui.text(assignment.address, {.style = type::headline, .may_break_words = true});
  const auto row = ui.wrap({.gap = space::s});
  link_button(ui, "map", {.label = ui.tr(Text::visit_map), .icon = Icon::location_on, .look = Look::tonal},
              map_link(assignment.address));
  if (copy_button(ui, "copy", {.label = ui.tr(Text::visit_copy), .icon = Icon::content_copy, .look = Look::text},
                  assignment.address))
    services_.show(ui.tr(Text::visit_copied));
}

void VisitScreen::about(Ui& ui, const Content& content) {
  const survey::Assignment& assignment = content.task->assignment;
  if (const auto& original = content.task->in_place_of)
    notice(ui, "in-place-of", {.icon = Icon::sync, .text = ui.tr(Text::visit_in_place_of, original->key)});
  const auto box = card(ui, {.gap = space::l});
  fact(ui, Icon::edit, ui.tr(Text::visit_notes), assignment.notes);
  fact(ui, Icon::group, ui.tr(Text::visit_unit), assignment.unit);
  if (const auto day = parse_date(assignment.due)) fact(ui, Icon::event, ui.tr(Text::visit_due), day_text(ui, *day));
  fact(ui, Icon::ballot, ui.tr(Text::visit_survey), content.form ? content.form->title : assignment.form_id);
}

void VisitScreen::outcomes(Ui& ui, const Content& content) {
  const auto box = card(ui, {.gap = space::s});
  ui.text(ui.tr(Text::visit_no_interview), {.style = type::headline, .heading = 2});
  for (const VisitOutcome outcome : kNoInterview) {
    const std::string key(word(outcome));
    if (button(ui, key,
               {.label = label_of(ui, outcome),
                .icon = look_of(ui, outcome).icon,
                .look = Look::outlined,
                .disabled = outcome == VisitOutcome::replaced && !content.next_reserve}))
      services_.navigator.go(link_to({"survey", "visit", assignment_.hex(), key}));
  }
  const std::string reserve =
      content.next_reserve ? ui.tr(Text::visit_replace_by, content.next_reserve->label) : ui.tr(Text::visit_no_reserve);
  ui.text(reserve, {.style = type::small, .colour = Colour::on_surface_muted});
}

void VisitScreen::history(Ui& ui, const survey::Task& task) {
  if (task.visits.empty()) return;
  section_title(ui, ui.tr(Text::visit_history));
  std::vector<TimelineStep> steps;
  for (auto visit = task.visits.rbegin(); visit != task.visits.rend(); ++visit) {
    const VisitLook look = look_of(ui, visit->outcome);
    steps.push_back({.title = look.text,
                     .when = when(ui, visit->at, services_.now()),
                     .detail = visit->reason.empty() ? std::string() : reason_text(ui, visit->outcome, visit->reason),
                     .note = visit->note,
                     .icon = look.icon,
                     .tone = look.tone});
  }
  const auto box = card(ui);
  timeline(ui, "visits", ui.tr(Text::visit_history), steps);
}

void VisitScreen::bottom(Ui& ui, const Content& content) {
  const survey::Task& task = *content.task;
  const auto bar = bottom_room(ui);
  const std::string hex = assignment_.hex();
  if (task.outcome() == VisitOutcome::replaced && content.replaced_by) {
    const std::string label = ui.tr(Text::visit_to_reserve, content.replaced_by->label);
    if (button(ui, "reserve", {.label = label, .icon = Icon::arrow_forward}))
      services_.navigator.go(link_to({"survey", "visit", content.replaced_by->id.hex()}), true);
    return;
  }
  if (!is_open(task)) {
    const auto done = std::ranges::find(task.visits, VisitOutcome::completed, &survey::Visit::outcome);
    if (done != task.visits.end() &&
        button(ui, "response", {.label = ui.tr(Text::visit_open_response), .icon = Icon::edit, .look = Look::outlined}))
      services_.navigator.go(link_to({"survey", "fill", done->response.hex()}));
    return;
  }
  if (!content.form) {
    ui.text(ui.tr(Text::visit_no_form), {.style = type::body_strong, .align = Align::centre});
    ui.text(ui.tr(Text::visit_no_form_text), {.colour = Colour::on_surface_muted, .align = Align::centre});
    return;
  }
  if (content.unfinished) {
    if (button(ui, "continue", {.label = ui.tr(Text::visit_continue), .icon = Icon::edit}))
      services_.navigator.go(link_to({"survey", "fill", content.unfinished->hex()}));
  } else if (button(ui, "start", {.label = ui.tr(Text::visit_start), .icon = Icon::arrow_forward})) {
    services_.navigator.go(link_to({"survey", "visit", hex, "new"}));
  }
}

OutcomeScreen::OutcomeScreen(Services& services, const EntityId& assignment, VisitOutcome outcome)
    : services_(services), assignment_(assignment), outcome_(outcome) {}

std::string OutcomeScreen::title(const Ui& ui) const { return label_of(ui, outcome_); }

OutcomeScreen::Content OutcomeScreen::read() const {
  Content out;
  auto task = services_.visits().task(assignment_);
  if (task && is_open(*task)) out.assignment = std::move(task->assignment);
  out.next_reserve = services_.visits().next_reserve(assignment_).value_or(std::nullopt);
  return out;
}

void OutcomeScreen::build(Ui& ui) {
  const Content& content = content_.get(services_, [&] { return read(); });
  const bool replaces = outcome_ == VisitOutcome::replaced;
  const bool possible = content.assignment && (!replaces || content.next_reserve);
  page(ui, services_,
       {.area = Area::surveyor,
        .title = label_of(ui, outcome_),
        .subtitle = content.assignment ? content.assignment->label : std::string(),
        .on_back = [&] { services_.navigator.back(); },
        .plain = true},
       [&] {
         if (!possible) return build_impossible(ui, replaces && content.assignment);
         if (replaces)
           notice(ui, "reserve",
                  {.icon = Icon::sync,
                   .text = ui.tr(Text::visit_replace_by,
                                 content.next_reserve->label + ", " + content.next_reserve->address)});
         const auto box = card(ui, {.gap = space::s});
         ui.text(ui.tr(Text::visit_why), {.style = type::headline, .heading = 2});
         for (const std::string_view reason : survey::visit_reasons(outcome_)) {
           if (reason == "other") continue;
           if (button(ui, std::string(reason), {.label = reason_text(ui, outcome_, reason), .look = Look::outlined}))
             record(ui, reason);
         }
         ui.gap(space::s);
         if (auto typed = text_field(ui, "note", {.label = ui.tr(Text::visit_other_reason), .value = note_}))
           note_ = std::move(*typed);
         const bool told = !trim(note_).empty();
         const bool entered_now = told && entered(ui, "note");
         if (button(ui, "other", {.label = ui.tr(Text::visit_record), .icon = Icon::check, .disabled = !told}) ||
             entered_now)
           record(ui, "other", std::string(trim(note_)));
       });
}

void OutcomeScreen::build_impossible(Ui& ui, bool no_reserve) {
  if (empty_state(ui, "gone",
                  {.icon = Icon::location_on,
                   .text = ui.tr(no_reserve ? Text::visit_no_reserve : Text::visit_gone_text),
                   .action = ui.tr(Text::to_today)}))
    services_.navigator.go("#/survey", true);
}

void OutcomeScreen::record(Ui& ui, std::string_view reason, std::string note) {
  const auto visit = services_.visits().record({assignment_, outcome_, std::string(reason), std::move(note)});
  if (!visit) return services_.show(services_.error_text(visit.error()));
  services_.keep_data();
  services_.sync().wake();
  const std::string told = outcome_text(ui, outcome_) + ", " + reason_text(ui, outcome_, reason);
  // The screen is gone by then: what it takes back is the app's.
  services_.show(ui.tr(Text::visit_recorded, told), ui.tr(Text::undo), [&services = services_, id = visit->id] {
    const Status gone = services.visits().take_back(id);
    if (gone) services.sync().wake();
    services.show(gone ? translate(services.language, Text::visit_taken_back, {}) : services.error_text(gone.error()));
  });
  const bool replaced = outcome_ == VisitOutcome::replaced;
  services_.navigator.go(replaced ? link_to({"survey", "visit", visit->reserve.hex()}) : "#/survey", true);
}

}  // namespace motcua::ui
