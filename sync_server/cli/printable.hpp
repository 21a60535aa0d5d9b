#pragma once
#include <string>
#include <string_view>

namespace motcua::server {

/// Text of strangers for a terminal: each control character but line feed and tab becomes "�", so that nothing of it
/// moves the cursor, hides what stands there, or speaks to the terminal.
[[nodiscard]] std::string printable(std::string_view text);
/// The same with its further lines moved in: none of them looks like a line of the program.
[[nodiscard]] std::string printable_paragraph(std::string_view text);

}  // namespace motcua::server
