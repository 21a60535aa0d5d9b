#pragma once
#include <string>

#include "motcua/xlsform/workbook.hpp"

namespace motcua::server {

/// The form's tables from a .xlsx, .md or .csv file, told apart by their name. Fails with file_read,
/// xlsform_unreadable, xlsform_too_large, xlsform_encrypted or csv_row.
[[nodiscard]] Result<xlsform::Workbook> read_workbook_file(const std::string& path);
/// Whether a file of that name is one: what is not is an XForm.
[[nodiscard]] bool is_workbook_name(const std::string& path);

}  // namespace motcua::server
