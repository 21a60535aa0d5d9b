#include "screens/surveyor/form_guide.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "screens/surveyor/answer_text.hpp"

namespace motcua::ui {
namespace {

using forms::ControlKind;
using forms::FormSession;
using forms::ItemOutline;

constexpr std::size_t kSummaryParts = 3;
constexpr std::size_t kSummaryLetters = 60;

bool is_number(std::string_view step) {
  return !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A group inside a page: a heading. Its label is in the outline, and it may have no reference to ask for.
bool is_only_outlined(const ItemOutline& item) { return is_group(item.control) || item.control == ControlKind::repeat; }

}  // namespace

std::string_view level_of(std::string_view ref) {
  const auto end = ref.rfind(']');
  return end == std::string_view::npos ? std::string_view() : ref.substr(0, end + 1);
}

std::string_view repeat_of(std::string_view instance_ref) { return instance_ref.substr(0, instance_ref.rfind('[')); }

void FormGuide::refresh(const FormSession& session, std::string_view near) {
  const std::string key = empty() ? std::string() : page().key;
  outline_ = session.outline();
  summaries_.clear();
  std::string gone;
  for (;;) {
    const auto range = range_of(level_);
    pages_ = range ? split_into_pages(outline_, range->from, range->to, range->together) : FormPages{};
    if (level_.empty() || !empty()) break;
    gone = repeat_of(level_);  // The instance is gone, or asks nothing now: the page of its repeat.
    level_ = level_of(gone);
  }
  const auto same =
      std::find_if(pages_.pages.begin(), pages_.pages.end(), [&](const FormPage& page) { return page.key == key; });
  if (same != pages_.pages.end()) {
    page_ = static_cast<std::size_t>(same - pages_.pages.begin());
  } else {
    const std::size_t last = empty() ? 0 : pages_.pages.size() - 1;
    page_ = pages_.page_of(gone.empty() ? near : gone, outline_).value_or(std::min(page_, last));
  }
  read_entries(session);
}

bool FormGuide::show(const FormSession& session, std::string_view ref) {
  const std::string level(level_of(ref));
  const auto range = range_of(level);
  if (!range) return false;
  FormPages pages = split_into_pages(outline_, range->from, range->to, range->together);
  const bool is_level = ref == level || ref == root();
  const auto page = is_level ? std::optional<std::size_t>(0) : pages.page_of(ref, outline_);
  if (!page || pages.pages.empty()) return false;
  level_ = level;
  pages_ = std::move(pages);
  page_ = *page;
  read_entries(session);
  return true;
}

void FormGuide::show_first_open(const FormSession& session) {
  if (empty()) return;
  if (!show(session, root())) return;
  turn_to(session, pages_.first_open());
  // Where only a repeat of the page has open questions, it goes on inside the first such instance.
  for (bool inside = true; inside;) {
    inside = false;
    for (const std::size_t item : page().items) {
      const ItemOutline& at = outline_[item];
      if (is_question(at) && !at.answered) return;
      if (at.control != ControlKind::repeat) continue;
      for (const InstanceLine& line : instances(at.ref)) {
        if (line.tally.answered == line.tally.questions || line.tally.answered == 0) continue;
        if (!show(session, line.ref)) return;
        turn_to(session, pages_.first_open());
        inside = true;
        break;
      }
      if (inside) break;
    }
  }
}

void FormGuide::turn_to(const FormSession& session, std::size_t page) {
  page_ = empty() ? 0 : std::min(page, pages_.pages.size() - 1);
  read_entries(session);
}

std::optional<std::size_t> FormGuide::index_of(std::string_view ref) const {
  const auto found = std::ranges::find(outline_, ref, &ItemOutline::ref);
  if (found == outline_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - outline_.begin());
}

std::optional<FormGuide::Range> FormGuide::range_of(std::string_view level) const {
  if (level.empty()) return Range{0, outline_.size(), false};
  const auto instance = index_of(level);
  if (!instance || outline_[*instance].control != ControlKind::repeat_instance) return std::nullopt;
  return Range{*instance + 1, end_of(outline_, *instance),
               has_appearance(outline_[*instance].appearance, "field-list")};
}

std::string_view FormGuide::root() const {
  for (const ItemOutline& item : outline_) {
    if (item.ref.size() < 2) continue;
    return std::string_view(item.ref).substr(0, item.ref.find('/', 1));
  }
  return "/";
}

void FormGuide::read_entries(const FormSession& session) {
  entries_.clear();
  if (empty()) return;
  for (const std::size_t index : page().items) {
    Entry entry{.outline = outline_[index]};
    if (!is_only_outlined(entry.outline)) {
      auto view = session.item(entry.outline.ref);
      if (!view) continue;
      entry.view = std::move(*view);
    }
    entries_.push_back(std::move(entry));
  }
  FormPage& now = pages_.pages[page_];
  if (now.title_is_item && now.title.empty() && entries_.size() == 1) now.title = entries_.front().view.label;
}

InstanceLine FormGuide::line(std::size_t instance, std::string_view repeat_label) const {
  const ItemOutline& item = outline_[instance];
  InstanceLine out{.ref = item.ref,
                   .label = item.label.empty() ? std::string(repeat_label) : item.label,
                   .has_own_label = !item.label.empty() && item.label != repeat_label,
                   .position = item.position,
                   .tally = {},
                   .can_remove = item.can_remove};
  const std::size_t end = end_of(outline_, instance);
  for (std::size_t i = instance + 1; i < end; ++i) out.tally.count(outline_[i]);
  return out;
}

std::vector<InstanceLine> FormGuide::instances(std::string_view repeat_ref) const {
  std::vector<InstanceLine> out;
  const auto repeat = index_of(repeat_ref);
  if (!repeat) return out;
  const std::size_t end = end_of(outline_, *repeat);
  for (std::size_t i = *repeat + 1; i < end; i = end_of(outline_, i)) out.push_back(line(i, outline_[*repeat].label));
  return out;
}

InstanceLine FormGuide::instance(std::string_view instance_ref) const {
  const auto found = index_of(instance_ref);
  if (!found) return {};
  const auto repeat = index_of(repeat_of(instance_ref));
  return line(*found, repeat ? std::string_view(outline_[*repeat].label) : std::string_view());
}

const std::string& FormGuide::summary(const FormSession& session, const std::string& instance_ref) {
  const auto known = summaries_.find(instance_ref);
  if (known != summaries_.end()) return known->second;
  std::string& out = summaries_[instance_ref];
  const auto range = range_of(instance_ref);
  if (!range) return out;
  std::size_t parts = 0;
  for (std::size_t i = range->from; i < range->to && parts < kSummaryParts && out.size() < kSummaryLetters;) {
    const ItemOutline& item = outline_[i];
    i = item.control == ControlKind::repeat ? end_of(outline_, i) : i + 1;
    if (!is_question(item) || !item.answered || item.control == ControlKind::trigger ||
        item.control == ControlKind::upload)
      continue;
    const auto view = session.item(item.ref);
    if (!view) continue;
    const std::string text = answer_text(*view);
    if (text.empty()) continue;
    if (!out.empty()) out += " · ";
    out += text;
    ++parts;
  }
  return out;
}

std::vector<std::string> FormGuide::address() const {
  std::vector<std::string> out;
  if (empty() || (level_.empty() && page_ == 0)) return out;
  // The first page of an instance is the instance.
  std::string_view ref = page_ == 0 ? std::string_view(level_) : std::string_view(page().key);
  ref.remove_prefix(std::min(ref.size(), root().size() + 1));
  for (std::string_view step : split(ref, '/')) {
    const auto open = step.find('[');
    out.emplace_back(step.substr(0, open));
    if (open != std::string_view::npos) out.emplace_back(step.substr(open + 1, step.size() - open - 2));
  }
  return out;
}

std::string FormGuide::ref_of(const std::vector<std::string>& address) const {
  std::string out(root());
  for (const std::string& step : address) out += is_number(step) ? "[" + step + "]" : "/" + step;
  return out;
}

}  // namespace motcua::ui
