#pragma once
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::server {

/// An XForm's parts as they are written, for the checks of `form check`. It judges nothing: what the engine does with a
/// form is the engine's matter. Elements are found by local name whatever their prefix.
struct XformOutline {
  struct Control {
    pugi::xml_node element;
    std::string kind;  ///< "input", "select1", …
    std::string ref;   ///< Absolute; empty for a group without one.
  };
  struct Field {
    std::string path;
    pugi::xml_node element;
    bool leaf = true;
    std::string first_value;
  };

  pugi::xml_document document;
  pugi::xml_node root;  ///< Of the primary instance.
  std::vector<Field> fields;
  std::map<std::string, pugi::xml_node, std::less<>> binds;
  std::vector<Control> controls;
  std::map<std::string, pugi::xml_node, std::less<>> lists;  ///< Secondary instances by id.
  std::vector<std::string> languages;
  std::map<std::string, std::map<std::string, pugi::xml_node, std::less<>>, std::less<>> texts;  ///< [language][id]
  std::set<std::string, std::less<>> acted_on;  ///< Targets of actions.

  /// False when `xml` is not well-formed or has no primary instance.
  [[nodiscard]] bool read(std::string_view xml);
  [[nodiscard]] std::size_t line(pugi::xml_node node) const;
  [[nodiscard]] pugi::xml_node bind(std::string_view path) const;

 private:
  void read_fields(pugi::xml_node element, const std::string& path);
  void read_model(pugi::xml_node model);
  void read_body(pugi::xml_node element, const std::string& base);
  std::string_view source_;
  std::set<std::string> seen_;
};

[[nodiscard]] std::string_view local_name(pugi::xml_node node);
[[nodiscard]] pugi::xml_node child_named(pugi::xml_node parent, std::string_view local);
/// By local name: "constraintMsg" finds "jr:constraintMsg".
[[nodiscard]] std::string_view attribute_named(pugi::xml_node element, std::string_view local);
/// The id in "jr:itext('id')"; empty for anything else.
[[nodiscard]] std::string text_id(std::string_view reference);
/// All text below an element, outputs counted as text.
[[nodiscard]] std::string inner_text(pugi::xml_node element);

}  // namespace motcua::server
