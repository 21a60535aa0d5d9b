#include <algorithm>
#include <array>
#include <cmath>

#include "loader.hpp"
#include "motcua/base/text.hpp"
#include "xpath/value.hpp"

namespace motcua::forms {
namespace {

/// Where a control is written: the control and the node around it.
struct Place {
  std::uint32_t control = kNone;
  std::uint32_t node = 0;
  int depth = 0;
};

const char* reference_of(pugi::xml_node source) {
  for (const char* name : {"ref", "nodeset", "bind"}) {
    if (const auto attribute = source.attribute(name)) return attribute.value();
  }
  return "";
}

/// Element children that are no part of a group itself.
bool is_part(pugi::xml_node child) {
  if (child.type() != pugi::node_element) return true;
  const std::string_view name = local_name(child.name());
  return name == "label" || name == "hint" || name == "help" || is_action(child);
}

/// The one repeat that a group is written around, which ODK's forms do to give the repeat a label.
pugi::xml_node wrapped_repeat(pugi::xml_node group) {
  pugi::xml_node found;
  for (const pugi::xml_node child : group.children()) {
    if (is_part(child)) continue;
    if (found || !is_element(child, "repeat")) return {};
    found = child;
  }
  return found && trim(reference_of(group)) == trim(reference_of(found)) ? found : pugi::xml_node();
}

/// A plain path joined to the one around it: "../a" goes up.
std::string join_path(const std::string& around, std::string_view reference) {
  if (reference.starts_with('/')) return std::string(reference);
  std::string path = around;
  for (const std::string_view step : split(reference, '/')) {
    if (step.empty() || step == "." || step == "current()") continue;
    if (step == "..") {
      path.resize(std::min(path.rfind('/'), path.size()));
    } else {
      path += "/" + std::string(step);
    }
  }
  return path;
}

/// Notes the attributes that the interface may want, each name once.
void keep_attributes(pugi::xml_node source, std::vector<std::pair<std::string, std::string>>& out) {
  static constexpr std::array<std::string_view, 5> kOwn{"appearance", "mediatype", "ref", "nodeset", "bind"};
  for (const pugi::xml_attribute attribute : source.attributes()) {
    const std::string_view name = attribute.name();
    const bool known = std::ranges::find(kOwn, name) != kOwn.end() || name.starts_with("xmlns") ||
                       std::ranges::find(out, name, [](const auto& one) { return one.first; }) != out.end();
    if (!known) out.emplace_back(name, attribute.value());
  }
}

class BodyLoader {
 public:
  explicit BodyLoader(Loading& loading) : loading_(loading), model_(loading.model) {}

  Status children(pugi::xml_node parent, const Place& place) {
    for (const pugi::xml_node child : parent.children()) {
      if (!is_part(child)) MOTCUA_TRY(element(child, place));
    }
    return {};
  }

 private:
  Status element(pugi::xml_node source, const Place& place) {
    const std::string_view name = local_name(source.name());
    if (name == "group") return group(source, place);
    if (name == "repeat") return repeat(source, {}, place);
    if (name == "input" || name == "secret") return question(source, ControlKind::input, place);
    if (name == "select1") return question(source, ControlKind::select1, place);
    if (name == "select") return question(source, ControlKind::select, place);
    if (name == "rank") return question(source, ControlKind::rank, place);
    if (name == "range") return question(source, ControlKind::range, place);
    if (name == "trigger") return question(source, ControlKind::trigger, place);
    if (name == "upload") return question(source, ControlKind::upload, place);
    return fail(ErrorCode::form_unsupported, std::string("<") + source.name() + "> " + reference_of(source));
  }

  Result<std::uint32_t> add(pugi::xml_node source, ControlKind kind, std::uint32_t node, const Place& place,
                            pugi::xml_node labelled) {
    const auto index = static_cast<std::uint32_t>(model_.controls.size());
    const std::string where = std::string("<") + source.name() + "> " + (node != kNone ? model_.nodes[node].path : "");
    ControlDefinition control;
    control.kind = kind;
    control.node = node;
    control.parent = place.control;
    control.end = index + 1;
    control.depth = place.depth;
    control.appearance = source.attribute("appearance").value();
    control.mediatype = source.attribute("mediatype").value();
    keep_attributes(source, control.attributes);
    MOTCUA_TRY_ASSIGN(control.label, load_text(loading_, child_element(labelled, "label"), node, where + ", label"));
    MOTCUA_TRY_ASSIGN(control.hint, load_text(loading_, child_element(labelled, "hint"), node, where + ", hint"));
    model_.controls.push_back(std::move(control));
    if (node != kNone && model_.nodes[node].control == kNone) model_.nodes[node].control = index;
    return index;
  }

  Status group(pugi::xml_node source, const Place& place) {
    if (const pugi::xml_node inner = wrapped_repeat(source)) return repeat(inner, source, place);
    std::uint32_t node = kNone;
    if (const char* reference = reference_of(source); *reference != '\0') {
      MOTCUA_TRY_ASSIGN(node, resolve_node(loading_, reference, place.node, "<group>"));
    }
    const std::uint32_t inside = node == kNone ? place.node : node;
    if (node != kNone && model_.is_repeat(node)) node = kNone;  // Around a repeat: it has no node of its own.
    MOTCUA_TRY_ASSIGN(const std::uint32_t control, add(source, ControlKind::group, node, place, source));
    MOTCUA_TRY(load_actions(loading_, source, node));
    MOTCUA_TRY(children(source, {control, inside, place.depth + 1}));
    model_.controls[control].end = static_cast<std::uint32_t>(model_.controls.size());
    return {};
  }

  /// `around` is the group that only gives the repeat its label, if there is one.
  Status repeat(pugi::xml_node source, pugi::xml_node around, const Place& place) {
    MOTCUA_TRY_ASSIGN(const std::uint32_t node, resolve_node(loading_, reference_of(source), place.node, "<repeat>"));
    const std::string where = "<repeat> " + model_.nodes[node].path;
    if (!model_.is_repeat(node)) return fail(ErrorCode::form_unsupported, where + ": its nodeset is no plain path");
    RepeatDefinition& definition = model_.repeats[model_.nodes[node].repeat];
    if (definition.control != kNone)
      return fail(ErrorCode::form_unsupported, "two repeats for " + model_.nodes[node].path);
    const bool own_label = child_element(source, "label") || !around;
    MOTCUA_TRY_ASSIGN(const std::uint32_t control,
                      add(source, ControlKind::repeat, node, place, own_label ? source : around));
    if (model_.controls[control].appearance.empty()) {
      model_.controls[control].appearance = around.attribute("appearance").value();
    }
    keep_attributes(around, model_.controls[control].attributes);
    definition.control = control;
    const std::string_view fixed = trim(attribute_named(source, "noAddRemove").value());
    definition.fixed = !fixed.empty() && fixed != "false()" && fixed != "false";
    if (const std::string_view count = trim(attribute_named(source, "count").value()); !count.empty()) {
      definition.fixed = true;
      Rule rule;
      rule.kind = RuleKind::count;
      rule.node = node;
      MOTCUA_TRY_ASSIGN(rule.expression, load_expression(loading_, count, node, where + ", jr:count", &rule));
      model_.repeats[model_.nodes[node].repeat].count = static_cast<std::uint32_t>(model_.rules.size());
      model_.rules.push_back(std::move(rule));
    }
    if (around) MOTCUA_TRY(load_actions(loading_, around, node));
    MOTCUA_TRY(load_actions(loading_, source, node));
    MOTCUA_TRY(children(source, {control, node, place.depth + 2}));
    model_.controls[control].end = static_cast<std::uint32_t>(model_.controls.size());
    return {};
  }

  Status question(pugi::xml_node source, ControlKind kind, const Place& place) {
    const std::string where = std::string("<") + source.name() + ">";
    MOTCUA_TRY_ASSIGN(const std::uint32_t node, resolve_node(loading_, reference_of(source), place.node, where));
    if (!model_.nodes[node].leaf) {
      return fail(ErrorCode::form_reference, where + ": \"" + model_.nodes[node].path + "\" is a group");
    }
    if (model_.nodes[node].control != kNone) {
      return fail(ErrorCode::form_unsupported, "two questions for " + model_.nodes[node].path);
    }
    MOTCUA_TRY_ASSIGN(const std::uint32_t control, add(source, kind, node, place, source));
    MOTCUA_TRY(load_actions(loading_, source, node));
    if (kind == ControlKind::range) return range(source, control);
    if (kind == ControlKind::select || kind == ControlKind::select1 || kind == ControlKind::rank) {
      return choices(source, control);
    }
    return {};
  }

  Status range(pugi::xml_node source, std::uint32_t control) {
    Range range;
    const std::string where = "<range> " + model_.nodes[model_.controls[control].node].path;
    const auto read = [&](const char* name, double& out) -> Status {
      const std::string_view text = trim(source.attribute(name).value());
      out = xpath::to_number(text, 0);
      if (!std::isfinite(out)) {
        return fail(ErrorCode::form_not_xform, where + ": " + name + "=\"" + std::string(text) + "\" is no number");
      }
      return {};
    };
    MOTCUA_TRY(read("start", range.start));
    MOTCUA_TRY(read("end", range.end));
    MOTCUA_TRY(read("step", range.step));
    model_.controls[control].range = range;
    return {};
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
    Rule reads;
    MOTCUA_TRY_ASSIGN(
        out.nodes, load_expression(loading_, source.attribute("nodeset").value(), node, where + ", itemset", &reads));
    out.constant = reads.reads.empty() && reads.pure;
    out.reads = std::move(reads.reads);
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

void find_repeats(pugi::xml_node body, const std::string& around, std::unordered_set<std::string>& out) {
  for (const pugi::xml_node child : body.children()) {
    const bool is_repeat = is_element(child, "repeat");
    if (!is_repeat && !is_element(child, "group")) continue;
    const std::string_view reference = trim(reference_of(child));
    const std::string path = reference.empty() ? around : join_path(around, reference);
    if (is_repeat) out.insert(path);
    find_repeats(child, path, out);
  }
}

Status load_body(Loading& loading, pugi::xml_node body) {
  MOTCUA_TRY(load_actions(loading, body, kNone));
  return BodyLoader(loading).children(body, {});
}

}  // namespace motcua::forms
