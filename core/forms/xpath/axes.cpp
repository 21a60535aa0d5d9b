#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {
namespace {

bool matches(const NodeTest& test, NodeKind principal, const Node& node) {
  switch (test.kind) {
    case TestKind::node:
      return true;
    case TestKind::text:
      return node.kind == NodeKind::text;
    case TestKind::comment:
      return node.kind == NodeKind::comment;
    case TestKind::instruction:
      return node.kind == NodeKind::instruction && (test.local == nullptr || test.local == node.name.local);
    case TestKind::any_name:
      return node.kind == principal;
    case TestKind::any_in_namespace:
      return node.kind == principal && node.name.uri == test.uri;
    case TestKind::name:
      if (node.kind != principal || node.name.local != test.local) return false;
      // A name without prefix means the default namespace, whichever it is: forms write /data/a over any xmlns.
      return test.uri != nullptr ? node.name.uri == test.uri : node.name.prefix->empty();
  }
  return false;
}

NodeKind principal_of(Axis axis) {
  if (axis == Axis::attribute) return NodeKind::attribute;
  return axis == Axis::namespace_ ? NodeKind::namespace_ : NodeKind::element;
}

class Collector {
 public:
  Collector(const Step& step, NodeSet& out) : test_(step.test), principal_(principal_of(step.axis)), out_(out) {}

  void offer(const Node& node) {
    if (node.kind == NodeKind::text && node.text.empty()) return;
    if (matches(test_, principal_, node)) out_.push_back(&node);
  }
  /// The attributes or the namespaces of an element.
  void own(const Node& element) {
    for (const Node* at = element.first_attribute; at != nullptr; at = at->next) {
      if (at->kind == principal_) offer(*at);
    }
  }
  void subtree(const Node& top) {
    for (const Node* at = &top; at != nullptr; at = next_in_subtree(*at, top)) offer(*at);
  }
  void descendants(const Node& top) {
    for (const Node* at = next_in_subtree(top, top); at != nullptr; at = next_in_subtree(*at, top)) offer(*at);
  }
  void subtree_backwards(const Node& top) {
    NodeSet forward;
    for (const Node* at = &top; at != nullptr; at = next_in_subtree(*at, top)) forward.push_back(at);
    for (auto at = forward.rbegin(); at != forward.rend(); ++at) offer(**at);
  }

 private:
  const NodeTest& test_;
  NodeKind principal_;
  NodeSet& out_;
};

}  // namespace

bool is_child_match(const NodeTest& test, const Node& node) { return matches(test, NodeKind::element, node); }

void select(const Step& step, const Node& from, NodeSet& out) {
  Collector collector(step, out);
  const bool is_attribute = from.kind == NodeKind::attribute || from.kind == NodeKind::namespace_;
  switch (step.axis) {
    case Axis::child:
      for (const Node* at = from.first_child; at != nullptr; at = at->next) collector.offer(*at);
      break;
    case Axis::descendant:
      collector.descendants(from);
      break;
    case Axis::descendant_or_self:
      collector.subtree(from);
      break;
    case Axis::self:
      collector.offer(from);
      break;
    case Axis::parent:
      if (from.parent != nullptr) collector.offer(*from.parent);
      break;
    case Axis::ancestor_or_self:
    case Axis::ancestor:
      for (const Node* at = step.axis == Axis::ancestor ? from.parent : &from; at != nullptr; at = at->parent) {
        collector.offer(*at);
      }
      break;
    case Axis::attribute:
    case Axis::namespace_:  // Only trees that were read with_namespaces have such nodes.
      collector.own(from);
      break;
    case Axis::following_sibling:
      for (const Node* at = is_attribute ? nullptr : from.next; at != nullptr; at = at->next) collector.offer(*at);
      break;
    case Axis::preceding_sibling:
      for (const Node* at = is_attribute ? nullptr : from.previous; at != nullptr; at = at->previous)
        collector.offer(*at);
      break;
    case Axis::following:
      if (is_attribute) collector.descendants(*from.parent);
      for (const Node* up = is_attribute ? from.parent : &from; up != nullptr; up = up->parent) {
        for (const Node* at = up->next; at != nullptr; at = at->next) collector.subtree(*at);
      }
      break;
    case Axis::preceding:
      for (const Node* up = is_attribute ? from.parent : &from; up != nullptr; up = up->parent) {
        for (const Node* at = up->previous; at != nullptr; at = at->previous) collector.subtree_backwards(*at);
      }
      break;
  }
}

}  // namespace motcua::forms::xpath
