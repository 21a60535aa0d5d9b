#pragma once
#include <string>
#include <string_view>

namespace motcua::server {

/// What a number format makes of a number, as far as it matters to a form.
enum class NumberLook : unsigned char { number, date, time, date_time };

/// Of the formats that SpreadsheetML knows by number.
[[nodiscard]] NumberLook look_of_builtin(unsigned id);
/// Of a format's own code, "dd/mm/yyyy".
[[nodiscard]] NumberLook look_of_code(std::string_view code);
/// "3", "0.25", "2026-11-24", "08:30:00" or "2026-11-24T08:30:00". Text that is no number is returned as it is.
/// `since_1904`: days count from 1904-01-01, as in workbooks of older Macs.
[[nodiscard]] std::string show_number(std::string_view text, NumberLook look, bool since_1904);

}  // namespace motcua::server
