#include "form_model.hpp"

namespace motcua::forms {

std::vector<std::string> FormDefinition::leaf_paths() const {
  std::vector<std::string> paths;
  for (const NodeDefinition& node : model_->nodes) {
    if (node.leaf && !node.attribute) paths.push_back(node.path);
  }
  return paths;
}

}  // namespace motcua::forms
