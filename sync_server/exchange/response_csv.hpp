#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// The final responses of one form as CSV (UTF-8 with a byte-order mark, RFC 4180), one row each, in the order
/// received:
///   id, form, version, surveyor, received, started, finished, language, then one column for each field of the form.
/// A column's name is the field's path below the root ("c9/q15"); fields of the newest version come first, in document
/// order, then those that only older versions have. Entries of a repeat have columns of their own ("member[2]/age").
/// An empty cell is a question that was not asked or not answered.
/// An empty `form_id` means the only form that has responses: invalid_argument names them when there are several.
[[nodiscard]] Result<std::string> export_responses(storage::Database& database, std::string_view form_id);

}  // namespace motcua::server
