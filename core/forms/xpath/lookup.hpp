#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {

/// The children of one element of a document that never changes, by the text of one of their own children or
/// attributes: what `item[key = …]` selects, without asking each item. Immutable; may be shared between threads.
class KeyIndex {
 public:
  /// `item` selects the children of `parent`, `key` the keys of one item; neither has predicates.
  KeyIndex(const Node& parent, const Step& item, const Step& key);

  using Places = std::vector<std::uint32_t>;  ///< Into items(), in rising order.

  [[nodiscard]] const NodeSet& items() const { return items_; }
  /// The items for which `key = value` is true. False for a value that is compared otherwise than by equal texts or
  /// numbers (a boolean): then each item has to be asked.
  [[nodiscard]] bool find(const Value& value, const Environment& environment, Places& out) const;

 private:
  void find_text(std::string_view text, Places& out) const;
  void find_number(double number, const Environment& environment, Places& out) const;

  template <class Key>
  struct Entry {
    Key key;
    std::uint32_t place;
    auto operator<=>(const Entry&) const = default;
  };

  NodeSet items_;
  std::vector<std::unique_ptr<const std::string>> composed_;  ///< Texts that are in several pieces in the document.
  std::vector<Entry<std::string_view>> texts_;
  std::vector<Entry<double>> numbers_;          ///< Of texts that are plain numerals.
  std::vector<Entry<std::string_view>> other_;  ///< Texts that may still be numbers: dates, for which the zone counts.
};

/// How the first predicate of a step is answered with indexes: `key = value`, or several conditions joined by `and`
/// of which at least one is of that kind. The values do not depend on the item.
class Lookup {
 public:
  struct Condition {
    const Expr* whole = nullptr;
    std::shared_ptr<const KeyIndex> index;  ///< nullptr: asked of each item that the others left.
    const Expr* value = nullptr;
  };

  Lookup(const Node& parent, std::vector<Condition> conditions)
      : parent_(&parent), conditions_(std::move(conditions)) {}

  /// Appends the children of `from` that the predicate keeps, in document order. False, and nothing appended, where
  /// the index cannot tell.
  [[nodiscard]] bool select(const Node& from, const Context& context, NodeSet& out) const;

 private:
  const Node* parent_;
  std::vector<Condition> conditions_;
};

}  // namespace motcua::forms::xpath
