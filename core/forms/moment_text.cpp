#include "moment_text.hpp"

#include "motcua/base/civil_time.hpp"

namespace motcua::forms {
namespace {

constexpr std::size_t kDateLength = 10;

/// Takes two digits that are at most `most`.
bool take_two(std::string_view& text, int most) {
  if (text.size() < 2) return false;
  const int tens = text[0] - '0';
  const int ones = text[1] - '0';
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || tens * 10 + ones > most) return false;
  text.remove_prefix(2);
  return true;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// Parts of a time of day: "08:30", ":00.5", "+07:00".
struct TimeParts {
  std::string_view minutes;
  std::string_view seconds;
  std::string_view offset;
};

std::optional<TimeParts> split_time(std::string_view text) {
  TimeParts out;
  std::string_view rest = text;
  if (!take_two(rest, 23) || !take(rest, ':') || !take_two(rest, 59)) return std::nullopt;
  out.minutes = text.substr(0, 5);
  const std::string_view after_minutes = rest;
  if (take(rest, ':')) {
    if (!take_two(rest, 59)) return std::nullopt;
    if (take(rest, '.')) {
      const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
      if (digits == 0) return std::nullopt;
      rest.remove_prefix(digits);
    }
  }
  out.seconds = after_minutes.substr(0, after_minutes.size() - rest.size());
  out.offset = rest;
  if (rest.empty() || rest == "Z") return out;
  if (!take(rest, '+') && !take(rest, '-')) return std::nullopt;
  const bool is_offset = take_two(rest, 14) && take(rest, ':') && take_two(rest, 59) && rest.empty();
  return is_offset ? std::optional(out) : std::nullopt;
}

std::string whole_time(const TimeParts& parts) {
  return std::string(parts.minutes) + (parts.seconds.empty() ? ":00" : std::string(parts.seconds));
}

}  // namespace

std::optional<std::string> date_text(std::string_view text) {
  const std::string_view date = text.substr(0, kDateLength);
  if (!parse_date(date)) return std::nullopt;
  if (text.size() > kDateLength && (text[kDateLength] != 'T' || !split_time(text.substr(kDateLength + 1)))) {
    return std::nullopt;
  }
  return std::string(date);
}

std::optional<std::string> time_text(std::string_view text) {
  const auto parts = split_time(text);
  if (!parts) return std::nullopt;
  return whole_time(*parts) + std::string(parts->offset);
}

std::optional<std::string> date_time_text(std::string_view text) {
  if (text.size() <= kDateLength || (text[kDateLength] != 'T' && text[kDateLength] != ' ')) return std::nullopt;
  const std::string_view date = text.substr(0, kDateLength);
  const auto parts = split_time(text.substr(kDateLength + 1));
  if (!parse_date(date) || !parts) return std::nullopt;
  return std::string(date) + "T" + whole_time(*parts) + (parts->offset.empty() ? "+07:00" : std::string(parts->offset));
}

}  // namespace motcua::forms
