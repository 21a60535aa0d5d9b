#include "xpath/evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "xpath/lookup.hpp"

namespace motcua::forms::xpath {
namespace {

const Node* tree_root(const Node* node) {
  while (node->parent != nullptr) node = node->parent;
  return node;
}

bool keeps(const Expr& predicate, const Context& context) {
  if (predicate.type == Type::boolean) return evaluate_boolean(predicate, context);
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
  for (const Node* node : from) {
    const std::size_t first = out.size();
    const bool found = step.lookup != nullptr && step.lookup->select(*node, context, out);
    if (!found) select(step, *node, out);
    if (!context.environment->spend(out.size() - first + 1)) return {};
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
  if (context.environment->origin != nullptr) return {context.environment->origin};
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
  if (const auto node = lone_node(expr, context)) return *node != nullptr ? NodeSet{*node} : NodeSet{};
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

double number_of(const Value& value, Environment& environment) {
  const auto* nodes = std::get_if<NodeSet>(&value);
  if (nodes == nullptr || nodes->empty()) return to_number(value, environment.zone);
  std::string scratch;
  return to_number(text_of(*nodes->front(), scratch, environment), environment.zone);
}

}  // namespace

std::string_view text_of(const Node& node, std::string& scratch, Environment& environment) {
  const Node* only = node.first_child;
  const bool leaf = only == nullptr || (only == node.last_child && only->kind == NodeKind::text);
  if (leaf || (node.kind != NodeKind::element && node.kind != NodeKind::document)) return string_view_of(node, scratch);
  scratch.clear();
  for (const Node* at = &node; at != nullptr; at = next_seen(*at, node)) {
    const bool is_text = at->kind == NodeKind::text;
    if (!environment.spend(1 + (is_text ? at->text.size() : 0))) return {};
    if (is_text) scratch += at->text;
  }
  return scratch;
}

std::optional<const Node*> lone_node(const Expr& expr, const Context& context) {
  if (expr.op != Op::path) return std::nullopt;
  if (expr.fixed != kNoId) {
    const Node* node = context.environment->slots[expr.fixed_depth][expr.fixed];
    return node->relevant || context.environment->sees_all ? node : nullptr;
  }
  if (expr.absolute || !expr.args.empty() || expr.steps.size() != 1) return std::nullopt;
  const Step& step = expr.steps.front();
  if (step.axis != Axis::self || step.test.kind != TestKind::node || !step.predicates.empty()) return std::nullopt;
  return is_seen(context.node) || context.environment->sees_all ? context.node : nullptr;
}

bool evaluate_boolean(const Expr& expr, const Context& context) {
  switch (expr.op) {
    case Op::comparison:
      return context.environment->spend(1) && evaluate_comparison(expr, context);
    case Op::either:
      return std::ranges::any_of(expr.args, [&](const ExprPtr& arg) { return evaluate_boolean(*arg, context); });
    case Op::both:
      return std::ranges::all_of(expr.args, [&](const ExprPtr& arg) { return evaluate_boolean(*arg, context); });
    case Op::path:
      if (const auto node = lone_node(expr, context)) return *node != nullptr;
      break;
    default:
      break;
  }
  return to_boolean(evaluate(expr, context));
}

double evaluate_number(const Expr& expr, const Context& context) {
  Environment& environment = *context.environment;
  switch (expr.op) {
    case Op::number:
      return expr.number;
    case Op::arithmetic:
      return environment.spend(1) ? evaluate_arithmetic(expr, context) : std::numeric_limits<double>::quiet_NaN();
    case Op::path:
      if (const auto node = lone_node(expr, context)) {
        std::string scratch;
        return *node != nullptr ? to_number(text_of(**node, scratch, environment), environment.zone)
                                : std::numeric_limits<double>::quiet_NaN();
      }
      break;
    default:
      break;
  }
  return number_of(evaluate(expr, context), environment);
}

std::string_view evaluate_view(const Expr& expr, const Context& context, std::string& scratch) {
  if (expr.op == Op::text) return expr.text;
  if (const auto node = lone_node(expr, context)) {
    return *node != nullptr ? text_of(**node, scratch, *context.environment) : std::string_view();
  }
  Value value = evaluate(expr, context);
  if (const auto* nodes = std::get_if<NodeSet>(&value)) {
    return nodes->empty() ? std::string_view() : text_of(*nodes->front(), scratch, *context.environment);
  }
  scratch = to_text(std::move(value));
  return scratch;
}

std::string evaluate_text(const Expr& expr, const Context& context) {
  std::string scratch;
  const std::string_view view = evaluate_view(expr, context, scratch);
  if (view.data() == scratch.data()) return scratch;
  return std::string(view);
}

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
  if (!context.environment->spend(1)) return std::string();
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
    case Op::both:
      return evaluate_boolean(expr, context);
    case Op::comparison:
      return evaluate_comparison(expr, context);
    case Op::arithmetic:
      return evaluate_arithmetic(expr, context);
  }
  return std::string();
}

}  // namespace motcua::forms::xpath
