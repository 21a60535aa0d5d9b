#include <algorithm>

#include "session_impl.hpp"

namespace motcua::forms {
namespace {

void append_escaped(std::string& out, std::string_view text, bool attribute) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '"':
        out += attribute ? "&quot;" : "\"";
        break;
      case '\n':
        out += attribute ? "&#10;" : "\n";
        break;
      default:
        out += c;
    }
  }
}

class Writer {
 public:
  /// `omitted` is left out where it is blank.
  Writer(std::string& out, std::uint32_t omitted) : out_(out), omitted_(omitted) {}

  void root(const xpath::Node& node, const std::string& own_namespace) {
    collect(node);
    default_ = *node.name.uri;
    out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<";
    name(node);
    if (!own_namespace.empty() && node.name.prefix->empty()) declare("", own_namespace);
    for (const auto& [prefix, uri] : scope_) declare(prefix, uri);
    rest(node);
  }

 private:
  /// Every prefix in use is declared once, on the outermost element.
  void collect(const xpath::Node& top) {
    for (const xpath::Node* at = &top; at != nullptr; at = xpath::next_in_subtree(*at, top)) {
      if (at->kind != xpath::NodeKind::element || !at->relevant) continue;
      note(at->name);
      for (const xpath::Node* own = at->first_attribute; own != nullptr; own = own->next) note(own->name);
    }
  }
  void note(const xpath::Name& name) {
    if (name.prefix->empty() || *name.prefix == "xml") return;
    if (std::ranges::find(scope_, *name.prefix, &Binding::first) == scope_.end())
      scope_.emplace_back(*name.prefix, *name.uri);
  }

  void name(const xpath::Node& node) {
    if (!node.name.prefix->empty()) out_ += *node.name.prefix + ":";
    out_ += *node.name.local;
  }
  void declare(std::string_view prefix, std::string_view uri) {
    out_ += prefix.empty() ? " xmlns" : " xmlns:";
    out_ += prefix;
    out_ += "=\"";
    append_escaped(out_, uri, true);
    out_ += '"';
  }
  /// A prefix that means something else here than on the outermost element.
  void declare_if_other(const xpath::Name& name) {
    if (name.prefix->empty() || *name.prefix == "xml") return;
    const auto found = std::ranges::find(scope_, *name.prefix, &Binding::first);
    if (found != scope_.end() && found->second != *name.uri) declare(*name.prefix, *name.uri);
  }

  void element(const xpath::Node& node) {
    out_ += '<';
    name(node);
    const std::string outer = default_;
    if (node.name.prefix->empty() && *node.name.uri != default_) {
      declare("", *node.name.uri);
      default_ = *node.name.uri;
    }
    declare_if_other(node.name);
    rest(node);
    default_ = outer;
  }

  void rest(const xpath::Node& node) {
    for (const xpath::Node* at = node.first_attribute; at != nullptr; at = at->next) {
      out_ += ' ';
      name(*at);
      out_ += "=\"";
      append_escaped(out_, at->text, true);
      out_ += '"';
    }
    const std::size_t empty_end = out_.size();
    out_ += '>';
    const std::size_t content = out_.size();
    for (const xpath::Node* at = node.first_child; at != nullptr; at = at->next) {
      if (at->kind == xpath::NodeKind::text) append_escaped(out_, at->text, false);
      if (at->kind != xpath::NodeKind::element || !at->relevant) continue;
      if (at->id != omitted_ || !at->first_child->text.empty()) element(*at);
    }
    if (out_.size() == content) {
      out_.replace(empty_end, 1, "/>");
      return;
    }
    out_ += "</";
    name(node);
    out_ += '>';
  }

  using Binding = std::pair<std::string, std::string>;
  std::string& out_;
  std::uint32_t omitted_;
  std::vector<Binding> scope_;
  std::string default_;
};

}  // namespace

std::string FormSession::Impl::submission() const {
  std::string out;
  Writer(out, model.deprecated_id_made ? model.deprecated_id : kNone).root(*tree.element(), model.own_namespace);
  return out;
}

}  // namespace motcua::forms
