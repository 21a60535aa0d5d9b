#include "answer_types.hpp"
#include "loader.hpp"

namespace motcua::forms {

void settle_defaults(FormModel& model) {
  for (std::size_t i = 0; i < model.primary.size(); ++i) {
    xpath::Node& node = model.primary.at(i);
    if (node.kind != xpath::NodeKind::text || node.text.empty() || node.parent->id == kNone) continue;
    const NodeDefinition& definition = model.nodes[node.parent->id];
    if (definition.leaf) node.text = default_text(definition.type, node.text);
  }
}

}  // namespace motcua::forms
