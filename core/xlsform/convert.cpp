#include "motcua/xlsform/convert.hpp"

#include <algorithm>

#include "form.hpp"

namespace motcua::xlsform {

Result<Conversion> convert(const Workbook& workbook, const ConvertOptions& options, std::vector<Error>& warnings) {
  warnings.insert(warnings.end(), workbook.warnings.begin(), workbook.warnings.end());
  Form form(warnings);
  form.workbook = &workbook;
  Conversion out;
  MOTCUA_TRY(read_settings(form, options));
  MOTCUA_TRY(read_choices(form));
  MOTCUA_TRY(read_entities(form));
  MOTCUA_TRY(read_survey(form));
  warn_of_translations(form);
  MOTCUA_TRY(place_entities(form));
  MOTCUA_TRY(write_form(form, out));
  return out;
}

Status check(const Conversion& conversion) {
  const auto definition = forms::FormDefinition::parse(conversion.xml, conversion.files);
  if (definition) return {};
  Error error = definition.error();
  switch (error.code) {
    case ErrorCode::form_reference:
    case ErrorCode::form_cycle:
    case ErrorCode::xpath_syntax:
    case ErrorCode::xpath_unknown_function:
    case ErrorCode::xpath_arguments:
      break;
    default:
      return {};
  }
  // The engine names the field's path: the longest one that the detail holds is the field's.
  const Origin* origin = nullptr;
  for (const Origin& candidate : conversion.origins) {
    const std::size_t at = error.detail.find(candidate.path);
    if (at == std::string::npos || (origin != nullptr && origin->path.size() >= candidate.path.size())) continue;
    origin = &candidate;
  }
  if (origin != nullptr) error.detail = origin->cell + " " + error.detail;
  return std::unexpected(std::move(error));
}

}  // namespace motcua::xlsform
