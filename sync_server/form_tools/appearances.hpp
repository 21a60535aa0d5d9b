#pragma once
#include <string>
#include <string_view>

namespace motcua::server {

/// Whether ODK's documentation, or a form server that understands its forms, gives the word a meaning as an appearance.
[[nodiscard]] bool is_known_appearance(std::string_view word);
/// The known word that is nearest (see nearest.hpp); empty when none is near.
[[nodiscard]] std::string nearest_appearance(std::string_view word);

}  // namespace motcua::server
