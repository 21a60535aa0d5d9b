#pragma once
#include <cstddef>
#include <span>

#include "screens/surveyor/form_guide.hpp"
#include "screens/surveyor/question.hpp"

/// Statements that are answered alike, one below the other in one card: a row of faces or words each, one tap a row.
namespace motcua::ui {

/// How many entries from `at` on are such statements: two questions or more, each with one answer, with the same few
/// choices. 0 where there is no such run.
[[nodiscard]] std::size_t matrix_run(std::span<const FormGuide::Entry> entries, std::size_t at);

/// One row: the statement and its choices; beside each other where there is room. Returns the value chosen now.
[[nodiscard]] std::optional<std::string> statement(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);

}  // namespace motcua::ui
