#include "motcua/base/civil_time.hpp"
#include "motcua/base/ids.hpp"
#include "session_impl.hpp"
#include "xpath/dates.hpp"

namespace motcua::forms {

FormSession::Impl::Impl(std::shared_ptr<const FormDefinition> form, Clock& clock_port, Random& random_port)
    : definition(std::move(form)),
      model(definition->model()),
      clock(clock_port),
      random(random_port),
      tree(model.primary.clone()),
      states(model.nodes.size()),
      marked_(model.rules.size()) {
  nodes.reserve(model.nodes.size());
  for (const std::uint32_t index : model.template_index) nodes.push_back(&tree.at(index));
  fixed.assign(nodes.begin(), nodes.end());
}

const std::string& FormSession::Impl::text(std::uint32_t node) const {
  const xpath::Node& at = *nodes[node];
  return at.kind == xpath::NodeKind::attribute ? at.text : at.first_child->text;
}

void FormSession::Impl::set_text(std::uint32_t node, std::string value) {
  xpath::Node& at = *nodes[node];
  std::string& own = at.kind == xpath::NodeKind::attribute ? at.text : at.first_child->text;
  if (own == value) return;
  changed_.emplace_back(node, std::move(own));
  own = std::move(value);
  mark_dependents(node);
}

void FormSession::Impl::mark_dependents(std::uint32_t node) {
  for (const std::uint32_t rule : model.dependents[node]) {
    if (marked_[rule]) continue;
    marked_[rule] = true;
    queue_.push(rule);
  }
}

void FormSession::Impl::settle() {
  while (!queue_.empty()) {
    const std::uint32_t rule = queue_.top();
    queue_.pop();
    marked_[rule] = false;
    evaluate(model.rules[rule]);
  }
}

void FormSession::Impl::evaluate(const Rule& rule) {
  if (rule.kind == RuleKind::calculate && !calculates_) return;
  xpath::Environment env = environment();
  const xpath::Context about = context(env, rule.node);
  const xpath::Expr& expression = rule.expression.root();
  NodeState& state = states[rule.node];
  switch (rule.kind) {
    case RuleKind::calculate:
      set_text(rule.node, computed_text(model.nodes[rule.node].type, xpath::evaluate(expression, about)));
      break;
    case RuleKind::relevant:
      set_relevant(rule.node, xpath::evaluate_boolean(expression, about));
      break;
    case RuleKind::readonly:
      state.readonly = xpath::evaluate_boolean(expression, about);
      break;
    case RuleKind::required:
      state.required = xpath::evaluate_boolean(expression, about);
      break;
    case RuleKind::constraint:
      state.constraint_holds = text(rule.node).empty() || xpath::evaluate_boolean(expression, about);
      break;
  }
}

void FormSession::Impl::set_relevant(std::uint32_t node, bool relevant) {
  if (states[node].relevant == relevant) return;
  states[node].relevant = relevant;
  const std::uint32_t parent = model.nodes[node].parent;
  spread_relevance(node, parent == kNone || nodes[parent]->relevant);
}

/// A node is relevant when its own rule and all nodes around it say so.
void FormSession::Impl::spread_relevance(std::uint32_t node, bool around) {
  const bool relevant = around && states[node].relevant;
  if (nodes[node]->relevant == relevant) return;
  nodes[node]->relevant = relevant;
  mark_dependents(node);
  for (xpath::Node* at = nodes[node]->first_attribute; at != nullptr; at = at->next) spread_relevance(at->id, relevant);
  for (xpath::Node* at = nodes[node]->first_child; at != nullptr; at = at->next) {
    if (at->kind == xpath::NodeKind::element) spread_relevance(at->id, relevant);
  }
}

bool FormSession::Impl::is_readonly(std::uint32_t node) const {
  for (; node != kNone; node = model.nodes[node].parent) {
    if (states[node].readonly) return true;
  }
  return false;
}

void FormSession::Impl::preload() {
  const Instant now = clock.now();
  for (std::uint32_t node = 0; node < model.nodes.size(); ++node) {
    switch (model.nodes[node].preload) {
      case Preload::start:
        set_text(node, xpath::date_time_text(now, 7 * 60));
        break;
      case Preload::today:
        set_text(node, format_date(to_civil(now).date));
        break;
      case Preload::uid:
        set_text(node, "uuid:" + to_uuid_text(EntityId::random(random).bytes()));
        break;
      case Preload::end:
      case Preload::none:
        break;
    }
  }
}

void FormSession::Impl::run_actions(ActionEvent event, std::uint32_t trigger) {
  for (const SetValue& action : model.actions) {
    if (action.event != event || action.trigger != trigger || !is_relevant(action.target)) continue;
    std::string value = action.text;
    if (action.value) {
      xpath::Environment env = environment();
      value = computed_text(model.nodes[action.target].type,
                            xpath::evaluate(action.value.root(), context(env, action.target)));
    }
    set_text(action.target, std::move(value));
    settle();
  }
}

void FormSession::Impl::start() {
  preload();
  for (std::uint32_t rule = 0; rule < model.rules.size(); ++rule) {
    if (!marked_[rule]) queue_.push(rule);
    marked_[rule] = true;
  }
  settle();
  run_actions(ActionEvent::first_load, kNone);
  run_actions(ActionEvent::load, kNone);
  if (text(model.instance_id).empty()) {
    set_text(model.instance_id, "uuid:" + to_uuid_text(EntityId::random(random).bytes()));
    settle();
  }
  changed_.clear();
}

Status FormSession::Impl::restore(const std::vector<NodeValue>& values) {
  calculates_ = false;
  // What the draft does not name was blank in it, whatever the form's default is.
  for (std::uint32_t node = 0; node < model.nodes.size(); ++node) {
    const NodeDefinition& definition_of = model.nodes[node];
    if (definition_of.leaf && (!definition_of.attribute || definition_of.bound)) set_text(node, {});
  }
  for (const NodeValue& value : values) {
    const auto node = find(value.ref);
    if (!node || !model.nodes[*node].leaf) return fail(ErrorCode::form_reference, value.ref);
    set_text(*node, value.value);
  }
  for (std::uint32_t rule = 0; rule < model.rules.size(); ++rule) {
    if (!marked_[rule]) queue_.push(rule);
    marked_[rule] = true;
  }
  settle();
  calculates_ = true;
  run_actions(ActionEvent::load, kNone);
  if (text(model.instance_id).empty()) {
    set_text(model.instance_id, "uuid:" + to_uuid_text(EntityId::random(random).bytes()));
    settle();
  }
  changed_.clear();
  return {};
}

std::vector<NodeValue> FormSession::Impl::take_changes() {
  std::vector<NodeValue> out;
  std::vector<bool> seen(changed_.size() > 8 ? nodes.size() : 0);
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    const auto& [node, before] = changed_[i];
    bool repeated = false;
    if (!seen.empty()) {
      repeated = seen[node];
      seen[node] = true;
    } else {
      for (std::size_t j = 0; j < i; ++j) repeated = repeated || changed_[j].first == node;
    }
    if (!repeated && text(node) != before) out.push_back({model.nodes[node].path, text(node)});
  }
  changed_.clear();
  return out;
}

Result<std::vector<NodeValue>> FormSession::Impl::answer(std::string_view ref, std::string_view value) {
  const auto node = find(ref);
  if (!node || !model.nodes[*node].leaf) return fail(ErrorCode::form_reference, std::string(ref));
  const NodeDefinition& question = model.nodes[*node];
  const bool is_computed = question.control == kNone && question.calculate != kNone;
  if (question.attribute || is_computed || is_readonly(*node)) return fail(ErrorCode::answer_readonly);
  auto text = clean_answer(question.type, value);
  if (!text) return std::unexpected(std::move(text).error());
  if (const auto checked = check_value(*node, *text); !checked) return std::unexpected(checked.error());
  changed_.clear();
  set_text(*node, std::move(*text));
  if (changed_.empty()) return std::vector<NodeValue>{};
  settle();
  run_actions(ActionEvent::value_changed, *node);
  return take_changes();
}

std::vector<NodeValue> FormSession::Impl::finalise() {
  changed_.clear();
  for (std::uint32_t node = 0; node < model.nodes.size(); ++node) {
    if (model.nodes[node].preload == Preload::end) set_text(node, xpath::date_time_text(clock.now(), 7 * 60));
  }
  settle();
  return take_changes();
}

xpath::Environment FormSession::Impl::environment() const {
  xpath::Environment env;
  env.primary = &tree;
  env.fixed = fixed;
  env.host = this;
  env.clock = &clock;
  env.random = &random;
  return env;
}

xpath::Context FormSession::Impl::context(xpath::Environment& env, std::uint32_t node) const {
  const xpath::Node* at = node == kNone ? tree.element() : nodes[node];
  return {&env, at, 1, 1, at};
}

std::optional<std::uint32_t> FormSession::Impl::find(std::string_view ref) const {
  if (const auto found = model.find(ref)) return found;
  // Without repeats every position is 1: "/data/a[1]" is "/data/a".
  std::string plain;
  for (std::size_t at = 0; at < ref.size();) {
    if (ref.substr(at).starts_with("[1]")) {
      at += 3;
    } else {
      plain += ref[at++];
    }
  }
  return plain.size() < ref.size() ? model.find(plain) : std::nullopt;
}

}  // namespace motcua::forms
