#include "xpath/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "motcua/base/text.hpp"
#include "xpath/value.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kRadius = 6'378'100;  // Metres, at the equator.

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// Great circle by the haversine formula, which stays exact for short distances where the law of cosines does not.
double distance(const GeoPoint& a, const GeoPoint& b) {
  const double across = std::sin(radians(a.latitude - b.latitude) / 2);
  const double along = std::sin(radians(a.longitude - b.longitude) / 2);
  const double h = across * across + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * along * along;
  return 2 * kRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

/// Two to four numbers, of which the first two are the place.
std::optional<GeoPoint> read_point(std::string_view text) {
  std::vector<double> parts;
  std::size_t start = 0;
  while ((start = text.find_first_not_of(" \t\r\n", start)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", start), text.size());
    parts.push_back(to_number(text.substr(start, end - start), 0));
    if (parts.size() > 4 || std::isnan(parts.back())) return std::nullopt;
    start = end;
  }
  if (parts.size() < 2 || std::abs(parts[0]) > 90 || std::abs(parts[1]) > 180) return std::nullopt;
  return GeoPoint{parts[0], parts[1]};
}

/// A straight part of a line, as drawn on a map.
struct Segment {
  GeoPoint from;
  GeoPoint to;
  std::size_t place;  ///< Along the line.

  [[nodiscard]] double west() const { return std::min(from.longitude, to.longitude); }
  [[nodiscard]] double east() const { return std::max(from.longitude, to.longitude); }
};

/// Above 0: c is left of the way from a to b. 0: on it.
double turn(const GeoPoint& a, const GeoPoint& b, const GeoPoint& c) {
  return (b.longitude - a.longitude) * (c.latitude - a.latitude) -
         (b.latitude - a.latitude) * (c.longitude - a.longitude);
}

/// Of a point that is on the segment's straight line.
bool within(const Segment& segment, const GeoPoint& point) {
  return point.longitude >= segment.west() && point.longitude <= segment.east() &&
         point.latitude >= std::min(segment.from.latitude, segment.to.latitude) &&
         point.latitude <= std::max(segment.from.latitude, segment.to.latitude);
}

bool touch(const Segment& a, const Segment& b) {
  const double from_side = turn(a.from, a.to, b.from);
  const double to_side = turn(a.from, a.to, b.to);
  const double other_from_side = turn(b.from, b.to, a.from);
  const double other_to_side = turn(b.from, b.to, a.to);
  const auto apart = [](double x, double y) { return (x > 0 && y < 0) || (x < 0 && y > 0); };
  if (apart(from_side, to_side) && apart(other_from_side, other_to_side)) return true;
  return (from_side == 0 && within(a, b.from)) || (to_side == 0 && within(a, b.to)) ||
         (other_from_side == 0 && within(b, a.from)) || (other_to_side == 0 && within(b, a.to));
}

/// Neighbours share their joint; they overlap when the second turns straight back.
bool folds_back(const Segment& before, const Segment& after) {
  if (turn(before.from, before.to, after.to) != 0) return false;
  return within(before, after.to) || within(after, before.from);
}

}  // namespace

bool read_points(std::string_view text, GeoPoints& out) {
  text = trim(text);
  while (!text.empty() && text.back() == ';') text = trim(text.substr(0, text.size() - 1));
  if (text.empty()) return true;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(';', start), text.size());
    const auto point = read_point(text.substr(start, end - start));
    if (!point) return false;
    out.push_back(*point);
    start = end + 1;
  }
  return true;
}

double length_of(const GeoPoints& points) {
  double total = 0;
  for (std::size_t i = 1; i < points.size(); ++i) total += distance(points[i - 1], points[i]);
  return total;
}

double area_of(const GeoPoints& points) {
  double total = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const GeoPoint& a = points[i];
    const GeoPoint& b = points[i + 1 < points.size() ? i + 1 : 0];
    total += radians(b.longitude - a.longitude) * (2 + std::sin(radians(a.latitude)) + std::sin(radians(b.latitude)));
  }
  return std::abs(total) * kRadius * kRadius / 2;
}

bool is_inside(const GeoPoint& point, const GeoPoints& shape) {
  // A ray to the east crosses the border an odd number of times.
  bool inside = false;
  for (std::size_t i = 1; i < shape.size(); ++i) {
    const GeoPoint& a = shape[i - 1];
    const GeoPoint& b = shape[i];
    if ((a.latitude > point.latitude) == (b.latitude > point.latitude)) continue;
    const double share = (point.latitude - a.latitude) / (b.latitude - a.latitude);
    if (point.longitude < a.longitude + share * (b.longitude - a.longitude)) inside = !inside;
  }
  return inside;
}

std::optional<bool> crosses_itself(const GeoPoints& points, std::uint64_t& budget) {
  std::vector<Segment> segments;
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i - 1] != points[i]) segments.push_back({points[i - 1], points[i], segments.size()});
  }
  const std::size_t count = segments.size();
  const bool closed = count > 2 && points.front() == points.back();
  // From west to east: only those that overlap in longitude need to be compared.
  std::ranges::sort(segments, {}, &Segment::west);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count && segments[j].west() <= segments[i].east(); ++j) {
      if (budget == 0) return std::nullopt;
      --budget;
      const bool in_order = segments[i].place < segments[j].place;
      const Segment& first = in_order ? segments[i] : segments[j];
      const Segment& second = in_order ? segments[j] : segments[i];
      const bool joined = second.place == first.place + 1;
      const bool joined_round = closed && first.place == 0 && second.place == count - 1;
      if (joined ? folds_back(first, second) : joined_round ? folds_back(second, first) : touch(first, second)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace motcua::forms::xpath
