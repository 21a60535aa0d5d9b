#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::forms::xpath {

enum class TokenKind : std::uint8_t {
  end,
  number,
  text,
  name,
  any,
  slash,
  double_slash,
  open,
  close,
  open_bracket,
  close_bracket,
  dot,
  double_dot,
  at,
  comma,
  axis_separator,
  union_,
  plus,
  minus,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  both,
  either,
  divide,
  modulo,
  multiply
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;     ///< Of names ("a", "p:a", "p:*") and literals (without quotes).
  std::size_t position = 0;  ///< Bytes from the start.
};

/// XPath 1.0 section 3.7, with its rules for telling "*", "and", "or", "div" and "mod" from names. Views point into
/// `source`. Ends with a token `end`.
[[nodiscard]] Result<std::vector<Token>> tokenise(std::string_view source);

}  // namespace motcua::forms::xpath
