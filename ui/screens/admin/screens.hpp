#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "screens/screen.hpp"

namespace motcua::ui {

[[nodiscard]] std::unique_ptr<Screen> make_overview_screen(Services& services);
/// `page` counts from 1.
[[nodiscard]] std::unique_ptr<Screen> make_response_list_screen(std::uint32_t page, Services& services);
[[nodiscard]] std::unique_ptr<Screen> make_dossier_list_screen(std::uint32_t page, Services& services);

/// "12.345", as numbers are written in Vietnam.
[[nodiscard]] std::string grouped(std::uint64_t value);

}  // namespace motcua::ui
