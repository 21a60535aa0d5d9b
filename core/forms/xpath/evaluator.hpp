#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "motcua/base/ports.hpp"
#include "xpath/expression.hpp"
#include "xpath/value.hpp"

namespace motcua::forms::xpath {

/// What a form knows beyond its trees.
class Host {
 public:
  virtual ~Host() = default;
  /// The document of `instance('id')`; nullptr when there is none.
  [[nodiscard]] virtual const Document* instance(std::string_view id) const = 0;
  /// The label of the choice `value` of the question at `path`, written as in the form.
  [[nodiscard]] virtual std::string choice_name(const std::string& value, const std::string& path,
                                                const Node* context) const = 0;
  [[nodiscard]] virtual std::string itext(const std::string& id) const = 0;
};

/// Everything outside the expression. Evaluation never fails: what has no value is blank, NaN or no nodes.
struct Environment {
  const Document* primary = nullptr;  ///< Where absolute paths start; nullptr: in the context node's own tree.
  /// For Expr::fixed: by depth, the nodes of each instance of a repeat around the subject; first of the whole form.
  const Node* const* const* slots = nullptr;
  /// Absolute paths stay in the instances of repeats around the node that they are asked for (ODK's deviation from
  /// XPath). Where that node is in no primary instance, this one counts; nullptr: paths are plain XPath.
  const Node* anchor = nullptr;
  /// Paths also select what is not relevant: a node has its position whether people see it or not.
  bool sees_all = false;
  const Host* host = nullptr;
  Clock* clock = nullptr;
  Random* random = nullptr;
  ZoneOffset zone = 7 * 60;  ///< Civil time in Vietnam.
  /// Nodes that one evaluation may look at: a hostile expression ends blank instead of running for hours.
  std::uint64_t budget = 50'000'000;
};

struct Context {
  Environment* environment = nullptr;
  const Node* node = nullptr;
  std::size_t position = 1;
  std::size_t size = 1;
  const Node* current = nullptr;  ///< The node that the whole expression is about.
};

[[nodiscard]] Value evaluate(const Expr& expr, const Context& context);
[[nodiscard]] NodeSet evaluate_nodes(const Expr& expr, const Context& context);
/// The function call's value; arguments are evaluated as the function needs them.
[[nodiscard]] Value evaluate_call(const Expr& expr, const Context& context);
/// indexed-repeat(node, repeat, index, …): the nodes in the given instances.
[[nodiscard]] NodeSet indexed_repeat(const Expr& call, const Context& context);
/// The nodes around `context`'s own place that absolute paths keep to, from the outermost element down.
[[nodiscard]] NodeSet line_of(const Context& context);
/// position(node): its place among the siblings of the same name, from 1.
[[nodiscard]] std::size_t sibling_position(const Node& node);

[[nodiscard]] inline bool evaluate_boolean(const Expr& expr, const Context& context) {
  return to_boolean(evaluate(expr, context));
}
[[nodiscard]] inline double evaluate_number(const Expr& expr, const Context& context) {
  return to_number(evaluate(expr, context), context.environment->zone);
}
[[nodiscard]] inline std::string evaluate_text(const Expr& expr, const Context& context) {
  return to_text(evaluate(expr, context));
}

/// True when a step of the child axis with this test selects the element.
[[nodiscard]] bool is_child_match(const NodeTest& test, const Node& node);
/// The nodes that one step selects from `from`, without its predicates, in the axis' order. Also used to analyse
/// expressions over a form's template.
void select(const Step& step, const Node& from, NodeSet& out);

}  // namespace motcua::forms::xpath
