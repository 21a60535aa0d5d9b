#include <charconv>
#include <cmath>

#include "motcua/base/text.hpp"
#include "session_impl.hpp"
#include "xpath/dates.hpp"
#include "xpath/value.hpp"

namespace motcua::forms {
namespace {

bool is_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// Digits with at most one point among them, after at most one minus.
std::optional<double> decimal(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.find_first_not_of("0123456789.") != digits.npos || digits.find_first_of("0123456789") == digits.npos)
    return std::nullopt;
  if (digits.find('.') != digits.rfind('.')) return std::nullopt;
  const double number = xpath::read_numeral(text);
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

/// "latitude longitude [altitude [accuracy]]"
bool is_point(std::string_view text) {
  std::vector<double> numbers;
  for (const std::string_view part : split(text, ' ')) {
    const auto number = decimal(part);
    if (!number) return false;
    numbers.push_back(*number);
  }
  return numbers.size() >= 2 && numbers.size() <= 4 && std::abs(numbers[0]) <= 90 && std::abs(numbers[1]) <= 180;
}

/// Points separated by ";", which may also end the list.
bool is_points(std::string_view text, std::size_t least) {
  std::size_t count = 0;
  for (const std::string_view part : split(text, ';')) {
    if (trim(part).empty()) continue;
    if (!is_point(trim(part))) return false;
    ++count;
  }
  return count >= least;
}

bool fits(DataType type, std::string_view value) {
  switch (type) {
    case DataType::integer:
      return is_integer(value);
    case DataType::decimal:
      return decimal(value).has_value();
    case DataType::boolean:
      return value == "true" || value == "false" || value == "1" || value == "0";
    case DataType::date:
      return parse_date(value).has_value();
    case DataType::time:
      return xpath::fraction_of_day(value, 0).has_value();
    case DataType::date_time:
      return value.size() > 10 && parse_instant(value).has_value();
    case DataType::geopoint:
      return is_point(value);
    case DataType::geotrace:
      return is_points(value, 2);
    case DataType::geoshape:
      return is_points(value, 3);
    default:
      return true;
  }
}

std::string_view example(DataType type) {
  switch (type) {
    case DataType::integer:
      return "12";
    case DataType::decimal:
      return "12.5";
    case DataType::boolean:
      return "true";
    case DataType::date:
      return "2026-11-23";
    case DataType::time:
      return "08:30";
    case DataType::date_time:
      return "2026-11-23T08:30:00+07:00";
    case DataType::geopoint:
      return "21.0285 105.8542";
    default:
      return "21.0285 105.8542;21.0290 105.8550;21.0300 105.8560";
  }
}

bool is_free_text(DataType type) {
  return type == DataType::string || type == DataType::barcode || type == DataType::intent;
}

}  // namespace

Status check_type(DataType type, std::string_view value) {
  if (value.empty() || fits(type, value)) return {};
  return fail(ErrorCode::answer_type, "vd. / e.g. " + std::string(example(type)));
}

Result<std::string> clean_answer(DataType type, std::string_view value) {
  const auto text = to_nfc(value);
  if (!text) return fail(ErrorCode::answer_type, "UTF-8");
  std::string out;
  out.reserve(text->size());
  for (std::size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    if (c == '\r') {
      if (i + 1 == text->size() || (*text)[i + 1] != '\n') out += '\n';
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      out += c;  // XML 1.0 cannot hold the other control characters.
    }
  }
  return is_free_text(type) ? out : std::string(trim(out));
}

std::string computed_text(DataType type, xpath::Value value) {
  if (const auto* number = std::get_if<double>(&value)) {
    if (std::isnan(*number)) return {};
    if (type == DataType::integer && std::isfinite(*number)) return xpath::to_text(std::trunc(*number));
  }
  std::string text = xpath::to_text(std::move(value));
  if (type == DataType::date && text.size() > 10 && text[10] == 'T') text.resize(10);
  if (type == DataType::integer && text.find('.') != std::string::npos) {
    if (const auto number = decimal(text)) return xpath::to_text(std::trunc(*number));
  }
  return text;
}

}  // namespace motcua::forms
