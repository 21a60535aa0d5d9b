#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

struct Tab {
  std::string key{};
  std::string label{};
  Icon icon = Icon::none;
};
struct TabsOptions {
  std::string name{};  ///< What the tabs are of; spoken.
  std::vector<Tab> tabs{};
  std::string selected{};  ///< A key.
};

/// A few sides of the same thing, of which one is shown. Equal in width, in two lines where one has no room: no tab is
/// ever out of sight. Arrow keys go from tab to tab. Returns the key of the tab that is to be shown now.
std::optional<std::string> tabs(Ui& ui, Key key, const TabsOptions& options);

/// What the selected tab shows: stand its content in it. `label` is the tab's.
Ui::Scope tab_panel(Ui& ui, Key key, const std::string& label, Box box = {});

}  // namespace motcua::ui
