#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"
#include "ui.hpp"

namespace motcua::ui {

/// How a question with one answer is laid out.
enum class ChoiceLayout : std::uint8_t {
  stacked,  ///< One card under the other.
  row,      ///< Two or three short answers side by side.
  scale,    ///< Five steps with faces side by side; any further choice below.
};

/// The layout for choices in a column of `width` dp. Long words, a narrow column or large text fall back to stacked.
[[nodiscard]] ChoiceLayout choice_layout(const forms::ItemView& item, float width, float text_scale);

struct ChooseOptions {
  std::string_view problem{};
  std::string_view language{};
  bool focus = false;
};

/// A radio group for a select1. Returns the value chosen in this build.
[[nodiscard]] std::optional<std::string> choose_one(Ui& ui, const forms::ItemView& item, const ChooseOptions& options);

}  // namespace motcua::ui
