#include <algorithm>

#include "expression.hpp"
#include "motcua/base/text.hpp"
#include "writer.hpp"

namespace motcua::xlsform {
namespace {

void set_attribute(pugi::xml_node node, std::string_view name, std::string_view value) {
  const std::string key(name);
  auto attribute = node.attribute(key.c_str());
  if (!attribute) attribute = node.append_attribute(key.c_str());
  attribute.set_value(std::string(value).c_str());
}

struct StringWriter : pugi::xml_writer {
  std::string text;
  void write(const void* data, size_t size) override { text.append(static_cast<const char*>(data), size); }
};

std::string meta_path(const Element& container) { return container.path + "/meta"; }

}  // namespace

Status write_form(Form& form, Conversion& out) { return Writer(form, out).run(); }

Status Writer::run() {
  html_ = document_.append_child("h:html");
  namespaces();
  auto head = html_.append_child("h:head");
  head.append_child("h:title").append_child(pugi::node_pcdata).set_value(form_.settings.title.c_str());
  model_ = head.append_child("model");
  set_attribute(model_, "odk:xforms-version", "1.0.0");
  if (!form_.entities.empty()) {
    const bool whole = form_.entities.size() == 1 && form_.entities.front().container == &form_.root;
    set_attribute(model_, "entities:entities-version", whole ? "2024.1.0" : "2025.1.0");
  }
  submission();
  MOTCUA_TRY(search_lists());
  MOTCUA_TRY(primary());
  MOTCUA_TRY(instances());
  MOTCUA_TRY(binds(form_.root));
  MOTCUA_TRY(meta_binds());
  for (const Entity& entity : form_.entities) MOTCUA_TRY(entity_binds(entity));
  MOTCUA_TRY(model_actions(form_.root));
  MOTCUA_TRY(body());
  MOTCUA_TRY(itext_.write(model_));
  StringWriter writer;
  document_.save(writer, "  ", pugi::format_indent, pugi::encoding_utf8);
  out_.xml = std::move(writer.text);
  external_choices();
  return {};
}

void Writer::namespaces() {
  const std::pair<std::string_view, std::string_view> known[] = {
      {"xmlns", "http://www.w3.org/2002/xforms"},        {"xmlns:h", "http://www.w3.org/1999/xhtml"},
      {"xmlns:ev", "http://www.w3.org/2001/xml-events"}, {"xmlns:xsd", "http://www.w3.org/2001/XMLSchema"},
      {"xmlns:jr", "http://openrosa.org/javarosa"},      {"xmlns:orx", "http://openrosa.org/xforms"},
      {"xmlns:odk", "http://www.opendatakit.org/xforms"}};
  for (const auto& [name, uri] : known) set_attribute(html_, name, uri);
  if (!form_.entities.empty()) {
    set_attribute(html_, "xmlns:entities", "http://www.opendatakit.org/xforms/entities");
  }
  for (const auto& [prefix, uri] : own_namespaces(form_.settings)) {
    const std::string name = "xmlns:" + prefix;
    if (!html_.attribute(name.c_str())) set_attribute(html_, name, uri);
  }
}

void Writer::submission() {
  const Settings& settings = form_.settings;
  const std::pair<std::string_view, const std::string&> known[] = {{"action", settings.submission_url},
                                                                   {"base64RsaPublicKey", settings.public_key},
                                                                   {"orx:auto-send", settings.auto_send},
                                                                   {"orx:auto-delete", settings.auto_delete}};
  if (std::all_of(std::begin(known), std::end(known), [](const auto& entry) { return entry.second.empty(); })) return;
  auto node = model_.append_child("submission");
  if (!settings.submission_url.empty() || !settings.public_key.empty()) set_attribute(node, "method", "post");
  for (const auto& [name, value] : known) {
    if (!value.empty()) set_attribute(node, name, value);
  }
}

Status Writer::primary() {
  const Settings& settings = form_.settings;
  auto root = model_.append_child("instance").append_child(settings.name.c_str());
  set_attribute(root, "id", settings.id);
  if (!settings.version.empty()) set_attribute(root, "version", settings.version);
  if (!settings.instance_xmlns.empty()) set_attribute(root, "xmlns", settings.instance_xmlns);
  if (!settings.prefix.empty()) set_attribute(root, "odk:prefix", settings.prefix);
  if (!settings.delimiter.empty()) set_attribute(root, "odk:delimiter", settings.delimiter);
  for (const auto& [name, value] : settings.attributes) set_attribute(root, name, value);
  MOTCUA_TRY(section(root, form_.root, true));
  return {};
}

/// What is in a section. A repeat is written twice, as template and as first instance; templates stand only in
/// templates, so nested repeats do not multiply.
Status Writer::section(pugi::xml_node parent, const Element& element, bool templates) {
  for (const auto& child : element.children) {
    if (child->kind == Kind::instance) continue;
    if (child->kind == Kind::question) {
      MOTCUA_TRY(node(parent, *child));
      continue;
    }
    if (child->kind == Kind::repeat && templates) {
      auto copy = parent.append_child(child->name.c_str());
      set_attribute(copy, "jr:template", "");
      MOTCUA_TRY(section(copy, *child, true));
    }
    auto node = parent.append_child(child->name.c_str());
    for (const auto& [name, value] : child->attributes) {
      MOTCUA_TRY_ASSIGN(const std::string text, expression(*child, value, "instance::" + name));
      set_attribute(node, name, text);
    }
    MOTCUA_TRY(section(node, *child, templates && child->kind == Kind::group));
  }
  meta(parent, element);
  return {};
}

Status Writer::node(pugi::xml_node parent, const Element& element) {
  auto node = parent.append_child(element.name.c_str());
  for (const auto& [name, value] : element.attributes) {
    MOTCUA_TRY_ASSIGN(const std::string text, expression(element, value, "instance::" + name));
    set_attribute(node, name, text);
  }
  if (!element.default_value.empty() && !element.dynamic_default) {
    node.append_child(pugi::node_pcdata).set_value(element.default_value.c_str());
  }
  return {};
}

/// The block of metadata that a section has: the form's own, and its entity.
void Writer::meta(pugi::xml_node parent, const Element& container) {
  pugi::xml_node node;
  const auto block = [&] {
    if (!node) node = parent.append_child("meta");
    return node;
  };
  if (&container == &form_.root) {
    for (const Element* row : form_.meta) block().append_child(row->name.c_str());
    if (!form_.settings.omit_instance_id) block().append_child("instanceID");
    if (!form_.settings.instance_name.empty()) block().append_child("instanceName");
  }
  for (const Entity& entity : form_.entities) {
    if (entity.container == &container) entity_node(block(), entity);
  }
}

void Writer::entity_node(pugi::xml_node parent, const Entity& entity) {
  auto node = parent.append_child("entity");
  set_attribute(node, "dataset", entity.list);
  set_attribute(node, "id", "");
  if (!entity.create_if.empty() || entity.entity_id.empty()) set_attribute(node, "create", "1");
  if (!entity.entity_id.empty()) {
    set_attribute(node, "update", "1");
    for (const auto* name : {"baseVersion", "trunkVersion", "branchId"}) set_attribute(node, name, "");
  }
  if (!entity.label.empty()) node.append_child("label");
}

// --- binds ---

void Writer::write_bind(const std::string& path, const Pairs& attributes) {
  auto node = model_.append_child("bind");
  set_attribute(node, "nodeset", path);
  for (const auto& [name, value] : attributes) set_attribute(node, name, value);
}

Status Writer::binds(const Element& element) {
  if (element.parent != nullptr && element.kind != Kind::instance) {
    MOTCUA_TRY(bind(element));
    out_.origins.push_back({element.path, place(element, "name")});
  }
  for (const auto& child : element.children) MOTCUA_TRY(binds(*child));
  return {};
}

Status Writer::bind(const Element& element) {
  Pairs attributes;
  if (element.type != nullptr) {
    attributes.emplace_back("type", element.type->data_type);
    if (!element.type->preload.empty()) {
      attributes.emplace_back("jr:preload", element.type->preload);
      attributes.emplace_back("jr:preloadParams", element.type->preload_params);
    }
    if (element.type->readonly) attributes.emplace_back("readonly", "true()");
  }
  for (const auto& [name, value] : element.bind) {
    // A calculation with a trigger is done when the trigger's value changes, not always.
    if (name == "calculate" && !element.triggers.empty()) continue;
    MOTCUA_TRY_ASSIGN(std::string text, expression(element, value, "bind::" + name));
    set(attributes, name, std::move(text));
  }
  if (!element.save_to.empty()) set(attributes, "entities:saveto", element.save_to);
  MOTCUA_TRY(messages(element, attributes));
  if (!attributes.empty()) write_bind(element.path, attributes);
  return {};
}

Status Writer::messages(const Element& element, Pairs& attributes) {
  for (const auto& [name, text] : element.messages) {
    const bool itext = !text.translations.empty() || text.plain.find("${") != std::string::npos;
    if (!itext) {
      set(attributes, name, text.plain);
      continue;
    }
    const std::string id = element.path + ":" + name;
    set(attributes, name, "jr:itext('" + id + "')");
    itext_.add(id, "", text, element, place(element, "bind::" + name));
  }
  return {};
}

Status Writer::meta_binds() {
  const std::string path = meta_path(form_.root);
  for (const Element* row : form_.meta) {
    Pairs attributes{{"type", std::string(row->type->data_type)}};
    for (const auto& [name, value] : row->bind) set(attributes, name, value);
    write_bind(path + "/" + row->name, attributes);
  }
  if (!form_.settings.omit_instance_id) {
    write_bind(path + "/instanceID",
               {{"readonly", "true()"}, {"type", "string"}, {"jr:preload", form_.settings.instance_id}});
  }
  if (!form_.settings.instance_name.empty()) {
    const std::string place =
        form_.settings_sheet.rows().empty()
            ? "settings"
            : form_.settings_sheet.place(form_.settings_sheet.rows().front().number, "instance_name");
    MOTCUA_TRY_ASSIGN(std::string text,
                      replace_references(form_, form_.settings.instance_name, {&form_.root, false, nullptr}, place));
    write_bind(path + "/instanceName", {{"type", "string"}, {"calculate", std::move(text)}});
    out_.origins.push_back({path + "/instanceName", place});
  }
  return {};
}

Status Writer::entity_binds(const Entity& entity) {
  // Expressions are about nodes two and three levels below the container.
  Element meta;
  meta.parent = entity.container;
  meta.depth = entity.container->depth + 1;
  Element block;
  block.parent = &meta;
  block.depth = meta.depth + 1;
  Element field;
  field.parent = &block;
  field.depth = block.depth + 1;
  const std::string path = meta_path(*entity.container) + "/entity";
  const auto write = [&](std::string_view name, std::string_view text, std::string_view column) -> Status {
    const std::string place = form_.entities_sheet.place(entity.row, column);
    Pairs attributes{{"readonly", "true()"}, {"type", "string"}};
    if (!text.empty()) {
      MOTCUA_TRY_ASSIGN(std::string value, replace_references(form_, text, {&field, false, nullptr}, place));
      attributes.emplace_back("calculate", std::move(value));
    }
    write_bind(path + "/" + std::string(name), attributes);
    out_.origins.push_back({path + "/" + std::string(name), place});
    return {};
  };
  if (!entity.create_if.empty()) MOTCUA_TRY(write("@create", entity.create_if, "create_if"));
  if (!entity.update_if.empty()) MOTCUA_TRY(write("@update", entity.update_if, "update_if"));
  MOTCUA_TRY(write("@id", entity.entity_id, "entity_id"));
  if (entity.entity_id.empty()) {
    auto node = model_.append_child("setvalue");
    set_attribute(node, "ref", path + "/@id");
    set_attribute(node, "event", "odk-instance-first-load");
    set_attribute(node, "value", "uuid()");
  } else {
    const std::string item = "instance('" + entity.list + "')/root/item[name=" + entity.entity_id + "]/__";
    MOTCUA_TRY(write("@baseVersion", item + "version", "entity_id"));
    MOTCUA_TRY(write("@trunkVersion", item + "trunkVersion", "entity_id"));
    MOTCUA_TRY(write("@branchId", item + "branchId", "entity_id"));
  }
  if (!entity.label.empty()) MOTCUA_TRY(write("label", entity.label, "label"));
  return {};
}

// --- actions of the model ---

Status Writer::model_actions(const Element& element) {
  if (element.dynamic_default) {
    MOTCUA_TRY_ASSIGN(const std::string value, expression(element, element.default_value, "default"));
    auto node = model_.append_child("setvalue");
    set_attribute(node, "ref", element.path);
    set_attribute(node, "event", "odk-instance-first-load");
    set_attribute(node, "value", value);
  }
  for (const Action& action : element.actions) {
    auto node = model_.append_child(action.tag.c_str());
    set_attribute(node, "ref", element.path);
    set_attribute(node, "event", action.event);
    for (const auto& [name, value] : action.attributes) set_attribute(node, name, value);
  }
  for (const auto& child : element.children) MOTCUA_TRY(model_actions(*child));
  return {};
}

}  // namespace motcua::xlsform
