#pragma once
#include <vector>

#include "motcua/records/operation.hpp"

namespace motcua::survey {

/// What the visit says that a finished interview is.
[[nodiscard]] std::vector<records::FieldChange> completed_visit(const EntityId& assignment, const EntityId& response,
                                                                Instant at);

}  // namespace motcua::survey
