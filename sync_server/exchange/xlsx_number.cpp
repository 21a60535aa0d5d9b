#include "exchange/xlsx_number.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace motcua::server {
namespace {

constexpr double kLastDay = 2958465;  ///< 9999-12-31

std::string show_plain(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return fmt::format("{:.0f}", value == 0 ? 0.0 : value);
  return fmt::format("{:.15g}", value);  // The digits that spreadsheet programs keep.
}

std::string show_time(long seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

NumberLook look_of_builtin(unsigned id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return NumberLook::date;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return NumberLook::time;
  return id == 22 ? NumberLook::date_time : NumberLook::number;
}

NumberLook look_of_code(std::string_view code) {
  bool date = false;
  bool time = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;  // The next character stands for itself.
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) time = true;
      i = end;
    } else if (c == 'd' || c == 'D' || c == 'y' || c == 'Y') {
      date = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      time = true;
    } else if (c == 'G' || c == 'g') {
      return NumberLook::number;  // "General"
    } else if (c == 'm' || c == 'M') {
      // Months or minutes: what stands beside it tells. Alone it is months.
      if (code.find_first_of("hHsS") == std::string_view::npos) date = true;
    }
  }
  if (date) return time ? NumberLook::date_time : NumberLook::date;
  return time ? NumberLook::time : NumberLook::number;
}

std::string show_number(std::string_view text, NumberLook look, bool since_1904) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::string(text);
  if (look == NumberLook::number || value < 0 || value > kLastDay) return show_plain(value);
  if (since_1904) value += 1462;
  double days = std::floor(value);
  auto seconds = std::lround((value - days) * 86400);
  if (seconds == 86400) {
    seconds = 0;
    days += 1;
  }
  if (look == NumberLook::time && days < 1) return show_time(seconds);
  // Spreadsheets count a 29 February 1900 that never was.
  const int offset = days < 61 ? 1 : 0;
  const std::chrono::sys_days day{std::chrono::sys_days{std::chrono::year{1899} / 12 / 30} +
                                  std::chrono::days{static_cast<int>(days) + offset}};
  const std::chrono::year_month_day civil{day};
  const std::string date = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()),
                                       static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
  if (look == NumberLook::date || seconds == 0) return date;
  return date + "T" + show_time(seconds);
}

}  // namespace motcua::server
