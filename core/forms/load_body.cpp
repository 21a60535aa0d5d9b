#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

/// Where a control is written: the control and the node around it.
struct Place {
  std::uint32_t control = kNone;
  std::uint32_t node = 0;
  int depth = 0;
};

class BodyLoader {
 public:
  explicit BodyLoader(Loading& loading) : loading_(loading), model_(loading.model) {}

  Status children(pugi::xml_node parent, const Place& place) {
    for (const pugi::xml_node child : parent.children()) {
      if (child.type() == pugi::node_element) MOTCUA_TRY(element(child, place));
    }
    return {};
  }

 private:
  Status element(pugi::xml_node source, const Place& place) {
    const std::string_view name = local_name(source.name());
    if (name == "group") return group(source, place);
    if (name == "input" || name == "secret") return question(source, ControlKind::input, place);
    if (name == "select1") return question(source, ControlKind::select1, place);
    if (name == "select") return question(source, ControlKind::select, place);
    if (name == "trigger") return question(source, ControlKind::trigger, place);
    // Parts of a group, read with it; actions are read by load_actions.
    if (name == "label" || name == "hint" || name == "help" || name == "setvalue") return {};
    const char* reference =
        source.attribute("ref") ? source.attribute("ref").value() : source.attribute("nodeset").value();
    return fail(ErrorCode::form_unsupported, std::string("<") + source.name() + "> " + reference);
  }

  Result<std::uint32_t> add(pugi::xml_node source, ControlKind kind, std::uint32_t node, const Place& place) {
    const auto index = static_cast<std::uint32_t>(model_.controls.size());
    const std::string where = std::string("<") + source.name() + "> " + (node != kNone ? model_.nodes[node].path : "");
    ControlDefinition control;
    control.kind = kind;
    control.node = node;
    control.parent = place.control;
    control.depth = place.depth;
    control.appearance = source.attribute("appearance").value();
    MOTCUA_TRY_ASSIGN(control.label, load_text(loading_, child_element(source, "label"), node, where + ", label"));
    MOTCUA_TRY_ASSIGN(control.hint, load_text(loading_, child_element(source, "hint"), node, where + ", hint"));
    model_.controls.push_back(std::move(control));
    if (node != kNone && model_.nodes[node].control == kNone) model_.nodes[node].control = index;
    return index;
  }

  Status group(pugi::xml_node source, const Place& place) {
    std::uint32_t node = kNone;
    const char* reference =
        source.attribute("ref") ? source.attribute("ref").value() : source.attribute("nodeset").value();
    if (*reference != '\0') {
      MOTCUA_TRY_ASSIGN(node, resolve_node(loading_, reference, place.node, "<group>"));
    }
    MOTCUA_TRY_ASSIGN(const std::uint32_t control, add(source, ControlKind::group, node, place));
    MOTCUA_TRY(load_actions(loading_, source, kNone));
    return children(source, {control, node == kNone ? place.node : node, place.depth + 1});
  }

  Status question(pugi::xml_node source, ControlKind kind, const Place& place) {
    const std::string where = std::string("<") + source.name() + ">";
    const char* reference =
        source.attribute("ref") ? source.attribute("ref").value() : source.attribute("bind").value();
    MOTCUA_TRY_ASSIGN(const std::uint32_t node, resolve_node(loading_, reference, place.node, where));
    if (!model_.nodes[node].leaf) {
      return fail(ErrorCode::form_reference, where + ": \"" + model_.nodes[node].path + "\" is a group");
    }
    if (model_.nodes[node].type == DataType::binary) {
      return fail(ErrorCode::form_unsupported, where + " of a file, " + model_.nodes[node].path);
    }
    if (model_.nodes[node].control != kNone) {
      return fail(ErrorCode::form_unsupported, "two questions for " + model_.nodes[node].path);
    }
    MOTCUA_TRY_ASSIGN(const std::uint32_t control, add(source, kind, node, place));
    MOTCUA_TRY(load_actions(loading_, source, node));
    if (kind != ControlKind::select && kind != ControlKind::select1) return {};
    return choices(source, control);
  }

  Status choices(pugi::xml_node source, std::uint32_t control) {
    const std::uint32_t node = model_.controls[control].node;
    const std::string where = std::string("<") + source.name() + "> " + model_.nodes[node].path;
    for (const pugi::xml_node child : source.children()) {
      if (is_element(child, "item")) {
        ChoiceDefinition choice;
        choice.value = trim(child_element(child, "value").text().get());
        MOTCUA_TRY_ASSIGN(choice.label, load_text(loading_, child_element(child, "label"), node, where + ", label"));
        if (choice.value.find_first_of(" \t\r\n") != std::string::npos) {
          return fail(ErrorCode::form_not_xform, where + ": the choice value \"" + choice.value + "\" has a space");
        }
        model_.controls[control].choices.push_back(std::move(choice));
      } else if (is_element(child, "itemset")) {
        MOTCUA_TRY_ASSIGN(model_.controls[control].itemset, itemset(child, node, where));
      }
    }
    return {};
  }

  Result<Itemset> itemset(pugi::xml_node source, std::uint32_t node, const std::string& where) {
    Itemset out;
    MOTCUA_TRY_ASSIGN(out.nodes,
                      load_expression(loading_, source.attribute("nodeset").value(), node, where + ", itemset"));
    if (out.nodes.root().type != xpath::Type::nodes) {
      return fail(ErrorCode::form_unsupported, where + ", itemset over \"" + out.nodes.source() + "\"");
    }
    const char* value = child_element(source, "value").attribute("ref").value();
    const char* label = child_element(source, "label").attribute("ref").value();
    // Both are about each choice, not about the question.
    MOTCUA_TRY_ASSIGN(out.value, load_expression(loading_, value, kNone, where + ", itemset value"));
    MOTCUA_TRY_ASSIGN(out.label,
                      load_expression(loading_, *label != '\0' ? label : value, kNone, where + ", itemset label"));
    return out;
  }

  Loading& loading_;
  FormModel& model_;
};

}  // namespace

Status load_body(Loading& loading, pugi::xml_node body) {
  MOTCUA_TRY(load_actions(loading, body, kNone));
  return BodyLoader(loading).children(body, {});
}

}  // namespace motcua::forms
