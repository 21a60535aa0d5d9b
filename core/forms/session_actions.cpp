#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/ids.hpp"
#include "session_impl.hpp"
#include "xpath/dates.hpp"

namespace motcua::forms {

using xpath::Node;

namespace {

constexpr int kZone = 7 * 60;  // Civil time in Vietnam.

}  // namespace

std::string FormSession::Impl::preloaded(Preload kind) const {
  const Instant now = options.clock->now();
  switch (kind) {
    case Preload::start:
    case Preload::end:
      return xpath::date_time_text(now, kZone);
    case Preload::today:
      return format_date(to_civil(now).date);
    case Preload::uid:
      return "uuid:" + to_uuid_text(EntityId::random(*options.random).bytes());
    case Preload::device_id:
      return options.properties.device_id;
    case Preload::username:
      return options.properties.username;
    case Preload::email:
      return options.properties.email;
    case Preload::phone:
      return options.properties.phone;
    case Preload::none:
      break;
  }
  return {};
}

/// property(): the names of the `property` preload.
std::string FormSession::Impl::device_property(const std::string& name) const {
  if (name == "deviceid") return options.properties.device_id;
  if (name == "username") return options.properties.username;
  if (name == "email") return options.properties.email;
  if (name == "phonenumber" || name == "phone number") return options.properties.phone;
  return {};
}

void FormSession::Impl::preload(Scope& scope) {
  for (const std::uint32_t index : model.preloads) {
    const Preload kind = model.nodes[index].preload;
    const xpath::NodePlace& at = model.places[index];
    if (kind == Preload::end || at.depth < scope.depth()) continue;
    const bool inside =
        scope.repeat == kNone || model.repeats[model.nodes[index].repeat].line[scope.depth() - 1] == scope.repeat;
    if (inside) each(index, scope, [&](Node& node) { set_text(node, preloaded(kind)); });
  }
}

void FormSession::Impl::preload_end() {
  for (const std::uint32_t index : model.preloads) {
    if (model.nodes[index].preload != Preload::end) continue;
    each(index, whole, [&](Node& node) { set_text(node, preloaded(Preload::end)); });
  }
}

/// `trigger` is the question that changed or the instance that was added; nullptr: the form was opened.
void FormSession::Impl::run_actions(ActionEvent event, Node* trigger) {
  for (const Action& action : model.actions) {
    if (action.event != event) continue;
    Scope* scope = &whole;
    if (event == ActionEvent::value_changed) {
      if (action.trigger != trigger->id) continue;
      scope = state(*trigger).scope;
    } else if (event == ActionEvent::new_repeat) {
      scope = state(*trigger).scope;
      if (model.nodes[action.trigger].repeat != scope->repeat) continue;
    }
    if (trigger != nullptr) {
      while (scope->depth() > action.shared) scope = scope->parent;
    }
    std::vector<Node*> targets;
    each(action.target, *scope, [&](Node& node) { targets.push_back(&node); });
    for (Node* const target : targets) run_action(action, *target);
    // A new instance is told to the rules when its actions have run.
    if (event != ActionEvent::new_repeat) settle();
  }
}

void FormSession::Impl::run_action(const Action& action, Node& target) {
  // What a change sets is there when the field becomes relevant: the change does not come again. What opening a form
  // sets is for the fields that are asked then.
  const bool sets_hidden = action.kind == ActionKind::set_value && action.event == ActionEvent::value_changed;
  if (!target.relevant && !sets_hidden) return;
  if (action.kind != ActionKind::set_value) {
    const auto kind =
        action.kind == ActionKind::set_geopoint ? DeviceRequest::Kind::geopoint : DeviceRequest::Kind::audio;
    requests.push_back({kind, path_of(target), action.quality});
    return;
  }
  std::string value = action.text;
  if (action.value) {
    const Evaluation evaluation(*this, *state(target).scope, &target);
    value = computed_text(about(target).type, xpath::evaluate(action.value.root(), evaluation.context));
  }
  set_text(target, std::move(value));
}

Result<std::vector<NodeValue>> FormSession::Impl::provide(std::string_view ref, std::string_view value) {
  Node* const node = find(ref);
  if (node == nullptr || !about(*node).leaf) return fail(ErrorCode::form_reference, std::string(ref));
  MOTCUA_TRY_ASSIGN(std::string cleaned, clean_answer(about(*node).type, value));
  MOTCUA_TRY(check_type(about(*node).type, cleaned));
  const std::string path = path_of(*node);
  std::erase_if(requests, [&](const DeviceRequest& request) { return request.ref == path; });
  forget_changes();
  set_text(*node, std::move(cleaned));
  settle();
  return take_changes();
}

}  // namespace motcua::forms
