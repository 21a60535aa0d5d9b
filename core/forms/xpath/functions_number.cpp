#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The shortest numeral that reads back as the number, with an exponent of its own folded into plain digits.
std::string shortest(double number) {
  char buffer[400];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
  return {buffer, written.ptr};
}

/// A double's shortest decimal text, which is what an author sees and means: 2.15 is not a little less than it is.
/// Halves go up, towards positive infinity, as XPath 1.0 section 4.4 and JavaRosa have it.
double round_to(double number, double digits) {
  if (std::isnan(number) || std::isnan(digits) || std::isinf(number)) return number;
  digits = std::trunc(digits);
  if (digits == 0) {
    const double whole = std::floor(number);
    return number - whole < 0.5 ? whole : whole + 1;
  }
  if (digits > 300) return number;
  if (digits < -308) return 0;
  // Shifting the point of the text is exact; multiplying by a power of ten is not.
  const double shifted = read_numeral(shortest(number) + "e" + std::to_string(static_cast<int>(digits)));
  if (!std::isfinite(shifted)) return number;
  return read_numeral(shortest(round_to(shifted, 0)) + "e" + std::to_string(static_cast<int>(-digits)));
}

double sum(const Call& call) {
  double total = 0;
  call.each_text(0, [&](std::string_view text) { total += to_number(text, call.zone()); });
  return total;
}

double extreme(const Call& call, bool largest) {
  double best = kNan;
  bool none_is_nan = true;
  call.each_text(0, [&](std::string_view text) {
    const double number = to_number(text, call.zone());
    if (std::isnan(number)) none_is_nan = false;
    if (std::isnan(best) || (largest ? number > best : number < best)) best = number;
  });
  return none_is_nan ? best : kNan;
}

double random_number(Random& random) {
  return static_cast<double>(random.next_u64() >> 11U) * 0x1.0p-53;  // 53 bits: every double of [0, 1) of that grid.
}

}  // namespace

Value call_number(const Call& call) {
  const auto x = [&] { return call.number(0); };
  std::string scratch;
  switch (call.expr().function) {
    case FunctionId::number:
      if (call.has(0)) return x();
      return to_number(call.view_or_context(0, scratch), call.zone());
    case FunctionId::sum:
      return sum(call);
    case FunctionId::floor:
      return std::floor(x());
    case FunctionId::ceiling:
      return std::ceil(x());
    case FunctionId::round:
      return round_to(x(), call.has(1) ? call.number(1) : 0);
    case FunctionId::int_:
      return std::trunc(x());
    case FunctionId::min:
      return extreme(call, false);
    case FunctionId::max:
      return extreme(call, true);
    case FunctionId::abs:
      return std::abs(x());
    case FunctionId::pow:
      return std::pow(x(), call.number(1));
    case FunctionId::sqrt:
      return std::sqrt(x());
    case FunctionId::log:
      return std::log(x());
    case FunctionId::log10:
      return std::log10(x());
    case FunctionId::exp:
      return std::exp(x());
    case FunctionId::exp10:
      return std::pow(10.0, x());
    case FunctionId::pi:
      return std::numbers::pi;
    case FunctionId::sin:
      return std::sin(x());
    case FunctionId::cos:
      return std::cos(x());
    case FunctionId::tan:
      return std::tan(x());
    case FunctionId::asin:
      return std::asin(x());
    case FunctionId::acos:
      return std::acos(x());
    case FunctionId::atan:
      return std::atan(x());
    case FunctionId::atan2:
      return std::atan2(x(), call.number(1));
    case FunctionId::random:
      return random_number(*call.environment().random);
    default:
      return kNan;
  }
}

}  // namespace motcua::forms::xpath
