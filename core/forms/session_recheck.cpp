#include <algorithm>

#include "session_impl.hpp"

namespace motcua::forms {
namespace {

/// Nodes that all evaluations together may look at: about a second.
constexpr std::uint64_t kRecheckBudget = 100'000'000;

}  // namespace

// Each one is evaluated over the values that stand: a calculation that differs is told once, and not through all that
// follow from it.
std::optional<std::vector<NodeValue>> FormSession::Impl::differing_calculations() {
  std::vector<NodeValue> out;
  std::uint64_t budget = kRecheckBudget;
  for (const Rule& rule : model.rules) {
    if (rule.kind != RuleKind::calculate || !rule.pure || rule.speaks || rule.circular) continue;
    if (rule.expression.source().find("last-saved") != std::string::npos) continue;
    each(rule.node, whole, [&](xpath::Node& node) {
      const bool editable = about(node).control != kNone && !is_readonly(node);
      if (budget == 0 || editable || !node.relevant) return;
      Evaluation evaluation(*this, *state(node).scope, &node);
      evaluation.environment.budget = budget;
      std::string expected =
          computed_text(about(node).type, xpath::evaluate(rule.expression.root(), evaluation.context));
      budget = evaluation.environment.budget;
      if (expected != text(node)) out.push_back({path_of(node), std::move(expected)});
    });
    if (budget == 0) return std::nullopt;
  }
  return out;
}

}  // namespace motcua::forms
