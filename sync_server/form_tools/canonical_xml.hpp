#pragma once
#include <set>
#include <string>
#include <string_view>

namespace motcua::server {

/// The fields of a form whose values may be written differently and yet mean the same: those from the clock or from
/// chance, in which no two fillings agree, and decimal numbers.
class LooseNodes {
 public:
  explicit LooseNodes(const std::string& form);
  /// The field's value as text that is equal for values that mean the same. `path` may have positions and prefixes.
  [[nodiscard]] std::string canonical(std::string_view path, std::string_view value) const;

 private:
  std::set<std::string> changing_;
  std::set<std::string> decimals_;
};

/// An instance as text that is equal for instances that mean the same: without prefixes, declarations, white space
/// around values, and values that change each time; attributes in order. Empty for what is no XML.
[[nodiscard]] std::string canonical_instance(const std::string& xml, const LooseNodes& loose);

}  // namespace motcua::server
