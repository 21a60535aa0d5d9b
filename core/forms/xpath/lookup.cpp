#include "xpath/lookup.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "motcua/base/text.hpp"

namespace motcua::forms::xpath {
namespace {

/// A numeral that is no date in any zone.
bool is_plain_numeral(std::string_view text) {
  text = trim(text);
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

void put_in_order(KeyIndex::Places& places) {
  std::ranges::sort(places);
  const auto rest = std::ranges::unique(places);
  places.erase(rest.begin(), rest.end());
}

}  // namespace

KeyIndex::KeyIndex(const Node& parent, const Step& item, const Step& key) {
  xpath::select(item, parent, items_);
  NodeSet keys;
  for (std::uint32_t place = 0; place < items_.size(); ++place) {
    keys.clear();
    xpath::select(key, *items_[place], keys);
    for (const Node* node : keys) {
      std::string scratch;
      std::string_view text = string_view_of(*node, scratch);
      if (!scratch.empty()) text = *composed_.emplace_back(std::make_unique<const std::string>(std::move(scratch)));
      texts_.push_back({text, place});
      if (is_plain_numeral(text)) {
        if (const double number = to_number(text, 0); !std::isnan(number)) numbers_.push_back({number, place});
      } else if (text.find_first_of("0123456789") != std::string_view::npos) {
        other_.push_back({text, place});
      }
    }
  }
  std::ranges::sort(texts_);
  std::ranges::sort(numbers_, [](const auto& a, const auto& b) { return a.key < b.key; });
}

bool KeyIndex::find(const Value& value, const Environment& environment, Places& out) const {
  if (std::holds_alternative<bool>(value)) return false;
  if (const auto* number = std::get_if<double>(&value)) {
    find_number(*number, environment, out);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    find_text(*text, out);
  } else {
    std::string scratch;
    for (const Node* node : std::get<NodeSet>(value)) find_text(string_view_of(*node, scratch), out);
  }
  put_in_order(out);
  return true;
}

void KeyIndex::find_text(std::string_view text, Places& out) const {
  const auto range = std::ranges::equal_range(texts_, text, {}, &Entry<std::string_view>::key);
  for (const auto& entry : range) out.push_back(entry.place);
}

void KeyIndex::find_number(double number, const Environment& environment, Places& out) const {
  if (std::isnan(number)) return;
  for (const auto& entry : std::ranges::equal_range(numbers_, number, {}, &Entry<double>::key)) {
    out.push_back(entry.place);
  }
  for (const auto& entry : other_) {
    if (to_number(entry.key, environment.zone) == number) out.push_back(entry.place);
  }
}

bool Lookup::select(const Node& from, const Context& context, NodeSet& out) const {
  if (&from != parent_) return false;
  const NodeSet* items = nullptr;
  for (const Condition& condition : conditions_) {
    if (condition.index != nullptr) items = &condition.index->items();
  }
  if (items->empty()) return true;
  Context inner = context;  // Values do not depend on the item: any will do.
  inner.node = items->front();
  inner.size = items->size();
  std::optional<KeyIndex::Places> best;
  const Condition* answered = nullptr;
  KeyIndex::Places found;
  for (const Condition& condition : conditions_) {
    if (condition.index == nullptr) continue;
    found.clear();
    if (!condition.index->find(evaluate(*condition.value, inner), *context.environment, found)) continue;
    if (best && best->size() <= found.size()) continue;
    best = found;
    answered = &condition;
  }
  if (!best) return false;
  for (const std::uint32_t place : *best) {
    inner.node = (*items)[place];
    const bool kept = std::ranges::all_of(conditions_, [&](const Condition& condition) {
      return &condition == answered || evaluate_boolean(*condition.whole, inner);
    });
    if (kept) out.push_back(inner.node);
  }
  return true;
}

}  // namespace motcua::forms::xpath
