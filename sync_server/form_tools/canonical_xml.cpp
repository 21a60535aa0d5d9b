#include "form_tools/canonical_xml.hpp"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// "/data/orx:meta[1]/a" as "/data/meta/a".
std::string plain_path(std::string_view path) {
  std::string out;
  for (const std::string_view step : split(trim(path), '/')) {
    if (!step.empty()) out.append("/").append(local(step.substr(0, step.find('['))));
  }
  return out;
}

bool changes(std::string_view expression) {
  return std::ranges::any_of(std::initializer_list<std::string_view>{"now(", "today(", "uuid(", "random("},
                             [&](std::string_view call) { return expression.find(call) != expression.npos; });
}

void collect(pugi::xml_node element, std::set<std::string>& out) {
  for (const pugi::xml_node child : element.children()) {
    const std::string_view name = local(child.name());
    std::string_view preload;
    for (const pugi::xml_attribute attribute : child.attributes()) {
      if (local(attribute.name()) == "preload") preload = attribute.value();
    }
    const bool bind = name == "bind" && (preload == "timestamp" || preload == "date" || preload == "uid" ||
                                         changes(child.attribute("calculate").value()));
    if (bind) out.insert(plain_path(child.attribute("nodeset").value()));
    if (name == "setvalue" && changes(child.attribute("value").value())) {
      out.insert(plain_path(child.attribute("ref").value()));
    }
    collect(child, out);
  }
}

void append(pugi::xml_node element, const std::string& around, const ChangingNodes& changing, std::string& out) {
  const std::string path = around + "/" + std::string(local(element.name()));
  out.append("<").append(local(element.name()));
  std::map<std::string_view, std::string_view> attributes;
  for (const pugi::xml_attribute attribute : element.attributes()) {
    const std::string_view name = attribute.name();
    if (name != "xmlns" && !name.starts_with("xmlns:")) attributes[local(name)] = attribute.value();
  }
  for (const auto& [name, value] : attributes) out.append(" ").append(name).append("='").append(value).append("'");
  out += ">";
  const std::string_view text = trim(element.text().get());
  const bool any = local(element.name()) == "instanceID" || (!text.empty() && changing.contains(path));
  out += any ? std::string_view("*") : text;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element) append(child, path, changing, out);
  }
  out += "</>";
}

}  // namespace

ChangingNodes::ChangingNodes(const std::string& form) {
  pugi::xml_document document;
  if (document.load_buffer(form.data(), form.size())) collect(document, paths_);
}

bool ChangingNodes::contains(std::string_view path) const { return paths_.contains(plain_path(path)); }

std::string canonical_instance(const std::string& xml, const ChangingNodes& changing) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return {};
  std::string out;
  append(document.document_element(), "", changing, out);
  return out;
}

}  // namespace motcua::server
