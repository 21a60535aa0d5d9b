#include "xpath/evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "xpath/lookup.hpp"

namespace motcua::forms::xpath {
namespace {

const Node* tree_root(const Node* node) {
  while (node->parent != nullptr) node = node->parent;
  return node;
}

bool keeps(const Expr& predicate, const Context& context) {
  const Value value = evaluate(predicate, context);
  if (const auto* number = std::get_if<double>(&value)) return *number == static_cast<double>(context.position);
  return to_boolean(value);
}

/// Drops the nodes of `nodes` from `first` on that the predicate rules out. They are in the axis' order.
void filter(NodeSet& nodes, std::size_t first, const Expr& predicate, const Context& outer) {
  if (predicate.op == Op::number) {  // "[3]": no need to ask each node.
    const double wanted = predicate.number;
    const std::size_t count = nodes.size() - first;
    const Node* hit = nullptr;
    if (wanted >= 1 && wanted <= static_cast<double>(count) && wanted == std::floor(wanted)) {
      hit = nodes[first + static_cast<std::size_t>(wanted) - 1];
    }
    nodes.resize(first);
    if (hit != nullptr) nodes.push_back(hit);
    return;
  }
  Context inner = outer;
  inner.size = nodes.size() - first;
  std::size_t kept = first;
  for (std::size_t i = first; i < nodes.size(); ++i) {
    inner.node = nodes[i];
    inner.position = i - first + 1;
    if (keeps(predicate, inner)) nodes[kept++] = nodes[i];
  }
  nodes.resize(kept);
}

NodeSet apply(const Step& step, const NodeSet& from, const Context& context) {
  NodeSet out;
  std::uint64_t& budget = context.environment->budget;
  for (const Node* node : from) {
    const std::size_t first = out.size();
    const bool found = step.lookup != nullptr && step.lookup->select(*node, context, out);
    if (!found) select(step, *node, out);
    const std::uint64_t seen = out.size() - first + 1;
    if (seen > budget) {
      budget = 0;
      return {};
    }
    budget -= seen;
    for (std::size_t i = found ? 1 : 0; i < step.predicates.size(); ++i)
      filter(out, first, *step.predicates[i], context);
  }
  if (from.size() > 1 || is_reverse(step.axis)) normalise(out);
  return out;
}

bool is_seen(const Node* node) {
  return node->relevant && (node->kind == NodeKind::element || node->parent == nullptr || node->parent->relevant);
}

NodeSet start_of(const Expr& expr, const Context& context) {
  if (!expr.args.empty()) {
    NodeSet nodes = evaluate_nodes(*expr.args[0], context);
    for (const auto& predicate : expr.predicates) filter(nodes, 0, *predicate, context);
    return nodes;
  }
  if (!expr.absolute) return {context.node};
  const Document* primary = context.environment->primary;
  return {primary != nullptr ? primary->root() : tree_root(context.node)};
}

/// Takes the steps of an absolute path that lead along the nodes around the context. Returns how many it took.
std::size_t follow_line(const Expr& path, const Context& context, NodeSet& nodes) {
  if (!path.absolute || context.environment->anchor == nullptr) return 0;
  const NodeSet line = line_of(context);
  std::size_t taken = 0;
  while (taken < path.steps.size() && taken < line.size()) {
    const Step& step = path.steps[taken];
    const bool along = step.axis == Axis::child && step.predicates.empty() && step.test.kind == TestKind::name &&
                       is_child_match(step.test, *line[taken]);
    if (!along) break;
    nodes = {line[taken++]};
  }
  return taken;
}

NodeSet evaluate_path(const Expr& expr, const Context& context) {
  if (expr.fixed != kNoId) {
    const Node* node = context.environment->slots[expr.fixed_depth][expr.fixed];
    return node->relevant || context.environment->sees_all ? NodeSet{node} : NodeSet{};
  }
  NodeSet nodes = start_of(expr, context);
  for (std::size_t i = follow_line(expr, context, nodes); i < expr.steps.size(); ++i) {
    if (nodes.empty()) return nodes;
    nodes = apply(expr.steps[i], nodes, context);
  }
  if (!context.environment->sees_all) std::erase_if(nodes, [](const Node* node) { return !is_seen(node); });
  return nodes;
}

NodeSet evaluate_union(const Expr& expr, const Context& context) {
  NodeSet all;
  for (const auto& arg : expr.args) {
    const NodeSet nodes = evaluate_nodes(*arg, context);
    all.insert(all.end(), nodes.begin(), nodes.end());
  }
  normalise(all);
  return all;
}

Comparison comparison_of(Link link) {
  switch (link) {
    case Link::not_equal:
      return Comparison::not_equal;
    case Link::less:
      return Comparison::less;
    case Link::less_equal:
      return Comparison::less_equal;
    case Link::greater:
      return Comparison::greater;
    case Link::greater_equal:
      return Comparison::greater_equal;
    default:
      return Comparison::equal;
  }
}

/// "a < b < c" compares the boolean of "a < b" with c.
Value evaluate_comparison(const Expr& expr, const Context& context) {
  Value left = evaluate(*expr.args[0], context);
  for (std::size_t i = 0; i < expr.links.size(); ++i) {
    left = compare(comparison_of(expr.links[i]), left, evaluate(*expr.args[i + 1], context), context.environment->zone);
  }
  return left;
}

double calculate(Link link, double left, double right) {
  switch (link) {
    case Link::add:
      return left + right;
    case Link::subtract:
      return left - right;
    case Link::multiply:
      return left * right;
    case Link::divide:
      return left / right;
    default:
      return std::fmod(left, right);
  }
}

double evaluate_arithmetic(const Expr& expr, const Context& context) {
  double left = evaluate_number(*expr.args[0], context);
  for (std::size_t i = 0; i < expr.links.size(); ++i) {
    left = calculate(expr.links[i], left, evaluate_number(*expr.args[i + 1], context));
  }
  return left;
}

}  // namespace

NodeSet evaluate_nodes(const Expr& expr, const Context& context) {
  switch (expr.op) {
    case Op::path:
      return evaluate_path(expr, context);
    case Op::union_:
      return evaluate_union(expr, context);
    case Op::call: {
      Value value = evaluate_call(expr, context);
      if (auto* nodes = std::get_if<NodeSet>(&value)) return std::move(*nodes);
      return {};
    }
    default:
      return {};
  }
}

Value evaluate(const Expr& expr, const Context& context) {
  switch (expr.op) {
    case Op::number:
      return expr.number;
    case Op::text:
      return expr.text;
    case Op::path:
      return evaluate_path(expr, context);
    case Op::union_:
      return evaluate_union(expr, context);
    case Op::call:
      return evaluate_call(expr, context);
    case Op::negate:
      return -evaluate_number(*expr.args[0], context);
    case Op::either:
      return std::ranges::any_of(expr.args, [&](const ExprPtr& arg) { return evaluate_boolean(*arg, context); });
    case Op::both:
      return std::ranges::all_of(expr.args, [&](const ExprPtr& arg) { return evaluate_boolean(*arg, context); });
    case Op::comparison:
      return evaluate_comparison(expr, context);
    case Op::arithmetic:
      return evaluate_arithmetic(expr, context);
  }
  return std::string();
}

}  // namespace motcua::forms::xpath
