#pragma once
#include <ranges>
#include <string>
#include <string_view>

namespace motcua::server {

/// How many letters must be changed, added or taken away to make `b` of `a`.
[[nodiscard]] std::size_t letters_apart(std::string_view a, std::string_view b);

/// The one of `known` that was probably meant: at most two letters apart, and at most a third of the word. Empty when
/// there is none.
[[nodiscard]] std::string nearest(std::string_view word, std::ranges::input_range auto&& known) {
  std::string best;
  std::size_t least = std::min<std::size_t>(2, word.size() / 3);
  bool found = false;
  if (word.size() > 60) return best;
  for (const std::string_view candidate : known) {
    const std::size_t apart = letters_apart(word, candidate);
    if (apart > least || (found && apart == least)) continue;
    best = candidate;
    least = apart;
    found = true;
  }
  return best;
}

}  // namespace motcua::server
