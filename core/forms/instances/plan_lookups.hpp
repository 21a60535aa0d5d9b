#pragma once
#include <memory>
#include <vector>

#include "form_model.hpp"
#include "xpath/lookup.hpp"

namespace motcua::forms {

/// Finds in expressions the selections from large secondary instances that an index answers, and makes the indexes,
/// each once for a form. Selections give exactly what they give without.
class LookupPlans {
 public:
  /// Marks the steps of `expr` (Step::lookup). The instances of `model` must be complete and stay where they are.
  void plan(xpath::Expr& expr, const FormModel& model);

  /// nullptr where there are too few items for an index to be of use.
  [[nodiscard]] std::shared_ptr<const xpath::KeyIndex> index(const xpath::Node& parent, const xpath::Step& item,
                                                             const xpath::Step& key);

 private:
  struct Made {
    const xpath::Node* parent;
    xpath::NodeTest item;
    xpath::NodeTest key;
    xpath::Axis axis;
    std::shared_ptr<const xpath::KeyIndex> index;
  };
  std::vector<Made> made_;
};

}  // namespace motcua::forms
