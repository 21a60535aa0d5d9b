#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace motcua::ui {

/// What a person types to find something: words, each of which must be in what is found, with or without its marks, in
/// any order. "dat dai" finds "Đăng ký đất đai".
class FoldedSearch {
 public:
  explicit FoldedSearch(std::string_view typed);
  /// Nothing was typed: everything matches.
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace motcua::ui
