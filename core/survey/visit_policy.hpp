#pragma once
#include "motcua/records/store.hpp"

namespace motcua::survey {

/// ResponsePolicy's rules for visits: of an assignment in the author's scopes, with an outcome, reason and reserve that
/// there are. Whether the assignment was removed meanwhile does not matter: the surveyor was there.
[[nodiscard]] Status check_visit(const records::StateStore& state, const records::Author& author,
                                 const records::Operation& operation);
/// The scope of the assignment that a visit or a response is of; empty when it is of none that is known.
[[nodiscard]] Result<std::string> scope_of_assignment(const records::StateStore& state,
                                                      const records::Operation& operation);

}  // namespace motcua::survey
