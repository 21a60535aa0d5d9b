#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace motcua::forms::xpath {

/// Degrees, north and east positive.
struct GeoPoint {
  double latitude = 0;
  double longitude = 0;
  friend bool operator==(const GeoPoint&, const GeoPoint&) = default;
};
using GeoPoints = std::vector<GeoPoint>;

/// Adds the points of a geopoint, geotrace or geoshape: "latitude longitude [altitude [accuracy]]", between points ";".
/// False when some part is no point; a blank text has none.
[[nodiscard]] bool read_points(std::string_view text, GeoPoints& out);

// On a sphere with the radius of the Earth's equator; the altitude does not count.

/// Metres along the points.
[[nodiscard]] double length_of(const GeoPoints& points);
/// Square metres inside the points, joined last to first.
[[nodiscard]] double area_of(const GeoPoints& points);
/// Whether the point lies inside the closed shape.
[[nodiscard]] bool is_inside(const GeoPoint& point, const GeoPoints& shape);
/// Whether the line through the points crosses or touches itself anywhere but at the joints of its parts and where a
/// shape is closed. The comparisons are taken from `budget`; nullopt when there were more.
[[nodiscard]] std::optional<bool> crosses_itself(const GeoPoints& points, std::uint64_t& budget);

}  // namespace motcua::forms::xpath
