#include "screens/surveyor/day_summary.hpp"

#include "screens/page.hpp"
#include "screens/surveyor/visit_words.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using survey::DaySummary;

std::string address_of(const CivilDate& day) { return link_to({"survey", "day", format_date(day)}); }

/// One line of figures: the words on the left, the number on the right.
void figure(Ui& ui, const std::string& label, const std::string& value, bool strong) {
  const auto line = ui.node(label, Flow::row, {.gap = space::m, .align = Align::centre},
                            {.role = Role::text, .name = label + ": " + value});
  ui.text(label, {.style = strong ? type::body_strong : type::body, .silent = true, .grow = 1});
  ui.text(value, {.style = strong ? type::title : type::body_strong, .silent = true});
}

}  // namespace

std::vector<DaySummaryScreen::Part> DaySummaryScreen::parts(const Ui& ui, const DaySummary& summary) {
  const auto number = [](std::size_t n) { return std::to_string(n); };
  Part visits{ui.tr(Text::day_visits),
              {{ui.tr(Text::day_people), number(summary.people), true},
               {ui.tr(Text::day_all_visits), number(summary.all_visits())}}};
  for (const survey::VisitOutcome outcome : survey::kVisitOutcomes)
    visits.figures.push_back({outcome_text(ui, outcome), number(summary.count(outcome))});
  Part responses{ui.tr(Text::day_responses),
                 {{ui.tr(Text::day_finished), number(summary.finished), true},
                  {ui.tr(Text::day_median),
                   summary.median_minutes ? std::to_string(*summary.median_minutes) : ui.tr(Text::day_none_yet)},
                  {ui.tr(Text::day_drafts), number(summary.drafts)},
                  {ui.tr(Text::day_unsent), number(summary.unsent)}}};
  if (summary.refused > 0) responses.figures.push_back({ui.tr(Text::day_refused), number(summary.refused)});
  return {std::move(visits), std::move(responses)};
}

std::vector<std::string> DaySummaryScreen::reservations(const Ui& ui, const DaySummary& summary) {
  std::vector<std::string> out{ui.tr(Text::day_only_here)};
  if (summary.median_minutes) out.push_back(ui.tr(Text::day_median_note));
  return out;
}

void DaySummaryScreen::build(Ui& ui) {
  const auto& summary = summary_.get(services_, [&] { return survey::summarise_day(services_.log, day_); });
  page(ui, services_,
       {.area = Area::surveyor,
        .title = ui.tr(Text::day_title),
        .subtitle = day_text(ui, day_),
        .back = "#/survey",
        .current = "#/survey"},
       [&] {
         days(ui);
         if (!summary) {
           notice(ui, "error",
                  {.tone = Tone::danger,
                   .icon = Icon::error,
                   .text = services_.error_text(summary.error()),
                   .alert = true});
           return;
         }
         if (summary->unsent > 0)
           notice(ui, "partial",
                  {.tone = Tone::warning,
                   .icon = Icon::cloud_upload,
                   .text = ui.tr(Text::day_partial, std::to_string(summary->unsent))});
         for (const Part& part : parts(ui, *summary)) {
           const auto box = card(ui, {.gap = space::m});
           ui.text(part.title, {.style = type::headline, .heading = 2});
           const auto keys = ui.keyed(part.title);
           for (const Figure& one : part.figures) figure(ui, one.label, one.value, one.strong);
         }
         for (const std::string& words : reservations(ui, *summary))
           ui.text(words, {.style = type::small, .colour = Colour::on_surface_muted});
         if (button(ui, "save", {.label = ui.tr(Text::day_save), .icon = Icon::download})) save(ui, *summary);
       });
}

void DaySummaryScreen::days(Ui& ui) {
  const auto row = ui.row({.gap = space::s, .justify = Justify::between});
  if (button(ui, "previous", {.label = ui.tr(Text::day_previous), .icon = Icon::chevron_left, .look = Look::text}))
    services_.navigator.go(address_of(CivilDate::from_days(day_.days() - 1)), true);
  const bool is_today = day_ == to_civil(services_.now()).date;
  if (button(ui, "next",
             {.label = ui.tr(Text::day_next), .icon = Icon::chevron_right, .look = Look::text, .disabled = is_today}))
    services_.navigator.go(address_of(CivilDate::from_days(day_.days() + 1)), true);
}

void DaySummaryScreen::save(Ui& ui, const DaySummary& summary) {
  std::string text = ui.tr(Text::day_title) + "\n" + day_text(ui, day_) + "\n";
  const auto enrolment = services_.sync().enrolment();
  if (enrolment && *enrolment) {
    text += ui.tr(Text::sync_account) + ": " + (*enrolment)->account_name + "\n";
    text += ui.tr(Text::sync_office) + ": " + (*enrolment)->office_name + "\n";
  }
  text += ui.tr(Text::sync_device) + ": " + services_.log.device().hex().substr(0, 8) + "\n";
  text += ui.tr(Text::day_written, display_instant(services_.now())) + "\n";
  for (const Part& part : parts(ui, summary)) {
    text += "\n" + part.title + "\n";
    for (const Figure& one : part.figures) text += "  " + one.label + ": " + one.value + "\n";
  }
  text += "\n";
  if (summary.unsent > 0) text += ui.tr(Text::day_partial, std::to_string(summary.unsent)) + ".\n";
  for (const std::string& words : reservations(ui, summary)) text += words + "\n";
  services_.host.save_file("motcua-" + format_date(day_) + ".txt", as_bytes(text));
  services_.show(ui.tr(Text::day_saved));
}

}  // namespace motcua::ui
