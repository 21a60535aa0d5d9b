#pragma once
#include <string_view>

#include "motcua/xlsform/workbook.hpp"

namespace motcua::server {

/// Reads the sheets of an .xlsx file (ECMA-376, SpreadsheetML) as the texts that a spreadsheet program shows in them:
/// numbers without needless decimals, dates and times in ISO 8601, TRUE and FALSE. Of a formula the stored value is
/// taken, with the warning xlsform_note_formula, which names an error value ("#REF!") too. Merged cells have their text
/// in the first one; hidden rows, columns and sheets are read like others. Nothing is written to disk and no path in
/// the archive is followed. Fails with xlsform_unreadable, xlsform_encrypted, or xlsform_too_large: archives that
/// unpack to more than 64 MiB, or to more than 200 times their size, and parts whose tree would take more than 256 MiB.
[[nodiscard]] Result<xlsform::Workbook> read_xlsx(std::string_view bytes);

}  // namespace motcua::server
