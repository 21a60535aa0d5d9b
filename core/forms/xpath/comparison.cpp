#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {
namespace {

/// What is compared. A node-set of at most one node, which most paths of forms are, needs no vector; a text that lies
/// in the expression needs no copy.
using Operand = std::variant<bool, double, std::string_view, std::string, const Node*, NodeSet>;

Operand operand_of(const Expr& expr, const Context& context) {
  if (expr.op == Op::text) return std::string_view(expr.text);
  if (const auto node = lone_node(expr, context)) {
    // A field that is not relevant counts as blank, as in JavaRosa, where an empty node-set would equal nothing and
    // differ from nothing.
    if (*node == nullptr) return std::string_view();
    return *node;
  }
  return std::visit([](auto&& value) -> Operand { return std::forward<decltype(value)>(value); },
                    evaluate(expr, context));
}

bool is_set(const Operand& operand) {
  return std::holds_alternative<const Node*>(operand) || std::holds_alternative<NodeSet>(operand);
}

std::span<const Node* const> nodes_of(const Operand& operand) {
  if (const auto* set = std::get_if<NodeSet>(&operand)) return *set;
  const auto* node = std::get_if<const Node*>(&operand);
  return *node != nullptr ? std::span(node, 1) : std::span<const Node* const>();
}

const bool* flag_of(const Operand& operand) { return std::get_if<bool>(&operand); }

std::optional<std::string_view> string_of(const Operand& operand) {
  if (const auto* text = std::get_if<std::string_view>(&operand)) return *text;
  if (const auto* text = std::get_if<std::string>(&operand)) return *text;
  return std::nullopt;
}

/// Of an operand that is no node-set.
double number_of(const Operand& operand, const Zone& zone) {
  if (const auto* number = std::get_if<double>(&operand)) return *number;
  if (const bool* flag = flag_of(operand)) return *flag ? 1 : 0;
  return to_number(string_of(operand).value_or(""), zone);
}

bool boolean_of(const Operand& operand) {
  if (const bool* flag = flag_of(operand)) return *flag;
  if (const auto* number = std::get_if<double>(&operand)) return *number != 0 && !std::isnan(*number);
  if (const auto text = string_of(operand)) return !text->empty();
  return !nodes_of(operand).empty();
}

bool is_equality(Link how) { return how == Link::equal || how == Link::not_equal; }

bool compare_numbers(Link how, double a, double b) {
  switch (how) {
    case Link::equal:
      return a == b;
    case Link::not_equal:
      return a != b;
    case Link::less:
      return a < b;
    case Link::less_equal:
      return a <= b;
    case Link::greater:
      return a > b;
    default:
      return a >= b;
  }
}

Link mirrored(Link how) {
  switch (how) {
    case Link::less:
      return Link::greater;
    case Link::less_equal:
      return Link::greater_equal;
    case Link::greater:
      return Link::less;
    case Link::greater_equal:
      return Link::less_equal;
    default:
      return how;
  }
}

using Nodes = std::span<const Node* const>;

/// Whether some text is in both.
bool share_text(Nodes left, Nodes right, Environment& environment) {
  std::string scratch;
  if (left.size() == 1 || right.size() == 1) {
    const std::string one(text_of(*(left.size() == 1 ? left : right).front(), scratch, environment));
    return std::ranges::any_of(left.size() == 1 ? right : left,
                               [&](const Node* node) { return text_of(*node, scratch, environment) == one; });
  }
  std::unordered_set<std::string> seen;
  for (const Node* node : left) seen.emplace(text_of(*node, scratch, environment));
  return std::ranges::any_of(
      right, [&](const Node* node) { return seen.contains(std::string(text_of(*node, scratch, environment))); });
}

/// Whether some two texts differ: always, unless both sets hold one and the same text only.
bool differ_in_text(Nodes left, Nodes right, Environment& environment) {
  if (left.empty() || right.empty()) return false;
  std::string scratch;
  const std::string first(text_of(*left.front(), scratch, environment));
  const auto differs = [&](const Node* node) { return text_of(*node, scratch, environment) != first; };
  return std::ranges::any_of(left, differs) || std::ranges::any_of(right, differs);
}

/// The least or largest number of the nodes; NaN when none is a number. Orders between sets need no more.
double extreme(Nodes nodes, bool largest, Environment& environment) {
  double best = std::numeric_limits<double>::quiet_NaN();
  std::string scratch;
  for (const Node* node : nodes) {
    const double number = to_number(text_of(*node, scratch, environment), environment.zone);
    if (std::isnan(number)) continue;
    if (std::isnan(best) || (largest ? number > best : number < best)) best = number;
  }
  return best;
}

bool compare_sets(Link how, Nodes left, Nodes right, Environment& environment) {
  if (how == Link::equal) return share_text(left, right, environment);
  if (how == Link::not_equal) return differ_in_text(left, right, environment);
  const bool rising = how == Link::less || how == Link::less_equal;
  return compare_numbers(how, extreme(left, !rising, environment), extreme(right, rising, environment));
}

bool compare_set(Link how, Nodes nodes, const Operand& other, Environment& environment) {
  // Section 3.4: equality with a boolean is about whether there are nodes. So would an order be, but the engines that
  // forms run in order the nodes' numbers and the boolean's, and a form should not differ.
  const bool* flag = flag_of(other);
  if (flag != nullptr && is_equality(how)) return (nodes.empty() != *flag) == (how == Link::equal);
  std::string scratch;
  const auto text = string_of(other);
  if (text && is_equality(how)) {
    return std::ranges::any_of(nodes, [&](const Node* node) {
      return (text_of(*node, scratch, environment) == *text) == (how == Link::equal);
    });
  }
  const double number = number_of(other, environment.zone);
  return std::ranges::any_of(nodes, [&](const Node* node) {
    return compare_numbers(how, to_number(text_of(*node, scratch, environment), environment.zone), number);
  });
}

bool compare(Link how, const Operand& left, const Operand& right, Environment& environment) {
  if (is_set(left)) {
    return is_set(right) ? compare_sets(how, nodes_of(left), nodes_of(right), environment)
                         : compare_set(how, nodes_of(left), right, environment);
  }
  if (is_set(right)) return compare_set(mirrored(how), nodes_of(right), left, environment);
  if (is_equality(how)) {
    if (flag_of(left) != nullptr || flag_of(right) != nullptr) {
      return (boolean_of(left) == boolean_of(right)) == (how == Link::equal);
    }
    const auto left_text = string_of(left);
    const auto right_text = string_of(right);
    if (left_text && right_text) return (*left_text == *right_text) == (how == Link::equal);
  }
  return compare_numbers(how, number_of(left, environment.zone), number_of(right, environment.zone));
}

}  // namespace

bool evaluate_comparison(const Expr& expr, const Context& context) {
  Environment& environment = *context.environment;
  bool result =
      compare(expr.links[0], operand_of(*expr.args[0], context), operand_of(*expr.args[1], context), environment);
  for (std::size_t i = 1; i < expr.links.size(); ++i) {
    result = compare(expr.links[i], Operand(result), operand_of(*expr.args[i + 1], context), environment);
  }
  return result;
}

}  // namespace motcua::forms::xpath
