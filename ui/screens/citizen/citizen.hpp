#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// "#/": look a dossier up; the dossiers kept on this phone.
[[nodiscard]] std::unique_ptr<Screen> make_home_screen(Services& services);
/// "#/dossier/CODE": a kept dossier, refreshed where there is a network.
[[nodiscard]] std::unique_ptr<Screen> make_dossier_screen(const Route& route, Services& services);

}  // namespace motcua::ui
