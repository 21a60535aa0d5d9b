#include "form_tools/canonical_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
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

/// "-1.0" as "-1"; nullopt for what is no number.
std::optional<std::string> decimal_text(std::string_view text) {
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return fmt::format("{}", number);
}

struct Found {
  std::set<std::string>& changing;
  std::set<std::string>& decimals;
};

void collect(pugi::xml_node element, const Found& out) {
  for (const pugi::xml_node child : element.children()) {
    const std::string_view name = local(child.name());
    std::string_view preload;
    for (const pugi::xml_attribute attribute : child.attributes()) {
      if (local(attribute.name()) == "preload") preload = attribute.value();
    }
    const bool bind = name == "bind" && (preload == "timestamp" || preload == "date" || preload == "uid" ||
                                         changes(child.attribute("calculate").value()));
    const std::string path = plain_path(child.attribute(name == "bind" ? "nodeset" : "ref").value());
    if (bind) out.changing.insert(path);
    if (name == "bind" && local(child.attribute("type").value()) == "decimal") out.decimals.insert(path);
    if (name == "setvalue" && changes(child.attribute("value").value())) out.changing.insert(path);
    collect(child, out);
  }
}

constexpr int kMaxDepth = 100;  ///< Of what forms have.

void append(pugi::xml_node element, const std::string& around, const LooseNodes& loose, int depth, std::string& out) {
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
  out += local(element.name()) == "instanceID" ? "*" : loose.canonical(path, text);
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element && depth < kMaxDepth) append(child, path, loose, depth + 1, out);
  }
  out += "</>";
}

}  // namespace

LooseNodes::LooseNodes(const std::string& form) {
  pugi::xml_document document;
  if (document.load_buffer(form.data(), form.size())) collect(document, {changing_, decimals_});
}

std::string LooseNodes::canonical(std::string_view path, std::string_view value) const {
  const std::string plain = plain_path(path);
  if (!value.empty() && changing_.contains(plain)) return "*";
  if (decimals_.contains(plain)) {
    if (auto number = decimal_text(value)) return std::move(*number);
  }
  return std::string(value);
}

std::string canonical_instance(const std::string& xml, const LooseNodes& loose) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return {};
  std::string out;
  append(document.document_element(), "", loose, 0, out);
  return out;
}

}  // namespace motcua::server
