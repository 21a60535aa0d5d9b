#include <algorithm>
#include <cmath>
#include <limits>

#include "xpath/functions.hpp"
#include "xpath/geometry.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Of all arguments from `first` on; nullopt when one is no geographic value.
std::optional<GeoPoints> points_of(const Call& call, std::size_t first) {
  GeoPoints points;
  bool valid = true;
  call.each_text(first, [&](std::string_view text) {
    valid = valid && call.environment().spend(text.size()) && read_points(text, points);
  });
  if (!valid) return std::nullopt;
  return points;
}

/// To the centimetre: finer than any receiver, and coarse enough that every platform's sine gives the same text.
double rounded(double metres) { return std::round(metres * 100) / 100; }

double area(const Call& call) {
  const auto points = points_of(call, 0);
  if (points && points->size() > 2) return rounded(area_of(*points));
  // Fewer than three points enclose nothing, wherever they are.
  std::size_t named = 0;
  call.each_text(
      0, [&named](std::string_view text) { named += 1 + static_cast<std::size_t>(std::ranges::count(text, ';')); });
  return named < 3 ? 0 : kNan;
}

bool geofence(const Call& call) {
  std::string scratch;
  GeoPoints point;
  GeoPoints shape;
  if (!read_points(call.view(0, scratch), point) || point.size() != 1) return false;
  const std::string_view border = call.view(1, scratch);
  if (!call.environment().spend(border.size()) || !read_points(border, shape)) return false;
  return shape.size() > 3 && shape.front() == shape.back() && is_inside(point.front(), shape);
}

}  // namespace

Value call_geography(const Call& call) {
  switch (call.expr().function) {
    case FunctionId::distance: {
      const auto points = points_of(call, 0);
      return points && points->size() > 1 ? rounded(length_of(*points)) : kNan;
    }
    case FunctionId::geofence:
      return geofence(call);
    case FunctionId::intersects: {
      const auto points = points_of(call, 0);
      return points && crosses_itself(*points, call.environment().budget).value_or(false);
    }
    default:
      return area(call);
  }
}

}  // namespace motcua::forms::xpath
