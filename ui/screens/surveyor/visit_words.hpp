#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/civil_time.hpp"
#include "motcua/survey/visits.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

/// What came of a visit, in the reader's words.
[[nodiscard]] std::string outcome_text(const Ui& ui, survey::VisitOutcome outcome);
/// A reason of visit_reasons.def; of one of a newer version, its own word.
[[nodiscard]] std::string reason_text(const Ui& ui, survey::VisitOutcome outcome, std::string_view reason);

struct VisitLook {
  std::string text;
  Tone tone = Tone::neutral;
  Icon icon = Icon::none;
};
[[nodiscard]] VisitLook look_of(const Ui& ui, survey::VisitOutcome outcome);
/// How an assignment stands: not visited, an interview begun, or what came of the last visit and how many there were.
[[nodiscard]] VisitLook look_of(const Ui& ui, const survey::Task& task);
/// When it is due as seen on `today` ("2026-11-28"); nullopt without a day, and once nobody needs to go there.
[[nodiscard]] std::optional<VisitLook> due_of(const Ui& ui, const survey::Task& task, std::string_view today);

/// "2026-11-28"
[[nodiscard]] std::string day_of(Instant now);
/// "Thứ bảy, 28/11/2026"
[[nodiscard]] std::string day_text(const Ui& ui, const CivilDate& day);

}  // namespace motcua::ui
