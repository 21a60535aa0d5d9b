#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::forms {

struct FormModel;  // private to the room

/// A form read from an ODK XForm (https://getodk.github.io/xforms-spec/). Immutable; may be shared between threads.
class FormDefinition {
 public:
  /// Fails with form_not_xml, form_not_xform, form_unsupported, form_reference, form_cycle or an xpath_ error whose
  /// detail names the field and the expression. Bounded in time and memory for any input up to 16 MiB.
  [[nodiscard]] static Result<std::shared_ptr<const FormDefinition>> parse(std::string_view xml);
  ~FormDefinition();

  [[nodiscard]] const std::string& id() const;       ///< The instance's `id` attribute.
  [[nodiscard]] const std::string& version() const;  ///< Its `version` attribute; empty when it has none.
  [[nodiscard]] const std::string& title() const;
  [[nodiscard]] const std::vector<std::string>& languages() const;  ///< As declared in itext, the default one first.
  /// True when `path` ("/data/c9/q15", no positions) is a field of the primary instance: a node that can
  /// hold a value, no group. What the server asks of answers.
  [[nodiscard]] bool has_node(std::string_view path) const;
  /// Paths of the elements that hold values, without positions, in document order: the columns of an export.
  [[nodiscard]] std::vector<std::string> leaf_paths() const;

  [[nodiscard]] const FormModel& model() const { return *model_; }

 private:
  explicit FormDefinition(std::unique_ptr<FormModel> model);
  std::unique_ptr<FormModel> model_;
};

}  // namespace motcua::forms
