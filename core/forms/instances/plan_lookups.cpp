#include "instances/plan_lookups.hpp"

#include <algorithm>

namespace motcua::forms {
namespace {

using xpath::Expr;
using xpath::FunctionId;
using xpath::Op;
using xpath::Step;

/// Fewer items are asked as fast as an index is.
constexpr std::size_t kLeastItems = 16;

bool is_name_step(const Step& step) { return step.test.kind == xpath::TestKind::name && step.predicates.empty(); }

/// Functions that have no value of their own: chance, the passing of time, the place in a list.
bool is_restless(const Expr& call) {
  switch (call.function) {
    case FunctionId::random:
    case FunctionId::uuid:
    case FunctionId::once:
    case FunctionId::now:
    case FunctionId::last:
      return true;
    case FunctionId::position:
      return call.args.empty();
    default:
      return false;
  }
}

/// True when nothing in the expression is restless: it may be asked of fewer items than there are, in any order.
bool is_calm(const Expr& expr) {
  if (expr.op == Op::call && is_restless(expr)) return false;
  const auto all = [](const std::vector<xpath::ExprPtr>& list) {
    return std::ranges::all_of(list, [](const auto& one) { return is_calm(*one); });
  };
  return all(expr.args) && all(expr.predicates) &&
         std::ranges::all_of(expr.steps, [&](const Step& step) { return all(step.predicates); });
}

/// Functions whose value depends on their arguments, if there are any, and on nothing else.
bool is_plain_function(FunctionId function) {
  switch (function) {
    case FunctionId::string:
    case FunctionId::number:
    case FunctionId::concat:
    case FunctionId::join:
    case FunctionId::substr:
    case FunctionId::substring:
    case FunctionId::substring_before:
    case FunctionId::substring_after:
    case FunctionId::translate:
    case FunctionId::normalize_space:
    case FunctionId::coalesce:
    case FunctionId::if_:
    case FunctionId::int_:
    case FunctionId::round:
    case FunctionId::selected_at:
    case FunctionId::instance:
      return true;
    default:
      return false;
  }
}

/// True when the value is the same for each item that a predicate is asked of.
bool is_fixed(const Expr& expr) {
  const auto all_fixed = [&] { return std::ranges::all_of(expr.args, [](const auto& arg) { return is_fixed(*arg); }); };
  switch (expr.op) {
    case Op::path:
      return is_calm(expr) && (expr.absolute || (!expr.args.empty() && is_fixed(*expr.args[0])));
    case Op::call:
      if (expr.function == FunctionId::current) return true;
      return is_plain_function(expr.function) && !expr.args.empty() && all_fixed();
    default:
      return all_fixed();
  }
}

/// The step of a path that is a child's name or an attribute's: "name", "@code".
const Step* key_step(const Expr& expr) {
  const bool is_one_step = expr.op == Op::path && !expr.absolute && expr.args.empty() && expr.steps.size() == 1;
  if (!is_one_step || !is_name_step(expr.steps[0])) return nullptr;
  const auto axis = expr.steps[0].axis;
  return axis == xpath::Axis::child || axis == xpath::Axis::attribute ? &expr.steps[0] : nullptr;
}

class Planner {
 public:
  Planner(const FormModel& model, LookupPlans& plans) : model_(model), plans_(plans) {}

  void visit(Expr& expr) {
    for (const auto& arg : expr.args) visit(*arg);
    for (const auto& predicate : expr.predicates) visit(*predicate);
    for (Step& step : expr.steps) {
      for (const auto& predicate : step.predicates) visit(*predicate);
    }
    if (expr.op == Op::path) plan(expr);
  }

 private:
  /// The root of the document that instance('…') names, where that is known now and never changes.
  [[nodiscard]] const xpath::Node* fixed_root(const Expr& path) const {
    if (path.args.empty() || !path.predicates.empty()) return nullptr;
    const Expr& call = *path.args[0];
    if (call.op != Op::call || call.function != FunctionId::instance || call.args[0]->op != Op::text) return nullptr;
    const std::string& name = call.args[0]->text;
    const auto found = model_.instances.find(name);
    if (found == model_.instances.end() || std::ranges::find(model_.last_saved, name) != model_.last_saved.end())
      return nullptr;
    return found->second.root();
  }

  void plan(Expr& path) {
    const xpath::Node* parent = fixed_root(path);
    for (Step& step : path.steps) {
      if (parent == nullptr || step.axis != xpath::Axis::child || step.test.kind != xpath::TestKind::name) return;
      if (!step.predicates.empty()) {
        plan(step, *parent);
        return;
      }
      xpath::NodeSet nodes;
      xpath::select(step, *parent, nodes);
      parent = nodes.size() == 1 ? nodes.front() : nullptr;
    }
  }

  void plan(Step& step, const xpath::Node& parent) {
    const Expr& predicate = *step.predicates.front();
    std::vector<xpath::Lookup::Condition> conditions;
    if (predicate.op == Op::both) {
      for (const auto& arg : predicate.args) conditions.push_back(condition(*arg, step, parent));
    } else {
      conditions.push_back(condition(predicate, step, parent));
    }
    const bool useful = std::ranges::any_of(conditions, [](const auto& one) { return one.index != nullptr; });
    const bool calm = std::ranges::all_of(conditions, [](const auto& one) { return is_calm(*one.whole); });
    if (useful && calm) step.lookup = std::make_shared<const xpath::Lookup>(parent, std::move(conditions));
  }

  xpath::Lookup::Condition condition(const Expr& expr, const Step& item, const xpath::Node& parent) {
    xpath::Lookup::Condition out;
    out.whole = &expr;
    if (expr.op != Op::comparison || expr.links.size() != 1 || expr.links[0] != xpath::Link::equal) return out;
    for (std::size_t i = 0; i < 2 && out.index == nullptr; ++i) {
      const Step* key = key_step(*expr.args[i]);
      if (key == nullptr || !is_fixed(*expr.args[1 - i])) continue;
      out.index = plans_.index(parent, item, *key);
      out.value = expr.args[1 - i].get();
    }
    return out;
  }

  const FormModel& model_;
  LookupPlans& plans_;
};

bool same(const xpath::NodeTest& a, const xpath::NodeTest& b) {
  return a.kind == b.kind && a.local == b.local && a.uri == b.uri;
}

}  // namespace

std::shared_ptr<const xpath::KeyIndex> LookupPlans::index(const xpath::Node& parent, const Step& item,
                                                          const Step& key) {
  for (const Made& made : made_) {
    if (made.parent == &parent && same(made.item, item.test) && same(made.key, key.test) && made.axis == key.axis) {
      return made.index;
    }
  }
  auto index = std::make_shared<const xpath::KeyIndex>(parent, item, key);
  if (index->items().size() < kLeastItems) index = nullptr;
  made_.push_back({&parent, item.test, key.test, key.axis, index});
  return index;
}

void LookupPlans::plan(Expr& expr, const FormModel& model) { Planner(model, *this).visit(expr); }

}  // namespace motcua::forms
