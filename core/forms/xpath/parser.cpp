#include <algorithm>
#include <array>
#include <optional>

#include "xpath/expression.hpp"
#include "xpath/lexer.hpp"
#include "xpath/value.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr std::uint8_t kMany = 255;

struct FunctionInfo {
  std::string_view name;
  FunctionId id;
  std::uint8_t least;
  std::uint8_t most;
  Type type;
};

constexpr std::array kFunctions = {
#define XPATH_FUNCTION(id, name, least, most, type) FunctionInfo{name, FunctionId::id, least, most, Type::type},
#include "xpath/functions.def"
#undef XPATH_FUNCTION
};

struct AxisName {
  std::string_view name;
  Axis axis;
};
constexpr std::array kAxes = {
    AxisName{"child", Axis::child},
    AxisName{"descendant", Axis::descendant},
    AxisName{"parent", Axis::parent},
    AxisName{"ancestor", Axis::ancestor},
    AxisName{"following-sibling", Axis::following_sibling},
    AxisName{"preceding-sibling", Axis::preceding_sibling},
    AxisName{"following", Axis::following},
    AxisName{"preceding", Axis::preceding},
    AxisName{"attribute", Axis::attribute},
    AxisName{"self", Axis::self},
    AxisName{"descendant-or-self", Axis::descendant_or_self},
    AxisName{"ancestor-or-self", Axis::ancestor_or_self},
    AxisName{"namespace", Axis::namespace_},
};

bool is_node_type(std::string_view name) {
  return name == "node" || name == "text" || name == "comment" || name == "processing-instruction";
}

struct BinaryOperator {
  TokenKind token;
  Link link;
  int level;
};
constexpr std::array kBinary = {
    BinaryOperator{TokenKind::equal, Link::equal, 1},
    BinaryOperator{TokenKind::not_equal, Link::not_equal, 1},
    BinaryOperator{TokenKind::less, Link::less, 2},
    BinaryOperator{TokenKind::less_equal, Link::less_equal, 2},
    BinaryOperator{TokenKind::greater, Link::greater, 2},
    BinaryOperator{TokenKind::greater_equal, Link::greater_equal, 2},
    BinaryOperator{TokenKind::plus, Link::add, 3},
    BinaryOperator{TokenKind::minus, Link::subtract, 3},
    BinaryOperator{TokenKind::multiply, Link::multiply, 4},
    BinaryOperator{TokenKind::divide, Link::divide, 4},
    BinaryOperator{TokenKind::modulo, Link::modulo, 4},
};
constexpr int kFirstArithmeticLevel = 3;
constexpr int kUnaryLevel = 5;

ExprPtr make(Op op, Type type) {
  auto expr = std::make_unique<Expr>();
  expr->op = op;
  expr->type = type;
  return expr;
}

/// Levels of the tree. Bounded before it is asked: each of kMaxExpressionDepth nestings adds at most a dozen.
int height(const Expr& expr) {
  int below = 0;
  const auto include = [&below](const std::vector<ExprPtr>& children) {
    for (const auto& child : children) below = std::max(below, height(*child));
  };
  include(expr.args);
  include(expr.predicates);
  for (const Step& step : expr.steps) include(step.predicates);
  return below + 1;
}

class Parser {
 public:
  Parser(std::vector<Token> tokens, const CompileOptions& options) : tokens_(std::move(tokens)), options_(options) {}

  Result<ExprPtr> run() {
    MOTCUA_TRY_ASSIGN(ExprPtr expr, expression());
    if (peek().kind != TokenKind::end) return unexpected();
    if (height(*expr) > kMaxTreeDepth) {
      return fail(ErrorCode::xpath_syntax,
                  "operators and functions are nested deeper than " + std::to_string(kMaxTreeDepth) + " levels");
    }
    return expr;
  }

 private:
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool accept(TokenKind kind) {
    if (peek().kind != kind) return false;
    take();
    return true;
  }
  [[nodiscard]] std::unexpected<Error> unexpected() const {
    const Token& token = peek();
    if (token.kind == TokenKind::end) return fail(ErrorCode::xpath_syntax, "it ends too early");
    return fail(ErrorCode::xpath_syntax,
                "unexpected \"" + std::string(token.text) + "\" at character " + std::to_string(token.position + 1));
  }
  Status expect(TokenKind kind) {
    if (!accept(kind)) return unexpected();
    return {};
  }

  Result<ExprPtr> expression() {
    if (++depth_ > kMaxExpressionDepth) {
      return fail(ErrorCode::xpath_syntax, "nested deeper than " + std::to_string(kMaxExpressionDepth) + " levels");
    }
    auto result = chain(TokenKind::either, Op::either);
    --depth_;
    return result;
  }

  /// `or` and `and`: one node for a whole chain, so that long ones are not deep.
  Result<ExprPtr> chain(TokenKind token, Op op) {
    const auto operand = [&] { return op == Op::either ? chain(TokenKind::both, Op::both) : binary(1); };
    MOTCUA_TRY_ASSIGN(ExprPtr first, operand());
    if (peek().kind != token) return first;
    ExprPtr all = make(op, Type::boolean);
    all->args.push_back(std::move(first));
    while (accept(token)) {
      MOTCUA_TRY_ASSIGN(ExprPtr operand_expr, operand());
      all->args.push_back(std::move(operand_expr));
    }
    return all;
  }

  [[nodiscard]] const BinaryOperator* binary_operator(int level) const {
    for (const auto& entry : kBinary) {
      if (entry.level == level && entry.token == peek().kind) return &entry;
    }
    return nullptr;
  }

  /// Operators of one level, from left to right: one node for a whole chain.
  Result<ExprPtr> binary(int level) {
    if (level == kUnaryLevel) return unary();
    MOTCUA_TRY_ASSIGN(ExprPtr first, binary(level + 1));
    if (binary_operator(level) == nullptr) return first;
    ExprPtr all =
        level < kFirstArithmeticLevel ? make(Op::comparison, Type::boolean) : make(Op::arithmetic, Type::number);
    all->args.push_back(std::move(first));
    while (const BinaryOperator* found = binary_operator(level)) {
      take();
      MOTCUA_TRY_ASSIGN(ExprPtr operand, binary(level + 1));
      all->links.push_back(found->link);
      all->args.push_back(std::move(operand));
    }
    return all;
  }

  Result<ExprPtr> unary() {
    int signs = 0;
    while (accept(TokenKind::minus)) ++signs;
    MOTCUA_TRY_ASSIGN(ExprPtr expr, union_expression());
    // Any number of signs is the same as one or two.
    for (int i = signs == 0 ? 0 : 2 - signs % 2; i > 0; --i) {
      ExprPtr negated = make(Op::negate, Type::number);
      negated->args.push_back(std::move(expr));
      expr = std::move(negated);
    }
    return expr;
  }

  Result<ExprPtr> union_expression() {
    MOTCUA_TRY_ASSIGN(ExprPtr first, path());
    if (peek().kind != TokenKind::union_) return first;
    ExprPtr all = make(Op::union_, Type::nodes);
    all->args.push_back(std::move(first));
    while (accept(TokenKind::union_)) {
      MOTCUA_TRY_ASSIGN(ExprPtr next, path());
      all->args.push_back(std::move(next));
    }
    for (const auto& operand : all->args) MOTCUA_TRY(needs_nodes(*operand, "\"|\""));
    return all;
  }

  [[nodiscard]] static Status needs_nodes(const Expr& expr, const std::string& who) {
    if (expr.type == Type::nodes || expr.type == Type::any) return {};
    return fail(ErrorCode::xpath_arguments, who + " needs nodes, not a value");
  }

  [[nodiscard]] bool at_primary() const {
    switch (peek().kind) {
      case TokenKind::open:
      case TokenKind::text:
      case TokenKind::number:
        return true;
      case TokenKind::name:
        return peek(1).kind == TokenKind::open && !is_node_type(peek().text);
      default:
        return false;
    }
  }

  [[nodiscard]] bool at_step() const {
    switch (peek().kind) {
      case TokenKind::name:
      case TokenKind::any:
      case TokenKind::dot:
      case TokenKind::double_dot:
      case TokenKind::at:
        return true;
      default:
        return false;
    }
  }

  Result<ExprPtr> path() {
    if (at_primary()) return filter();
    ExprPtr expr = make(Op::path, Type::nodes);
    if (accept(TokenKind::slash)) {
      expr->absolute = true;
      if (!at_step()) return expr;
    } else if (accept(TokenKind::double_slash)) {
      expr->absolute = true;
      add_descent(*expr);
    }
    MOTCUA_TRY(relative(*expr));
    return expr;
  }

  Result<ExprPtr> filter() {
    MOTCUA_TRY_ASSIGN(ExprPtr start, primary());
    const TokenKind next = peek().kind;
    if (next != TokenKind::open_bracket && next != TokenKind::slash && next != TokenKind::double_slash) return start;
    MOTCUA_TRY(needs_nodes(*start, "a path or predicate"));
    ExprPtr expr = make(Op::path, Type::nodes);
    expr->args.push_back(std::move(start));
    MOTCUA_TRY(predicates(expr->predicates));
    if (accept(TokenKind::slash)) {
      MOTCUA_TRY(relative(*expr));
    } else if (accept(TokenKind::double_slash)) {
      add_descent(*expr);
      MOTCUA_TRY(relative(*expr));
    }
    return expr;
  }

  static void add_descent(Expr& expr) {
    Step& step = expr.steps.emplace_back();
    step.axis = Axis::descendant_or_self;
    step.test.kind = TestKind::node;
  }

  Status relative(Expr& expr) {
    while (true) {
      MOTCUA_TRY(step(expr));
      if (accept(TokenKind::slash)) continue;
      if (!accept(TokenKind::double_slash)) return {};
      add_descent(expr);
    }
  }

  Status step(Expr& expr) {
    Step step;
    if (accept(TokenKind::dot)) {
      step.axis = Axis::self;
    } else if (accept(TokenKind::double_dot)) {
      step.axis = Axis::parent;
    } else {
      if (accept(TokenKind::at)) {
        step.axis = Axis::attribute;
      } else if (peek().kind == TokenKind::name && peek(1).kind == TokenKind::axis_separator) {
        const auto found = std::ranges::find(kAxes, peek().text, &AxisName::name);
        if (found == kAxes.end()) {
          return fail(ErrorCode::xpath_syntax, "there is no axis \"" + std::string(peek().text) + "\"");
        }
        step.axis = found->axis;
        take();
        take();
      }
      MOTCUA_TRY(node_test(step));
    }
    MOTCUA_TRY(predicates(step.predicates));
    merge_descent(expr, step);
    expr.steps.push_back(std::move(step));
    return {};
  }

  /// "//a" without predicates is descendant::a: the same nodes without an intermediate set of all nodes.
  static void merge_descent(Expr& expr, Step& step) {
    if (step.axis != Axis::child || !step.predicates.empty() || expr.steps.empty()) return;
    const Step& before = expr.steps.back();
    if (before.axis != Axis::descendant_or_self || before.test.kind != TestKind::node || !before.predicates.empty())
      return;
    expr.steps.pop_back();
    step.axis = Axis::descendant;
  }

  Status node_test(Step& step) {
    if (accept(TokenKind::any)) {
      step.test.kind = TestKind::any_name;
      return {};
    }
    if (peek().kind != TokenKind::name) return unexpected();
    const Token token = take();
    if (is_node_type(token.text) && accept(TokenKind::open)) {
      step.test.kind = token.text == "text"      ? TestKind::text
                       : token.text == "comment" ? TestKind::comment
                       : token.text == "node"    ? TestKind::node
                                                 : TestKind::instruction;
      if (step.test.kind == TestKind::instruction && peek().kind == TokenKind::text) {
        step.test.local = options_.names->intern(take().text);
      }
      return expect(TokenKind::close);
    }
    const auto colon = token.text.find(':');
    std::string_view local = token.text;
    if (colon != std::string_view::npos) {
      MOTCUA_TRY_ASSIGN(step.test.uri, namespace_of(token.text.substr(0, colon)));
      local.remove_prefix(colon + 1);
    } else if (options_.strict_names) {
      step.test.uri = options_.names->intern("");
    }
    step.test.kind = local == "*" ? TestKind::any_in_namespace : TestKind::name;
    step.test.local = options_.names->intern(local);
    return {};
  }

  Result<const std::string*> namespace_of(std::string_view prefix) {
    if (prefix == "xml") return options_.names->intern("http://www.w3.org/XML/1998/namespace");
    if (options_.namespaces != nullptr) {
      for (const auto& [known, uri] : *options_.namespaces) {
        if (known == prefix) return options_.names->intern(uri);
      }
    }
    return fail(ErrorCode::xpath_syntax, "the prefix \"" + std::string(prefix) + "\" is not declared");
  }

  Status predicates(std::vector<ExprPtr>& out) {
    while (accept(TokenKind::open_bracket)) {
      MOTCUA_TRY_ASSIGN(ExprPtr predicate, expression());
      out.push_back(std::move(predicate));
      MOTCUA_TRY(expect(TokenKind::close_bracket));
    }
    return {};
  }

  Result<ExprPtr> primary() {
    const Token token = take();
    switch (token.kind) {
      case TokenKind::open: {
        MOTCUA_TRY_ASSIGN(ExprPtr inner, expression());
        MOTCUA_TRY(expect(TokenKind::close));
        return inner;
      }
      case TokenKind::text: {
        ExprPtr expr = make(Op::text, Type::string);
        expr->text = token.text;
        return expr;
      }
      case TokenKind::number: {
        ExprPtr expr = make(Op::number, Type::number);
        expr->number = read_numeral(token.text);
        return expr;
      }
      default:
        return call(token.text);
    }
  }

  Result<ExprPtr> call(std::string_view name) {
    const auto found = std::ranges::find(kFunctions, name, &FunctionInfo::name);
    const bool known = found != kFunctions.end();
    if (!known && !options_.late_calls) return fail(ErrorCode::xpath_unknown_function, unknown(name));
    ExprPtr expr = make(Op::call, known ? found->type : Type::any);
    expr->function = known ? found->id : FunctionId::wrong_call;
    MOTCUA_TRY(expect(TokenKind::open));
    if (!accept(TokenKind::close)) {
      do {
        MOTCUA_TRY_ASSIGN(ExprPtr argument, expression());
        expr->args.push_back(std::move(argument));
      } while (accept(TokenKind::comma));
      MOTCUA_TRY(expect(TokenKind::close));
    }
    if (!known) return late(std::move(expr), {ErrorCode::xpath_unknown_function, unknown(name)});
    if (auto fits = check_arguments(*expr, *found); !fits) {
      if (!options_.late_calls) return std::unexpected(std::move(fits).error());
      return late(std::move(expr), std::move(fits).error());
    }
    return expr;
  }

  static ExprPtr late(ExprPtr call, Error error) {
    call->function = FunctionId::wrong_call;
    call->type = Type::any;
    call->late_error = error.code;
    call->text = std::move(error.detail);
    return call;
  }

  /// "selectd(); did you mean selected()?"
  static std::string unknown(std::string_view name) {
    std::string out = std::string(name) + "()";
    std::string_view nearest;
    // A third of the letters may be wrong: beyond, a suggestion misleads.
    std::size_t best = std::max<std::size_t>(1, name.size() / 3) + 1;
    for (const auto& function : kFunctions) {
      if (function.name.empty()) continue;
      const std::size_t distance = edits(name, function.name, best);
      if (distance < best) {
        best = distance;
        nearest = function.name;
      }
    }
    if (!nearest.empty()) out += " → " + std::string(nearest) + "()?";
    return out;
  }

  /// How many letters to insert, delete, replace or swap with their neighbour to make one of the other; case does not
  /// count. At least `limit` when it is not less.
  static std::size_t edits(std::string_view from, std::string_view to, std::size_t limit) {
    if (from.size() > to.size() + limit || to.size() > from.size() + limit) return limit;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    std::vector<std::size_t> two_above;
    std::vector<std::size_t> above(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
      std::vector<std::size_t> row(to.size() + 1, i);
      for (std::size_t j = 1; j <= to.size(); ++j) {
        const bool same = lower(from[i - 1]) == lower(to[j - 1]);
        row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
        const bool swapped =
            i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) && lower(from[i - 2]) == lower(to[j - 1]);
        if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
      two_above = std::move(above);
      above = std::move(row);
    }
    return above[to.size()];
  }

  static Status check_arguments(Expr& expr, const FunctionInfo& info) {
    const std::size_t given = expr.args.size();
    const std::string name = std::string(info.name) + "()";
    if (given < info.least || (info.most != kMany && given > info.most)) {
      std::string wanted = std::to_string(info.least);
      if (info.most == kMany)
        wanted += " or more";
      else if (info.most != info.least)
        wanted += " to " + std::to_string(info.most);
      return fail(ErrorCode::xpath_arguments, name + " takes " + wanted + ", not " + std::to_string(given));
    }
    switch (info.id) {
      case FunctionId::count:
      case FunctionId::count_non_empty:
      case FunctionId::sum:
      case FunctionId::randomize:
        return needs_nodes(*expr.args[0], name);
      case FunctionId::position:
      case FunctionId::name:
      case FunctionId::local_name:
      case FunctionId::namespace_uri:
        return given == 0 ? Status() : needs_nodes(*expr.args[0], name);
      case FunctionId::indexed_repeat:
        if (given % 2 == 1) return {};
        return fail(ErrorCode::xpath_arguments, name + " takes pairs of repeat and index after the first");
      case FunctionId::weighted_checklist:
        if (given % 2 == 0) return {};
        return fail(ErrorCode::xpath_arguments, name + " takes pairs of value and weight after the first two");
      case FunctionId::regex:
        if (expr.args[1]->op == Op::text) {
          auto regex = Regex::compile(expr.args[1]->text);
          if (!regex) return std::unexpected(regex.error());
          expr.regex = std::make_unique<const Regex>(std::move(*regex));
        }
        return {};
      default:
        return {};
    }
  }

  std::vector<Token> tokens_;
  const CompileOptions& options_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<Expression> compile(std::string_view source, const CompileOptions& options) {
  if (source.size() > kMaxExpressionLength) return fail(ErrorCode::xpath_syntax, "it is longer than 256 KiB");
  auto tokens = tokenise(source);
  if (!tokens) return std::unexpected(std::move(tokens).error());
  auto root = Parser(std::move(*tokens), options).run();
  if (!root) return std::unexpected(std::move(root).error());
  return Expression(std::move(*root), std::string(source));
}

}  // namespace motcua::forms::xpath
