#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "xpath/node.hpp"

namespace motcua::forms::xpath {

/// XPath 1.0's four types. ODK's dates are strings in ISO 8601 that number() reads as days since 1970.
using Value = std::variant<bool, double, std::string, NodeSet>;

/// Minutes that civil time is ahead of UTC.
using ZoneOffset = int;

[[nodiscard]] std::string to_text(double number);
/// The value of a decimal numeral, which the caller has checked to be one. Too large a one is infinite, too small 0.
[[nodiscard]] double read_numeral(std::string_view text);
/// XPath's number() with ODK's deviation: a date or a date with time is its days since 1970-01-01T00:00Z.
[[nodiscard]] double to_number(std::string_view text, ZoneOffset zone);

[[nodiscard]] bool to_boolean(const Value& value);
[[nodiscard]] double to_number(const Value& value, ZoneOffset zone);
[[nodiscard]] std::string to_text(const Value& value);
[[nodiscard]] std::string to_text(Value&& value);

enum class Comparison : unsigned char { equal, not_equal, less, less_equal, greater, greater_equal };
/// XPath 1.0 section 3.4, with node-sets compared existentially.
[[nodiscard]] bool compare(Comparison how, const Value& left, const Value& right, ZoneOffset zone);

}  // namespace motcua::forms::xpath
