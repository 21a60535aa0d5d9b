#pragma once
#include <cstdint>

#include "motcua/base/ports.hpp"
#include "motcua/forms/xpath_probe.hpp"

namespace motcua::forms::xpath {

/// Civil time: a fixed distance from UTC, as in Vietnam, or one that rules tell for each moment.
class Zone {
 public:
  /// Implicit, because most callers know only minutes ahead of UTC.
  Zone(int minutes) : minutes_(minutes) {}  // NOLINT(google-explicit-constructor)
  /// `rules` must outlive the zone.
  explicit Zone(const ZoneRules& rules) : rules_(&rules) {}

  /// Minutes ahead of UTC at that moment.
  [[nodiscard]] int at(Instant instant) const { return rules_ != nullptr ? rules_->minutes_ahead(instant) : minutes_; }
  /// The moment of a civil time, given as milliseconds since 1970-01-01T00:00 as clocks there show it. A time that the
  /// change of a clock skips is taken with the distance before the change.
  [[nodiscard]] Instant instant_of(std::int64_t civil_ms) const {
    const int before = at({civil_ms - kDayMs});
    const Instant first{civil_ms - minutes_ms(before)};
    const int there = at(first);
    if (there == before) return first;
    const Instant second{civil_ms - minutes_ms(there)};
    return at(second) == there ? second : first;
  }

 private:
  static constexpr std::int64_t kDayMs = 86'400'000;
  static std::int64_t minutes_ms(int minutes) { return minutes * std::int64_t{60'000}; }

  int minutes_ = 0;
  const ZoneRules* rules_ = nullptr;
};

}  // namespace motcua::forms::xpath
