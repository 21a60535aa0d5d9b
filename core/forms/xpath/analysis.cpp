#include "xpath/analysis.hpp"

#include <algorithm>

namespace motcua::forms::xpath {
namespace {

/// What is done with the nodes that a path selects.
enum class Use : unsigned char {
  value,      ///< Their text is read: everything below them counts.
  existence,  ///< Only whether they are there.
  start,      ///< Only steps from them.
};

std::string describe(const Step& step) {
  if (step.axis == Axis::parent) return "..";
  if (step.axis == Axis::self) return ".";
  const std::string name = step.test.local != nullptr ? *step.test.local : "node()";
  return step.axis == Axis::attribute ? "@" + name : name;
}

std::string describe(const Expr& path) {
  std::string out;
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    if (i > 0 || path.absolute) out += "/";
    out += describe(path.steps[i]);
  }
  return out;
}

/// Authors write `null` for "no value": to XPath it is a path to a child that is never there, which is blank as meant.
bool is_null(const Expr& path) {
  return !path.absolute && path.args.empty() && path.steps.size() == 1 && path.steps[0].axis == Axis::child &&
         *path.steps[0].test.local == "null";
}

class Analyser {
 public:
  Analyser(const Document& primary, const Node* context, const Host& host, Analysis& out)
      : primary_(primary), host_(host), out_(out) {
    if (context != nullptr) current_.push_back(context);
  }

  NodeSet visit(Expr& expr, const NodeSet& context, Use use) {
    switch (expr.op) {
      case Op::path:
        return path(expr, context, use);
      case Op::union_: {
        NodeSet all;
        for (const auto& arg : expr.args) {
          const NodeSet nodes = visit(*arg, context, use);
          all.insert(all.end(), nodes.begin(), nodes.end());
        }
        normalise(all);
        return all;
      }
      case Op::call:
        return call(expr, context, use);
      case Op::either:
      case Op::both:
        for (const auto& arg : expr.args) visit(*arg, context, Use::existence);
        return {};
      default:
        for (const auto& arg : expr.args) visit(*arg, context, Use::value);
        return {};
    }
  }

  [[nodiscard]] const NodeSet& current() const { return current_; }

 private:
  [[nodiscard]] bool in_primary(const Node* node) const { return node == primary_.root() || node->id != kNoId; }

  NodeSet path(Expr& expr, const NodeSet& context, Use use) {
    NodeSet nodes;
    bool simple = expr.predicates.empty();
    if (!expr.args.empty()) {
      nodes = visit(*expr.args[0], context, Use::start);
      for (const auto& predicate : expr.predicates) visit(*predicate, nodes, Use::existence);
      simple = simple && expr.args[0]->op == Op::call && expr.args[0]->function == FunctionId::current;
    } else if (expr.absolute) {
      nodes.push_back(primary_.root());
    } else {
      nodes = context;
      simple = simple && context == current_;  // Inside a predicate the context is another node each time.
    }
    for (auto& step : expr.steps) {
      simple = simple && step.predicates.empty() &&
               (step.axis == Axis::child || step.axis == Axis::parent || step.axis == Axis::self);
      const bool from_primary = std::ranges::any_of(nodes, [this](const Node* node) { return in_primary(node); });
      NodeSet next;
      for (const Node* node : nodes) select(step, *node, next);
      normalise(next);
      std::erase_if(next, [](const Node* node) { return node->kind == NodeKind::text; });
      const bool leads_nowhere = next.empty() && from_primary && step.test.kind == TestKind::name;
      if (leads_nowhere && !is_null(expr) && !out_.missing) out_.missing = describe(expr);
      nodes = std::move(next);
      thin_out(nodes);
      for (const auto& predicate : step.predicates) visit(*predicate, nodes, Use::existence);
    }
    if (simple && nodes.size() == 1 && nodes.front()->id != kNoId) expr.fixed = nodes.front()->id;
    if (use != Use::start) read(nodes, use);
    return nodes;
  }

  /// Thousands of rows of a choice list are alike, and nothing is computed over them: one stands for all.
  void thin_out(NodeSet& nodes) const {
    const auto foreign = [this](const Node* node) { return !in_primary(node); };
    if (nodes.size() > 1 && std::ranges::all_of(nodes, foreign)) nodes.resize(1);
  }

  void read(const NodeSet& nodes, Use use) {
    for (const Node* node : nodes) {
      if (!in_primary(node)) continue;
      if (use == Use::existence) {
        add(*node);
        continue;
      }
      for (const Node* at = node; at != nullptr; at = next_in_subtree(*at, *node)) add(*at);
    }
  }
  void add(const Node& node) {
    if (node.id != kNoId) out_.reads.push_back(node.id);
  }

  NodeSet call(Expr& expr, const NodeSet& context, Use use) {
    const auto id = expr.function;
    if (id == FunctionId::current) {
      if (use != Use::start) read(current_, use);
      return current_;
    }
    if (id == FunctionId::instance) return instance(expr, context);
    if (id == FunctionId::once) {  // Reads its own node, which is no circle: the value that is there stays.
      visit(*expr.args[0], context, Use::value);
      return {};
    }
    const bool shape_only = id == FunctionId::count || id == FunctionId::position || id == FunctionId::name ||
                            id == FunctionId::local_name || id == FunctionId::namespace_uri ||
                            id == FunctionId::boolean || id == FunctionId::not_;
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const bool condition = id == FunctionId::if_ && i == 0;
      visit(*expr.args[i], context, shape_only || condition ? Use::existence : Use::value);
    }
    const bool reads_context =
        expr.args.empty() && (id == FunctionId::string || id == FunctionId::number || id == FunctionId::string_length ||
                              id == FunctionId::normalize_space);
    if (reads_context) read(context, Use::value);
    return {};
  }

  NodeSet instance(Expr& expr, const NodeSet& context) {
    Expr& name = *expr.args[0];
    if (name.op != Op::text) {
      visit(name, context, Use::value);
      return {};
    }
    if (const Document* document = host_.instance(name.text)) return {document->root()};
    if (!out_.instance) out_.instance = name.text;
    return {};
  }

  const Document& primary_;
  const Host& host_;
  Analysis& out_;
  NodeSet current_;
};

}  // namespace

Analysis analyse(Expr& expr, const Document& primary, const Node* context, const Host& host) {
  Analysis out;
  Analyser analyser(primary, context, host, out);
  analyser.visit(expr, analyser.current(), Use::value);
  std::ranges::sort(out.reads);
  const auto rest = std::ranges::unique(out.reads);
  out.reads.erase(rest.begin(), rest.end());
  return out;
}

}  // namespace motcua::forms::xpath
