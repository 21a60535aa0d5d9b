#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// "#/": look a dossier up; the dossiers kept on this phone. "#/d/CODE/LOOKUP", the link of a receipt's QR code
/// (dossier::receipt_link), looks up at once; the lookup code does not stay in the address.
[[nodiscard]] std::unique_ptr<Screen> make_home_screen(const Route& route, Services& services);
/// "#/dossier/CODE": a kept dossier, refreshed where there is a network.
[[nodiscard]] std::unique_ptr<Screen> make_dossier_screen(const Route& route, Services& services);
/// "#/feedback": what was written on this phone and the answers; "#/feedback/new" and "#/feedback/new/CODE": writing.
/// nullptr for an address that is none of these.
[[nodiscard]] std::unique_ptr<Screen> make_feedback_screen(const Route& route, Services& services);

}  // namespace motcua::ui
