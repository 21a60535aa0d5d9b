#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "instances/secondary.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

constexpr std::size_t kMaxDepth = 32;

/// What the object or array that is being read is.
enum class Part : unsigned char { collection, features, feature, properties, geometry, coordinates, other };

/// Takes the events of nlohmann's reader, so that a file is never held as a tree. false stops the reading.
class FeatureReader {
 public:
  using Json = nlohmann::json;

  FeatureReader(std::string_view text, ItemTable& table) : text_(text), table_(table) {}

  [[nodiscard]] Status result() const {
    if (!problem_.empty()) return fail(ErrorCode::form_file_invalid, problem_);
    if (type_ != "FeatureCollection") return fail(ErrorCode::form_file_invalid, "it is not a FeatureCollection");
    if (!has_features_) return fail(ErrorCode::form_file_invalid, "it has no \"features\"");
    return {};
  }

  // Called by the reader.

  bool null() { return scalar({}, Kind::null); }
  bool boolean(bool value) { return scalar(value ? "true" : "false", Kind::boolean); }
  bool number_integer(Json::number_integer_t value) { return scalar(std::to_string(value), Kind::number); }
  bool number_unsigned(Json::number_unsigned_t value) { return scalar(std::to_string(value), Kind::number); }
  bool number_float(Json::number_float_t, const std::string& written) { return scalar(written, Kind::number); }
  bool string(std::string& value) { return scalar(std::move(value), Kind::string); }
  bool binary(Json::binary_t&) { return false; }
  bool key(std::string& name) {
    key_ = std::move(name);
    return true;
  }

  bool start_object(std::size_t) {
    if (parts_.empty()) return enter(Part::collection);
    switch (parts_.back()) {
      case Part::features:
        ++feature_;
        item_ = {};
        return enter(Part::feature);
      case Part::feature:
        if (key_ == "properties") return enter(Part::properties);
        return enter(key_ == "geometry" ? Part::geometry : Part::other);
      case Part::properties:
        return stop("the property \"" + key_ + "\" is not a simple value");
      case Part::coordinates:
        return stop("its coordinates are not numbers");
      case Part::collection:
        if (key_ == "features") return stop("\"features\" is not a list");
        return enter(Part::other);
      default:
        return enter(Part::other);
    }
  }
  bool end_object() {
    const Part part = parts_.back();
    parts_.pop_back();
    return part != Part::feature || add_item();
  }

  bool start_array(std::size_t) {
    if (parts_.empty()) return stop("it is not a FeatureCollection");
    switch (parts_.back()) {
      case Part::collection:
        has_features_ = has_features_ || key_ == "features";
        return enter(key_ == "features" ? Part::features : Part::other);
      case Part::features:
        return stop("it is not a feature");
      case Part::properties:
        return stop("the property \"" + key_ + "\" is not a simple value");
      case Part::geometry:
        if (key_ != "coordinates") return enter(Part::other);
        item_.level = 1;
        return enter(Part::coordinates);
      case Part::coordinates:
        ++item_.level;
        return enter(Part::coordinates);
      default:
        return enter(Part::other);
    }
  }
  bool end_array() {
    const Part part = parts_.back();
    parts_.pop_back();
    return part != Part::coordinates || end_coordinates();
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    if (!problem_.empty()) return false;
    const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(position, text_.size()));
    problem_ = "line " + std::to_string(std::count(text_.begin(), end, '\n') + 1) + ": it is not JSON";
    return false;
  }

 private:
  enum class Kind : unsigned char { null, boolean, number, string };

  struct Item {
    std::string type;
    std::string geometry_type;
    std::vector<std::string> position;  ///< Of the point being read: longitude, latitude, …
    std::string points;                 ///< In ODK's form.
    std::size_t level = 0;              ///< Arrays around what is being read.
    std::size_t depth = 0;              ///< Arrays around the points: 1 for a Point, 2 for a LineString.
    std::size_t rings = 0;              ///< Closed lines that have ended: those after the first are holes.
    std::optional<std::string> id;
    std::vector<std::pair<std::string, std::string>> properties;
  };

  bool enter(Part part) {
    if (parts_.size() == kMaxDepth) return stop("it is nested too deep");
    parts_.push_back(part);
    return true;
  }

  bool stop(const std::string& what) {
    problem_ = feature_ > 0 ? "feature " + std::to_string(feature_) + ": " + what : what;
    return false;
  }

  bool scalar(std::string text, Kind kind) {
    if (parts_.empty()) return stop("it is not a FeatureCollection");
    if (kind == Kind::string) {  // "\u0301" may stand in JSON where the file itself was NFC.
      auto composed = to_nfc(text);
      if (!composed) return stop("a text with a character that is not allowed");
      text = std::move(*composed);
    }
    switch (parts_.back()) {
      case Part::collection:
        if (key_ == "type") type_ = std::move(text);
        return key_ != "features" || stop("\"features\" is not a list");
      case Part::features:
        ++feature_;
        return stop("it is not a feature");
      case Part::feature:
        if (key_ == "type")
          item_.type = std::move(text);
        else if (key_ == "id" && kind != Kind::null)
          item_.id = std::move(text);
        return true;
      case Part::properties:
        if (kind != Kind::null) set_property(std::move(text));
        return true;
      case Part::geometry:
        if (key_ == "type") item_.geometry_type = std::move(text);
        return key_ != "coordinates" || stop("its coordinates are not numbers");
      case Part::coordinates:
        if (kind != Kind::number) return stop("its coordinates are not numbers");
        item_.position.push_back(std::move(text));
        return true;
      case Part::other:
        return true;
    }
    return true;
  }

  void set_property(std::string text) {
    for (auto& [name, value] : item_.properties) {
      if (name == key_) {
        value = std::move(text);
        return;
      }
    }
    item_.properties.emplace_back(key_, std::move(text));
  }

  bool end_coordinates() {
    if (!item_.position.empty()) {
      if (item_.position.size() < 2) return stop("a point has one coordinate only");
      if (item_.depth != 0 && item_.depth != item_.level) return stop("its coordinates are not alike");
      item_.depth = item_.level;
      if (item_.rings == 0) {  // JavaRosa takes neither holes nor altitudes.
        if (!item_.points.empty()) item_.points += "; ";
        item_.points += item_.position[1] + " " + item_.position[0] + " 0 0";
      }
      item_.position.clear();
    } else if (item_.depth == 3 && item_.level == 2) {
      ++item_.rings;
    }
    --item_.level;
    return true;
  }

  bool add_item() {
    if (item_.type != "Feature") return stop("its type is not \"Feature\"");
    const std::size_t depth = item_.geometry_type == "Point"        ? 1
                              : item_.geometry_type == "LineString" ? 2
                              : item_.geometry_type == "Polygon"    ? 3
                                                                    : 0;
    if (!item_.geometry_type.empty() && depth == 0) {
      return stop("\"" + item_.geometry_type + "\" is neither Point nor LineString nor Polygon");
    }
    if (item_.depth != 0 && item_.depth != depth) return stop("its coordinates are not those of its geometry's type");
    table_.add_item();
    table_.add_value(table_.name("geometry"), std::move(item_.points));
    if (item_.id) table_.add_value(table_.name("id"), std::move(*item_.id));
    for (auto& [name, value] : item_.properties) {
      if (name == "geometry" || (name == "id" && item_.id)) continue;
      table_.add_value(table_.name(name), std::move(value));
    }
    return !table_.full() || stop("the file is too large for a form");
  }

  std::string_view text_;
  ItemTable& table_;
  std::vector<Part> parts_;
  std::string key_;
  std::string type_;
  bool has_features_ = false;
  std::size_t feature_ = 0;
  Item item_;
  std::string problem_;
};

}  // namespace

Status read_geojson_instance(std::string_view text, xpath::NameTable& names, xpath::Document& document) {
  ItemTable table(names, document);
  FeatureReader reader(text, table);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  return reader.result();
}

}  // namespace motcua::forms
