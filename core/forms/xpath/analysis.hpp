#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {

/// Where the nodes of one definition (Node::id) are: in the template of the primary instance and in a filled one.
struct NodePlace {
  std::uint32_t index = 0;  ///< Of the node that stands for all of them, in the template document.
  std::uint32_t slot = 0;   ///< Among the nodes of the innermost repeat around it, or of the whole form.
  std::uint32_t depth = 0;  ///< Repeats around it; an instance of a repeat counts itself.
};

/// The elements of a numbered document by parent and local name: a path through a group of hundreds is followed without
/// asking each of its children.
class ChildIndex {
 public:
  struct Entry {
    const Node* parent = nullptr;
    const std::string* local = nullptr;  ///< Interned.
    const Node* node = nullptr;
  };

  ChildIndex() = default;
  explicit ChildIndex(const Document& document);
  /// In document order.
  [[nodiscard]] std::span<const Entry> find(const Node& parent, const std::string* local) const;

 private:
  std::vector<Entry> entries_;
};

/// The primary instance as expressions may refer to it.
struct Shape {
  const Document* primary = nullptr;
  std::span<const NodePlace> places;  ///< By definition.
  const ChildIndex& children;         ///< Of `primary`.
};

/// The node that an expression is about.
struct Subject {
  const Node* node = nullptr;  ///< In the template; nullptr: the expression is used for several.
  /// Its repeats that other nodes may share with it: all of them, or fewer where its own instance is not there yet.
  std::uint32_t depth = 0;
};

/// A definition that an expression reads.
struct Read {
  std::uint32_t node = 0;
  /// Repeats around both: with 1, only the nodes in the subject's own instance of the outermost repeat are read.
  std::uint32_t shared = 0;
  bool place = false;  ///< Only its position among its siblings, which does not depend on what is relevant.
  friend auto operator<=>(const Read&, const Read&) = default;
};

/// What an expression needs to know, found without evaluating it.
struct Analysis {
  std::vector<Read> reads;                ///< Of the primary instance, in rising order; of one definition the widest.
  std::optional<std::string> missing;     ///< The first path into the primary instance that leads nowhere.
  std::optional<std::string> instance;    ///< The first instance('…') that does not exist.
  std::vector<std::string> choice_names;  ///< Paths in jr:choice-name('…'): whose choices it reads.
  bool speaks = false;                    ///< Its value depends on the language.
  bool pure = true;                       ///< Without answers, it is the same each time: no clock, no randomness.
};

/// Puts reads in rising order, of one definition the widest only.
void merge_reads(std::vector<Read>& reads);

/// Walks `expr` over the template of the primary instance, and marks the paths in it that always select one node
/// (Expr::fixed).
[[nodiscard]] Analysis analyse(Expr& expr, const Shape& shape, const Subject& subject, const Host& host);

}  // namespace motcua::forms::xpath
