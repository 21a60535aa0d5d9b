#include "form_model.hpp"

namespace motcua::forms {

std::vector<std::string> FormDefinition::leaf_paths() const {
  std::vector<std::string> paths;
  for (std::uint32_t i = 0; i < model_->nodes.size(); ++i) {
    const NodeDefinition& node = model_->nodes[i];
    if (i == model_->deprecated_id && model_->deprecated_id_made) continue;
    if (node.leaf && !node.attribute) paths.push_back(node.path);
  }
  return paths;
}

}  // namespace motcua::forms
