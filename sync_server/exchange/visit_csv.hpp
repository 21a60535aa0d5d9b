#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// What came of the sample. Nobody's name or address is in it: people go by the office's own codes.
struct ExportedVisits {
  /// One row an assignment: key, form, unit, assigned_to, reserve, in_place_of, due, outcome, reason, visits,
  /// first_visit, last_visit, response, replaced_by, removed. `outcome` is "completed" once an interview was, else that
  /// of the last visit; empty: nobody was there yet, or a reserve that was not taken.
  std::string assignments;
  /// One row a visit: key, form, unit, visit (counted from 1), at, outcome, reason, note, surveyor, response,
  /// replaced_by.
  std::string visits;
  /// One row a form and unit, and one a form with unit "*": assigned (without reserves that were not taken),
  /// not_visited, completed, refused, absent, wrong_address, replaced, n (visited, whatever came of it) and
  /// response_rate (completed in percent of n, two decimals; empty when n is 0).
  std::string rates;
  // Over everything.
  std::size_t assigned = 0;
  std::size_t visited = 0;
  std::size_t completed = 0;
};

/// Of one form, or of all when `form_id` is empty.
[[nodiscard]] Result<ExportedVisits> export_visits(storage::Database& database, std::string_view form_id);

}  // namespace motcua::server
