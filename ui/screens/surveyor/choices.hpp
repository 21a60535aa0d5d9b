#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "screens/surveyor/question.hpp"

namespace motcua::ui {

/// How a question with one answer is laid out.
enum class ChoiceLayout : std::uint8_t {
  stacked,  ///< One card under the other.
  row,      ///< Two or three short answers side by side.
  scale,    ///< Five steps side by side, with faces where the form says "likert"; any further choice below.
};

/// The layout for choices in a column of `width` dp. Long words, a narrow column or large text fall back to stacked.
[[nodiscard]] ChoiceLayout choice_layout(const forms::ItemView& item, float width, float text_scale);

/// Room inside a question's card on this screen.
[[nodiscard]] float card_room(const Ui& ui);
/// All choices of a select1, laid out for this width; stands in its radio group. Returns the value chosen now.
[[nodiscard]] std::optional<std::string> choice_buttons(Ui& ui, const forms::ItemView& item, float width,
                                                        std::string_view language);
/// Asks for the keyboard focus to go to the chosen one of them, else to the first.
void focus_choice(Ui& ui, const forms::ItemView& item);

/// A radio group for a select1. Returns the value chosen in this build.
[[nodiscard]] std::optional<std::string> choose_one(Ui& ui, const forms::ItemView& item,
                                                    const QuestionOptions& options);
/// Checkboxes in a named group for a select. Returns the choices ticked after this build's press.
[[nodiscard]] std::optional<std::string> choose_several(Ui& ui, const forms::ItemView& item,
                                                        const QuestionOptions& options);

}  // namespace motcua::ui
