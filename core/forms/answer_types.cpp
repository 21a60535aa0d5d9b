#include "answer_types.hpp"

#include <charconv>
#include <cmath>

#include "geo_text.hpp"
#include "moment_text.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "xpath/dates.hpp"

namespace motcua::forms {
namespace {

constexpr int kVietnamMinutes = 7 * 60;
constexpr double kDayMs = 86'400'000;
constexpr std::string_view kDigits = "0123456789";

/// "+007" is "7". 64 bits, where XML Schema's int has 32: amounts of money in đồng do not fit in those.
std::optional<std::string> integer_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of(kDigits) != text.npos) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
  std::string out = negative && text != "0" ? "-" : "";
  out += text;
  std::int64_t number = 0;
  const auto read = std::from_chars(out.data(), out.data() + out.size(), number);
  return read.ec == std::errc() ? std::optional(std::move(out)) : std::nullopt;
}

/// Digits with at most one point among them, after at most one sign. "+.5" is "0.5"; other digits stay as written.
std::optional<std::string> decimal_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == text.npos ? std::string_view() : text.substr(point + 1);
  if (whole.size() + part.size() == 0 || whole.find_first_not_of(kDigits) != whole.npos ||
      part.find_first_not_of(kDigits) != part.npos) {
    return std::nullopt;
  }
  std::string out = negative ? "-" : "";
  out += whole.empty() ? "0" : whole;
  if (!part.empty()) (out += '.') += part;
  return std::isfinite(xpath::read_numeral(out)) ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> boolean_text(std::string_view text) {
  const bool fits = text == "true" || text == "false" || text == "1" || text == "0";
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

/// A file's name, without folders; or, as forms have it for defaults, an address "jr://images/a.png".
std::optional<std::string> binary_text(std::string_view text) {
  constexpr std::size_t kLongestName = 255;
  const bool fits =
      text.starts_with("jr://") ||
      (text.size() <= kLongestName && text.find_first_of("/\\\n\t") == text.npos && text != "." && text != "..");
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

/// The value as the type stores it; nullopt where it is none of the type.
std::optional<std::string> typed_text(DataType type, std::string_view text) {
  switch (type) {
    case DataType::integer:
      return integer_text(text);
    case DataType::decimal:
      return decimal_text(text);
    case DataType::boolean:
      return boolean_text(text);
    case DataType::date:
      return date_text(text);
    case DataType::time:
      return time_text(text);
    case DataType::date_time:
      return date_time_text(text);
    case DataType::geopoint:
      return geopoint_text(text);
    case DataType::geotrace:
      return geotrace_text(text);
    case DataType::geoshape:
      return geoshape_text(text);
    case DataType::binary:
      return binary_text(text);
    case DataType::string:
    case DataType::barcode:
    case DataType::intent:
      return std::string(text);
  }
  return std::string(text);
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
    case DataType::geotrace:
      return "21.0285 105.8542;21.0290 105.8550";
    case DataType::binary:
      return "anh.jpg";
    default:
      return "21.0285 105.8542;21.0290 105.8550;21.0300 105.8560";
  }
}

bool is_free_text(DataType type) {
  return type == DataType::string || type == DataType::barcode || type == DataType::intent;
}

std::string number_text(DataType type, double number) {
  if (!std::isfinite(number)) return {};
  switch (type) {
    case DataType::integer:
      return xpath::to_text(std::trunc(number));
    case DataType::date:
    case DataType::date_time: {  // Days since 1970, as number() makes them of dates.
      if (std::abs(number) > 1e8) return {};
      const Instant instant{static_cast<std::int64_t>(std::llround(number * kDayMs))};
      return type == DataType::date ? xpath::date_text(instant, kVietnamMinutes)
                                    : xpath::date_time_text(instant, kVietnamMinutes);
    }
    default:
      return xpath::to_text(number);
  }
}

bool is_number(DataType type) { return type == DataType::integer || type == DataType::decimal; }

/// Without the characters that XML 1.0 cannot hold, and with "\n" line ends.
std::string without_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      out += c;
    }
  }
  return out;
}

}  // namespace

Status check_type(DataType type, std::string_view value) {
  if (value.empty() || typed_text(type, value)) return {};
  return fail(ErrorCode::answer_type, "vd. / e.g. " + std::string(example(type)));
}

Result<std::string> clean_answer(DataType type, std::string_view value) {
  const auto text = to_nfc(value);
  if (!text) return fail(ErrorCode::answer_type, "UTF-8");
  std::string out = without_controls(*text);
  if (is_free_text(type)) return out;
  const std::string_view trimmed = trim(out);
  if (auto typed = typed_text(type, trimmed); typed && !trimmed.empty()) return std::move(*typed);
  return std::string(trimmed);  // Which check_type refuses.
}

std::string default_text(DataType type, std::string_view text) {
  if (is_free_text(type) || trim(text).empty()) return std::string(text);
  if (auto typed = typed_text(type, trim(text))) return std::move(*typed);
  if (type == DataType::integer) return computed_text(type, std::string(trim(text)));
  return {};
}

std::string computed_text(DataType type, xpath::Value value) {
  if (const auto* number = std::get_if<double>(&value)) {
    // A blank is what "not a number" means everywhere; infinity is text, and no number that XML Schema has.
    if (std::isnan(*number)) return {};
    return std::isinf(*number) && is_free_text(type) ? xpath::to_text(*number) : number_text(type, *number);
  }
  if (const auto* flag = std::get_if<bool>(&value); flag != nullptr && is_number(type)) return *flag ? "1" : "0";
  std::string text = xpath::to_text(std::move(value));
  if (is_number(type)) {
    if (auto typed = typed_text(type, trim(text))) return std::move(*typed);
    return number_text(type, xpath::to_number(std::string_view(text), kVietnamMinutes));
  }
  if (type == DataType::date) {
    if (auto typed = date_text(trim(text))) return std::move(*typed);
  }
  return text;
}

}  // namespace motcua::forms
