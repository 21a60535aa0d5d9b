#pragma once
#include "screens/surveyor/question.hpp"

/// Questions that are neither typed into one field nor chosen from a list.
namespace motcua::ui {

/// A number on a scale.
[[nodiscard]] std::optional<std::string> range_question(Ui& ui, const forms::ItemView& item,
                                                        const QuestionOptions& options);
/// Choices put in order: with buttons up and down, or dragged.
[[nodiscard]] std::optional<std::string> rank_question(Ui& ui, const forms::ItemView& item,
                                                       const QuestionOptions& options);
/// Yes or no, where the form gives no words of its own for them.
[[nodiscard]] std::optional<std::string> yes_or_no(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);

/// The order of a rank question: what is ranked first, then the choices that are not, in the form's order.
[[nodiscard]] std::vector<std::string> rank_order(const forms::ItemView& item);

}  // namespace motcua::ui
