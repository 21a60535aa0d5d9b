#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// The desk's screen for an address under "#/admin": signing in until somebody has, then
///   #/admin                                                    counts
///   #/admin/responses?q=…&broken=1&unseen=1&order=asc          responses
///   #/admin/dossiers?q=…&state=4&open=1&overdue=1&sort=due&order=desc   dossiers
/// nullptr for an address that is not there.
[[nodiscard]] std::unique_ptr<Screen> make_admin_screen(const Route& route, Services& services);

}  // namespace motcua::ui
