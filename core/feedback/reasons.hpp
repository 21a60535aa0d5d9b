#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "motcua/feedback/feedback.hpp"

namespace motcua::feedback {

/// Reasons as one column holds them: their numbers in a row, "135".
[[nodiscard]] std::string reasons_text(const std::vector<Reason>& reasons);
[[nodiscard]] std::vector<Reason> parse_reasons(std::string_view text);

}  // namespace motcua::feedback
