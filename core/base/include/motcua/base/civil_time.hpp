#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/ports.hpp"

namespace motcua {

/// A day of the proleptic Gregorian calendar. Months and days count from 1.
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
  friend auto operator<=>(const CivilDate&, const CivilDate&) = default;

  /// Days since 1970-01-01.
  [[nodiscard]] std::int64_t days() const;
  [[nodiscard]] static CivilDate from_days(std::int64_t days);
  /// 0 = Monday … 6 = Sunday (ISO 8601 less one).
  [[nodiscard]] int weekday() const;
};

/// A day and a time of day as a person in Vietnam reads them: Asia/Ho_Chi_Minh, UTC+07:00, no daylight saving.
struct CivilTime {
  CivilDate date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  friend auto operator<=>(const CivilTime&, const CivilTime&) = default;
};

inline constexpr std::int64_t kVietnamOffsetMs = 7LL * 3600 * 1000;

[[nodiscard]] CivilTime to_civil(Instant instant);
[[nodiscard]] Instant to_instant(const CivilTime& civil);

/// "2026-11-23" only; nullopt for a day that the calendar does not have.
[[nodiscard]] std::optional<CivilDate> parse_date(std::string_view text);
/// ISO 8601: date, or date "T" or space time "hh:mm[:ss[.fff]]" with "Z" or "±hh:mm"; without an offset it is
/// Vietnam's.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// "2026-11-23"
[[nodiscard]] std::string format_date(const CivilDate& date);
/// "2026-11-23T08:30:00+07:00"
[[nodiscard]] std::string format_instant(Instant instant);
/// As people in Vietnam write it: "23/11/2026" and "08:30 23/11/2026".
[[nodiscard]] std::string display_date(const CivilDate& date);
[[nodiscard]] std::string display_instant(Instant instant);

}  // namespace motcua
