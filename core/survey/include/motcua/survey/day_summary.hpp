#pragma once
#include <array>
#include <cstddef>
#include <optional>

#include "motcua/base/civil_time.hpp"
#include "motcua/survey/visits.hpp"

namespace motcua::survey {

/// What one person did on this device on one day, in Vietnam's time. Nothing of what others of their group did, or they
/// themselves on another device.
struct DaySummary {
  CivilDate day;
  std::size_t people = 0;                                       ///< Assignments that were visited.
  std::array<std::size_t, std::size(kVisitOutcomes)> visits{};  ///< By outcome.
  std::size_t finished = 0;                                     ///< Responses, with an assignment or without.
  std::size_t unsent = 0;   ///< Of the visits and the responses, those that the server does not have.
  std::size_t refused = 0;  ///< Likewise, those that it keeps apart.
  std::size_t drafts = 0;   ///< Responses that are being filled in now, begun on any day.
  /// Of the time from the first answer to the finish, in minutes, pauses included. nullopt when no response was
  /// finished.
  std::optional<std::int64_t> median_minutes;

  [[nodiscard]] std::size_t count(VisitOutcome outcome) const { return visits[static_cast<std::size_t>(outcome)]; }
  [[nodiscard]] std::size_t all_visits() const;
};

[[nodiscard]] Result<DaySummary> summarise_day(const records::LocalLog& log, const CivilDate& day);

}  // namespace motcua::survey
