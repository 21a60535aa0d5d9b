#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "motcua/forms/form_definition.hpp"

namespace motcua::server {

/// "/data/member[2]/age" without its positions: "/data/member/age".
[[nodiscard]] std::string without_positions(std::string_view ref);

/// The instance of a repeat that a reference is in.
struct InstanceOf {
  std::string instance;  ///< "/data/member[2]/child[1]"; empty outside of repeats.
  std::string parent;    ///< The instance around it, "/data/member[2]"; empty when there is none.
  std::size_t position = 0;
};
[[nodiscard]] InstanceOf instance_of(std::string_view ref);

/// The path of the innermost repeat that a field is in; empty outside of repeats.
[[nodiscard]] std::string innermost_repeat(const forms::FormDefinition& form, const std::string& path);

/// "member[2]/age" after "member[1]/name", "member[10]" after "member[9]".
struct PositionLess {
  [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const;
};

}  // namespace motcua::server
