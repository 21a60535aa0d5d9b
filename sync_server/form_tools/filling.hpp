#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"

namespace motcua::server {

struct FillingOptions {
  std::string below;          ///< Only questions below this path; empty: all.
  bool only_empty = true;     ///< Leave what is answered already.
  std::size_t instances = 0;  ///< Bring each repeat that may grow to this many.
};
/// Gives one answer to the session and returns what it said.
using FillingStep = std::function<Status(std::string_view ref, std::string_view value)>;

/// Answers the questions that are asked now, and those that appear by it, in the order of the form: the first choice, a
/// number, a day, a name; where that breaks the question's rule, the next of a few. `answer` does the answering, so
/// that the caller can time it. Returns how many answers were given.
[[nodiscard]] Result<std::size_t> fill_form(forms::FormSession& session, const FillingOptions& options,
                                            const FillingStep& answer);

}  // namespace motcua::server
