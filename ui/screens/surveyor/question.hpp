#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"
#include "ui.hpp"

namespace motcua::ui {

struct QuestionOptions {
  std::string problem{};               ///< Shown beside it; empty: none.
  const std::string* typed = nullptr;  ///< Text that the question refused: shown instead of the value.
  std::string_view language{};         ///< Tag of the form's language when it is not the interface's.
  bool focus = false;                  ///< Asks for the keyboard focus now.
  bool hide_label = false;             ///< The page's title says it already.
};

/// One control of a form: a card with the label and what answers it, a heading for a group inside a page, or words for
/// what is only to be read. Returns the new value, in lexical form, in the build in which the person gave it.
[[nodiscard]] std::optional<std::string> question(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);

/// "12 3" with `choice` put in or taken out, in the order of the choices.
[[nodiscard]] std::string toggled(const forms::ItemView& item, std::string_view choice);

}  // namespace motcua::ui
