#include "xpath/node.hpp"

#include <algorithm>

namespace motcua::forms::xpath {

const std::string* NameTable::intern(std::string_view text) {
  if (base_ != nullptr) {
    if (const auto known = base_->strings_.find(text); known != base_->strings_.end()) return &*known;
  }
  const auto found = strings_.find(text);
  return found != strings_.end() ? &*found : &*strings_.emplace(text).first;
}

Document::Document() {
  nodes_.emplace_back();
  nodes_.front().kind = NodeKind::document;
}

Node* Document::element() {
  for (Node* child = root()->first_child; child != nullptr; child = child->next) {
    if (child->kind == NodeKind::element) return child;
  }
  return nullptr;
}

const Node* Document::element() const { return const_cast<Document*>(this)->element(); }

Node* Document::make(NodeKind kind, const Name& name, std::string text) {
  Node* node = nullptr;
  if (free_.empty()) {
    node = &nodes_.emplace_back();
    node->index = static_cast<std::uint32_t>(nodes_.size() - 1);
  } else {
    node = free_.back();
    free_.pop_back();
    const std::uint32_t index = node->index;
    *node = Node();
    node->index = index;
  }
  node->kind = kind;
  node->name = name;
  node->text = std::move(text);
  return node;
}

Node* Document::append(Node* parent, NodeKind kind, const Name& name, std::string text) {
  if (kind != NodeKind::attribute && kind != NodeKind::namespace_)
    return insert(parent, nullptr, kind, name, std::move(text));
  Node* node = make(kind, name, std::move(text));
  node->parent = parent;
  Node** end = &parent->first_attribute;
  while (*end != nullptr) {
    node->previous = *end;
    end = &(*end)->next;
  }
  *end = node;
  return node;
}

Node* Document::insert(Node* parent, Node* before, NodeKind kind, const Name& name, std::string text) {
  Node* node = make(kind, name, std::move(text));
  node->parent = parent;
  node->next = before;
  node->previous = before != nullptr ? before->previous : parent->last_child;
  (node->previous != nullptr ? node->previous->next : parent->first_child) = node;
  (before != nullptr ? before->previous : parent->last_child) = node;
  return node;
}

void Document::remove(Node* top) {
  (top->previous != nullptr ? top->previous->next : top->parent->first_child) = top->next;
  (top->next != nullptr ? top->next->previous : top->parent->last_child) = top->previous;
  top->next = nullptr;
  top->previous = nullptr;
  for (Node* node = top; node != nullptr; node = const_cast<Node*>(next_in_subtree(*node, *top))) {
    removed_.push_back(node);
    for (Node* own = node->first_attribute; own != nullptr; own = own->next) removed_.push_back(own);
  }
}

void Document::reuse_removed() {
  free_.insert(free_.end(), removed_.begin(), removed_.end());
  removed_.clear();
}

namespace {

/// Documents are 2^48 numbers apart, and numbers in one leave room between nodes for what is inserted.
constexpr unsigned kSerialBits = 48;
constexpr std::uint64_t kStride = 1U << 22U;
/// Between nodes that are inserted: most are put at the end of a repeat, where the rest of the gap is wanted next.
constexpr std::uint64_t kInsertedStride = 64;

}  // namespace

void Document::number(std::uint32_t serial) {
  serial_ = serial;
  std::uint64_t next = static_cast<std::uint64_t>(serial) << kSerialBits;
  const auto give = [&next](Node& node) {
    node.order = next;
    next += kStride;
  };
  for (Node* node = root(); node != nullptr; node = const_cast<Node*>(next_in_subtree(*node, *root()))) {
    give(*node);
    for (Node* own = node->first_attribute; own != nullptr; own = own->next) give(*own);
  }
}

void Document::number_inserted(Node* top) {
  std::uint64_t count = 0;
  for (const Node* node = top; node != nullptr; node = next_in_subtree(*node, *top)) {
    ++count;
    for (const Node* own = node->first_attribute; own != nullptr; own = own->next) ++count;
  }
  // The number before: of the last node of what stands before, or of the parent and its attributes.
  std::uint64_t from = top->parent->order;
  for (const Node* own = top->parent->first_attribute; own != nullptr; own = own->next) from = own->order;
  if (const Node* last = top->previous; last != nullptr) {
    while (last->last_child != nullptr) last = last->last_child;
    from = last->order;
    for (const Node* own = last->first_attribute; own != nullptr; own = own->next) from = own->order;
  }
  const Node* after = top;
  while (after != nullptr && after->next == nullptr) after = after->parent;
  const std::uint64_t end =
      after != nullptr ? after->next->order : (static_cast<std::uint64_t>(serial_) + 1) << kSerialBits;
  const std::uint64_t room = (end - from) / (count + 1);
  if (room == 0) {
    number(serial_);
    return;
  }
  const std::uint64_t step = std::min(room, kInsertedStride);
  const auto give = [&from, step](Node& node) {
    from += step;
    node.order = from;
  };
  for (Node* node = top; node != nullptr; node = const_cast<Node*>(next_in_subtree(*node, *top))) {
    give(*node);
    for (Node* own = node->first_attribute; own != nullptr; own = own->next) give(*own);
  }
}

namespace {

const Node* next_after(const Node& node, const Node& top) {
  for (const Node* at = &node; at != &top; at = at->parent) {
    if (at->next != nullptr) return at->next;
  }
  return nullptr;
}

}  // namespace

const Node* next_in_subtree(const Node& node, const Node& top) {
  return node.first_child != nullptr ? node.first_child : next_after(node, top);
}

const Node* next_seen(const Node& node, const Node& top) {
  const bool inside = node.first_child != nullptr && (node.relevant || &node == &top);
  return inside ? node.first_child : next_after(node, top);
}

void append_string_value(const Node& node, std::string& out) {
  if (node.kind != NodeKind::element && node.kind != NodeKind::document) {
    out += node.text;
    return;
  }
  for (const Node* at = &node; at != nullptr; at = next_seen(*at, node)) {
    if (at->kind == NodeKind::text) out += at->text;
  }
}

std::string string_value(const Node& node) {
  std::string out;
  append_string_value(node, out);
  return out;
}

std::string_view string_view_of(const Node& node, std::string& scratch) {
  if (node.kind != NodeKind::element && node.kind != NodeKind::document) return node.text;
  if (node.first_child == nullptr) return {};
  if (node.first_child == node.last_child && node.first_child->kind == NodeKind::text) return node.first_child->text;
  scratch.clear();
  append_string_value(node, scratch);
  return scratch;
}

void normalise(NodeSet& nodes) {
  const auto before = [](const Node* a, const Node* b) { return a->order < b->order; };
  if (!std::ranges::is_sorted(nodes, before)) std::ranges::sort(nodes, before);
  const auto rest = std::ranges::unique(nodes);
  nodes.erase(rest.begin(), rest.end());
}

}  // namespace motcua::forms::xpath
