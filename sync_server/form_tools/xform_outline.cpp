#include "form_tools/xform_outline.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

std::string_view after_colon(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string absolute(std::string_view reference, const std::string& base) {
  reference = trim(reference);
  if (reference.empty() || reference.starts_with('/')) return std::string(reference);
  return base + "/" + std::string(reference);
}

bool is_control(std::string_view kind) {
  static constexpr std::array kKinds = {"input",  "select1", "select", "rank",  "range",
                                        "upload", "trigger", "secret", "group", "repeat"};
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

bool is_action(std::string_view kind) { return kind == "setvalue" || kind == "setgeopoint" || kind == "recordaudio"; }

bool has_elements(pugi::xml_node node) {
  return std::ranges::any_of(node.children(), [](pugi::xml_node child) { return child.type() == pugi::node_element; });
}

}  // namespace

std::string_view local_name(pugi::xml_node node) { return after_colon(node.name()); }

pugi::xml_node child_named(pugi::xml_node parent, std::string_view local) {
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() == pugi::node_element && local_name(child) == local) return child;
  }
  return {};
}

std::string_view attribute_named(pugi::xml_node element, std::string_view local) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    if (after_colon(attribute.name()) == local) return attribute.value();
  }
  return {};
}

std::string text_id(std::string_view reference) {
  reference = trim(reference);
  if (!reference.starts_with("jr:itext(") || !reference.ends_with(')')) return {};
  reference = trim(reference.substr(9, reference.size() - 10));
  if (reference.size() < 2 || (reference.front() != '\'' && reference.front() != '"')) return {};
  return std::string(reference.substr(1, reference.size() - 2));
}

std::string inner_text(pugi::xml_node element) {
  std::string out;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
    if (child.type() == pugi::node_element) out += local_name(child) == "output" ? "…" : inner_text(child);
  }
  return out;
}

bool XformOutline::read(std::string_view xml) {
  source_ = xml;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) return false;
  const pugi::xml_node html = document.document_element();
  const pugi::xml_node model = child_named(child_named(html, "head"), "model");
  root = {};
  for (const pugi::xml_node child : child_named(model, "instance").children()) {
    if (child.type() == pugi::node_element && !root) root = child;
  }
  if (!root) return false;
  read_fields(root, std::string("/") + root.name());
  read_model(model);
  const std::string base = std::string("/") + root.name();
  read_body(child_named(html, "body"), base);
  return true;
}

void XformOutline::read_fields(pugi::xml_node element, const std::string& path) {
  if (!seen_.insert(path).second) return;  // A repeat's further instances, or its template.
  const bool leaf = !has_elements(element);
  fields.push_back({path, element, leaf, leaf ? std::string(trim(inner_text(element))) : std::string()});
  if (leaf) return;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element) read_fields(child, path + "/" + child.name());
  }
}

void XformOutline::read_model(pugi::xml_node model) {
  const std::string base = std::string("/") + root.name();
  bool primary = true;
  for (const pugi::xml_node child : model.children()) {
    const std::string_view kind = local_name(child);
    if (kind == "bind") binds.emplace(absolute(attribute_named(child, "nodeset"), base), child);
    if (kind == "instance" && !std::exchange(primary, false))
      lists.emplace(std::string(attribute_named(child, "id")), child);
    if (is_action(kind)) acted_on.insert(absolute(attribute_named(child, "ref"), base));
    if (kind != "itext") continue;
    for (const pugi::xml_node translation : child.children()) {
      if (local_name(translation) != "translation") continue;
      const std::string language(attribute_named(translation, "lang"));
      languages.push_back(language);
      auto& entries = texts[language];
      for (const pugi::xml_node text : translation.children()) {
        if (local_name(text) == "text") entries.emplace(std::string(attribute_named(text, "id")), text);
      }
    }
  }
}

void XformOutline::read_body(pugi::xml_node element, const std::string& base) {
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view kind = local_name(child);
    if (is_action(kind)) acted_on.insert(absolute(attribute_named(child, "ref"), base));
    if (!is_control(kind)) continue;
    std::string_view reference = attribute_named(child, "ref");
    if (reference.empty()) reference = attribute_named(child, "nodeset");
    std::string ref = absolute(reference, base);
    if (const std::string_view id = attribute_named(child, "bind"); ref.empty() && !id.empty()) {
      for (const auto& [path, bind_element] : binds) {
        if (attribute_named(bind_element, "id") == id) ref = path;
      }
    }
    controls.push_back({child, std::string(kind), ref});
    read_body(child, ref.empty() ? base : ref);
  }
}

std::size_t XformOutline::line(pugi::xml_node node) const {
  const std::ptrdiff_t offset = node.offset_debug();
  if (offset < 0) return 0;
  const auto end = source_.begin() + std::min<std::ptrdiff_t>(offset, static_cast<std::ptrdiff_t>(source_.size()));
  return static_cast<std::size_t>(std::count(source_.begin(), end, '\n')) + 1;
}

pugi::xml_node XformOutline::bind(std::string_view path) const {
  const auto found = binds.find(path);
  return found == binds.end() ? pugi::xml_node() : found->second;
}

}  // namespace motcua::server
