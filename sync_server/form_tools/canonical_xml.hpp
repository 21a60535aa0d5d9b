#pragma once
#include <set>
#include <string>
#include <string_view>

namespace motcua::server {

/// The fields of a form whose values come from the clock or from chance, so that no two fillings agree in them.
class ChangingNodes {
 public:
  explicit ChangingNodes(const std::string& form);
  /// `path` may have positions and prefixes.
  [[nodiscard]] bool contains(std::string_view path) const;

 private:
  std::set<std::string> paths_;
};

/// An instance as text that is equal for instances that mean the same: without prefixes, declarations, white space
/// around values, and values that change each time; attributes in order. Empty for what is no XML.
[[nodiscard]] std::string canonical_instance(const std::string& xml, const ChangingNodes& changing);

}  // namespace motcua::server
