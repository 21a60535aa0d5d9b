#include "screens/surveyor/form_pages.hpp"

#include <algorithm>

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::ItemView;

bool has_appearance(const ItemView& item, std::string_view word) {
  return (" " + item.appearance + " ").contains(" " + std::string(word) + " ");
}

/// The first item after `group` that does not lie in it.
std::size_t end_of(const std::vector<ItemView>& items, std::size_t group) {
  std::size_t end = group + 1;
  while (end < items.size() && items[end].depth > items[group].depth) ++end;
  return end;
}

bool is_one_page(const std::vector<ItemView>& items, std::size_t group, std::size_t end) {
  if (has_appearance(items[group], "field-list")) return true;
  return std::none_of(items.begin() + static_cast<std::ptrdiff_t>(group) + 1,
                      items.begin() + static_cast<std::ptrdiff_t>(end), is_group);
}

class Splitter {
 public:
  explicit Splitter(const std::vector<ItemView>& items) : items_(items) {}

  std::vector<FormPage> run() {
    for (std::size_t i = 0; i < items_.size();) {
      while (!around_.empty() && items_[around_.back()].depth >= items_[i].depth) around_.pop_back();
      const std::size_t end = end_of(items_, i);
      if (!is_group(items_[i])) {
        add_loose(i);
        ++i;
      } else if (is_one_page(items_, i, end)) {
        add_group(i, end);
        i = end;
      } else {
        around_.push_back(i);
        loose_ = false;
        ++i;
      }
    }
    join_notes();
    return std::move(pages_);
  }

 private:
  /// The nearest label around, leaving out the innermost `skip` groups that have one.
  [[nodiscard]] std::string label_around(std::size_t skip) const {
    for (auto group = around_.rbegin(); group != around_.rend(); ++group) {
      if (!items_[*group].label.empty() && skip-- == 0) return items_[*group].label;
    }
    return {};
  }

  void add_loose(std::size_t item) {
    const std::size_t parent = around_.empty() ? items_.size() : around_.back();
    if (!loose_ || loose_parent_ != parent) {
      pages_.push_back({.key = items_[item].ref, .title = label_around(0), .context = label_around(1)});
      loose_ = true;
      loose_parent_ = parent;
    }
    pages_.back().items.push_back(item);
  }

  void add_group(std::size_t group, std::size_t end) {
    loose_ = false;
    FormPage page{.key = items_[group].ref, .title = items_[group].label, .context = label_around(0)};
    if (page.title.empty()) page.title = std::exchange(page.context, label_around(1));
    for (std::size_t i = group + 1; i < end; ++i) page.items.push_back(i);
    if (std::all_of(page.items.begin(), page.items.end(), [this](std::size_t i) { return is_group(items_[i]); }))
      return;
    pages_.push_back(std::move(page));
  }

  [[nodiscard]] bool only_notes(const FormPage& page) const {
    return std::none_of(page.items.begin(), page.items.end(), [this](std::size_t i) { return is_question(items_[i]); });
  }

  void join_notes() {
    for (std::size_t i = 0; i + 1 < pages_.size();) {
      FormPage& next = pages_[i + 1];
      if (only_notes(pages_[i]) && pages_[i].title.empty()) {
        next.items.insert(next.items.begin(), pages_[i].items.begin(), pages_[i].items.end());
        pages_.erase(pages_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
  }

  const std::vector<ItemView>& items_;
  std::vector<FormPage> pages_;
  std::vector<std::size_t> around_;  ///< The open groups that are split.
  bool loose_ = false;               ///< The last page is a run of loose questions …
  std::size_t loose_parent_ = 0;     ///< … of this group.
};

}  // namespace

bool is_group(const ItemView& item) {
  return item.control == ControlKind::group || item.control == ControlKind::repeat;
}

bool is_question(const ItemView& item) {
  return !is_group(item) && !item.readonly && item.control != ControlKind::none && item.control != ControlKind::upload;
}

std::optional<std::size_t> FormPages::page_of(std::string_view ref, const std::vector<ItemView>& items) const {
  for (std::size_t page = 0; page < pages.size(); ++page) {
    for (const std::size_t item : pages[page].items) {
      if (items[item].ref == ref) return page;
    }
  }
  return std::nullopt;
}

std::size_t FormPages::first_open() const {
  const auto open = std::find_if(pages.begin(), pages.end(), [](const FormPage& page) { return page.unanswered > 0; });
  return open == pages.end() ? 0 : static_cast<std::size_t>(open - pages.begin());
}

FormPages split_into_pages(const std::vector<ItemView>& items) {
  FormPages out{.pages = Splitter(items).run()};
  for (FormPage& page : out.pages) {
    const ItemView* only = nullptr;
    std::size_t questions = 0;
    for (const std::size_t i : page.items) {
      const ItemView& item = items[i];
      if (!is_question(item)) continue;
      ++questions;
      only = &item;
      if (item.value.empty()) ++page.unanswered;
    }
    out.questions += questions;
    out.answered += questions - page.unanswered;
    if (page.title.empty() && questions == 1 && page.items.size() == 1) {
      page.title = only->label;
      page.title_is_question = true;
    }
  }
  return out;
}

}  // namespace motcua::ui
