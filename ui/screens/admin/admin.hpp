#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// The desk's screen for an address under "#/admin": signing in until somebody has, then
///   #/admin                  counts
///   #/admin/responses[/N]    responses, page N (from 1)
///   #/admin/dossiers[/N]     dossiers, page N
/// nullptr for an address that is not there.
[[nodiscard]] std::unique_ptr<Screen> make_admin_screen(const Route& route, Services& services);

}  // namespace motcua::ui
