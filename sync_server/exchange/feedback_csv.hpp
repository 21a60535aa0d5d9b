#pragma once
#include <string>
#include <string_view>

#include "motcua/feedback/office.hpp"

namespace motcua::server {

/// CSV files as the other exports are (UTF-8 with a byte-order mark, RFC 4180).

/// Words that stand for a subject and a reason in every export, whatever its reader's language.
[[nodiscard]] std::string_view word_of(feedback::Subject subject);
[[nodiscard]] std::string_view word_of(feedback::Reason reason);

/// A row for each dossier's newest rating. The columns: day, score, reasons (words with spaces between), comment,
/// procedure_code, procedure, unit, state (its national number), times_rated.
[[nodiscard]] Result<std::string> export_ratings(storage::Database& database);

/// All feedback. The columns: receipt, received, subject, dossier, procedure, text, answered, answer. No telephone
/// numbers.
[[nodiscard]] Result<std::string> export_feedback(storage::Database& database);

}  // namespace motcua::server
