#pragma once
#include "screens/surveyor/upload.hpp"

/// Questions that are answered with a signature or a drawing: drawn here and kept as a picture.
namespace motcua::ui {

[[nodiscard]] bool is_drawing(const forms::ItemView& item);

/// The card's content; "" in the build in which the picture was taken away. The picture comes by Screen::file_kept.
[[nodiscard]] std::optional<std::string> drawing_question(Ui& ui, const forms::ItemView& item,
                                                          const QuestionOptions& options);

}  // namespace motcua::ui
