#include "motcua/base/civil_time.hpp"

#include <charconv>
#include <cstdint>
#include <cstdio>

namespace motcua {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// Takes exactly `digits` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<CivilDate> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const CivilDate date{*year, *month, *day};
  // The round trip refuses 31 February and month 13 without a table of month lengths.
  if (*month < 1 || *month > 12 || *day < 1 || CivilDate::from_days(date.days()) != date) return std::nullopt;
  return date;
}

template <class... Args>
std::string print(const char* format, Args... args) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, args...);
  return buffer;
}

}  // namespace

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years counted from 1 March 0000.
std::int64_t CivilDate::days() const {
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(y, 400);
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate CivilDate::from_days(std::int64_t days) {
  const std::int64_t z = days + 719468;
  const std::int64_t era = floor_div(z, 146097);
  const std::int64_t day_of_era = z - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_index = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<int>(day_of_year - (153 * month_index + 2) / 5 + 1);
  const auto month = static_cast<int>(month_index < 10 ? month_index + 3 : month_index - 9);
  return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), month, day};
}

int CivilDate::weekday() const {
  const std::int64_t since_monday = days() + 3;  // 1970-01-01 was a Thursday.
  return static_cast<int>(since_monday - floor_div(since_monday, 7) * 7);
}

CivilTime to_civil(Instant instant) {
  const std::int64_t local = instant.ms + kVietnamOffsetMs;
  const std::int64_t days = floor_div(local, kDayMs);
  const auto seconds = static_cast<int>((local - days * kDayMs) / 1000);
  return {CivilDate::from_days(days), seconds / 3600, seconds / 60 % 60, seconds % 60};
}

Instant to_instant(const CivilTime& civil) {
  const std::int64_t seconds = civil.hour * 3600LL + civil.minute * 60LL + civil.second;
  return {civil.date.days() * kDayMs + seconds * 1000 - kVietnamOffsetMs};
}

std::optional<CivilDate> parse_date(std::string_view text) {
  const auto date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  CivilTime civil{*date, 0, 0, 0};
  if (text.empty()) return to_instant(civil);
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;

  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  civil.hour = *hour;
  civil.minute = *minute;
  std::int64_t fraction_ms = 0;
  if (take(text, ':')) {
    const auto second = take_digits(text, 2);
    if (!second || *second > 59) return std::nullopt;
    civil.second = *second;
    if (take(text, '.')) {
      std::int64_t scale = 100;
      std::size_t digits = 0;
      for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
        fraction_ms += (text.front() - '0') * scale;
        scale /= 10;
      }
      if (digits == 0) return std::nullopt;
    }
  }
  Instant instant = to_instant(civil);
  instant.ms += fraction_ms;
  if (text.empty()) return instant;
  if (take(text, 'Z')) return text.empty() ? std::optional(Instant{instant.ms + kVietnamOffsetMs}) : std::nullopt;

  const bool behind = text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto offset_hours = take_digits(text, 2);
  take(text, ':');
  const auto offset_minutes = take_digits(text, 2);
  if (!offset_hours || !offset_minutes || *offset_hours > 14 || *offset_minutes > 59 || !text.empty())
    return std::nullopt;
  const std::int64_t offset_ms = (*offset_hours * 60LL + *offset_minutes) * 60'000 * (behind ? -1 : 1);
  return Instant{instant.ms + kVietnamOffsetMs - offset_ms};
}

std::string format_date(const CivilDate& date) { return print("%04d-%02d-%02d", date.year, date.month, date.day); }

std::string format_instant(Instant instant) {
  const CivilTime t = to_civil(instant);
  return format_date(t.date) + print("T%02d:%02d:%02d+07:00", t.hour, t.minute, t.second);
}

std::string display_date(const CivilDate& date) { return print("%02d/%02d/%04d", date.day, date.month, date.year); }

std::string display_instant(Instant instant) {
  const CivilTime t = to_civil(instant);
  return print("%02d:%02d ", t.hour, t.minute) + display_date(t.date);
}

}  // namespace motcua
