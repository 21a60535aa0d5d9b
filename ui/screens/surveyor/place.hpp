#pragma once
#include "screens/surveyor/question.hpp"

/// Questions that are answered with places: measured where the person stands, or typed.
namespace motcua::ui {

/// A place, with its accuracy where it was measured.
[[nodiscard]] std::optional<std::string> place_question(Ui& ui, const forms::ItemView& item,
                                                        const QuestionOptions& options);
/// A line or an area: its corners are measured one by one, or typed.
[[nodiscard]] std::optional<std::string> shape_question(Ui& ui, const forms::ItemView& item,
                                                        const QuestionOptions& options);

/// "21.03 105.85 8 4.7" of what a device measures ("latitude longitude altitude accuracy"); nullopt for what is no
/// place.
[[nodiscard]] std::optional<std::string> measured_place(std::string_view reading);

}  // namespace motcua::ui
