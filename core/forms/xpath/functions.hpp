#pragma once
#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {

/// A call while it is evaluated: its arguments as the types that functions ask for.
class Call {
 public:
  Call(const Expr& expr, const Context& context) : expr_(expr), context_(context) {}

  [[nodiscard]] std::size_t count() const { return expr_.args.size(); }
  [[nodiscard]] bool has(std::size_t i) const { return i < expr_.args.size(); }
  [[nodiscard]] Value value(std::size_t i) const { return evaluate(*expr_.args[i], context_); }
  [[nodiscard]] std::string text(std::size_t i) const { return evaluate_text(*expr_.args[i], context_); }
  [[nodiscard]] double number(std::size_t i) const { return evaluate_number(*expr_.args[i], context_); }
  [[nodiscard]] bool boolean(std::size_t i) const { return evaluate_boolean(*expr_.args[i], context_); }
  [[nodiscard]] NodeSet nodes(std::size_t i) const { return evaluate_nodes(*expr_.args[i], context_); }
  /// The argument, or the context node's text where the call has none.
  [[nodiscard]] std::string text_or_context(std::size_t i) const;
  /// All arguments from `first` on, node-sets spread out to the text of each node.
  [[nodiscard]] std::vector<std::string> texts(std::size_t first) const;

  [[nodiscard]] const Expr& expr() const { return expr_; }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] Environment& environment() const { return *context_.environment; }
  [[nodiscard]] ZoneOffset zone() const { return context_.environment->zone; }

 private:
  const Expr& expr_;
  const Context& context_;
};

// One function of this kind a subject; each answers for its own FunctionIds.
[[nodiscard]] Value call_nodes(const Call& call);
[[nodiscard]] Value call_text(const Call& call);
[[nodiscard]] Value call_number(const Call& call);
[[nodiscard]] Value call_date(const Call& call);
[[nodiscard]] Value call_choice(const Call& call);
[[nodiscard]] Value call_logic(const Call& call);

}  // namespace motcua::forms::xpath
