#include <algorithm>

#include "session_impl.hpp"

namespace motcua::forms {

using xpath::Node;

/// The control's node in `scope` or around it; nullptr: it has none, or none here.
Node* FormSession::Impl::node_of(const ControlDefinition& control, const Scope& scope) const {
  if (control.node == kNone) return nullptr;
  const xpath::NodePlace& place = model.places[control.node];
  const Scope* around = &scope;
  while (around->depth() > place.depth) around = around->parent;
  if (around->repeat != model.nodes[control.node].repeat) return nullptr;
  return around->slots[place.slot];
}

bool FormSession::Impl::is_shown(const Scope& around, std::uint32_t repeat) const {
  const std::uint32_t node = model.repeats[repeat].node;
  if (!around.slots[model.places[model.nodes[node].parent].slot]->relevant) return false;
  const std::uint32_t rule = model.nodes[node].relevant;
  const auto& instances = around.ranges[model.repeats[repeat].place].instances;
  if (rule == kNone) return true;
  if (!instances.empty()) return std::ranges::any_of(instances, [](const auto& one) { return one->node->relevant; });
  const Phantom phantom(*this, around, repeat);
  return xpath::evaluate_boolean(model.rules[rule].expression.root(),
                                 Evaluation(*this, phantom.scope, &phantom.node).context);
}

bool FormSession::Impl::is_shown(const ControlDefinition& control, const Scope& scope) const {
  for (const ControlDefinition* at = &control;; at = &model.controls[at->parent]) {
    const Node* node = node_of(*at, scope);
    if (at->node != kNone && (node == nullptr || !node->relevant)) return false;
    if (at->parent == kNone) return true;
  }
}

void FormSession::Impl::each_shown(std::uint32_t from, std::uint32_t to, const Scope& scope, const Use& use) const {
  for (std::uint32_t i = from; i < to; i = model.controls[i].end) {
    const ControlDefinition& control = model.controls[i];
    if (control.kind == ControlKind::repeat) {
      const std::uint32_t repeat = model.nodes[control.node].repeat;
      if (model.repeats[repeat].parent != scope.repeat || !is_shown(scope, repeat)) continue;
      use(control, scope, Shown::repeat);
      for (const auto& instance : range(const_cast<Scope&>(scope), repeat).instances) {
        if (!instance->node->relevant) continue;
        use(control, *instance, Shown::instance);
        each_shown(i + 1, control.end, *instance, use);
      }
      continue;
    }
    const Node* node = node_of(control, scope);
    if (control.node != kNone && (node == nullptr || !node->relevant)) continue;
    use(control, scope, Shown::control);
    each_shown(i + 1, control.end, scope, use);
  }
}

std::vector<ItemView> FormSession::Impl::items() const {
  std::vector<ItemView> out;
  each_shown(0, static_cast<std::uint32_t>(model.controls.size()), whole,
             [&](const ControlDefinition& control, const Scope& scope, Shown as) {
               out.push_back(as == Shown::repeat     ? range_view(control, scope)
                             : as == Shown::instance ? instance_view(control, scope)
                                                     : view(control, scope));
             });
  return out;
}

std::vector<ItemOutline> FormSession::Impl::outline() const {
  std::vector<ItemOutline> out;
  each_shown(0, static_cast<std::uint32_t>(model.controls.size()), whole,
             [&](const ControlDefinition& control, const Scope& scope, Shown as) {
               out.push_back(outline_of(control, scope, as));
             });
  return out;
}

ItemOutline FormSession::Impl::outline_of(const ControlDefinition& control, const Scope& scope, Shown as) const {
  if (as != Shown::control) {
    ItemView seen = as == Shown::repeat ? range_view(control, scope) : instance_view(control, scope);
    return {.ref = std::move(seen.ref),
            .depth = seen.depth,
            .control = seen.control,
            .appearance = control.appearance,
            .label = std::move(seen.label),
            .readonly = seen.readonly,
            .position = seen.position,
            .count = seen.count,
            .can_add = seen.can_add,
            .can_remove = seen.can_remove};
  }
  ItemOutline out{.depth = control.depth, .control = control.kind, .appearance = control.appearance};
  const Node* node = node_of(control, scope);
  if (control.kind == ControlKind::group) out.label = render(control.label, scope, node);
  if (node == nullptr) return out;
  out.ref = path_of(*node);
  out.readonly = is_readonly(*node);
  if (!about(*node).leaf) return out;
  out.answered = !text(*node).empty();
  out.required = state(*node).required;
  out.valid = state(*node).constraint_holds;
  return out;
}

std::optional<ItemView> FormSession::Impl::item(std::string_view ref) const {
  const auto found = model.locate(ref);
  if (!found || model.nodes[found->node].control == kNone) return std::nullopt;
  const ControlDefinition& control = model.controls[model.nodes[found->node].control];
  if (control.kind == ControlKind::repeat) {
    const std::uint32_t repeat = model.nodes[found->node].repeat;
    const Scope* around = scope_of(*found, found->positions.size() - 1);
    if (around == nullptr || !is_shown(*around, repeat)) return std::nullopt;
    if (found->positions.back() == 0) return range_view(control, *around);
  }
  const Scope* scope = scope_of(*found, found->positions.size());
  if (scope == nullptr || !is_shown(control, *scope)) return std::nullopt;
  return control.kind == ControlKind::repeat ? instance_view(control, *scope) : view(control, *scope);
}

ItemView FormSession::Impl::range_view(const ControlDefinition& control, const Scope& around) const {
  const RepeatDefinition& repeat = model.repeats[model.nodes[control.node].repeat];
  const Phantom phantom(*this, around, model.nodes[control.node].repeat);
  ItemView out;
  out.control = ControlKind::repeat;
  out.ref = path_of(around, model.nodes[control.node].repeat);
  out.depth = control.depth;
  out.appearance = control.appearance;
  out.attributes = control.attributes;
  out.label = render(control.label, phantom.scope, &phantom.node);
  out.hint = render(control.hint, phantom.scope, &phantom.node);
  out.count = around.ranges[repeat.place].instances.size();
  out.can_add = !repeat.fixed;
  return out;
}

ItemView FormSession::Impl::instance_view(const ControlDefinition& control, const Scope& instance) const {
  ItemView out;
  out.control = ControlKind::repeat_instance;
  out.ref = path_of(instance);
  out.depth = control.depth + 1;
  out.appearance = control.appearance;
  out.attributes = control.attributes;
  out.label = render(control.label, instance, instance.node);
  out.readonly = is_readonly(*instance.node);
  out.position = instance.node->position;
  out.count = range(*instance.parent, instance.repeat).instances.size();
  out.can_remove = !model.repeats[instance.repeat].fixed;
  return out;
}

ItemView FormSession::Impl::view(const ControlDefinition& control, const Scope& scope) const {
  const Node* node = node_of(control, scope);
  ItemView out;
  out.control = control.kind;
  out.depth = control.depth;
  out.appearance = control.appearance;
  out.attributes = control.attributes;
  out.label = render(control.label, scope, node);
  out.hint = render(control.hint, scope, node);
  if (const auto* more = extras(control.label.itext)) out.media = more->media;
  if (const auto* more = extras(control.hint.itext)) out.guidance = render(more->guidance, scope, node);
  if (node == nullptr) return out;
  const NodeDefinition& definition_of = about(*node);
  out.ref = path_of(*node);
  out.attributes.insert(out.attributes.end(), definition_of.attributes.begin(), definition_of.attributes.end());
  out.type = definition_of.type;
  out.readonly = is_readonly(*node);
  if (!definition_of.leaf) return out;
  out.range = control.range;
  out.mediatype = control.mediatype;
  out.value = text(*node);
  out.required = state(*node).required;
  if (out.required) out.required_message = render(definition_of.required_message, scope, node);
  out.choices = choices(control, *node);
  out.valid = state(*node).constraint_holds && check_value(*node, out.value).has_value();
  if (!out.valid) out.problem = render(definition_of.constraint_message, scope, node);
  return out;
}

std::vector<Problem> FormSession::Impl::problems() const {
  std::vector<Problem> out;
  const auto check = [&](const Node& node) {
    const NodeDefinition& question = about(node);
    if (question.control == kNone || !node.relevant) return;
    const Scope& scope = *state(node).scope;
    const ControlDefinition& control = model.controls[question.control];
    if (!is_shown(control, scope)) return;
    const std::string& value = text(node);
    if (value.empty()) {
      if (state(node).required) {
        out.push_back({path_of(node), {ErrorCode::answer_required, render(question.required_message, scope, &node)}});
      }
    } else if (const auto checked = check_value(node, value); !checked) {
      out.push_back({path_of(node), checked.error()});
    } else if (!state(node).constraint_holds) {
      std::string message = render(question.constraint_message, scope, &node);
      if (message.empty()) message = render(control.label, scope, &node);
      out.push_back({path_of(node), {ErrorCode::answer_invalid, std::move(message)}});
    }
  };
  visit(whole, check, [](const Scope&, std::uint32_t) {});
  return out;
}

}  // namespace motcua::forms
