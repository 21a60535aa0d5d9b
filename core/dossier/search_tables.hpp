#pragma once
#include <cstdint>
#include <string_view>

#include "motcua/storage/database.hpp"

/// What lists of dossiers are found by: the names of procedures once, the parts of codes, how many dossiers of a
/// procedure are in each state, and indexes in the orders that lists have, which hold all that a list is narrowed by.
namespace motcua::dossier {

/// What SQL alone cannot say of step 2 of the schema: folding, and parts of codes.
[[nodiscard]] Status fill_search_tables(storage::Database& database);

/// The number of a procedure's name, new or known.
[[nodiscard]] Result<std::int64_t> procedure_id(storage::Database& database, std::string_view name);
/// Makes a new dossier findable by what follows each dash of its code: the day and the number.
[[nodiscard]] Status add_code_parts(storage::Database& database, std::int64_t dossier, std::string_view code);

}  // namespace motcua::dossier
