#pragma once
#include <array>
#include <optional>
#include <string>

#include "ui.hpp"

namespace motcua::ui {

/// A scale of five faces, the worst first, answered by one tap. Under it the words of the chosen one, before that of
/// both ends; each face is named by its words.
struct FacesOptions {
  std::string name{};  ///< Of the group: the question.
  std::array<std::string, 5> labels{};
  std::optional<std::size_t> chosen{};
};
/// The face that was tapped. `key` names the group.
std::optional<std::size_t> faces(Ui& ui, Key key, const FacesOptions& options);

/// One face alone, for what was answered.
[[nodiscard]] Icon face(std::size_t level);

}  // namespace motcua::ui
