#include <cmath>
#include <limits>

#include "xpath/dates.hpp"
#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The moment that an argument names: a date, a date with time, or a number of days.
std::optional<Instant> moment_of(const Value& value, const Zone& zone) {
  if (!std::holds_alternative<double>(value) && !std::holds_alternative<bool>(value)) {
    const std::string text = to_text(value);
    if (const auto moment = parse_moment(text, zone, true)) return moment->instant;
  }
  const double days = to_number(value, zone);
  // Years 0 to 9999: beyond, a date has no ISO 8601 form of the usual length.
  if (!(days > -719'000 && days < 2'932'000)) return std::nullopt;
  return Instant{std::llround(days * 86'400'000.0)};
}

/// A date where the civil time is midnight, else a date with time.
std::string moment_text(const Value& value, const Zone& zone) {
  const auto instant = moment_of(value, zone);
  if (!instant) return {};
  const std::int64_t local = instant->ms + zone.at(*instant) * std::int64_t{60'000};
  return local % 86'400'000 == 0 ? date_text(*instant, zone) : date_time_text(*instant, zone);
}

}  // namespace

Value call_date(const Call& call) {
  const Zone& zone = call.zone();
  switch (call.expr().function) {
    case FunctionId::today:
      return date_text(call.environment().clock->now(), zone);
    case FunctionId::now:
      return date_time_text(call.environment().clock->now(), zone);
    case FunctionId::date:
    case FunctionId::date_time:
      return moment_text(call.value(0), zone);
    case FunctionId::decimal_date_time: {
      const auto instant = moment_of(call.value(0), zone);
      return instant ? static_cast<double>(instant->ms) / 86'400'000.0 : kNan;
    }
    case FunctionId::decimal_time:
      return fraction_of_day(call.text(0), zone).value_or(kNan);
    default: {
      const auto instant = moment_of(call.value(0), zone);
      return instant ? format_moment(*instant, zone, call.text(1)) : std::string();
    }
  }
}

}  // namespace motcua::forms::xpath
