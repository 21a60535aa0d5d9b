#pragma once
#include <string>
#include <vector>

#include "motcua/forms/form_definition.hpp"
#include "motcua/xlsform/workbook.hpp"

namespace motcua::xlsform {

struct ConvertOptions {
  std::string name = "data";  ///< Of the root element, where the settings do not say.
  std::string id = "data";    ///< Of the form, where the settings do not say.
};

/// Where a node of the XForm comes from: what messages about it point at.
struct Origin {
  std::string path;  ///< "/data/group/age"
  std::string cell;  ///< "survey!B7", its name.
};

struct Conversion {
  std::string xml;                     ///< The XForm, UTF-8.
  std::vector<forms::FormFile> files;  ///< Made with it: itemsets.csv of an external_choices sheet.
  std::vector<Origin> origins;         ///< Of all questions, groups and repeats, in the form's order.
};

/// XLSForm (https://xlsform.org) to ODK XForm. `warnings` gets what is legal but unwise, also when conversion fails.
/// Fails with an xlsform_ error whose detail names the cell ("survey!C5"), the word and, after "→", what was meant.
/// Time and memory grow with the workbook, which its readers bound.
[[nodiscard]] Result<Conversion> convert(const Workbook& workbook, const ConvertOptions& options,
                                         std::vector<Error>& warnings);

/// Whether the engine takes the form: unknown functions, syntax, references to nothing, circular calculations. The
/// error is the engine's own, its detail preceded by the cell that the field comes from. Files that the form needs are
/// not asked for, and what the engine does not support is no mistake of the form.
[[nodiscard]] Status check(const Conversion& conversion);

}  // namespace motcua::xlsform
