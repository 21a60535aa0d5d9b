#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "motcua/base/result.hpp"
#include "xml_tree.hpp"
#include "xpath/expression.hpp"

namespace motcua::forms {

inline constexpr std::size_t kMaxFormBytes = 16U * 1024 * 1024;
inline constexpr int kMaxXmlDepth = 100;

/// Parses XML into `out`, text in NFC. Fails with form_not_xml: not well-formed, not UTF-8, larger than kMaxFormBytes,
/// nested deeper than kMaxXmlDepth, or with a document type (forms need none, and entities are how XML bombs are made).
[[nodiscard]] Status read_xml(std::string_view xml, pugi::xml_document& out);

/// The namespace that `prefix` ("" is the default) has at `element`; empty when it has none.
[[nodiscard]] std::string_view namespace_at(pugi::xml_node element, std::string_view prefix);
[[nodiscard]] std::string_view local_name(std::string_view qualified);
[[nodiscard]] std::string_view prefix_of(std::string_view qualified);

/// Copies `source` (an element, or a whole document) below `parent`. Fails with form_not_xml on an undeclared prefix.
[[nodiscard]] Status build_tree(pugi::xml_node source, TreeContent content, xpath::NameTable& names,
                                xpath::Document& document, xpath::Node* parent);

}  // namespace motcua::forms
