#pragma once
#include <cstdint>
#include <optional>
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
  /// The form's version; blank when it has none.
  [[nodiscard]] virtual std::string form_version() const { return {}; }
  /// What the device knows of itself and its user: "deviceid", "username", "email", "phonenumber"; blank if unknown.
  [[nodiscard]] virtual std::string device_property(const std::string& /*name*/) const { return {}; }
};

/// Everything outside the expression. Evaluation never fails: what has no value is blank, NaN or no nodes.
struct Environment {
  const Document* primary = nullptr;  ///< Where absolute paths start; nullptr: in the context node's own tree.
  const Node* origin = nullptr;       ///< Where absolute paths start instead, if it is not a whole document.
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
  Zone zone = 7 * 60;  ///< Civil time in Vietnam.
  /// Work that one evaluation may do: nodes looked at, operations, bytes of text made or searched. A hostile expression
  /// ends blank instead of running for hours.
  std::uint64_t budget = 50'000'000;
  /// The first call that could only fail when it was reached (CompileOptions::late_calls).
  std::optional<Error> wrong_call;

  /// False when the work is more than is left, of which then nothing is left.
  bool spend(std::uint64_t work) {
    if (work > budget) {
      budget = 0;
      return false;
    }
    budget -= work;
    return true;
  }
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
[[nodiscard]] bool evaluate_boolean(const Expr& expr, const Context& context);
[[nodiscard]] double evaluate_number(const Expr& expr, const Context& context);
[[nodiscard]] std::string evaluate_text(const Expr& expr, const Context& context);
/// The text without a copy where it lies in the tree or the expression; `scratch` holds it otherwise.
[[nodiscard]] std::string_view evaluate_view(const Expr& expr, const Context& context, std::string& scratch);
/// The function call's value; arguments are evaluated as the function needs them.
[[nodiscard]] Value evaluate_call(const Expr& expr, const Context& context);
/// indexed-repeat(node, repeat, index, …): the nodes in the given instances.
[[nodiscard]] NodeSet indexed_repeat(const Expr& call, const Context& context);
/// The nodes around `context`'s own place that absolute paths keep to, from the outermost element down.
[[nodiscard]] NodeSet line_of(const Context& context);
/// position(node): its place among the siblings of the same name, from 1.
[[nodiscard]] std::size_t sibling_position(const Node& node);
/// XPath 1.0 section 3.4, with node-sets compared existentially. "a < b < c" compares the boolean of "a < b" with c.
[[nodiscard]] bool evaluate_comparison(const Expr& expr, const Context& context);

/// A node-set of which it is plain without a search that it has at most one node: that node, or nullptr for none.
/// nullopt when the expression has to be evaluated to know.
[[nodiscard]] std::optional<const Node*> lone_node(const Expr& expr, const Context& context);
/// string_view_of(), whose walk is paid from the budget.
[[nodiscard]] std::string_view text_of(const Node& node, std::string& scratch, Environment& environment);

/// True when a step of the child axis with this test selects the element.
[[nodiscard]] bool is_child_match(const NodeTest& test, const Node& node);
/// The nodes that one step selects from `from`, without its predicates, in the axis' order. Also used to analyse
/// expressions over a form's template.
void select(const Step& step, const Node& from, NodeSet& out);

}  // namespace motcua::forms::xpath
