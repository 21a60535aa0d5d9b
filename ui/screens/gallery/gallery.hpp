#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// `#/gallery`: every part of the kit in all its states, in the app itself: in each theme, language and text size.
/// Nothing links here; whoever builds or checks screens knows the address. Tests walk it.
[[nodiscard]] std::unique_ptr<Screen> make_gallery_screen(const Route& route, Services& services);

}  // namespace motcua::ui
