#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_session.hpp"

namespace motcua::ui {

/// How far some questions are answered.
struct Tally {
  std::size_t questions = 0;  ///< Relevant, and not read-only.
  std::size_t answered = 0;
  std::size_t missing = 0;  ///< Required and without an answer.
  std::size_t wrong = 0;    ///< Answered against their rule.
  void count(const forms::ItemOutline& item);
  Tally& operator+=(const Tally& other);
  friend bool operator==(const Tally&, const Tally&) = default;
};

/// What is on screen at once: a group that belongs together, or a run of questions that stand in no such group. A
/// repeat is one entry of a page, whatever its instances hold: those are filled on pages of their own.
struct FormPage {
  std::string key{};                 ///< Reference of its first control: names the page while others come and go.
  std::string title{};               ///< The group's label, or the only repeat's; may be empty.
  std::string context{};             ///< The label of the group around it, or empty.
  bool title_is_item = false;        ///< Its only item gives the title: a repeat here, a question once it is read.
  std::vector<std::size_t> items{};  ///< Indexes into the outline that the pages were made of.
  Tally tally{};                     ///< With what is in its repeats.
};

struct FormPages {
  std::vector<FormPage> pages;
  Tally tally;

  /// The page on which a control stands, or the repeat whose instance it stands in.
  [[nodiscard]] std::optional<std::size_t> page_of(std::string_view ref,
                                                   std::span<const forms::ItemOutline> outline) const;
  /// Where a draft goes on: the first page with an open question; the first page of all when every one is answered.
  [[nodiscard]] std::size_t first_open() const;
};

[[nodiscard]] bool is_group(forms::ControlKind control);
/// The head of a table ("label"): it names the choices of the rows below it and asks nothing.
[[nodiscard]] bool is_table_head(const forms::ItemOutline& item);
/// True for what a person can answer.
[[nodiscard]] bool is_question(const forms::ItemOutline& item);
[[nodiscard]] bool has_appearance(std::string_view appearance, std::string_view word);

/// The first item after `at` that does not lie in it.
[[nodiscard]] std::size_t end_of(std::span<const forms::ItemOutline> outline, std::size_t at);

/// Splits the controls `from` … `to` into pages. A group is one page when it says "field-list" or holds no other group;
/// a group of groups is split into theirs. Loose questions in a row share a page; notes alone go with the page after
/// them. With `together` all of it is one page, as inside a repeat that says "field-list".
[[nodiscard]] FormPages split_into_pages(std::span<const forms::ItemOutline> outline, std::size_t from, std::size_t to,
                                         bool together = false);

}  // namespace motcua::ui
