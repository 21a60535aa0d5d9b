#include "exchange/office_time.hpp"

#include <charconv>
#include <string>

#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::string two_digits(std::string_view text) { return text.size() == 1 ? "0" + std::string(text) : std::string(text); }

// "23/11/2026" as "2026-11-23".
std::optional<std::string> iso_day(std::string_view text) {
  const auto parts = split(text, '/');
  if (parts.size() != 3 || parts[2].size() != 4 || !number(parts[0]) || !number(parts[1]) || !number(parts[2]))
    return std::nullopt;
  std::string iso = std::string(parts[2]) + "-" + two_digits(parts[1]) + "-" + two_digits(parts[0]);
  if (!parse_date(iso)) return std::nullopt;
  return iso;
}

}  // namespace

std::optional<OfficeTime> parse_office_time(std::string_view text) {
  const std::string_view written = trim(text);
  if (const auto date = parse_date(written)) return OfficeTime{to_instant({*date, 0, 0, 0}), false};
  if (const auto instant = parse_instant(written)) return OfficeTime{*instant, true};

  const auto words = split(written, ' ');
  if (words.size() > 2) return std::nullopt;
  const bool time_first = words.size() == 2 && words[0].contains(':');
  const auto day = iso_day(time_first ? words[1] : words[0]);
  if (!day) return std::nullopt;
  if (words.size() == 1) return OfficeTime{to_instant({*parse_date(*day), 0, 0, 0}), false};
  std::string time(time_first ? words[0] : words[1]);
  if (time.find(':') == 1) time.insert(0, "0");
  const auto instant = parse_instant(*day + "T" + time);
  if (!instant) return std::nullopt;
  return OfficeTime{*instant, true};
}

}  // namespace motcua::server
