#include "folded_search.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"

namespace motcua::ui {

FoldedSearch::FoldedSearch(std::string_view typed) {
  const std::string folded = fold(typed);
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) words_.emplace_back(word);
  }
}

bool FoldedSearch::matches(std::string_view text) const {
  if (empty()) return true;
  const std::string folded = fold(text);
  return std::ranges::all_of(words_, [&](const std::string& word) { return folded.contains(word); });
}

}  // namespace motcua::ui
