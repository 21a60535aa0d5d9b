#include <array>

#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

struct EventName {
  std::string_view name;
  ActionEvent event;
};
constexpr std::array kEvents = {
    EventName{"odk-instance-first-load", ActionEvent::first_load},
    EventName{"xforms-ready", ActionEvent::first_load},
    EventName{"odk-instance-load", ActionEvent::load},
    EventName{"odk-new-repeat", ActionEvent::new_repeat},
    EventName{"xforms-value-changed", ActionEvent::value_changed},
};

ActionKind kind_of(pugi::xml_node element) {
  if (is_element(element, "setgeopoint")) return ActionKind::set_geopoint;
  return is_element(element, "recordaudio") ? ActionKind::record_audio : ActionKind::set_value;
}

/// Where an action is written, and who it is.
struct Written {
  pugi::xml_node element;
  std::uint32_t trigger = kNone;
  std::string where;
};

Result<ActionEvent> event_named(const Loading& loading, const Written& written, std::string_view name) {
  for (const EventName& known : kEvents) {
    if (known.name != name) continue;
    const bool in_question = written.trigger != kNone && loading.model.nodes[written.trigger].leaf;
    const bool in_repeat = written.trigger != kNone && loading.model.nodes[written.trigger].repeat != kNone;
    if (known.event == ActionEvent::value_changed && !in_question) break;
    if (known.event == ActionEvent::new_repeat && !in_repeat) break;
    return known.event;
  }
  return fail(ErrorCode::form_unsupported, written.where + " on the event \"" + std::string(name) + "\"");
}

/// The repeats around both nodes.
std::uint32_t common_depth(const FormModel& model, std::uint32_t a, std::uint32_t b) {
  for (std::uint32_t own = model.nodes[a].repeat; own != kNone; own = model.repeats[own].parent) {
    for (std::uint32_t other = model.nodes[b].repeat; other != kNone; other = model.repeats[other].parent) {
      if (own == other) return model.places[model.repeats[own].node].depth;
    }
  }
  return 0;
}

Status load_action(Loading& loading, const Written& written, ActionEvent event) {
  FormModel& model = loading.model;
  const pugi::xml_node element = written.element;
  Action action;
  action.kind = kind_of(element);
  action.event = event;
  action.trigger = written.trigger;
  const char* reference =
      element.attribute("ref") ? element.attribute("ref").value() : element.attribute("bind").value();
  const std::uint32_t base = written.trigger == kNone ? 0 : written.trigger;
  MOTCUA_TRY_ASSIGN(action.target, resolve_node(loading, reference, base, written.where));
  const std::string& path = model.nodes[action.target].path;
  if (!model.nodes[action.target].leaf) {
    return fail(ErrorCode::form_reference, written.where + ": \"" + path + "\" is a group");
  }
  if (written.trigger != kNone) action.shared = common_depth(model, written.trigger, action.target);
  action.quality = attribute_named(element, "quality").value();
  if (action.kind == ActionKind::set_value) {
    if (const auto value = element.attribute("value"); !trim(value.value()).empty()) {
      MOTCUA_TRY_ASSIGN(action.value,
                        load_expression(loading, value.value(), action.target, written.where + " " + path));
    } else {
      action.text = element.text().get();
    }
  }
  model.actions.push_back(std::move(action));
  return {};
}

}  // namespace

bool is_action(pugi::xml_node element) {
  return is_element(element, "setvalue") || is_element(element, "setgeopoint") || is_element(element, "recordaudio");
}

Status load_actions(Loading& loading, pugi::xml_node parent, std::uint32_t trigger) {
  for (const pugi::xml_node child : parent.children()) {
    if (is_element(child, "action")) return fail(ErrorCode::form_unsupported, std::string("<") + child.name() + ">");
    if (!is_action(child)) continue;
    const Written written{child, trigger, std::string(local_name(child.name()))};
    const std::string events = attribute_named(child, "event").value();
    bool any = false;
    std::string_view rest = trim(events);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
      MOTCUA_TRY_ASSIGN(const ActionEvent event, event_named(loading, written, rest.substr(0, end)));
      MOTCUA_TRY(load_action(loading, written, event));
      rest = trim(rest.substr(end));
      any = true;
    }
    if (!any) return fail(ErrorCode::form_not_xform, written.where + " has no event");
  }
  return {};
}

}  // namespace motcua::forms
