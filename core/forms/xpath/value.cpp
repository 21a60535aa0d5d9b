#include "xpath/value.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "motcua/base/text.hpp"
#include "xpath/dates.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "-"? (digits ("." digits?)? | "." digits) and an optional exponent, which XPath 1.0 has not: here "1e3" is a number.
bool is_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  std::size_t digits = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) ++digits;
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && is_digit(text[i]); ++i) ++digits;
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (i == text.size()) return false;
    while (i < text.size() && is_digit(text[i])) ++i;
  }
  return i == text.size();
}

}  // namespace

std::string to_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (number == 0) return "0";
  if (std::abs(number) < 1e15 && number == std::trunc(number)) return std::to_string(static_cast<long long>(number));
  char buffer[400];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
  return {buffer, written.ptr};
}

double read_numeral(std::string_view text) {
  // Whole numbers, which most answers are, need no rounding: their digits fit a double's 53 bits.
  std::int64_t whole = 0;
  std::size_t i = 0;
  while (i < text.size() && i < 15 && is_digit(text[i])) whole = whole * 10 + (text[i++] - '0');
  if (i == text.size()) return static_cast<double>(whole);
  // Not from_chars: the web's libc++ 19 has it for whole numbers only. The programs never set a locale.
  return std::strtod(std::string(text).c_str(), nullptr);
}

double to_number(std::string_view text, const Zone& zone) {
  text = trim(text);
  if (text.empty()) return kNan;
  if (is_number(text)) {
    return read_numeral(text);
  }
  return days_of(text, zone).value_or(kNan);
}

bool to_boolean(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<double>(&value)) return *number != 0 && !std::isnan(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  return !std::get<NodeSet>(value).empty();
}

double to_number(const Value& value, const Zone& zone) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return to_number(std::string_view(*text), zone);
  const auto& nodes = std::get<NodeSet>(value);
  if (nodes.empty()) return kNan;
  std::string scratch;
  return to_number(string_view_of(*nodes.front(), scratch), zone);
}

std::string to_text(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return to_text(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto& nodes = std::get<NodeSet>(value);
  return nodes.empty() ? std::string() : string_value(*nodes.front());
}

std::string to_text(Value&& value) {
  if (auto* text = std::get_if<std::string>(&value)) return std::move(*text);
  return to_text(static_cast<const Value&>(value));
}

}  // namespace motcua::forms::xpath
