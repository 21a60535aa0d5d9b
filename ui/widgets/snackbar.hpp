#pragma once
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct SnackbarOptions {
  std::string text{};    ///< Empty: nothing is shown.
  std::string action{};  ///< What takes it back: "Hoàn tác"; empty: nothing does.
};

/// A short message at the lower edge. The place for it is always there, so that screen readers hear it come. True when
/// its action was pressed.
bool snackbar(Ui& ui, Key key, const SnackbarOptions& options);

}  // namespace motcua::ui
