#include "xpath/node.hpp"

#include <algorithm>

namespace motcua::forms::xpath {

const std::string* NameTable::intern(std::string_view text) {
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

Node* Document::append(Node* parent, NodeKind kind, const Name& name, std::string text) {
  Node& node = nodes_.emplace_back();
  node.kind = kind;
  node.name = name;
  node.text = std::move(text);
  node.index = static_cast<std::uint32_t>(nodes_.size() - 1);
  node.parent = parent;
  if (kind == NodeKind::attribute) {
    Node** end = &parent->first_attribute;
    while (*end != nullptr) {
      node.previous = *end;
      end = &(*end)->next;
    }
    *end = &node;
    return &node;
  }
  node.previous = parent->last_child;
  (parent->last_child != nullptr ? parent->last_child->next : parent->first_child) = &node;
  parent->last_child = &node;
  return &node;
}

void Document::number(std::uint32_t serial) {
  std::uint64_t next = static_cast<std::uint64_t>(serial) << 32U;
  Node* node = root();
  while (node != nullptr) {
    node->order = next++;
    for (Node* attribute = node->first_attribute; attribute != nullptr; attribute = attribute->next) {
      attribute->order = next++;
    }
    node = const_cast<Node*>(next_in_subtree(*node, *root()));
  }
}

Document Document::clone() const {
  Document copy;
  copy.nodes_ = nodes_;
  const auto moved = [&copy](Node*& link) {
    if (link != nullptr) link = &copy.nodes_[link->index];
  };
  for (Node& node : copy.nodes_) {
    moved(node.parent);
    moved(node.first_child);
    moved(node.last_child);
    moved(node.next);
    moved(node.previous);
    moved(node.first_attribute);
  }
  return copy;
}

const Node* next_in_subtree(const Node& node, const Node& top) {
  if (node.first_child != nullptr) return node.first_child;
  for (const Node* at = &node; at != &top; at = at->parent) {
    if (at->next != nullptr) return at->next;
  }
  return nullptr;
}

void append_string_value(const Node& node, std::string& out) {
  if (node.kind != NodeKind::element && node.kind != NodeKind::document) {
    out += node.text;
    return;
  }
  for (const Node* at = &node; at != nullptr; at = next_in_subtree(*at, node)) {
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
