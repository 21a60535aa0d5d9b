#include "screens/surveyor/visit_words.hpp"

#include <algorithm>
#include <array>

namespace motcua::ui {
namespace {

using survey::VisitOutcome;

struct ReasonText {
  VisitOutcome outcome;
  std::string_view word;
  Text text;
};
constexpr std::array kReasons{
    ReasonText{VisitOutcome::refused, "no_time", Text::reason_no_time},
    ReasonText{VisitOutcome::refused, "not_interested", Text::reason_not_interested},
    ReasonText{VisitOutcome::refused, "no_trust", Text::reason_no_trust},
    ReasonText{VisitOutcome::absent, "nobody_home", Text::reason_nobody_home},
    ReasonText{VisitOutcome::absent, "come_later", Text::reason_come_later},
    ReasonText{VisitOutcome::absent, "away_long", Text::reason_away_long},
    ReasonText{VisitOutcome::wrong_address, "not_found", Text::reason_not_found},
    ReasonText{VisitOutcome::wrong_address, "moved_away", Text::reason_moved_away},
    ReasonText{VisitOutcome::wrong_address, "no_dwelling", Text::reason_no_dwelling},
    ReasonText{VisitOutcome::replaced, "refused", Text::reason_replaced_refused},
    ReasonText{VisitOutcome::replaced, "absent", Text::reason_replaced_absent},
    ReasonText{VisitOutcome::replaced, "wrong_address", Text::reason_replaced_wrong_address},
    ReasonText{VisitOutcome::replaced, "not_eligible", Text::reason_not_eligible},
};

constexpr std::array kWeekdays{Text::weekday_1, Text::weekday_2, Text::weekday_3, Text::weekday_4,
                               Text::weekday_5, Text::weekday_6, Text::weekday_7};

}  // namespace

VisitLook look_of(const Ui& ui, VisitOutcome outcome) {
  switch (outcome) {
    case VisitOutcome::completed:
      return {ui.tr(Text::outcome_completed), Tone::success, Icon::task_alt};
    case VisitOutcome::refused:
      return {ui.tr(Text::outcome_refused), Tone::danger, Icon::block};
    case VisitOutcome::absent:
      return {ui.tr(Text::outcome_absent), Tone::warning, Icon::schedule};
    case VisitOutcome::wrong_address:
      return {ui.tr(Text::outcome_wrong_address), Tone::danger, Icon::location_on};
    case VisitOutcome::replaced:
      return {ui.tr(Text::outcome_replaced), Tone::info, Icon::sync};
  }
  return {};
}

std::string outcome_text(const Ui& ui, VisitOutcome outcome) { return look_of(ui, outcome).text; }

std::string reason_text(const Ui& ui, VisitOutcome outcome, std::string_view reason) {
  if (reason == "other") return ui.tr(Text::reason_other);
  const auto* const found = std::ranges::find_if(
      kReasons, [&](const ReasonText& one) { return one.outcome == outcome && one.word == reason; });
  return found == kReasons.end() ? std::string(reason) : ui.tr(found->text);
}

VisitLook look_of(const Ui& ui, const survey::Task& task) {
  const auto outcome = task.outcome();
  if (task.draft && outcome != VisitOutcome::completed)
    return {ui.tr(Text::visit_in_interview), Tone::info, Icon::edit};
  if (!outcome) return {ui.tr(Text::visit_not_yet), Tone::neutral, Icon::none};
  VisitLook look = look_of(ui, *outcome);
  if (task.visits.size() > 1) look.text = ui.tr(Text::visit_times, look.text, std::to_string(task.visits.size()));
  return look;
}

std::optional<VisitLook> due_of(const Ui& ui, const survey::Task& task, std::string_view today) {
  const std::string& due = task.assignment.due;
  const auto day = parse_date(due);
  if (!day || task.settled()) return std::nullopt;
  if (due == today) return VisitLook{ui.tr(Text::due_today), Tone::warning, Icon::event};
  if (due < today) return VisitLook{ui.tr(Text::due_past, display_date(*day)), Tone::danger, Icon::event};
  return VisitLook{ui.tr(Text::due_on, display_date(*day)), Tone::neutral, Icon::event};
}

std::string day_of(Instant now) { return format_date(to_civil(now).date); }

std::string day_text(const Ui& ui, const CivilDate& day) {
  return ui.tr(Text::today_date, ui.tr(kWeekdays[static_cast<std::size_t>(day.weekday())]), display_date(day));
}

}  // namespace motcua::ui
