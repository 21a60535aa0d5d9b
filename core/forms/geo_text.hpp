#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::forms {

/// ODK's geopoint: "latitude longitude [altitude [accuracy]]", decimal degrees and meters.
struct GeoPoint {
  double latitude = 0;
  double longitude = 0;
  std::string text;  ///< As written, with single spaces.
};

/// nullopt for anything else: other counts of numbers, degrees that no place has.
[[nodiscard]] std::optional<GeoPoint> read_geo_point(std::string_view text);
/// Points separated by ";", which may also end the list. nullopt when one is none.
[[nodiscard]] std::optional<std::vector<GeoPoint>> read_geo_points(std::string_view text);

/// The three geo types as they are stored; nullopt where the text is none. A trace has at least two points and does not
/// end where it begins; a shape has at least three and is closed here where it is not (ODK XForms, "Data Types").
[[nodiscard]] std::optional<std::string> geopoint_text(std::string_view text);
[[nodiscard]] std::optional<std::string> geotrace_text(std::string_view text);
[[nodiscard]] std::optional<std::string> geoshape_text(std::string_view text);

}  // namespace motcua::forms
