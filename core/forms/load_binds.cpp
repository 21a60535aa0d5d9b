#include <array>

#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

struct TypeName {
  std::string_view name;
  DataType type;
};
constexpr std::array kTypes = {
    TypeName{"string", DataType::string},      TypeName{"int", DataType::integer},
    TypeName{"integer", DataType::integer},    TypeName{"long", DataType::integer},
    TypeName{"decimal", DataType::decimal},    TypeName{"double", DataType::decimal},
    TypeName{"float", DataType::decimal},      TypeName{"boolean", DataType::boolean},
    TypeName{"date", DataType::date},          TypeName{"time", DataType::time},
    TypeName{"dateTime", DataType::date_time}, TypeName{"geopoint", DataType::geopoint},
    TypeName{"geotrace", DataType::geotrace},  TypeName{"geoshape", DataType::geoshape},
    TypeName{"binary", DataType::binary},      TypeName{"base64Binary", DataType::binary},
    TypeName{"barcode", DataType::barcode},    TypeName{"intent", DataType::intent},
};

/// A type that no table knows is text ("select1", "rank", …).
DataType type_named(std::string_view name) {
  for (const auto& entry : kTypes) {
    if (entry.name == local_name(name)) return entry.type;
  }
  return DataType::string;
}

struct RuleAttribute {
  const char* attribute;
  RuleKind kind;
  std::uint32_t NodeDefinition::* place;
};
constexpr std::array kRules = {
    RuleAttribute{"calculate", RuleKind::calculate, &NodeDefinition::calculate},
    RuleAttribute{"relevant", RuleKind::relevant, &NodeDefinition::relevant},
    RuleAttribute{"readonly", RuleKind::readonly, &NodeDefinition::readonly},
    RuleAttribute{"required", RuleKind::required, &NodeDefinition::required},
    RuleAttribute{"constraint", RuleKind::constraint, &NodeDefinition::constraint},
};

Preload preload_of(pugi::xml_node bind) {
  const std::string_view kind = attribute_named(bind, "preload").value();
  const std::string_view parameter = attribute_named(bind, "preloadParams").value();
  if (kind == "uid") return Preload::uid;
  if (kind == "timestamp" && parameter == "start") return Preload::start;
  if (kind == "timestamp" && parameter == "end") return Preload::end;
  if (kind == "date" && parameter == "today") return Preload::today;
  return Preload::none;  // "property" and others: this device has nothing to tell.
}

Status load_bind(Loading& loading, pugi::xml_node bind) {
  FormModel& model = loading.model;
  const char* reference = bind.attribute("nodeset") ? bind.attribute("nodeset").value() : bind.attribute("ref").value();
  MOTCUA_TRY_ASSIGN(const std::uint32_t node, resolve_node(loading, reference, 0, "bind"));
  NodeDefinition& definition = model.nodes[node];
  const std::string where = "bind " + definition.path;
  definition.bound = true;
  if (const auto type = bind.attribute("type")) definition.type = type_named(type.value());
  if (const Preload preload = preload_of(bind); preload != Preload::none) definition.preload = preload;
  for (const auto& entry : kRules) {
    const std::string_view source = trim(bind.attribute(entry.attribute).value());
    if (source.empty()) continue;
    if (definition.*entry.place != kNone) {
      return fail(ErrorCode::form_not_xform, where + " has two of " + entry.attribute);
    }
    Rule rule;
    rule.kind = entry.kind;
    rule.node = node;
    MOTCUA_TRY_ASSIGN(rule.expression,
                      load_expression(loading, source, node, where + ", " + entry.attribute, &rule.reads));
    definition.*entry.place = static_cast<std::uint32_t>(model.rules.size());
    model.rules.push_back(std::move(rule));
  }
  MOTCUA_TRY_ASSIGN(auto constraint_message,
                    load_message(loading, attribute_named(bind, "constraintMsg").value(), node, where));
  MOTCUA_TRY_ASSIGN(auto required_message,
                    load_message(loading, attribute_named(bind, "requiredMsg").value(), node, where));
  if (!constraint_message.empty()) definition.constraint_message = std::move(constraint_message);
  if (!required_message.empty()) definition.required_message = std::move(required_message);
  return {};
}

Status load_set_value(Loading& loading, pugi::xml_node element, std::string_view event, std::uint32_t trigger) {
  SetValue action;
  if (event == "odk-instance-first-load") {
    action.event = ActionEvent::first_load;
  } else if (event == "odk-instance-load") {
    action.event = ActionEvent::load;
  } else if (event == "xforms-value-changed" && trigger != kNone) {
    action.event = ActionEvent::value_changed;
    action.trigger = trigger;
  } else {
    return fail(ErrorCode::form_unsupported, "setvalue on the event \"" + std::string(event) + "\"");
  }
  const char* reference =
      element.attribute("ref") ? element.attribute("ref").value() : element.attribute("bind").value();
  MOTCUA_TRY_ASSIGN(action.target, resolve_node(loading, reference, 0, "setvalue"));
  const std::string& path = loading.model.nodes[action.target].path;
  if (!loading.model.nodes[action.target].leaf)
    return fail(ErrorCode::form_reference, "setvalue: \"" + path + "\" is a group");
  if (const auto value = element.attribute("value"); !trim(value.value()).empty()) {
    MOTCUA_TRY_ASSIGN(action.value, load_expression(loading, value.value(), action.target, "setvalue " + path));
  } else {
    action.text = element.text().get();
  }
  loading.model.actions.push_back(std::move(action));
  return {};
}

}  // namespace

Status load_binds(Loading& loading, pugi::xml_node model_element) {
  for (const pugi::xml_node child : model_element.children()) {
    if (is_element(child, "bind")) MOTCUA_TRY(load_bind(loading, child));
  }
  return {};
}

Status load_actions(Loading& loading, pugi::xml_node parent, std::uint32_t trigger) {
  for (const pugi::xml_node child : parent.children()) {
    if (is_element(child, "setgeopoint") || is_element(child, "recordaudio") || is_element(child, "action")) {
      return fail(ErrorCode::form_unsupported, std::string("<") + child.name() + ">");
    }
    if (!is_element(child, "setvalue")) continue;
    const std::string events = attribute_named(child, "event").value();
    for (const std::string_view event : split(events, ' ')) {
      if (!event.empty()) MOTCUA_TRY(load_set_value(loading, child, event, trigger));
    }
  }
  return {};
}

}  // namespace motcua::forms
