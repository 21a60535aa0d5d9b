#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "screens/screen.hpp"

namespace motcua::ui {

[[nodiscard]] std::unique_ptr<Screen> make_overview_screen(Services& services);
[[nodiscard]] std::unique_ptr<Screen> make_response_list_screen(const Route& route, Services& services);
[[nodiscard]] std::unique_ptr<Screen> make_dossier_list_screen(const Route& route, Services& services);

/// "12.345", as numbers are written in Vietnam.
[[nodiscard]] std::string grouped(std::uint64_t value);

}  // namespace motcua::ui
