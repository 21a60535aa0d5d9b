#include <algorithm>

#include "session_impl.hpp"

namespace motcua::forms {

using xpath::Node;
using xpath::NodeKind;

FormSession::Impl::Impl(std::shared_ptr<const FormDefinition> form, SessionOptions session_options)
    : definition(std::move(form)), model(definition->model()), options(std::move(session_options)) {
  open_scope(whole, model.outer_slots, model.outer_repeats.size());
  states_.reserve(model.primary.size());
  copy(*model.primary.element(), tree.root(), nullptr, whole);
  whole.node = tree.element();
  tree.number(0);
  most_nodes_ = std::max(kMaxNodes, 2 * tree.alive());
}

void FormSession::Impl::open_scope(Scope& scope, std::uint32_t slots, std::size_t inner) const {
  scope.slots.resize(slots);
  scope.ranges.resize(inner);
  if (scope.parent != nullptr) scope.chain = scope.parent->chain;
  scope.chain.push_back(scope.slots.data());
}

std::unique_ptr<Scope> FormSession::Impl::make_scope(std::uint32_t repeat, Scope& around) const {
  auto scope = std::make_unique<Scope>();
  scope->repeat = repeat;
  scope->parent = &around;
  open_scope(*scope, model.repeats[repeat].slots, model.repeats[repeat].inner.size());
  return scope;
}

void FormSession::Impl::place(Node& node, std::uint32_t id, Scope& scope) {
  node.id = id;
  scope.slots[model.places[id].slot] = &node;
  if (node.index >= states_.size()) states_.resize(std::max<std::size_t>(node.index + 1, tree.size()));
  states_[node.index] = {};
  states_[node.index].scope = &scope;
}

/// Copies an element of the form's primary instance without the templates in it.
Node* FormSession::Impl::copy(const Node& source, Node* parent, Node* before, Scope& scope) {
  Node* made = tree.insert(parent, before, NodeKind::element, source.name);
  place(*made, source.id, scope);
  made->relevant = parent->relevant;
  const auto attribute = [&](const Node& at) {
    Node* own = tree.append(made, NodeKind::attribute, at.name, at.text);
    if (at.id != kNone) place(*own, at.id, scope);
    own->relevant = made->relevant;
  };
  for (const Node* at = source.first_attribute; at != nullptr; at = at->next) {
    if (at->id != kNone) attribute(*at);
  }
  const bool leaf = model.nodes[source.id].leaf;
  for (const Node* at = source.first_child; at != nullptr; at = at->next) {
    if (at->kind == NodeKind::text && (leaf || !at->text.empty())) tree.append(made, NodeKind::text, {}, at->text);
    if (at->kind != NodeKind::element || at->id == kNone) continue;
    if (!model.is_repeat(at->id)) {
      copy(*at, made, nullptr, scope);
    } else if (!FormModel::is_template(*at)) {
      const std::uint32_t repeat = model.nodes[at->id].repeat;
      auto& instances = range(scope, repeat).instances;
      Scope& inner = *instances.emplace_back(make_scope(repeat, scope));
      inner.node = copy(*at, made, nullptr, inner);
      inner.node->position = static_cast<std::uint32_t>(instances.size());
    }
  }
  if (leaf && made->first_child == nullptr) tree.append(made, NodeKind::text, {});
  // An instance that is written out may lack nodes that the defining one has.
  const Node& defining = model.primary.at(model.places[source.id].index);
  if (&defining == &source) return made;
  const auto lacks = [&](const Node& at) {
    return at.id != kNone && !model.is_repeat(at.id) && scope.slots[model.places[at.id].slot] == nullptr;
  };
  for (const Node* at = defining.first_attribute; at != nullptr; at = at->next) {
    if (lacks(*at)) attribute(*at);
  }
  for (const Node* at = defining.first_child; at != nullptr; at = at->next) {
    if (at->kind == NodeKind::element && lacks(*at)) copy(*at, made, nullptr, scope);
  }
  return made;
}

Scope* FormSession::Impl::scope_of(const NodeRef& ref, std::size_t depth) const {
  const Scope* at = &whole;
  for (std::size_t level = 0; level < depth; ++level) {
    const std::uint32_t repeat = model.repeats[model.nodes[ref.node].repeat].line[level];
    const auto& instances = at->ranges[model.repeats[repeat].place].instances;
    const std::size_t position = ref.positions[level] == 0 ? 1 : ref.positions[level];
    if (position > instances.size()) return nullptr;
    at = instances[position - 1].get();
  }
  return const_cast<Scope*>(at);
}

Node* FormSession::Impl::find(std::string_view ref) const {
  const auto found = model.locate(ref);
  if (!found) return nullptr;
  const Scope* scope = scope_of(*found, found->positions.size());
  return scope == nullptr ? nullptr : scope->slots[model.places[found->node].slot];
}

std::string FormSession::Impl::path_of(const Scope& scope) const {
  if (scope.repeat == kNone) return {};
  return path_of(*scope.parent, scope.repeat) + "[" + std::to_string(scope.node->position) + "]";
}

std::string FormSession::Impl::path_of(const Scope& around, std::uint32_t repeat) const {
  const std::string& path = model.nodes[model.repeats[repeat].node].path;
  if (around.repeat == kNone) return path;
  return path_of(around) + path.substr(model.nodes[model.repeats[around.repeat].node].path.size());
}

std::string FormSession::Impl::path_of(const Node& node) const {
  const Scope& scope = *state(node).scope;
  const std::string& path = about(node).path;
  if (scope.repeat == kNone) return path;
  return path_of(scope) + path.substr(model.nodes[model.repeats[scope.repeat].node].path.size());
}

void FormSession::Impl::visit(const Scope& scope, const std::function<void(Node&)>& leaf,
                              const std::function<void(const Scope&, std::uint32_t)>& each_range) const {
  const std::uint32_t first = scope.repeat == kNone ? 0 : model.repeats[scope.repeat].node;
  const std::uint32_t end = model.nodes[first].subtree_end;
  for (std::uint32_t i = first; i < end; ++i) {
    const NodeDefinition& at = model.nodes[i];
    if (at.repeat != scope.repeat) {
      each_range(scope, at.repeat);
      for (const auto& instance : range(const_cast<Scope&>(scope), at.repeat).instances) {
        visit(*instance, leaf, each_range);
      }
      i = at.subtree_end - 1;
    } else if (at.leaf && (!at.attribute || at.bound)) {
      leaf(*scope.slots[model.places[i].slot]);
    }
  }
}

void FormSession::Impl::note_before(std::string ref, std::string before) {
  if (before_refs_.insert(ref).second) before_.push_back({std::move(ref), std::move(before)});
}

void FormSession::Impl::note_count(const Scope& around, std::uint32_t repeat) {
  note_before(path_of(around, repeat), std::to_string(around.ranges[model.repeats[repeat].place].instances.size()));
}

Scope& FormSession::Impl::append_instance(Scope& around, std::uint32_t repeat) {
  const RepeatDefinition& definition_of = model.repeats[repeat];
  auto& instances = range(around, repeat).instances;
  note_count(around, repeat);
  Node* parent = around.slots[model.places[model.nodes[definition_of.node].parent].slot];
  Node* before = nullptr;
  if (!instances.empty()) {
    before = instances.back()->node->next;
  } else {
    for (before = parent->first_child; before != nullptr; before = before->next) {
      if (before->id != kNone && before->id > definition_of.node) break;
    }
  }
  Scope& scope = *instances.emplace_back(make_scope(repeat, around));
  scope.node = copy(model.primary.at(model.places[definition_of.node].index), parent, before, scope);
  scope.node->position = static_cast<std::uint32_t>(instances.size());
  tree.number_inserted(scope.node);
  if (calculates_) {
    preload(scope);
    run_actions(ActionEvent::new_repeat, scope.node);
  }
  announce(scope);
  return scope;
}

/// Marks the rules of a new instance, and those around that read it.
void FormSession::Impl::announce(Scope& scope) {
  visit(
      scope,
      [this](Node& node) {
        if (NodeState& own = state(node); !own.changed) {
          own.changed = true;
          changed_.emplace_back(&node, std::string());
        }
      },
      [this](const Scope& around, std::uint32_t repeat) { note_before(path_of(around, repeat), {}); });
  const auto announce_all = [this](const auto& self, Scope& at, std::uint32_t below) -> void {
    for (Node* node : at.slots) {
      const NodeDefinition& own = about(*node);
      for (const std::uint32_t rule : {own.calculate, own.relevant, own.readonly, own.required, own.constraint}) {
        if (rule != kNone) mark(rule, *node);
      }
      mark_dependents(*node, below);
    }
    for (const std::uint32_t inner : model.repeats[at.repeat].inner) {
      const RepeatDefinition& repeat = model.repeats[inner];
      if (repeat.count != kNone) {
        mark(repeat.count, *at.slots[model.places[model.nodes[repeat.node].parent].slot]);
      }
      for (const auto& instance : range(at, inner).instances) self(self, *instance, below);
    }
  };
  announce_all(announce_all, scope, scope.depth());
}

/// Nothing computed may reach the nodes of a removed instance any more.
void FormSession::Impl::forget(Scope& scope) {
  for (Node* node : scope.slots) {
    NodeState& own = state(*node);
    own.marks = 0;
    if (!own.changed) continue;
    // From the back: what is removed by a count was mostly added last.
    const auto noted =
        std::find_if(changed_.rbegin(), changed_.rend(), [node](const auto& one) { return one.first == node; });
    if (noted == changed_.rend()) continue;
    note_before(path_of(*node), std::move(noted->second));
    changed_.erase(std::next(noted).base());
  }
  for (RepeatRange& inner : scope.ranges) {
    inner.marked = false;
    for (const auto& instance : inner.instances) forget(*instance);
  }
}

void FormSession::Impl::remove_instance(Scope& around, std::uint32_t repeat, std::size_t index) {
  auto& instances = range(around, repeat).instances;
  note_count(around, repeat);
  Scope& scope = *instances[index];
  // What the references from here on held: what follows moves up.
  for (std::size_t i = index; i < instances.size(); ++i) {
    visit(
        *instances[i],
        [this](Node& node) {
          if (!state(node).changed) note_before(path_of(node), text(node));
        },
        [this](const Scope& at, std::uint32_t inner) { note_count(at, inner); });
  }
  const auto tell = [this](const auto& self, Scope& at, std::uint32_t below) -> void {
    for (Node* node : at.slots) mark_dependents(*node, below);
    for (const RepeatRange& inner : at.ranges) {
      for (const auto& instance : inner.instances) self(self, *instance, below);
    }
  };
  tell(tell, scope, scope.depth());
  forget(scope);
  tree.remove(scope.node);
  removed_.push_back(std::move(instances[index]));
  instances.erase(instances.begin() + static_cast<std::ptrdiff_t>(index));
  for (std::size_t i = index; i < instances.size(); ++i) {
    Node& node = *instances[i]->node;
    node.position = static_cast<std::uint32_t>(i + 1);
    mark_dependents(node, kNone);
    // What the one that had this place before did not have, as an instance of a repeat in it.
    visit(
        *instances[i], [this](Node& at) { note_before(path_of(at), {}); },
        [this](const Scope& at, std::uint32_t inner) { note_before(path_of(at, inner), {}); });
  }
}

Status FormSession::Impl::resize(Scope& around, std::uint32_t repeat, std::size_t wanted) {
  auto& instances = range(around, repeat).instances;
  while (instances.size() > wanted) remove_instance(around, repeat, instances.size() - 1);
  while (instances.size() < wanted) {
    if (tree.alive() + model.repeats[repeat].slots > most_nodes_) {
      return fail(ErrorCode::form_too_large, path_of(around, repeat) + ": " + std::to_string(wanted) + " × " +
                                                 std::to_string(model.repeats[repeat].slots));
    }
    append_instance(around, repeat);
  }
  return {};
}

Result<RepeatChange> FormSession::Impl::add_repeat(std::string_view ref) {
  const auto found = model.locate(ref);
  if (!found || model.nodes[found->node].repeat == kNone) return fail(ErrorCode::form_reference, std::string(ref));
  const std::uint32_t repeat = model.nodes[found->node].repeat;
  Scope* around = scope_of(*found, model.repeats[repeat].line.size() - 1);
  if (around == nullptr) return fail(ErrorCode::form_reference, std::string(ref));
  if (model.repeats[repeat].fixed) return fail(ErrorCode::repeat_fixed, path_of(*around, repeat));
  forget_changes();
  const std::size_t before = range(*around, repeat).instances.size();
  MOTCUA_TRY(resize(*around, repeat, before + 1));
  settle();
  if (auto failure = std::exchange(failure_, std::nullopt)) {
    MOTCUA_TRY(resize(*around, repeat, before));
    settle();
    failure_.reset();
    return std::unexpected(std::move(*failure));
  }
  RepeatChange out;
  out.ref = path_of(*range(*around, repeat).instances.back());
  out.changed = take_changes();
  return out;
}

Result<RepeatChange> FormSession::Impl::remove_repeat(std::string_view ref) {
  const auto found = model.locate(ref);
  if (!found || !model.is_repeat(found->node) || found->positions.back() == 0) {
    return fail(ErrorCode::form_reference, std::string(ref));
  }
  const std::uint32_t repeat = model.nodes[found->node].repeat;
  Scope* around = scope_of(*found, found->positions.size() - 1);
  if (around == nullptr || found->positions.back() > range(*around, repeat).instances.size()) {
    return fail(ErrorCode::form_reference, std::string(ref));
  }
  if (model.repeats[repeat].fixed) return fail(ErrorCode::repeat_fixed, path_of(*around, repeat));
  forget_changes();
  remove_instance(*around, repeat, found->positions.back() - 1);
  settle();
  failure_.reset();
  return RepeatChange{path_of(*around, repeat), take_changes()};
}

FormSession::Impl::Phantom::Phantom(const Impl& session, const Scope& around, std::uint32_t repeat) {
  const RepeatDefinition& definition_of = session.model.repeats[repeat];
  node.name = session.model.primary.at(session.model.places[definition_of.node].index).name;
  node.parent = around.slots[session.model.places[session.model.nodes[definition_of.node].parent].slot];
  blank.relevant = false;
  scope.repeat = repeat;
  scope.parent = const_cast<Scope*>(&around);
  scope.node = &node;
  scope.slots.assign(definition_of.slots, &blank);
  scope.slots[session.model.places[definition_of.node].slot] = &node;
  scope.chain = around.chain;
  scope.chain.push_back(scope.slots.data());
}

}  // namespace motcua::forms
