#pragma once
#include <string>

#include "screens/surveyor/question.hpp"

/// What the cards of all questions have alike.
namespace motcua::ui {

/// What a control is called: its label, or the name of its node where the form gives it none.
[[nodiscard]] std::string name_of(const forms::ItemView& item);
/// The same with "required" where it is, for controls that have no such state of their own.
[[nodiscard]] std::string spoken_name(const Ui& ui, const forms::ItemView& item);
/// Problem or hint: what is read out with the control.
[[nodiscard]] std::string description_of(const forms::ItemView& item, const QuestionOptions& options);

/// What should have been typed instead of what is of another type; empty where only the error itself can say it.
[[nodiscard]] std::string wrong_type_text(const Ui& ui, const forms::ItemView& item);

void label_line(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);
void hint_or_problem(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);
/// Label and, for what may be left open, the way to take an answer back: true when that was pressed. Its room is kept,
/// so that nothing jumps under the finger when it appears.
[[nodiscard]] bool label_with_clear(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);
/// The form's longer explanation, behind a button; nothing where there is none.
void guidance(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);

}  // namespace motcua::ui
