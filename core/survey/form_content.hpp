#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_definition.hpp"
#include "motcua/records/store.hpp"

namespace motcua::survey {

/// How much of a form travels in one operation: little to repeat when a slow line breaks.
inline constexpr std::size_t kPartBytes = 128U * 1024;
/// All of a form, its files included.
inline constexpr std::size_t kMaxContentBytes = 32U * 1024 * 1024;

/// A form and its files in parts, each an entity of its own. Parts are told apart by their content, so that a new
/// version of a form sends only what changed.
struct ContentPart {
  EntityId entity;
  Hash hash{};
};
struct ContentItem {
  std::string name;  ///< Of a file; empty: the XForm.
  std::size_t size = 0;
  std::vector<ContentPart> parts;
};
using ContentList = std::vector<ContentItem>;

/// One line an item: size, tab, name, then tab and "entity:hash" for each part.
[[nodiscard]] std::string format_content_list(const ContentList& list);
[[nodiscard]] Result<ContentList> parse_content_list(std::string_view text);

/// Cuts `name`'s bytes into parts and appends those that `known` does not have. Joins the caller's transaction.
[[nodiscard]] Result<ContentItem> append_content(records::Sequencer& sequencer, const std::string& name,
                                                 std::string_view bytes, const ContentList& known, Random& random);
/// Fails with not_found when a part is not there (yet), with database_corrupt when one is not what it was.
[[nodiscard]] Result<std::string> read_content(const records::StateStore& store, const ContentItem& item);

}  // namespace motcua::survey
