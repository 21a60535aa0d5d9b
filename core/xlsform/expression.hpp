#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "element.hpp"
#include "motcua/base/result.hpp"

namespace motcua::xlsform {

/// Where a reference stands in an expression.
struct Reference {
  std::size_t start = 0;  ///< Of "${".
  std::size_t end = 0;    ///< After "}".
  std::string name;
  bool last_saved = false;
  bool in_instance_predicate = false;  ///< Within [ ] of a path that begins with instance().
  bool absolute = false;               ///< indexed-repeat's fields and repeats.
};

/// The "${name}" and "${last-saved#name}" of a text. Fails with xlsform_reference_syntax; `place` names the cell.
[[nodiscard]] Result<std::vector<Reference>> find_references(std::string_view text, const std::string& place);

/// The end of the instance('…')… path that begins at `start` of a text, or `start` when there is none.
[[nodiscard]] std::size_t instance_path_end(std::string_view text, std::size_t start);

/// Whether a default is to be computed: it reads as an expression with a reference, a function or an operator.
[[nodiscard]] bool is_dynamic(std::string_view text);

/// The literal first arguments of pulldata() in an expression.
[[nodiscard]] std::vector<std::string> pulldata_instances(std::string_view text);

}  // namespace motcua::xlsform
