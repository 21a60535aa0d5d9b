#include <cmath>
#include <limits>
#include <numbers>

#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// round(n, digits): we take halves away from zero.
double round_to(double number, double digits) {
  if (std::isnan(number) || std::isnan(digits) || std::isinf(number)) return number;
  const double scale = std::pow(10.0, std::trunc(digits));
  if (scale == 0 || std::isinf(scale)) return digits < 0 ? 0 : number;
  const double result = std::round(number * scale) / scale;
  return std::isfinite(result) ? result : number;
}

double sum(const Call& call) {
  double total = 0;
  for (const std::string& text : call.texts(0)) total += to_number(std::string_view(text), call.zone());
  return total;
}

double extreme(const Call& call, bool largest) {
  double best = kNan;
  for (const std::string& text : call.texts(0)) {
    const double number = to_number(std::string_view(text), call.zone());
    if (std::isnan(number)) return kNan;
    if (std::isnan(best) || (largest ? number > best : number < best)) best = number;
  }
  return best;
}

double random_number(Random& random) {
  return static_cast<double>(random.next_u64() >> 11U) * 0x1.0p-53;  // 53 bits: every double of [0, 1) of that grid.
}

}  // namespace

Value call_number(const Call& call) {
  const auto x = [&] { return call.number(0); };
  switch (call.expr().function) {
    case FunctionId::number:
      return call.has(0) ? x() : to_number(std::string_view(string_value(*call.context().node)), call.zone());
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
