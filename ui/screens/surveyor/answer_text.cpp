#include "screens/surveyor/answer_text.hpp"

#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "widgets/slider.hpp"

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::DataType;
using forms::ItemView;

constexpr std::string_view kVietnam = "+07:00";

enum class Days : std::uint8_t { day, month, year };

Days days_of(const ItemView& item) {
  if (has_appearance(item.appearance, "month-year")) return Days::month;
  if (has_appearance(item.appearance, "year")) return Days::year;
  return Days::day;
}

std::string date_text(const ItemView& item, std::string_view value) {
  const auto date = parse_date(value.substr(0, 10));
  if (!date) return std::string(value);
  const std::string day = display_date(*date);  // "23/11/2026"
  switch (days_of(item)) {
    case Days::month:
      return day.substr(3);
    case Days::year:
      return day.substr(6);
    case Days::day:
      break;
  }
  return day;
}

/// "08:30" of "08:30:00.000+07:00".
std::string clock_text(std::string_view value) { return std::string(value.substr(0, 5)); }

/// "1234567.5" as "1.234.567,5".
std::string grouped(std::string_view value) {
  const bool minus = value.starts_with('-');
  const std::string_view digits = value.substr(minus ? 1 : 0, value.find('.') - (minus ? 1 : 0));
  std::string out = minus ? "-" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += '.';
    out += digits[i];
  }
  if (const auto point = value.find('.'); point != std::string_view::npos)
    out += "," + std::string(value.substr(point + 1));
  return out;
}

std::string labels(const ItemView& item) {
  std::string out;
  for (const std::string_view value : split(item.value, ' ')) {
    const auto choice = std::ranges::find(item.choices, value, &forms::Choice::value);
    if (!out.empty()) out += item.control == ControlKind::rank ? "; " : ", ";
    out += choice == item.choices.end() || choice->label.empty() ? std::string(value) : choice->label;
  }
  return out;
}

}  // namespace

std::string answer_text(const ItemView& item) {
  const std::string& value = item.value;
  if (value.empty()) return {};
  if (!item.choices.empty()) return labels(item);
  switch (item.type) {
    case DataType::date:
      return date_text(item, value);
    case DataType::time:
      return clock_text(value);
    case DataType::date_time:
      return value.size() < 16 ? value : value.substr(11, 5) + " " + date_text(item, value);
    case DataType::integer:
    case DataType::decimal:
      return has_appearance(item.appearance, "thousands-sep") ? grouped(value) : with_comma(value);
    default:
      return value;
  }
}

Field field_for(const ItemView& item) {
  switch (item.type) {
    case DataType::integer:
      return Field::integer;
    case DataType::decimal:
      return Field::decimal;
    case DataType::date:
      if (days_of(item) == Days::year) return Field::integer;
      return days_of(item) == Days::month ? Field::month : Field::date;
    case DataType::time:
      return Field::time;
    case DataType::date_time:
      return Field::date_time;
    default:
      return has_appearance(item.appearance, "numbers") ? Field::integer : Field::text;
  }
}

std::string to_field(const ItemView& item) {
  const std::string& value = item.value;
  switch (item.type) {
    case DataType::date:
      if (days_of(item) == Days::year) return value.substr(0, 4);
      return days_of(item) == Days::month ? value.substr(0, 7) : value;
    case DataType::time:
      return clock_text(value);
    case DataType::date_time:
      return value.substr(0, 16);
    default:
      return value;
  }
}

std::string from_field(const ItemView& item, std::string_view typed) {
  std::string text(typed);
  if (text.empty()) return text;
  switch (item.type) {
    case DataType::decimal:
      std::ranges::replace(text, ',', '.');  // The key that a Vietnamese keyboard has.
      return text;
    case DataType::date:
      if (days_of(item) == Days::year && text.size() == 4) return text + "-01-01";
      return days_of(item) == Days::month && text.size() == 7 ? text + "-01" : text;
    case DataType::time:
      return text.size() == 5 ? text + ":00.000" + std::string(kVietnam) : text;
    case DataType::date_time:
      return text.size() == 16 ? text + ":00.000" + std::string(kVietnam) : text;
    default:
      return text;
  }
}

}  // namespace motcua::ui
