#pragma once
#include <optional>
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct ScannerOptions {
  std::string label{};    ///< Of the button that begins.
  std::string subject{};  ///< Spoken behind the button's words; empty where it stands alone.
  std::string hint{};     ///< While the camera looks.
  std::string denied{};   ///< Where there is no camera, or no leave to use it: what to do instead.
};

/// A button that shows the camera's picture until a code is read, then returned, or until it is pressed again. `state`
/// is the caller's to keep: "on" while the camera looks, "denied" when it cannot. What is seen stays in the page.
std::optional<std::string> scanner(Ui& ui, std::string& state, const ScannerOptions& options);

}  // namespace motcua::ui
