#include "form_tools/field_finder.hpp"

#include <algorithm>
#include <ranges>
#include <set>

#include "form_tools/nearest.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

std::string_view without_position(std::string_view part) { return part.substr(0, part.find('[')); }

}  // namespace

FieldFinder::FieldFinder(const forms::FormDefinition& form) {
  std::set<std::string> known;
  for (const std::string& leaf : form.leaf_paths()) {
    for (auto end = leaf.find('/', 1); end != std::string::npos; end = leaf.find('/', end + 1)) {
      std::string around = leaf.substr(0, end);
      if (around.rfind('/') != 0 && known.insert(around).second) paths_.push_back(std::move(around));
    }
    if (known.insert(leaf).second) paths_.push_back(leaf);
  }
  for (std::size_t i = 0; i < paths_.size(); ++i) by_name_.emplace(paths_[i].substr(paths_[i].rfind('/') + 1), i);
}

FieldFinder::Match FieldFinder::find(std::string_view name) const {
  const bool absolute = name.starts_with('/');
  const auto wanted = split(absolute ? name.substr(1) : name, '/');
  Match match;
  const auto [first, last] = by_name_.equal_range(without_position(wanted.back()));
  for (const auto& [_, index] : std::ranges::subrange(first, last)) {
    auto parts = split(std::string_view(paths_[index]).substr(1), '/');
    if (absolute ? parts.size() != wanted.size() : parts.size() < wanted.size()) continue;
    const std::size_t skipped = parts.size() - wanted.size();
    bool fits = true;
    for (std::size_t i = 0; i < wanted.size() && fits; ++i) fits = parts[skipped + i] == without_position(wanted[i]);
    if (!fits) continue;
    std::ranges::copy(wanted, parts.begin() + static_cast<std::ptrdiff_t>(skipped));
    match.candidates.push_back(paths_[index]);
    match.ref.clear();
    for (const std::string_view part : parts) match.ref.append("/").append(part);
  }
  if (match.candidates.size() > 1) match.ref.clear();
  if (match.candidates.empty()) match.near = nearest(without_position(wanted.back()), std::views::keys(by_name_));
  return match;
}

}  // namespace motcua::server
