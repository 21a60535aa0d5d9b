#pragma once
#include "cli/commands.hpp"

namespace motcua::server {

/// Converts the forms of rows on standard input (one JSON object a line: `markdown`, `form_name`, and what is expected
/// of the XForm or of the refusal) and prints a JSON result a row: `test`, `pass`, `failed` with each check that did
/// not hold, and the error and the warnings as `actual`.
[[nodiscard]] Status convert_rows(const Options& options);

}  // namespace motcua::server
