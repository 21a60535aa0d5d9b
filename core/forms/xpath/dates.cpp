#include "xpath/dates.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace motcua::forms::xpath {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;

constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<int> digits(std::size_t at_least, std::size_t at_most) {
    std::size_t count = 0;
    int value = 0;
    while (count < at_most && count < text_.size() && text_[count] >= '0' && text_[count] <= '9') {
      value = value * 10 + (text_[count++] - '0');
    }
    if (count < at_least) return std::nullopt;
    text_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool done() const { return text_.empty(); }

  /// "hh:mm[:ss[.fff]]" in milliseconds.
  std::optional<std::int64_t> time() {
    const auto hour = digits(2, 2);
    if (!hour || *hour > 23 || !take(':')) return std::nullopt;
    const auto minute = digits(2, 2);
    if (!minute || *minute > 59) return std::nullopt;
    std::int64_t ms = (*hour * 60LL + *minute) * kMinuteMs;
    if (!take(':')) return ms;
    const auto second = digits(2, 2);
    if (!second || *second > 59) return std::nullopt;
    ms += *second * 1000LL;
    if (!take('.')) return ms;
    std::int64_t scale = 100;
    std::size_t count = 0;
    for (; !done() && text_.front() >= '0' && text_.front() <= '9'; text_.remove_prefix(1), ++count, scale /= 10) {
      ms += (text_.front() - '0') * scale;
    }
    return count == 0 ? std::nullopt : std::optional(ms);
  }

  /// The moment that the civil time `civil_ms` is with the offset that follows: "Z", "+hh[:mm]" or nothing, which means
  /// `zone`. Nothing else may follow.
  std::optional<Instant> instant_of(std::int64_t civil_ms, const Zone& zone) {
    if (done()) return zone.instant_of(civil_ms);
    const auto minutes = offset();
    if (!minutes || !done()) return std::nullopt;
    return Instant{civil_ms - *minutes * kMinuteMs};
  }

 private:
  std::optional<int> offset() {
    if (take('Z')) return 0;
    const bool behind = text_.front() == '-';
    if (!take('+') && !take('-')) return std::nullopt;
    const auto hours = digits(2, 2);
    if (!hours || *hours > 14) return std::nullopt;
    take(':');
    const auto minutes = done() ? std::optional(0) : digits(2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    return (*hours * 60 + *minutes) * (behind ? -1 : 1);
  }

  std::string_view text_;
};

std::string print(const char* format, int value) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, value);
  return buffer.data();
}

int week_of_year(const CivilDate& date) {
  // ISO 8601: the week of the Thursday in the same week.
  const CivilDate thursday = CivilDate::from_days(date.days() + 3 - date.weekday());
  return static_cast<int>((thursday.days() - CivilDate{thursday.year, 1, 1}.days()) / 7) + 1;
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text, const Zone& zone, bool lenient) {
  Reader reader(text);
  const std::size_t least = lenient ? 1 : 2;
  const auto year = reader.digits(4, 4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.digits(least, 2);
  if (!month || *month < 1 || *month > 12 || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(least, 2);
  if (!day || *day < 1) return std::nullopt;
  const CivilDate date{*year, *month, *day};
  if (CivilDate::from_days(date.days()) != date) return std::nullopt;
  const std::int64_t midnight = date.days() * kDayMs;
  if (reader.done()) return Moment{zone.instant_of(midnight), false};
  if (!reader.take('T') && !reader.take(' ')) return std::nullopt;
  const auto time = reader.time();
  if (!time) return std::nullopt;
  const auto instant = reader.instant_of(midnight + *time, zone);
  if (!instant) return std::nullopt;
  return Moment{*instant, true};
}

std::optional<double> days_of(std::string_view text, const Zone& zone) {
  if (text.size() < 10 || text[4] != '-') return std::nullopt;
  const auto moment = parse_moment(text, zone);
  if (!moment) return std::nullopt;
  return static_cast<double>(moment->instant.ms) / static_cast<double>(kDayMs);
}

std::optional<double> fraction_of_day(std::string_view text, const Zone& zone) {
  Reader reader(text);
  const auto time = reader.time();
  if (!time) return std::nullopt;
  const auto instant = reader.instant_of(*time, zone);
  if (!instant) return std::nullopt;
  std::int64_t ms = instant->ms + zone.at(*instant) * kMinuteMs;
  ms = ((ms % kDayMs) + kDayMs) % kDayMs;
  return static_cast<double>(ms) / static_cast<double>(kDayMs);
}

CivilTime civil_in(Instant instant, const Zone& zone) {
  // base's civil time is Vietnam's; shifting the instant moves it to the asked zone.
  return to_civil({instant.ms + zone.at(instant) * kMinuteMs - kVietnamOffsetMs});
}

std::string date_text(Instant instant, const Zone& zone) { return format_date(civil_in(instant, zone).date); }

std::string date_time_text(Instant instant, const Zone& zone) {
  const CivilTime t = civil_in(instant, zone);
  const auto ms = static_cast<int>(((instant.ms % 1000) + 1000) % 1000);
  const int offset = zone.at(instant);
  const int ahead = offset < 0 ? -offset : offset;
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d.%03d%c%02d:%02d", t.hour, t.minute, t.second, ms,
                offset < 0 ? '-' : '+', ahead / 60, ahead % 60);
  return format_date(t.date) + buffer.data();
}

std::string format_moment(Instant instant, const Zone& zone, std::string_view pattern) {
  const CivilTime t = civil_in(instant, zone);
  const auto ms = static_cast<int>(((instant.ms % 1000) + 1000) % 1000);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'Y':
        out += print("%04d", t.date.year);
        break;
      case 'y':
        out += print("%02d", t.date.year % 100);
        break;
      case 'm':
        out += print("%02d", t.date.month);
        break;
      case 'n':
        out += print("%d", t.date.month);
        break;
      case 'b':
        out += kMonths.at(static_cast<std::size_t>(t.date.month - 1));
        break;
      case 'd':
        out += print("%02d", t.date.day);
        break;
      case 'e':
        out += print("%d", t.date.day);
        break;
      case 'H':
        out += print("%02d", t.hour);
        break;
      case 'h':
        out += print("%d", t.hour);
        break;
      case 'M':
        out += print("%02d", t.minute);
        break;
      case 'S':
        out += print("%02d", t.second);
        break;
      case '3':
        out += print("%03d", ms);
        break;
      case 'a':
        out += kDays.at(static_cast<std::size_t>(t.date.weekday()));
        break;
      case 'W':
        out += print("%d", week_of_year(t.date));
        break;
      case 'u':
        out += print("%d", t.date.weekday() + 1);
        break;
      case '%':
        out += '%';
        break;
      default:
        out += '%', out += pattern[i];
    }
  }
  return out;
}

}  // namespace motcua::forms::xpath
