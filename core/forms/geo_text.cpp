#include "geo_text.hpp"

#include <array>
#include <cmath>

#include "motcua/base/text.hpp"
#include "xpath/value.hpp"

namespace motcua::forms {
namespace {

/// A decimal numeral, also with an exponent: devices write "1.0E-5".
std::optional<double> number(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.empty() || digits.find_first_not_of("0123456789.eE+-") != digits.npos) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  const double value = xpath::to_number(text, 0);
  // "2026-11-23" is a number to XPath, but no coordinate.
  const bool is_date = digits.find('-') != digits.npos && digits.find_first_of("eE") == digits.npos;
  return std::isfinite(value) && !is_date ? std::optional(value) : std::nullopt;
}

bool same_place(const GeoPoint& a, const GeoPoint& b) { return a.latitude == b.latitude && a.longitude == b.longitude; }

std::string joined(const std::vector<GeoPoint>& points) {
  std::string out;
  for (const GeoPoint& point : points) {
    if (!out.empty()) out += ";";
    out += point.text;
  }
  return out;
}

}  // namespace

std::optional<GeoPoint> read_geo_point(std::string_view text) {
  GeoPoint out;
  std::array<double, 4> numbers{};
  std::size_t count = 0;
  for (const std::string_view part : split(trim(text), ' ')) {
    if (part.empty()) continue;
    const auto value = number(part);
    if (!value || count == numbers.size()) return std::nullopt;
    numbers[count++] = *value;
    if (!out.text.empty()) out.text += ' ';
    out.text += part;
  }
  if (count < 2 || std::abs(numbers[0]) > 90 || std::abs(numbers[1]) > 180) return std::nullopt;
  out.latitude = numbers[0];
  out.longitude = numbers[1];
  return out;
}

std::optional<std::vector<GeoPoint>> read_geo_points(std::string_view text) {
  std::vector<GeoPoint> points;
  text = trim(text);
  if (text.ends_with(';')) text.remove_suffix(1);
  for (const std::string_view part : split(text, ';')) {
    auto point = read_geo_point(part);
    if (!point) return std::nullopt;
    points.push_back(std::move(*point));
  }
  return points;
}

std::optional<std::string> geopoint_text(std::string_view text) {
  auto point = read_geo_point(text);
  if (!point) return std::nullopt;
  return std::move(point->text);
}

std::optional<std::string> geotrace_text(std::string_view text) {
  const auto points = read_geo_points(text);
  if (!points || points->size() < 2 || same_place(points->front(), points->back())) return std::nullopt;
  return joined(*points);
}

std::optional<std::string> geoshape_text(std::string_view text) {
  auto points = read_geo_points(text);
  if (!points || points->size() < 3) return std::nullopt;
  if (!same_place(points->front(), points->back())) points->push_back(points->front());
  return joined(*points);
}

}  // namespace motcua::forms
