#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::forms::xpath {

/// A regular expression, matched in time linear in the text (a set of states walks along; no backtracking), over code
/// points. Supports: literals, ".", classes with ranges and negation, \d \w \s \b and their opposites, "^" "$", groups,
/// alternation, "*" "+" "?" "{m,n}" greedy or lazy. Refused: back references and look-around.
class Regex {
 public:
  /// Fails with xpath_syntax naming what is wrong. The work is taken from `budget`, if there is one.
  [[nodiscard]] static Result<Regex> compile(std::string_view pattern, std::uint64_t* budget = nullptr);
  /// True when some part of `text` matches, as the ODK specification's regex() does it. The work, which grows with the
  /// text and the pattern, is taken from `budget`; without any left nothing matches.
  [[nodiscard]] bool search(std::string_view text, std::uint64_t& budget) const;

 private:
  friend class RegexParser;

  enum class Kind : std::uint8_t { any, set, start, end, boundary, no_boundary, split, jump, match };
  struct Range {
    char32_t first;
    char32_t last;
  };
  struct Instruction {
    Kind kind = Kind::match;
    bool negated = false;
    std::uint32_t next = 0;
    std::uint32_t other = 0;    ///< split: the second way.
    std::vector<Range> ranges;  ///< set
  };
  class Walk;

  std::vector<Instruction> program_;
};

}  // namespace motcua::forms::xpath
