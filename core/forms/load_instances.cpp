#include <utility>

#include "instances/secondary.hpp"
#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

std::string qualified(const xpath::Name& name) {
  return name.prefix->empty() ? *name.local : *name.prefix + ":" + *name.local;
}

pugi::xml_node first_element(pugi::xml_node parent) {
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() == pugi::node_element) return child;
  }
  return {};
}

void add_definition(FormModel& model, xpath::Node& node, std::uint32_t parent, const std::string& path) {
  node.id = static_cast<std::uint32_t>(model.nodes.size());
  NodeDefinition& definition = model.nodes.emplace_back();
  definition.path = path;
  definition.parent = parent;
  definition.attribute = node.kind == xpath::NodeKind::attribute;
  model.template_index.push_back(node.index);
  model.by_path.emplace(path, node.id);  // Of repeated names (repeat instances written out) the first one counts.
}

/// Gives definitions to an element, its attributes and all below it. Depth is bounded by read_xml.
void define(FormModel& model, xpath::Node& element, std::uint32_t parent, const std::string& parent_path) {
  const std::string path = parent_path + "/" + qualified(element.name);
  add_definition(model, element, parent, path);
  const std::uint32_t own = element.id;
  for (xpath::Node* at = element.first_attribute; at != nullptr; at = at->next) {
    add_definition(model, *at, own, path + "/@" + qualified(at->name));
  }
  for (xpath::Node* at = element.first_child; at != nullptr; at = at->next) {
    if (at->kind != xpath::NodeKind::element) continue;
    model.nodes[own].leaf = false;
    define(model, *at, own, path);
  }
  model.nodes[own].subtree_end = static_cast<std::uint32_t>(model.nodes.size());
}

std::string attribute_value(const xpath::Node& element, std::string_view name) {
  for (const xpath::Node* at = element.first_attribute; at != nullptr; at = at->next) {
    if (at->name.prefix->empty() && *at->name.local == name) return at->text;
  }
  return {};
}

xpath::Node* child_named(xpath::Node& parent, std::string_view local) {
  for (xpath::Node* at = parent.first_child; at != nullptr; at = at->next) {
    if (at->kind == xpath::NodeKind::element && *at->name.local == local) return at;
  }
  return nullptr;
}

/// meta/instanceID, which every submission needs: made where the form has none.
xpath::Node* instance_id_node(FormModel& model, xpath::Node& root) {
  const auto made = [&](xpath::Node& parent, std::string_view name) {
    const xpath::Name full{model.names.intern("orx"), model.names.intern(name), model.names.intern(kOpenRosaNamespace)};
    return model.primary.append(&parent, xpath::NodeKind::element, full);
  };
  xpath::Node* meta = child_named(root, "meta");
  if (meta == nullptr) meta = made(root, "meta");
  xpath::Node* id = child_named(*meta, "instanceID");
  if (id != nullptr) return id;
  id = made(*meta, "instanceID");
  model.primary.append(id, xpath::NodeKind::text, {});
  return id;
}

Status load_primary(FormModel& model, pugi::xml_node instance) {
  const pugi::xml_node source = first_element(instance);
  if (!source) return fail(ErrorCode::form_not_xform, "the primary <instance> is empty");
  model.primary_name = instance.attribute("id").value();
  if (const auto own = source.attribute("xmlns")) model.own_namespace = own.value();
  MOTCUA_TRY(build_tree(source, TreeContent::values, model.names, model.primary, model.primary.root()));
  xpath::Node& root = *model.primary.element();
  model.id = attribute_value(root, "id");
  model.version = attribute_value(root, "version");
  if (model.id.empty()) {
    return fail(ErrorCode::form_not_xform,
                std::string("<") + source.name() + "> of the primary instance has no id attribute");
  }
  xpath::Node* id_node = instance_id_node(model, root);
  define(model, root, kNone, "");
  model.instance_id = id_node->id;
  model.primary.number(0);
  return {};
}

/// What stands in the form itself, or in a file that it names. The response saved last is known to sessions only.
Status read_secondary(Loading& loading, pugi::xml_node instance, const std::string& name, xpath::Document& document) {
  FormModel& model = loading.model;
  if (const auto source = instance.attribute("src")) {
    MOTCUA_TRY_ASSIGN(const NeededFile file, read_instance_source(source.value()));
    if (file.kind != FileKind::last_saved) return read_instance_file(file, loading.files, model.names, document);
    model.last_saved.push_back(name);
    return {};
  }
  const pugi::xml_node source = first_element(instance);
  return source ? build_tree(source, TreeContent::values, model.names, document, document.root()) : Status{};
}

Status load_secondary(Loading& loading, pugi::xml_node instance, std::uint32_t serial) {
  const std::string name = instance.attribute("id").value();
  xpath::Document document;
  MOTCUA_TRY(read_secondary(loading, instance, name, document));
  document.number(serial);
  if (!loading.model.instances.emplace(name, std::move(document)).second) {
    return fail(ErrorCode::form_not_xform, "two instances have the id \"" + name + "\"");
  }
  return {};
}

}  // namespace

Status load_instances(Loading& loading, pugi::xml_node model_element) {
  std::uint32_t count = 0;
  for (const pugi::xml_node child : model_element.children()) {
    if (!is_element(child, "instance")) continue;
    if (count == 0) {
      MOTCUA_TRY(load_primary(loading.model, child));
    } else {
      MOTCUA_TRY(load_secondary(loading, child, count));
    }
    ++count;
  }
  return {};
}

}  // namespace motcua::forms
