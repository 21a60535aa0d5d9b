#pragma once
#include <string>
#include <vector>

#include "motcua/storage/database.hpp"
#include "motcua/survey/visits.hpp"

namespace motcua::server {

/// One assignment with what came of it.
struct Sampled {
  survey::Assignment assignment;  ///< Of a removed one nothing of the person.
  std::string scope;
  std::string assigned_to;  ///< Name of the account or the group.
  bool removed = false;
  std::vector<survey::Visit> visits;  ///< The oldest first.
  [[nodiscard]] std::optional<survey::VisitOutcome> outcome() const { return survey::disposition(visits); }
};

/// The sample of the office by form, unit, order and key: every assignment, and of the removed ones those that were
/// visited.
[[nodiscard]] Result<std::vector<Sampled>> read_sample(storage::Database& database);

}  // namespace motcua::server
