#pragma once
#include <string>
#include <vector>

/// The part of the table about expressions. Each case is evaluated over the document of function_cases.cpp, with <data>
/// as the context node, at 2023-11-15T05:13:20 in Vietnam.
namespace motcua::conformance {

struct Case {
  const char* section;  ///< "ODK fn:digest": https://getodk.github.io/xforms-spec/#fn:digest. "XPath 3.4": XPath 1.0.
  std::string expression;  ///< What the section says about.
  std::string expected;    ///< Its value as text.
};
using Cases = std::vector<Case>;

[[nodiscard]] Cases path_cases();
[[nodiscard]] Cases operator_cases();
[[nodiscard]] Cases string_cases();
[[nodiscard]] Cases boolean_cases();
[[nodiscard]] Cases number_cases();
[[nodiscard]] Cases node_set_cases();
[[nodiscard]] Cases date_cases();
[[nodiscard]] Cases select_cases();
[[nodiscard]] Cases geography_cases();
[[nodiscard]] Cases digest_cases();

/// All of them.
[[nodiscard]] Cases function_cases();

}  // namespace motcua::conformance
