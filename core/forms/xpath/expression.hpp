#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"
#include "xpath/node.hpp"
#include "xpath/regex.hpp"

namespace motcua::forms::xpath {

enum class Axis : std::uint8_t {
  child,
  descendant,
  parent,
  ancestor,
  following_sibling,
  preceding_sibling,
  following,
  preceding,
  attribute,
  self,
  descendant_or_self,
  ancestor_or_self,
  namespace_
};

/// Reverse axes count positions backwards from the context node.
[[nodiscard]] constexpr bool is_reverse(Axis axis) {
  return axis == Axis::parent || axis == Axis::ancestor || axis == Axis::ancestor_or_self || axis == Axis::preceding ||
         axis == Axis::preceding_sibling;
}

enum class TestKind : std::uint8_t { name, any_name, any_in_namespace, node, text, comment, instruction };

struct NodeTest {
  TestKind kind = TestKind::node;
  const std::string* local = nullptr;  ///< Interned; of `instruction`: the target, or nullptr for any.
  const std::string* uri = nullptr;    ///< Interned; nullptr for a name without prefix.
};

enum class FunctionId : std::uint8_t {
#define XPATH_FUNCTION(id, name, least, most, type) id,
#include "xpath/functions.def"
#undef XPATH_FUNCTION
};

enum class Type : std::uint8_t { boolean, number, string, nodes, any };

enum class Op : std::uint8_t { number, text, either, both, comparison, arithmetic, negate, union_, path, call };

/// What stands between two operands of Op::comparison or Op::arithmetic.
enum class Link : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

class Lookup;

struct Step {
  Axis axis = Axis::child;
  NodeTest test;
  std::vector<ExprPtr> predicates;
  std::shared_ptr<const Lookup> lookup;  ///< Answers the first predicate by an index (set while a form is loaded).
};

/// One node of a compiled expression. Operators of one precedence in a row are one node with many operands, so that a
/// long chain is not a deep tree: trees are walked recursively.
struct Expr {
  Op op = Op::number;
  Type type = Type::number;
  FunctionId function{};
  bool absolute = false;  ///< path: starts at the root.
  /// path: always selects this one node of the primary instance: its slot in the subject's own instance of the
  /// fixed_depth-th repeat around it, or in the whole form (set by the analysis).
  std::uint32_t fixed = kNoId;
  std::uint32_t fixed_depth = 0;
  double number = 0;
  ErrorCode late_error{};  ///< Of FunctionId::wrong_call; its detail is `text`.
  std::string text;
  std::vector<ExprPtr> args;        ///< Operands, arguments; path: what it starts from, if not context or root.
  std::vector<Link> links;          ///< comparison, arithmetic: links[i] is between args[i] and args[i + 1].
  std::vector<ExprPtr> predicates;  ///< path: of what it starts from.
  std::vector<Step> steps;
  std::unique_ptr<const Regex> regex;  ///< regex() with a literal pattern.
};

/// A compiled expression and its source, for messages.
class Expression {
 public:
  Expression() = default;
  Expression(ExprPtr root, std::string source) : root_(std::move(root)), source_(std::move(source)) {}

  [[nodiscard]] explicit operator bool() const { return root_ != nullptr; }
  [[nodiscard]] const Expr& root() const { return *root_; }
  [[nodiscard]] Expr& root() { return *root_; }
  [[nodiscard]] const std::string& source() const { return source_; }

 private:
  ExprPtr root_;
  std::string source_;
};

/// What prefixes mean where an expression is written. Pairs of prefix and namespace.
using Namespaces = std::vector<std::pair<std::string, std::string>>;

struct CompileOptions {
  NameTable* names = nullptr;              ///< Required: shared with the trees that are evaluated.
  const Namespaces* namespaces = nullptr;  ///< Of prefixes in name tests; nullptr when there are none.
  /// True: a name without prefix means no namespace, as XPath 1.0 has it. False: the default namespace, as forms do.
  bool strict_names = false;
  /// True: a call of an unknown function or with wrong arguments fails when it is evaluated, which XPath 1.0 allows,
  /// and not before. Forms are refused at once.
  bool late_calls = false;
};

/// Deepest nesting of parentheses, predicates and function calls.
inline constexpr int kMaxExpressionDepth = 64;
/// Deepest tree of a compiled expression: what walks it has 1 MB of stack in a browser.
inline constexpr int kMaxTreeDepth = 150;
inline constexpr std::size_t kMaxExpressionLength = 256 * 1024;

/// Fails with xpath_syntax, xpath_unknown_function or xpath_arguments; the detail says what and where.
[[nodiscard]] Result<Expression> compile(std::string_view source, const CompileOptions& options);

}  // namespace motcua::forms::xpath
