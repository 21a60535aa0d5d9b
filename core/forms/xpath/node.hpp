#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace motcua::forms::xpath {

enum class NodeKind : std::uint8_t { document, element, attribute, text, comment, instruction, namespace_ };

/// A qualified name. The three parts are interned in one NameTable, so equal texts are equal pointers.
struct Name {
  const std::string* prefix = nullptr;
  const std::string* local = nullptr;
  const std::string* uri = nullptr;
};

/// Interned strings, shared by the trees and the expressions of one form so that name tests compare pointers.
/// Written while a form is loaded, only read afterwards.
class NameTable {
 public:
  /// With a `base`, whose names are used where it has them: for a tree that is read when the base may only be read.
  explicit NameTable(const NameTable* base = nullptr) : base_(base) {}
  [[nodiscard]] const std::string* intern(std::string_view text);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  const NameTable* base_;
  std::unordered_set<std::string, Hash, std::equal_to<>> strings_;
};

inline constexpr std::uint32_t kNoId = 0xFFFF'FFFFU;

/// A node of an instance tree. Leaf elements of the primary instance own one text node, which may be empty; empty text
/// nodes count as absent.
struct Node {
  NodeKind kind = NodeKind::element;
  bool relevant = true;        ///< False: expressions do not see the node (ODK: it counts as blank).
  std::uint32_t id = kNoId;    ///< In a primary instance: which definition of the form the node belongs to.
  std::uint32_t index = 0;     ///< Place in the document's store.
  std::uint32_t position = 0;  ///< Of a repeat's instance: its place among them, from 1; 0 elsewhere.
  std::uint64_t order = 0;     ///< Document order, comparable across documents.
  Name name;
  Node* parent = nullptr;
  Node* first_child = nullptr;
  Node* last_child = nullptr;
  Node* next = nullptr;
  Node* previous = nullptr;
  /// Attributes are linked by `next` and `previous`; before them stand the namespaces, in trees that have those.
  Node* first_attribute = nullptr;
  std::string text;  ///< Of attributes, text, comments, instructions and namespaces.
};

/// A tree of nodes with stable addresses.
class Document {
 public:
  Document();
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;

  [[nodiscard]] Node* root() { return &nodes_.front(); }
  [[nodiscard]] const Node* root() const { return &nodes_.front(); }
  /// The outermost element; nullptr in an empty document.
  [[nodiscard]] Node* element();
  [[nodiscard]] const Node* element() const;

  Node* append(Node* parent, NodeKind kind, const Name& name, std::string text = {});
  /// The same before the child `before`; nullptr: at the end.
  Node* insert(Node* parent, Node* before, NodeKind kind, const Name& name, std::string text = {});
  /// Takes a child element of its parent out, with all below it. The nodes stay readable until `reuse_removed`.
  void remove(Node* top);
  /// Lets later nodes take the places of removed ones.
  void reuse_removed();
  /// Numbers all nodes in document order. `serial` puts whole documents in an order.
  void number(std::uint32_t serial);
  /// Numbers a subtree that was put into a numbered tree, and others only where no numbers are left between.
  void number_inserted(Node* top);
  /// Nodes in the store, removed ones among them.
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] std::size_t alive() const { return nodes_.size() - removed_.size() - free_.size(); }
  [[nodiscard]] Node& at(std::size_t index) { return nodes_[index]; }
  [[nodiscard]] const Node& at(std::size_t index) const { return nodes_[index]; }

 private:
  Node* make(NodeKind kind, const Name& name, std::string text);

  std::deque<Node> nodes_;
  std::vector<Node*> removed_;
  std::vector<Node*> free_;
  std::uint32_t serial_ = 0;
};

/// The next node of the subtree of `top` in document order, without attributes; nullptr at its end.
[[nodiscard]] const Node* next_in_subtree(const Node& node, const Node& top);
/// The same, without what is in elements that are not relevant.
[[nodiscard]] const Node* next_seen(const Node& node, const Node& top);

/// XPath's string-value of a node; what is not relevant in it is blank.
void append_string_value(const Node& node, std::string& out);
[[nodiscard]] std::string string_value(const Node& node);
/// The same without a copy where the value is one piece; `scratch` holds it otherwise.
[[nodiscard]] std::string_view string_view_of(const Node& node, std::string& scratch);

using NodeSet = std::vector<const Node*>;

/// Puts nodes into document order and drops repetitions.
void normalise(NodeSet& nodes);

}  // namespace motcua::forms::xpath
