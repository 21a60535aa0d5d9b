#include <algorithm>
#include <cmath>

#include "motcua/base/ids.hpp"
#include "session_impl.hpp"

namespace motcua::forms {

using xpath::Node;

namespace {

/// Rules that depend on themselves in other instances settle in a few rounds, or never.
constexpr std::size_t kMaxCircular = 200'000;
/// The same for numbers of instances, each of which makes or removes nodes.
constexpr std::size_t kMaxCircularCounts = 5'000;
/// Nodes that circular rules may look at in one settling: half a second.
constexpr std::uint64_t kCircularBudget = 50'000'000;
/// Nodes that all evaluations of one call may look at.
constexpr std::uint64_t kBudget = 500'000'000;
constexpr std::uint64_t kEvaluationBudget = 50'000'000;

constexpr std::uint8_t bit(RuleKind kind) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind)); }

}  // namespace

FormSession::Impl::Evaluation::Evaluation(const Impl& session, const Scope& scope, const Node* node)
    : context{&environment, node != nullptr ? node : session.tree.element(), 1, 1,
              node != nullptr ? node : session.tree.element()} {
  environment.primary = &session.tree;
  environment.slots = scope.chain.data();
  environment.anchor = node != nullptr && node->id != kNone ? node : context.node->parent;
  environment.host = &session;
  environment.clock = session.options.clock;
  environment.random = session.options.random;
}

void FormSession::Impl::set_text(Node& node, std::string value) {
  std::string& own = node.kind == xpath::NodeKind::attribute ? node.text : node.first_child->text;
  if (own == value) return;
  if (NodeState& its = state(node); !its.changed) {
    its.changed = true;
    changed_.emplace_back(&node, std::move(own));
  }
  own = std::move(value);
  mark_dependents(node, kNone);
}

void FormSession::Impl::mark(std::uint32_t rule, Node& home) {
  const Rule& what = model.rules[rule];
  NodeState& its = state(home);
  if (what.kind == RuleKind::count) {
    bool& marked = range(*its.scope, model.nodes[what.node].repeat).marked;
    if (marked) return;
    marked = true;
  } else {
    if ((its.marks & bit(what.kind)) != 0) return;
    its.marks |= bit(what.kind);
  }
  // A circular rule goes through its instances in turns: what it has passed waits for the next one, so that a running
  // total is done in two and does not start over at each instance.
  const bool passed = rule == turn_.rule && home.order <= turn_.order;
  queue_.push({rule, what.circular && rule == turn_.rule ? turn_.turn + (passed ? 1 : 0) : 0, home.order, &home});
}

/// Marks the rules that read `node`; with `below`, only those that share fewer repeats with it.
void FormSession::Impl::mark_dependents(Node& node, std::uint32_t below) {
  Scope* const own = state(node).scope;
  for (const Dependent& dependent : model.dependents[node.id]) {
    if (dependent.shared >= below) continue;
    Scope* around = own;
    while (around->depth() > dependent.shared) around = around->parent;
    const Rule& rule = model.rules[dependent.rule];
    const std::uint32_t home = rule.kind == RuleKind::count ? model.nodes[rule.node].parent : rule.node;
    each(home, *around, [&](Node& at) { mark(dependent.rule, at); });
  }
}

void FormSession::Impl::mark_all(bool speaking_only) {
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    const Rule& rule = model.rules[i];
    if (speaking_only && !rule.speaks) continue;
    const std::uint32_t home = rule.kind == RuleKind::count ? model.nodes[rule.node].parent : rule.node;
    each(home, whole, [&](Node& at) { mark(i, at); });
  }
}

void FormSession::Impl::settle() {
  circular_ = 0;
  circular_counts_ = 0;
  circular_budget_ = kCircularBudget;
  budget_ = kBudget;
  while (!queue_.empty()) {
    const Waiting next = queue_.top();
    queue_.pop();
    NodeState& its = state(*next.home);
    const Rule& rule = model.rules[next.rule];
    if (rule.kind == RuleKind::count) {
      bool& marked = range(*its.scope, model.nodes[rule.node].repeat).marked;
      if (!marked) continue;  // Its place was removed.
      marked = false;
    } else {
      if ((its.marks & bit(rule.kind)) == 0) continue;
      its.marks = static_cast<std::uint8_t>(its.marks & ~bit(rule.kind));
    }
    turn_ = next;
    evaluate(next.rule, *next.home);
  }
  turn_ = {};
  removed_.clear();
  tree.reuse_removed();
}

void FormSession::Impl::evaluate(std::uint32_t index, Node& home) {
  const Rule& rule = model.rules[index];
  const bool writes = rule.kind == RuleKind::calculate || rule.kind == RuleKind::count;
  if (writes && !calculates_) return;
  Scope& scope = *state(home).scope;
  if (rule.circular && (++circular_ > kMaxCircular ||
                        circular_budget_ == 0)) {  // It would go on for ever: no value rather than a chance one.
    if (rule.kind == RuleKind::calculate) set_text(home, {});
    return;
  }
  if (rule.kind == RuleKind::count) {
    if (rule.circular && ++circular_counts_ > kMaxCircularCounts) {
      failure_ = Error{ErrorCode::form_too_large, model.nodes[rule.node].path + ": " + rule.expression.source()};
      return;
    }
    return evaluate_count(rule, scope, home);
  }
  Evaluation evaluation(*this, scope, &home);
  evaluation.environment.budget = std::min(budget_, kEvaluationBudget);
  if (rule.circular) evaluation.environment.budget = std::min(evaluation.environment.budget, circular_budget_);
  const std::uint64_t given = evaluation.environment.budget;
  const xpath::Expr& expression = rule.expression.root();
  const xpath::Context& context = evaluation.context;
  // Not a reference: what is evaluated may not add nodes, but setting a value may.
  switch (rule.kind) {
    case RuleKind::calculate:
      set_text(home, computed_text(about(home).type, xpath::evaluate(expression, context)));
      break;
    case RuleKind::relevant:
      set_relevant(home, xpath::evaluate_boolean(expression, context));
      break;
    case RuleKind::readonly:
      state(home).readonly = xpath::evaluate_boolean(expression, context);
      break;
    case RuleKind::required:
      state(home).required = xpath::evaluate_boolean(expression, context);
      break;
    case RuleKind::constraint:
      state(home).constraint_holds = text(home).empty() || xpath::evaluate_boolean(expression, context);
      break;
    case RuleKind::count:
      break;
  }
  budget_ -= given - evaluation.environment.budget;
  if (rule.circular) circular_budget_ -= given - evaluation.environment.budget;
}

void FormSession::Impl::evaluate_count(const Rule& rule, Scope& around, const Node& home) {
  if (!home.relevant) return;  // What people do not see keeps its instances.
  const std::uint32_t repeat = model.nodes[rule.node].repeat;
  const Phantom phantom(*this, around, repeat);
  Evaluation evaluation(*this, phantom.scope, &phantom.node);
  const double wanted = xpath::evaluate_number(rule.expression.root(), evaluation.context);
  const auto& instances = range(around, repeat).instances;
  const bool hidden = !instances.empty() && !instances.front()->node->relevant;
  if (std::isnan(wanted) && hidden) return;
  const double most = static_cast<double>(most_nodes_) + 1;
  const auto count = wanted >= 1 ? static_cast<std::size_t>(std::min(wanted, most)) : std::size_t{0};
  if (auto made = resize(around, repeat, count); !made) failure_ = std::move(made).error();
}

void FormSession::Impl::set_relevant(Node& node, bool relevant) {
  NodeState& its = state(node);
  if (its.relevant == relevant) return;
  its.relevant = relevant;
  spread_relevance(node, node.parent->relevant);
}

/// A node is relevant when its own rule and all nodes around it say so.
void FormSession::Impl::spread_relevance(Node& node, bool around) {
  const bool relevant = around && state(node).relevant;
  if (node.relevant == relevant) return;
  node.relevant = relevant;
  mark_dependents(node, kNone);
  for (Node* at = node.first_attribute; at != nullptr; at = at->next) {
    if (at->id != kNone) spread_relevance(*at, relevant);
  }
  for (Node* at = node.first_child; at != nullptr; at = at->next) {
    if (at->kind == xpath::NodeKind::element) spread_relevance(*at, relevant);
  }
}

bool FormSession::Impl::is_readonly(const Node& node) const {
  for (const Node* at = &node; at != nullptr && at->id != kNone; at = at->parent) {
    if (state(*at).readonly) return true;
  }
  return false;
}

void FormSession::Impl::make_instance_id() {
  Node& id = *whole.slots[model.places[model.instance_id].slot];
  if (!text(id).empty()) return;
  set_text(id, "uuid:" + to_uuid_text(EntityId::random(*options.random).bytes()));
  settle();
}

Status FormSession::Impl::start() {
  preload(whole);
  mark_all(false);
  settle();
  run_actions(ActionEvent::first_load, nullptr);
  run_actions(ActionEvent::load, nullptr);
  make_instance_id();
  forget_changes();
  if (failure_) return std::unexpected(*std::exchange(failure_, std::nullopt));
  return {};
}

Status FormSession::Impl::restore(const std::vector<NodeValue>& values) {
  calculates_ = false;
  // How many instances each repeat has, outer repeats first: as stored, or as the positions need.
  std::vector<std::pair<NodeRef, std::size_t>> counts;
  std::vector<NodeRef> refs;
  for (const NodeValue& value : values) {
    auto found = model.locate(value.ref);
    if (!found) return fail(ErrorCode::form_reference, value.ref);
    if (model.is_repeat(found->node) && found->positions.back() == 0) {
      const double count = xpath::to_number(std::string_view(value.value), 0);
      if (!(count >= 0 && count <= static_cast<double>(most_nodes_))) {
        return fail(ErrorCode::form_reference, value.ref + " = " + value.value);
      }
      counts.emplace_back(*found, static_cast<std::size_t>(count));
    } else if (!model.nodes[found->node].leaf) {
      return fail(ErrorCode::form_reference, value.ref);
    }
    refs.push_back(std::move(*found));
  }
  std::ranges::sort(counts, {}, [](const auto& one) { return one.first.positions.size(); });
  for (const auto& [ref, count] : counts) {
    Scope* around = scope_of(ref, ref.positions.size() - 1);
    if (around != nullptr) MOTCUA_TRY(resize(*around, model.nodes[ref.node].repeat, count));
  }
  for (const NodeRef& ref : refs) {
    for (std::size_t depth = 0; depth < ref.positions.size(); ++depth) {
      Scope* around = scope_of(ref, depth);
      const std::uint32_t repeat = model.repeats[model.nodes[ref.node].repeat].line[depth];
      if (ref.positions[depth] > range(*around, repeat).instances.size()) {
        MOTCUA_TRY(resize(*around, repeat, ref.positions[depth]));
      }
    }
  }
  // What the draft does not name was blank in it, whatever the form's default is.
  visit(whole, [this](Node& node) { set_text(node, {}); }, [](const Scope&, std::uint32_t) {});
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!model.nodes[refs[i].node].leaf) continue;
    const Scope* scope = scope_of(refs[i], refs[i].positions.size());
    if (scope != nullptr) set_text(*scope->slots[model.places[refs[i].node].slot], values[i].value);
  }
  mark_all(false);
  settle();
  calculates_ = true;
  if (options.edit) {
    const auto at = [this](std::uint32_t node) -> Node& { return *whole.slots[model.places[node].slot]; };
    set_text(at(model.deprecated_id), text(at(model.instance_id)));
    set_text(at(model.instance_id), {});
  }
  run_actions(ActionEvent::load, nullptr);
  make_instance_id();
  forget_changes();
  failure_.reset();
  return {};
}

void FormSession::Impl::set_language(std::size_t index) {
  language_index = index;
  language = model.itext_table.languages[index];
  mark_all(true);
  settle();
  forget_changes();
}

void FormSession::Impl::forget_changes() {
  for (const auto& [node, before] : changed_) state(*node).changed = false;
  changed_.clear();
  before_.clear();
  before_refs_.clear();
}

/// What a draft holds for a reference now.
std::string FormSession::Impl::stored(std::string_view ref) const {
  const auto found = model.locate(ref);
  if (!found) return {};
  if (model.is_repeat(found->node) && found->positions.back() == 0) {
    Scope* around = scope_of(*found, found->positions.size() - 1);
    if (around == nullptr) return {};
    return std::to_string(range(*around, model.nodes[found->node].repeat).instances.size());
  }
  const Scope* scope = scope_of(*found, found->positions.size());
  return scope == nullptr ? std::string() : text(*scope->slots[model.places[found->node].slot]);
}

std::vector<NodeValue> FormSession::Impl::take_changes() {
  std::vector<NodeValue> out;
  for (const auto& [node, before] : changed_) {
    if (text(*node) == before) continue;
    std::string ref = path_of(*node);
    if (!before_refs_.contains(ref)) out.push_back({std::move(ref), text(*node)});
  }
  for (const Before& one : before_) {
    if (std::string now = stored(one.ref); now != one.value) out.push_back({one.ref, std::move(now)});
  }
  forget_changes();
  return out;
}

Result<std::vector<NodeValue>> FormSession::Impl::answer(std::string_view ref, std::string_view value) {
  Node* const node = find(ref);
  if (node == nullptr || !about(*node).leaf) return fail(ErrorCode::form_reference, std::string(ref));
  const NodeDefinition& question = about(*node);
  const bool is_computed = question.control == kNone && question.calculate != kNone;
  if (question.attribute || is_computed || is_readonly(*node)) return fail(ErrorCode::answer_readonly);
  auto cleaned = clean_answer(question.type, value);
  if (!cleaned) return std::unexpected(std::move(cleaned).error());
  MOTCUA_TRY(check_value(*node, *cleaned));
  forget_changes();
  std::string before = text(*node);
  set_text(*node, std::move(*cleaned));
  if (changed_.empty()) return std::vector<NodeValue>{};
  settle();
  run_actions(ActionEvent::value_changed, node);
  if (auto failure = std::exchange(failure_, std::nullopt)) {
    set_text(*node, std::move(before));
    settle();
    failure_.reset();
    forget_changes();
    return std::unexpected(std::move(*failure));
  }
  return take_changes();
}

std::vector<NodeValue> FormSession::Impl::finalise() {
  forget_changes();
  preload_end();
  settle();
  return take_changes();
}

}  // namespace motcua::forms
