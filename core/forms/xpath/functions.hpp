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
  /// Without a copy where there need not be one; `scratch` holds the text otherwise.
  [[nodiscard]] std::string_view view(std::size_t i, std::string& scratch) const {
    return evaluate_view(*expr_.args[i], context_, scratch);
  }
  /// The argument, or the context node's text where the call has none.
  [[nodiscard]] std::string_view view_or_context(std::size_t i, std::string& scratch) const {
    return has(i) ? view(i, scratch) : text_of(*context_.node, scratch, environment());
  }
  /// Calls `take` with the text of each argument from `first` on, of node-sets with that of each node.
  template <class Take>
  void each_text(std::size_t first, Take&& take) const {
    std::string scratch;
    for (std::size_t i = first; i < count(); ++i) {
      const Expr& argument = *expr_.args[i];
      if (argument.type != Type::nodes && argument.type != Type::any) {
        take(view(i, scratch));
        continue;
      }
      Value value = evaluate(argument, context_);
      if (const auto* set = std::get_if<NodeSet>(&value)) {
        for (const Node* node : *set) take(text_of(*node, scratch, environment()));
      } else {
        take(std::string_view(to_text(std::move(value))));
      }
    }
  }

  [[nodiscard]] const Expr& expr() const { return expr_; }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] Environment& environment() const { return *context_.environment; }
  [[nodiscard]] const Zone& zone() const { return context_.environment->zone; }

 private:
  const Expr& expr_;
  const Context& context_;
};

/// Calls `take` with each word of a space-separated list until it answers false.
template <class Take>
void each_word(std::string_view list, Take&& take) {
  static constexpr std::string_view kSpaces = " \t\r\n";
  std::size_t start = 0;
  while ((start = list.find_first_not_of(kSpaces, start)) != std::string_view::npos) {
    const std::size_t end = std::min(list.find_first_of(kSpaces, start), list.size());
    if (!take(list.substr(start, end - start))) return;
    start = end;
  }
}

// One function of this kind a subject; each answers for its own FunctionIds.
[[nodiscard]] Value call_nodes(const Call& call);
[[nodiscard]] Value call_text(const Call& call);
[[nodiscard]] Value call_number(const Call& call);
[[nodiscard]] Value call_date(const Call& call);
[[nodiscard]] Value call_choice(const Call& call);
[[nodiscard]] Value call_logic(const Call& call);
[[nodiscard]] Value call_crypto(const Call& call);
[[nodiscard]] Value call_geography(const Call& call);
[[nodiscard]] NodeSet call_randomize(const Call& call);
[[nodiscard]] Value call_pulldata(const Call& call);

}  // namespace motcua::forms::xpath
