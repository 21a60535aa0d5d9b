#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// "#/settings": how the app looks and behaves on this device.
[[nodiscard]] std::unique_ptr<Screen> make_settings_screen(Services& services);

}  // namespace motcua::ui
