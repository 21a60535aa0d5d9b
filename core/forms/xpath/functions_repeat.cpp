#include <algorithm>
#include <cmath>

#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {
namespace {

/// A path of names from the root, which can be walked with one instance picked on the way.
bool is_plain(const Expr& path) {
  return path.op == Op::path && path.absolute && path.args.empty() &&
         std::ranges::all_of(path.steps, [](const Step& s) {
           return s.axis == Axis::child && s.test.kind == TestKind::name && s.predicates.empty();
         });
}

bool begins_with(const Expr& path, const Expr& start) {
  return start.steps.size() <= path.steps.size() &&
         std::ranges::equal(
             start.steps, std::span(path.steps).first(start.steps.size()),
             [](const Step& a, const Step& b) { return a.test.local == b.test.local && a.test.uri == b.test.uri; });
}

/// A repeat of the call and which instance of it is asked for.
struct Pick {
  const Expr* repeat = nullptr;
  double index = 0;
};

bool is_plain_call(const Expr& target, const std::vector<Pick>& picks) {
  return is_plain(target) && std::ranges::all_of(picks, [&](const Pick& pick) {
           return is_plain(*pick.repeat) && begins_with(target, *pick.repeat);
         });
}

/// Walks the target's steps. Above the first repeat that the call names, it stays in the instances around the context.
NodeSet walk(const Expr& target, const std::vector<Pick>& picks, const Context& context) {
  const NodeSet line = line_of(context);
  NodeSet nodes = {context.environment->primary->root()};
  bool along = true;
  for (std::size_t i = 0; i < target.steps.size() && !nodes.empty(); ++i) {
    const auto pick = std::ranges::find_if(picks, [i](const Pick& one) { return one.repeat->steps.size() == i + 1; });
    along = along && pick == picks.end() && i < line.size() && is_child_match(target.steps[i].test, *line[i]);
    if (along) {
      nodes = {line[i]};
      continue;
    }
    NodeSet next;
    for (const Node* node : nodes) {
      const std::size_t first = next.size();
      select(target.steps[i], *node, next);
      if (pick == picks.end()) continue;
      const double count = static_cast<double>(next.size() - first);
      const bool there = pick->index >= 1 && pick->index <= count && pick->index == std::floor(pick->index);
      const Node* picked = there ? next[first + static_cast<std::size_t>(pick->index) - 1] : nullptr;
      next.resize(first);
      if (picked != nullptr) next.push_back(picked);
    }
    std::uint64_t& budget = context.environment->budget;
    budget -= std::min<std::uint64_t>(budget, next.size() + 1);
    nodes = std::move(next);
  }
  return nodes;
}

bool is_in(const Node& node, const NodeSet& repeats, double index) {
  for (const Node* at = &node; at != nullptr; at = at->parent) {
    if (std::ranges::find(repeats, at) != repeats.end()) return static_cast<double>(sibling_position(*at)) == index;
  }
  return false;
}

}  // namespace

NodeSet line_of(const Context& context) {
  const Node* node = context.node->id != kNoId ? context.node : context.environment->anchor;
  NodeSet line;
  for (; node != nullptr && node->parent != nullptr; node = node->parent) line.push_back(node);
  std::ranges::reverse(line);
  return line;
}

std::size_t sibling_position(const Node& node) {
  if (node.position > 0) return node.position;
  std::size_t position = 1;
  for (const Node* at = node.previous; at != nullptr; at = at->previous) {
    if (at->kind == node.kind && at->name.local == node.name.local && at->name.uri == node.name.uri) ++position;
  }
  return position;
}

NodeSet indexed_repeat(const Expr& call, const Context& context) {
  const Expr& target = *call.args[0];
  std::vector<Pick> picks;
  for (std::size_t i = 1; i + 1 < call.args.size(); i += 2) {
    picks.push_back({call.args[i].get(), evaluate_number(*call.args[i + 1], context)});
  }
  NodeSet nodes;
  if (context.environment->primary != nullptr && is_plain_call(target, picks)) {
    nodes = walk(target, picks, context);
    std::erase_if(nodes, [](const Node* node) { return !node->relevant; });
    return nodes;
  }
  nodes = evaluate_nodes(target, context);
  for (const Pick& pick : picks) {
    const NodeSet repeats = evaluate_nodes(*pick.repeat, context);
    std::erase_if(nodes, [&](const Node* node) { return !is_in(*node, repeats, pick.index); });
  }
  return nodes;
}

}  // namespace motcua::forms::xpath
