#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_session.hpp"

namespace motcua::ui {

/// What is on screen at once: a group that belongs together, or a run of questions that stand in no such group.
struct FormPage {
  std::string key;                   ///< Of its first control: names the page while others come and go.
  std::string title;                 ///< The group's label, or the only question's; may be empty.
  std::string context;               ///< The label of the group around it, or empty.
  bool title_is_question = false;    ///< The title is the label of the only question.
  std::vector<std::size_t> items{};  ///< Indexes into the items that the pages were made of.
  std::size_t unanswered = 0;
};

struct FormPages {
  std::vector<FormPage> pages;
  std::size_t questions = 0;  ///< Relevant, and not read-only.
  std::size_t answered = 0;

  [[nodiscard]] std::optional<std::size_t> page_of(std::string_view ref,
                                                   const std::vector<forms::ItemView>& items) const;
  /// Where a draft goes on: the first page with an open question; the first page of all when every one is answered.
  [[nodiscard]] std::size_t first_open() const;
};

[[nodiscard]] bool is_group(const forms::ItemView& item);
/// True for what a person can answer.
[[nodiscard]] bool is_question(const forms::ItemView& item);

/// Splits the controls into pages. A group is one page when it says "field-list" or holds no other group; a group of
/// groups is split into theirs. Loose questions in a row share a page; notes alone go with the page after them.
[[nodiscard]] FormPages split_into_pages(const std::vector<forms::ItemView>& items);

}  // namespace motcua::ui
