#include "widgets/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace motcua::ui {

int decimals(double number) {
  int count = 0;
  for (double scaled = number; count < 6 && std::abs(scaled - std::round(scaled)) > 1e-6; scaled *= 10) ++count;
  return count;
}

std::optional<double> number_of(std::string text) {
  std::ranges::replace(text, ',', '.');
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string plain(double number) { return fmt::format("{:.{}f}", number, decimals(number)); }

std::string with_comma(std::string number) {
  std::ranges::replace(number, '.', ',');
  return number;
}

}  // namespace motcua::ui
