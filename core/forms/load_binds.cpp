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
  struct Known {
    std::string_view kind;
    std::string_view parameter;
    Preload preload;
  };
  static constexpr std::array kKnown = {
      Known{"timestamp", "start", Preload::start},      Known{"timestamp", "end", Preload::end},
      Known{"date", "today", Preload::today},           Known{"property", "deviceid", Preload::device_id},
      Known{"property", "username", Preload::username}, Known{"property", "email", Preload::email},
      Known{"property", "phonenumber", Preload::phone}, Known{"property", "phone number", Preload::phone},
  };
  const std::string_view kind = attribute_named(bind, "preload").value();
  const std::string_view parameter = attribute_named(bind, "preloadParams").value();
  if (kind == "uid") return Preload::uid;
  for (const Known& known : kKnown) {
    if (known.kind == kind && known.parameter == parameter) return known.preload;
  }
  return Preload::none;  // Others are of phones that no longer tell: "subscriberid", "simserial".
}

Status load_bind(Loading& loading, pugi::xml_node bind) {
  FormModel& model = loading.model;
  const char* reference = bind.attribute("nodeset") ? bind.attribute("nodeset").value() : bind.attribute("ref").value();
  const auto bound = resolve_node(loading, reference, 0, "bind");
  // What is said of a field that is not there says nothing, as in JavaRosa; `motcua form check` tells the author.
  if (!bound && bound.error().code == ErrorCode::form_reference && *reference != '\0') return {};
  if (!bound) return std::unexpected(bound.error());
  const std::uint32_t node = *bound;
  NodeDefinition& definition = model.nodes[node];
  const std::string where = "bind " + definition.path;
  definition.bound = true;
  if (const auto type = bind.attribute("type")) definition.type = type_named(type.value());
  if (const Preload preload = preload_of(bind); preload != Preload::none) {
    if (definition.preload == Preload::none) model.preloads.push_back(node);
    definition.preload = preload;
  }
  for (const auto& entry : kRules) {
    const std::string_view source = trim(bind.attribute(entry.attribute).value());
    if (source.empty()) continue;
    if (definition.*entry.place != kNone) {
      return fail(ErrorCode::form_not_xform, where + " has two of " + entry.attribute);
    }
    Rule rule;
    rule.kind = entry.kind;
    rule.node = node;
    MOTCUA_TRY_ASSIGN(rule.expression, load_expression(loading, source, node, where + ", " + entry.attribute, &rule));
    definition.*entry.place = static_cast<std::uint32_t>(model.rules.size());
    model.rules.push_back(std::move(rule));
  }
  for (const char* name : {"max-pixels", "quality"}) {
    if (const auto attribute = attribute_named(bind, name))
      definition.attributes.emplace_back(attribute.name(), attribute.value());
  }
  MOTCUA_TRY_ASSIGN(auto constraint_message,
                    load_message(loading, attribute_named(bind, "constraintMsg").value(), node, where));
  MOTCUA_TRY_ASSIGN(auto required_message,
                    load_message(loading, attribute_named(bind, "requiredMsg").value(), node, where));
  if (!constraint_message.empty()) definition.constraint_message = std::move(constraint_message);
  if (!required_message.empty()) definition.required_message = std::move(required_message);
  return {};
}

}  // namespace

Status load_binds(Loading& loading, pugi::xml_node model_element) {
  for (const pugi::xml_node child : model_element.children()) {
    if (is_element(child, "bind")) MOTCUA_TRY(load_bind(loading, child));
  }
  return {};
}

}  // namespace motcua::forms
