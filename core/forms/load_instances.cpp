#include <unordered_set>
#include <utility>

#include "instances/secondary.hpp"
#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

std::string qualified(const xpath::Name& name) {
  return name.prefix->empty() ? *name.local : *name.prefix + ":" + *name.local;
}

bool is_template_mark(const xpath::Node& attribute) {
  return *attribute.name.local == "template" && *attribute.name.uri == kJavaRosaNamespace;
}

pugi::xml_node first_element(pugi::xml_node parent) {
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() == pugi::node_element) return child;
  }
  return {};
}

bool same_name(const xpath::Node& a, const xpath::Node& b) {
  return a.kind == b.kind && a.name.local == b.name.local && a.name.uri == b.name.uri;
}

/// The node that defines the instances of a repeat: the template among `first` and its siblings, or else `first`.
xpath::Node& defining_instance(xpath::Node& first) {
  for (xpath::Node* at = &first; at != nullptr; at = at->next) {
    if (same_name(*at, first) && FormModel::is_template(*at)) return *at;
  }
  return first;
}

/// Gives definitions to the nodes of the primary instance. Depth is bounded by read_xml.
class Definer {
 public:
  Definer(FormModel& model, const std::unordered_set<std::string>& repeats) : model_(model), repeats_(repeats) {}

  void define(xpath::Node& element, std::uint32_t parent, const std::string& parent_path, std::uint32_t repeat) {
    const std::string path = parent_path + "/" + qualified(element.name);
    if (repeats_.contains(path)) repeat = add_repeat(repeat);
    add(element, parent, path, repeat);
    const std::uint32_t own = element.id;
    if (repeat != kNone && model_.repeats[repeat].node == kNone) {
      model_.repeats[repeat].node = own;
      model_.nodes[own].leaf = false;
    }
    for (xpath::Node* at = element.first_attribute; at != nullptr; at = at->next) {
      if (!is_template_mark(*at)) add(*at, own, path + "/@" + qualified(at->name), repeat);
    }
    for (xpath::Node* at = element.first_child; at != nullptr; at = at->next) {
      if (at->kind != xpath::NodeKind::element) continue;
      model_.nodes[own].leaf = false;
      if (at->id != kNone) continue;  // Another instance of a repeat.
      const bool is_repeat = repeats_.contains(path + "/" + qualified(at->name));
      xpath::Node& defining = is_repeat ? defining_instance(*at) : *at;
      define(defining, own, path, repeat);
      for (xpath::Node* other = at; is_repeat && other != nullptr; other = other->next) {
        if (other != &defining && same_name(*other, defining)) assign(*other, defining);
      }
    }
    model_.nodes[own].subtree_end = static_cast<std::uint32_t>(model_.nodes.size());
  }

 private:
  std::uint32_t add_repeat(std::uint32_t parent) {
    const auto index = static_cast<std::uint32_t>(model_.repeats.size());
    auto& siblings = parent == kNone ? model_.outer_repeats : model_.repeats[parent].inner;
    const auto place = static_cast<std::uint32_t>(siblings.size());
    siblings.push_back(index);
    RepeatDefinition& made = model_.repeats.emplace_back();
    made.parent = parent;
    made.place = place;
    if (parent != kNone) made.line = model_.repeats[parent].line;
    made.line.push_back(index);
    return index;
  }

  void add(xpath::Node& node, std::uint32_t parent, const std::string& path, std::uint32_t repeat) {
    node.id = static_cast<std::uint32_t>(model_.nodes.size());
    NodeDefinition& definition = model_.nodes.emplace_back();
    definition.path = path;
    definition.parent = parent;
    definition.repeat = repeat;
    definition.attribute = node.kind == xpath::NodeKind::attribute;
    std::uint32_t& slots = repeat == kNone ? model_.outer_slots : model_.repeats[repeat].slots;
    std::uint32_t depth = 0;
    for (std::uint32_t at = repeat; at != kNone; at = model_.repeats[at].parent) ++depth;
    model_.places.push_back({node.index, slots++, depth});
    model_.by_path.emplace(path, node.id);  // Of names that stand twice, the first one counts.
  }

  /// Gives another instance the definitions of the one that defines it. What that one lacks gets none.
  void assign(xpath::Node& node, const xpath::Node& defining) {
    node.id = defining.id;
    for (xpath::Node* at = node.first_attribute; at != nullptr; at = at->next) {
      for (const xpath::Node* own = defining.first_attribute; own != nullptr; own = own->next) {
        if (same_name(*at, *own)) at->id = own->id;
      }
    }
    for (xpath::Node* at = node.first_child; at != nullptr; at = at->next) {
      if (at->kind != xpath::NodeKind::element) continue;
      if (const xpath::Node* own = counterpart(*at, defining)) assign(*at, *own);
    }
  }

  [[nodiscard]] const xpath::Node* counterpart(const xpath::Node& node, const xpath::Node& defining) const {
    std::size_t nth = xpath::sibling_position(node);
    for (const xpath::Node* own = defining.first_child; own != nullptr; own = own->next) {
      if (!same_name(node, *own)) continue;
      if (own->id != kNone && model_.is_repeat(own->id)) return &model_.primary.at(model_.places[own->id].index);
      if (--nth == 0) return own;
    }
    return nullptr;
  }

  FormModel& model_;
  const std::unordered_set<std::string>& repeats_;
};

std::string attribute_value(const xpath::Node& element, std::string_view name, std::string_view uri = {}) {
  for (const xpath::Node* at = element.first_attribute; at != nullptr; at = at->next) {
    if (*at->name.uri == uri && *at->name.local == name) return at->text;
  }
  return {};
}

xpath::Node* child_named(xpath::Node& parent, std::string_view local) {
  for (xpath::Node* at = parent.first_child; at != nullptr; at = at->next) {
    if (at->kind == xpath::NodeKind::element && *at->name.local == local) return at;
  }
  return nullptr;
}

/// A node of meta, made where the form has none: every submission needs an instanceID, an edited one a deprecatedID.
xpath::Node* meta_node(FormModel& model, xpath::Node& root, std::string_view name) {
  const auto made = [&](xpath::Node& parent, std::string_view local) {
    const xpath::Name full{model.names.intern("orx"), model.names.intern(local),
                           model.names.intern(kOpenRosaNamespace)};
    return model.primary.append(&parent, xpath::NodeKind::element, full);
  };
  xpath::Node* meta = child_named(root, "meta");
  if (meta == nullptr) meta = made(root, "meta");
  if (xpath::Node* known = child_named(*meta, name)) return known;
  xpath::Node* node = made(*meta, name);
  if (const xpath::Node* id = child_named(*meta, "instanceID"); id != node) {
    node->name = id->name;
    node->name.local = model.names.intern(name);
  }
  model.primary.append(node, xpath::NodeKind::text, {});
  return node;
}

Status load_primary(FormModel& model, pugi::xml_node instance, const std::unordered_set<std::string>& repeats) {
  const pugi::xml_node source = first_element(instance);
  if (!source) return fail(ErrorCode::form_not_xform, "the primary <instance> is empty");
  model.primary_name = instance.attribute("id").value();
  if (const auto own = source.attribute("xmlns")) model.own_namespace = own.value();
  MOTCUA_TRY(build_tree(source, TreeContent::values, model.names, model.primary, model.primary.root()));
  xpath::Node& root = *model.primary.element();
  model.id = attribute_value(root, "id");
  model.version = attribute_value(root, "version");
  if (model.version.empty()) model.version = attribute_value(root, "version", kOpenRosaNamespace);
  if (model.id.empty()) {
    return fail(ErrorCode::form_not_xform,
                std::string("<") + source.name() + "> of the primary instance has no id attribute");
  }
  const xpath::Node* id_node = meta_node(model, root, "instanceID");
  const std::size_t size = model.primary.size();
  const xpath::Node* deprecated_node = meta_node(model, root, "deprecatedID");
  model.deprecated_id_made = model.primary.size() > size;
  Definer(model, repeats).define(root, kNone, "", kNone);
  model.instance_id = id_node->id;
  model.deprecated_id = deprecated_node->id;
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

bool FormModel::is_template(const xpath::Node& element) {
  for (const xpath::Node* at = element.first_attribute; at != nullptr; at = at->next) {
    if (is_template_mark(*at)) return true;
  }
  return false;
}

Status load_instances(Loading& loading, pugi::xml_node model_element) {
  std::uint32_t count = 0;
  for (const pugi::xml_node child : model_element.children()) {
    if (!is_element(child, "instance")) continue;
    if (count == 0) {
      MOTCUA_TRY(load_primary(loading.model, child, loading.repeats));
      loading.children = xpath::ChildIndex(loading.model.primary);
    } else {
      MOTCUA_TRY(load_secondary(loading, child, count));
    }
    ++count;
  }
  return {};
}

}  // namespace motcua::forms
