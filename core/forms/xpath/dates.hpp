#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/civil_time.hpp"
#include "xpath/zone.hpp"

namespace motcua::forms::xpath {

/// A date, or a date with a time of day, in one zone.
struct Moment {
  Instant instant;  ///< Of a date: its first moment.
  bool has_time = false;
};

/// ISO 8601: a date or a date with time, its own offset or else that of `zone`. `lenient` also takes
/// months and days of one digit, as ODK's date() does.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text, const Zone& zone, bool lenient = false);
/// Days since 1970-01-01T00:00Z of a date or a date with time.
[[nodiscard]] std::optional<double> days_of(std::string_view text, const Zone& zone);
/// The fraction of a day of "hh:mm[:ss[.fff]][offset]", in `zone` as it was on 1970-01-01.
[[nodiscard]] std::optional<double> fraction_of_day(std::string_view text, const Zone& zone);

[[nodiscard]] CivilTime civil_in(Instant instant, const Zone& zone);
[[nodiscard]] std::string date_text(Instant instant, const Zone& zone);
/// "2026-11-23T08:30:00.000+07:00"
[[nodiscard]] std::string date_time_text(Instant instant, const Zone& zone);
/// ODK's format-date(): %Y %y %m %n %b %d %e %H %h %M %S %3 %a %W %u and %%.
[[nodiscard]] std::string format_moment(Instant instant, const Zone& zone, std::string_view pattern);

}  // namespace motcua::forms::xpath
