#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "xpath/node.hpp"
#include "xpath/zone.hpp"

namespace motcua::forms::xpath {

/// XPath 1.0's four types. ODK's dates are strings in ISO 8601 that number() reads as days since 1970.
using Value = std::variant<bool, double, std::string, NodeSet>;

[[nodiscard]] std::string to_text(double number);
/// The value of a decimal numeral, which the caller has checked to be one. Too large a one is infinite, too small 0.
[[nodiscard]] double read_numeral(std::string_view text);
/// XPath's number() with ODK's deviation: a date or a date with time is its days since 1970-01-01T00:00Z.
[[nodiscard]] double to_number(std::string_view text, const Zone& zone);

[[nodiscard]] bool to_boolean(const Value& value);
[[nodiscard]] double to_number(const Value& value, const Zone& zone);
[[nodiscard]] std::string to_text(const Value& value);
[[nodiscard]] std::string to_text(Value&& value);

}  // namespace motcua::forms::xpath
