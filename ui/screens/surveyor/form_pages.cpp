#include "screens/surveyor/form_pages.hpp"

#include <algorithm>

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::ItemOutline;
using Outline = std::span<const ItemOutline>;

/// Calls `use` for each item of `from` … `to` that stands on the page itself: what is in a repeat does not.
template <class Use>
void each_on_page(Outline outline, std::size_t from, std::size_t to, const Use& use) {
  for (std::size_t i = from; i < to;) {
    use(i);
    i = outline[i].control == ControlKind::repeat ? end_of(outline, i) : i + 1;
  }
}

bool is_one_page(Outline outline, std::size_t group, std::size_t end) {
  if (has_appearance(outline[group].appearance, "field-list")) return true;
  bool plain = true;
  each_on_page(outline, group + 1, end, [&](std::size_t i) { plain = plain && !is_group(outline[i].control); });
  return plain;
}

class Splitter {
 public:
  explicit Splitter(Outline outline) : outline_(outline) {}

  std::vector<FormPage> run(std::size_t from, std::size_t to, bool together) {
    if (together) {
      FormPage page;
      if (from < to) page.key = outline_[from].ref;
      each_on_page(outline_, from, to, [&](std::size_t i) { page.items.push_back(i); });
      add(std::move(page));
      return std::move(pages_);
    }
    for (std::size_t i = from; i < to;) {
      while (!around_.empty() && outline_[around_.back()].depth >= outline_[i].depth) around_.pop_back();
      const std::size_t end = end_of(outline_, i);
      if (!is_group(outline_[i].control)) {
        add_loose(i);
        i = end;
      } else if (is_one_page(outline_, i, end)) {
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
      if (!outline_[*group].label.empty() && skip-- == 0) return outline_[*group].label;
    }
    return {};
  }

  void add_loose(std::size_t item) {
    const std::size_t parent = around_.empty() ? outline_.size() : around_.back();
    if (!loose_ || loose_parent_ != parent) {
      pages_.push_back({.key = outline_[item].ref, .title = label_around(0), .context = label_around(1)});
      loose_ = true;
      loose_parent_ = parent;
    }
    pages_.back().items.push_back(item);
  }

  void add_group(std::size_t group, std::size_t end) {
    loose_ = false;
    FormPage page{.key = outline_[group].ref, .title = outline_[group].label, .context = label_around(0)};
    if (page.title.empty()) page.title = std::exchange(page.context, label_around(1));
    each_on_page(outline_, group + 1, end, [&](std::size_t i) { page.items.push_back(i); });
    if (page.key.empty() && group + 1 < end) page.key = outline_[group + 1].ref;  // A group that is only looks.
    add(std::move(page));
  }

  void add(FormPage page) {
    const auto& items = page.items;
    if (!std::all_of(items.begin(), items.end(), [this](std::size_t i) { return is_group(outline_[i].control); }))
      pages_.push_back(std::move(page));
  }

  [[nodiscard]] bool only_notes(const FormPage& page) const {
    return std::none_of(page.items.begin(), page.items.end(), [this](std::size_t i) {
      return is_question(outline_[i]) || outline_[i].control == ControlKind::repeat;
    });
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

  Outline outline_;
  std::vector<FormPage> pages_;
  std::vector<std::size_t> around_;  ///< The open groups that are split.
  bool loose_ = false;               ///< The last page is a run of loose questions …
  std::size_t loose_parent_ = 0;     ///< … of this group.
};

/// True for the item itself and, of a repeat, for all that its instances hold.
bool holds(const ItemOutline& item, std::string_view ref) {
  if (item.ref == ref) return true;
  return item.control == ControlKind::repeat && ref.starts_with(item.ref) && ref.size() > item.ref.size() &&
         ref[item.ref.size()] == '[';
}

}  // namespace

void Tally::count(const ItemOutline& item) {
  if (!is_question(item)) return;
  ++questions;
  if (item.answered) ++answered;
  if (item.required && !item.answered) ++missing;
  if (item.answered && !item.valid) ++wrong;
}

Tally& Tally::operator+=(const Tally& other) {
  questions += other.questions;
  answered += other.answered;
  missing += other.missing;
  wrong += other.wrong;
  return *this;
}

bool is_group(ControlKind control) { return control == ControlKind::group; }

bool is_table_head(const ItemOutline& item) {
  return (item.control == ControlKind::select1 || item.control == ControlKind::select) &&
         has_appearance(item.appearance, "label");
}

bool is_question(const ItemOutline& item) {
  switch (item.control) {
    case ControlKind::none:
    case ControlKind::group:
    case ControlKind::repeat:
    case ControlKind::repeat_instance:
      return false;
    default:
      return !item.readonly && !is_table_head(item);
  }
}

bool has_appearance(std::string_view appearance, std::string_view word) {
  for (std::size_t at = appearance.find(word); at != std::string_view::npos; at = appearance.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || appearance[at - 1] == ' ') && (end == appearance.size() || appearance[end] == ' ')) return true;
  }
  return false;
}

std::size_t end_of(Outline outline, std::size_t at) {
  std::size_t end = at + 1;
  while (end < outline.size() && outline[end].depth > outline[at].depth) ++end;
  return end;
}

std::optional<std::size_t> FormPages::page_of(std::string_view ref, Outline outline) const {
  for (std::size_t page = 0; page < pages.size(); ++page) {
    if (pages[page].key == ref) return page;
    for (const std::size_t item : pages[page].items) {
      if (holds(outline[item], ref)) return page;
    }
  }
  return std::nullopt;
}

std::size_t FormPages::first_open() const {
  const auto open = std::find_if(pages.begin(), pages.end(),
                                 [](const FormPage& page) { return page.tally.answered < page.tally.questions; });
  return open == pages.end() ? 0 : static_cast<std::size_t>(open - pages.begin());
}

FormPages split_into_pages(Outline outline, std::size_t from, std::size_t to, bool together) {
  FormPages out{.pages = Splitter(outline).run(from, to, together), .tally = {}};
  for (FormPage& page : out.pages) {
    for (const std::size_t i : page.items) {
      const std::size_t end = outline[i].control == ControlKind::repeat ? end_of(outline, i) : i + 1;
      for (std::size_t inside = i; inside < end; ++inside) page.tally.count(outline[inside]);
    }
    out.tally += page.tally;
    if (page.items.size() != 1) continue;
    const ItemOutline& only = outline[page.items.front()];
    const bool is_repeat = only.control == ControlKind::repeat && !only.label.empty();
    page.title_is_item =
        is_repeat ? page.title.empty() || page.title == only.label : page.title.empty() && is_question(only);
    if (is_repeat && page.title.empty()) page.title = only.label;
  }
  return out;
}

}  // namespace motcua::ui
