#pragma once
#include "table.hpp"

namespace motcua::xlsform {

/// The headers that the sheets of a form may have, with their older names.
[[nodiscard]] const SheetWords& survey_words();
[[nodiscard]] const SheetWords& choices_words();
[[nodiscard]] const SheetWords& settings_words();
[[nodiscard]] const SheetWords& entities_words();

/// The sheet of that name in any case; nullptr when there is none.
[[nodiscard]] const Sheet* find_sheet(const Workbook& workbook, std::string_view name);
/// ` → "setting", "stetings"`: sheets that may have been meant, or nothing.
[[nodiscard]] std::string similar_sheets(const Workbook& workbook, std::string_view name);

}  // namespace motcua::xlsform
