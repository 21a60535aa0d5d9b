#include "motcua/forms/xpath_probe.hpp"

#include <deque>

#include "xml_tree.hpp"
#include "xpath/evaluator.hpp"

namespace motcua::forms {
namespace {

using xpath::Document;
using xpath::Node;
using xpath::NodeKind;

/// "<!DOCTYPE html>" says nothing that an expression could see; one with declarations is left for the reader to refuse.
std::string without_document_type(std::string_view xml) {
  const auto start = xml.find("<!DOCTYPE");
  if (start == std::string_view::npos) return std::string(xml);
  const auto end = xml.find_first_of("<>[", start + 1);
  if (end == std::string_view::npos || xml[end] != '>') return std::string(xml);
  return std::string(xml.substr(0, start)) + std::string(xml.substr(end + 1));
}

bool is_element(const Node& node, std::string_view name) {
  return node.kind == NodeKind::element && *node.name.local == name;
}

const Node* child(const Node* parent, std::string_view name) {
  const Node* found = parent != nullptr ? parent->first_child : nullptr;
  while (found != nullptr && !is_element(*found, name)) found = found->next;
  return found;
}

const std::string* attribute(const Node& node, std::string_view name) {
  for (const Node* at = node.first_attribute; at != nullptr; at = at->next) {
    if (at->kind == NodeKind::attribute && *at->name.local == name) return &at->text;
  }
  return nullptr;
}

void copy_subtree(const Node& from, Document& to, Node* parent) {
  Node* copy = to.append(parent, from.kind, from.name, from.text);
  for (const Node* at = from.first_attribute; at != nullptr; at = at->next) {
    to.append(copy, at->kind, at->name, at->text);
  }
  for (const Node* at = from.first_child; at != nullptr; at = at->next) copy_subtree(*at, to, copy);
}

/// The parts of an XForm that expressions may ask for.
class ProbeHost final : public xpath::Host {
 public:
  explicit ProbeHost(const Document& document) {
    const Node* model = child(child(document.element(), "head"), "model");
    if (model == nullptr) return;
    primary_ = child(model, "instance");
    itext_ = child(model, "itext");
    for (const Node* at = model->first_child; at != nullptr; at = at->next) {
      if (is_element(*at, "instance") && attribute(*at, "id") != nullptr) add(*at);
    }
  }

  /// Where absolute paths start; nullptr when the document is no XForm.
  [[nodiscard]] const Node* primary() const { return primary_; }

  [[nodiscard]] const Document* instance(std::string_view id) const override {
    for (const auto& entry : instances_) {
      if (entry.id == id) return &entry.content;
    }
    return nullptr;
  }
  [[nodiscard]] std::string choice_name(const std::string& value, const std::string& /*path*/,
                                        const Node* /*context*/) const override {
    return value;
  }
  /// In the language that the form marks as its default, else in the first.
  [[nodiscard]] std::string itext(const std::string& id) const override {
    const Node* language = child(itext_, "translation");
    for (const Node* at = language; at != nullptr; at = at->next) {
      if (is_element(*at, "translation") && attribute(*at, "default") != nullptr) {
        language = at;
        break;
      }
    }
    for (const Node* at = child(language, "text"); at != nullptr; at = at->next) {
      const std::string* own = is_element(*at, "text") ? attribute(*at, "id") : nullptr;
      if (own == nullptr || *own != id) continue;
      for (const Node* value = at->first_child; value != nullptr; value = value->next) {
        if (is_element(*value, "value") && attribute(*value, "form") == nullptr) return string_value(*value);
      }
      return {};
    }
    return {};
  }

 private:
  struct Instance {
    std::string id;
    Document content;
  };

  void add(const Node& instance) {
    Instance& entry = instances_.emplace_back();
    entry.id = *attribute(instance, "id");
    for (const Node* at = instance.first_child; at != nullptr; at = at->next) {
      copy_subtree(*at, entry.content, entry.content.root());
    }
    entry.content.number(static_cast<std::uint32_t>(instances_.size()));
  }

  const Node* primary_ = nullptr;
  const Node* itext_ = nullptr;
  std::deque<Instance> instances_;
};

std::string step_of(const Node& node) {
  if (node.kind == NodeKind::namespace_) return "/namespace::" + *node.name.local;
  if (node.kind == NodeKind::attribute) {
    return "/@" + (node.name.prefix->empty() ? "" : *node.name.prefix + ":") + *node.name.local;
  }
  std::size_t position = 1;
  for (const Node* at = node.previous; at != nullptr; at = at->previous) {
    const bool blank = at->kind == NodeKind::text && at->text.empty();
    if (at->kind == node.kind && !blank) ++position;
  }
  const std::string_view name = node.kind == NodeKind::element   ? "*"
                                : node.kind == NodeKind::text    ? "text()"
                                : node.kind == NodeKind::comment ? "comment()"
                                                                 : "processing-instruction()";
  return "/" + std::string(name) + "[" + std::to_string(position) + "]";
}

std::string location_of(const Node& node) {
  if (node.parent == nullptr) return "/";
  std::string path;
  for (const Node* at = &node; at->parent != nullptr; at = at->parent) path.insert(0, step_of(*at));
  return path;
}

/// Prefixes mean what the document says anywhere; those of forms also without that.
xpath::Namespaces namespaces_of(const Document& document, xpath::Namespaces out) {
  const auto add = [&out](const std::string& prefix, const std::string& uri) {
    if (prefix.empty()) return;
    for (const auto& [known, meaning] : out) {
      if (known == prefix) return;
    }
    out.emplace_back(prefix, uri);
  };
  for (const Node* at = document.root(); at != nullptr; at = next_in_subtree(*at, *document.root())) {
    if (at->kind == NodeKind::element) add(*at->name.prefix, *at->name.uri);
    for (const Node* attribute = at->first_attribute; attribute != nullptr; attribute = attribute->next) {
      add(*attribute->name.prefix, *attribute->name.uri);
    }
  }
  add("h", "http://www.w3.org/1999/xhtml");
  add("html", "http://www.w3.org/1999/xhtml");
  add("xhtml", "http://www.w3.org/1999/xhtml");
  add("xf", "http://www.w3.org/2002/xforms");
  add("xforms", "http://www.w3.org/2002/xforms");
  add("jr", "http://openrosa.org/javarosa");
  add("orx", "http://openrosa.org/xforms");
  add("odk", "http://www.opendatakit.org/xforms");
  add("enk", "http://enketo.org/xforms");
  return out;
}

}  // namespace

Result<XPathAnswer> probe_xpath(const XPathProbe& probe) {
  xpath::NameTable names;
  Document document;
  // Namespaces are many nodes that hardly anyone asks for.
  const bool all = probe.expression.find("namespace") != std::string::npos;
  const TreeContent content = all ? TreeContent::with_namespaces : TreeContent::everything;
  MOTCUA_TRY(read_tree(without_document_type(probe.xml), content, names, document));
  const xpath::Namespaces namespaces = namespaces_of(document, probe.prefixes);
  xpath::CompileOptions options{.names = &names, .namespaces = &namespaces, .late_calls = true};
  const ProbeHost host(document);

  xpath::Environment environment;
  environment.host = &host;
  environment.clock = probe.clock != nullptr ? probe.clock : &system_clock();
  environment.random = probe.random != nullptr ? probe.random : &system_random();
  if (probe.zone != nullptr) environment.zone = xpath::Zone(*probe.zone);

  MOTCUA_TRY_ASSIGN(const xpath::Expression place, xpath::compile(probe.context, options));
  const xpath::Context outermost{&environment, document.root(), 1, 1, document.root()};
  const xpath::NodeSet start = evaluate_nodes(place.root(), outermost);
  if (start.empty()) return fail(ErrorCode::xpath_syntax, "the context leads nowhere");

  if (!probe.plain) environment.origin = host.primary();
  options.strict_names = probe.plain;
  MOTCUA_TRY_ASSIGN(const xpath::Expression compiled, xpath::compile(probe.expression, options));
  const xpath::Context context{&environment, start.front(), 1, 1, start.front()};
  XPathAnswer answer;
  switch (probe.as) {
    case XPathProbe::As::boolean:
      answer.boolean = evaluate_boolean(compiled.root(), context);
      break;
    case XPathProbe::As::number:
      answer.number = evaluate_number(compiled.root(), context);
      break;
    case XPathProbe::As::string:
      answer.text = evaluate_text(compiled.root(), context);
      break;
    case XPathProbe::As::nodes:
      for (const Node* node : evaluate_nodes(compiled.root(), context)) answer.nodes.push_back(location_of(*node));
      break;
  }
  if (environment.wrong_call) return std::unexpected(*environment.wrong_call);
  return answer;
}

}  // namespace motcua::forms
