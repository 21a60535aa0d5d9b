#include "xml_reader.hpp"

#include <algorithm>
#include <vector>

#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
constexpr std::size_t kMaxNamespaceNodes = 1'000'000;

std::string line_of(std::string_view text, std::ptrdiff_t offset) {
  const auto end = text.begin() + std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text.size()));
  return std::to_string(std::count(text.begin(), end, '\n') + 1);
}

/// Walks without recursion, because the depth is what it measures.
bool is_too_deep(const pugi::xml_document& document) {
  int depth = 0;
  for (pugi::xml_node at = document; at;) {
    if (at.first_child()) {
      at = at.first_child();
      if (++depth > kMaxXmlDepth) return true;
      continue;
    }
    while (at && !at.next_sibling()) {
      at = at.parent();
      --depth;
    }
    if (at) at = at.next_sibling();
  }
  return false;
}

Result<xpath::Name> name_at(pugi::xml_node element, std::string_view qualified, bool attribute,
                            xpath::NameTable& names) {
  const std::string_view prefix = prefix_of(qualified);
  std::string_view uri;
  if (prefix == "xml") {
    uri = kXmlNamespace;
  } else if (!prefix.empty() || !attribute) {
    uri = namespace_at(element, prefix);
    if (!prefix.empty() && uri.empty()) {
      return fail(ErrorCode::form_not_xml, "the prefix of \"" + std::string(qualified) + "\" is not declared");
    }
  }
  return xpath::Name{names.intern(prefix), names.intern(local_name(qualified)), names.intern(uri)};
}

bool is_declaration(std::string_view attribute) { return attribute == "xmlns" || attribute.starts_with("xmlns:"); }

class TreeBuilder {
 public:
  TreeBuilder(TreeContent content, xpath::NameTable& names, xpath::Document& document, pugi::xml_node around)
      : content_(content),
        names_(names),
        document_(document),
        none_(names.intern("")),
        default_namespace_(names.intern(namespace_at(around, ""))) {}

  Status children(pugi::xml_node source, xpath::Node* parent) {
    for (const pugi::xml_node child : source.children()) MOTCUA_TRY(node(child, parent));
    return {};
  }

  Status node(pugi::xml_node source, xpath::Node* parent) {
    switch (source.type()) {
      case pugi::node_element:
        return element(source, parent);
      case pugi::node_pcdata:
      case pugi::node_cdata:
        return text(source.value(), parent);
      case pugi::node_comment:
        if (content_ != TreeContent::values) document_.append(parent, xpath::NodeKind::comment, {}, source.value());
        return {};
      case pugi::node_pi:
        if (content_ != TreeContent::values) {
          document_.append(parent, xpath::NodeKind::instruction, {none_, names_.intern(source.name()), none_},
                           source.value());
        }
        return {};
      default:
        return {};
    }
  }

 private:
  Status element(pugi::xml_node source, xpath::Node* parent) {
    const std::string* const around = default_namespace_;
    if (const auto own = source.attribute("xmlns")) default_namespace_ = names_.intern(own.value());
    MOTCUA_TRY_ASSIGN(const xpath::Name name, name_of(source, source.name(), false));
    xpath::Node* made = document_.append(parent, xpath::NodeKind::element, name);
    if (content_ == TreeContent::with_namespaces) MOTCUA_TRY(namespaces(source, made));
    for (const pugi::xml_attribute attribute : source.attributes()) {
      if (is_declaration(attribute.name())) continue;
      MOTCUA_TRY_ASSIGN(const xpath::Name own, name_of(source, attribute.name(), true));
      document_.append(made, xpath::NodeKind::attribute, own, attribute.value());
    }
    MOTCUA_TRY(children(source, made));
    if (content_ == TreeContent::values) settle_text(*made);
    default_namespace_ = around;
    return {};
  }

  /// XPath 1.0 section 5.4: a node for each prefix that means something here, the default first, "xml" last.
  Status namespaces(pugi::xml_node source, xpath::Node* made) {
    std::vector<std::pair<std::string_view, std::string_view>> known;
    for (pugi::xml_node at = source; at; at = at.parent()) {
      for (const pugi::xml_attribute attribute : at.attributes()) {
        if (!is_declaration(attribute.name())) continue;
        const bool is_default = std::string_view(attribute.name()) == "xmlns";
        const std::string_view prefix = is_default ? std::string_view() : local_name(attribute.name());
        if (std::ranges::find(known, prefix, [](const auto& one) { return one.first; }) != known.end()) continue;
        known.insert(is_default ? known.begin() : known.end(), {prefix, attribute.value()});
      }
    }
    known.emplace_back("xml", kXmlNamespace);
    for (const auto& [prefix, uri] : known) {
      if (uri.empty()) continue;  // xmlns="" takes the default back.
      if (++namespaces_ > kMaxNamespaceNodes) return fail(ErrorCode::form_not_xml, "too many namespaces");
      document_.append(made, xpath::NodeKind::namespace_, {none_, names_.intern(prefix), none_}, std::string(uri));
    }
    return {};
  }

  /// Almost all names have no prefix: for them nobody searches the elements around for what it means.
  Result<xpath::Name> name_of(pugi::xml_node element, std::string_view qualified, bool attribute) {
    if (qualified.find(':') != std::string_view::npos) return name_at(element, qualified, attribute, names_);
    return xpath::Name{none_, names_.intern(qualified), attribute ? none_ : default_namespace_};
  }

  Status text(std::string_view value, xpath::Node* parent) {
    xpath::Node* last = parent->last_child;
    if (last != nullptr && last->kind == xpath::NodeKind::text) {
      last->text += value;
    } else {
      document_.append(parent, xpath::NodeKind::text, {}, std::string(value));
    }
    return {};
  }

  /// White space between elements goes; a leaf gets its one text node.
  void settle_text(xpath::Node& made) {
    bool has_elements = false;
    for (const xpath::Node* at = made.first_child; at != nullptr; at = at->next) {
      has_elements = has_elements || at->kind == xpath::NodeKind::element;
    }
    if (made.first_child == nullptr) document_.append(&made, xpath::NodeKind::text, {});
    for (xpath::Node* at = made.first_child; at != nullptr; at = at->next) {
      if (at->kind == xpath::NodeKind::text && (has_elements || made.first_child == made.last_child)) {
        if (trim(at->text).empty()) at->text.clear();
      }
    }
  }

  TreeContent content_;
  xpath::NameTable& names_;
  xpath::Document& document_;
  const std::string* none_;
  const std::string* default_namespace_;  ///< At the place that is being copied.
  std::size_t namespaces_ = 0;
};

}  // namespace

std::string_view local_name(std::string_view qualified) {
  const auto colon = qualified.find(':');
  return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

std::string_view prefix_of(std::string_view qualified) {
  const auto colon = qualified.find(':');
  return colon == std::string_view::npos ? std::string_view() : qualified.substr(0, colon);
}

std::string_view namespace_at(pugi::xml_node element, std::string_view prefix) {
  for (; element; element = element.parent()) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
      const std::string_view name = attribute.name();
      if (!is_declaration(name)) continue;
      if (name.size() == 5 ? prefix.empty() : name.substr(6) == prefix) return attribute.value();
    }
  }
  return {};
}

Status read_xml(std::string_view xml, pugi::xml_document& out) {
  if (xml.size() > kMaxFormBytes) return fail(ErrorCode::form_not_xml, "it is larger than 16 MiB");
  const auto text = to_nfc(xml);
  if (!text) return fail(ErrorCode::form_not_xml, "it is not UTF-8");
  const auto options =
      pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments | pugi::parse_pi | pugi::parse_doctype;
  const pugi::xml_parse_result parsed = out.load_buffer(text->data(), text->size(), options, pugi::encoding_utf8);
  if (!parsed) {
    return fail(ErrorCode::form_not_xml, "line " + line_of(*text, parsed.offset) + ": " + parsed.description());
  }
  int elements = 0;
  for (const pugi::xml_node child : out.children()) {
    if (child.type() == pugi::node_doctype) {
      return fail(ErrorCode::form_not_xml, "a document type (<!DOCTYPE …>) is not allowed");
    }
    if (child.type() == pugi::node_element) ++elements;
  }
  if (elements != 1) return fail(ErrorCode::form_not_xml, "there must be one outermost element");
  if (is_too_deep(out)) {
    return fail(ErrorCode::form_not_xml, "elements are nested deeper than " + std::to_string(kMaxXmlDepth) + " levels");
  }
  return {};
}

Status read_tree(std::string_view xml, TreeContent content, xpath::NameTable& names, xpath::Document& document) {
  pugi::xml_document source;
  MOTCUA_TRY(read_xml(xml, source));
  MOTCUA_TRY(build_tree(source, content, names, document, document.root()));
  document.number(0);
  return {};
}

Status build_tree(pugi::xml_node source, TreeContent content, xpath::NameTable& names, xpath::Document& document,
                  xpath::Node* parent) {
  TreeBuilder builder(content, names, document, source.parent());
  return source.type() == pugi::node_document ? builder.children(source, parent) : builder.node(source, parent);
}

}  // namespace motcua::forms
