#pragma once
#include <string>
#include <string_view>

namespace motcua {

/// As one part of a path of a URL (RFC 3986): all but letters, digits and "-._" as "%" and two digits.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace motcua
