#pragma once
#include <optional>
#include <string>
#include <vector>

#include "xpath/evaluator.hpp"

namespace motcua::forms::xpath {

/// What an expression needs to know, found without evaluating it.
struct Analysis {
  std::vector<std::uint32_t> reads;     ///< Nodes of the primary instance (Node::id), in rising order.
  std::optional<std::string> missing;   ///< The first path into the primary instance that leads nowhere.
  std::optional<std::string> instance;  ///< The first instance('…') that does not exist.
};

/// Walks `expr` over the template of the primary instance, and marks the paths in it that always select one node
/// (Expr::fixed). `context` is the node that the expression is about; nullptr when it is used for several.
[[nodiscard]] Analysis analyse(Expr& expr, const Document& primary, const Node* context, const Host& host);

}  // namespace motcua::forms::xpath
