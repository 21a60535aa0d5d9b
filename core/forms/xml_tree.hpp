#pragma once
#include <cstdint>
#include <string_view>

#include "motcua/base/result.hpp"
#include "xpath/node.hpp"

namespace motcua::forms {

/// How much of the XML a tree keeps.
enum class TreeContent : std::uint8_t {
  values,      ///< Elements, attributes and text that is not white space between elements; each leaf has a text node.
  everything,  ///< Also white space, comments and instructions.
  with_namespaces,  ///< Also, at each element, the namespaces that hold there, as nodes of their own.
};

/// Reads a whole XML document into an empty tree and numbers it. Fails as read_xml does.
[[nodiscard]] Status read_tree(std::string_view xml, TreeContent content, xpath::NameTable& names,
                               xpath::Document& document);

}  // namespace motcua::forms
