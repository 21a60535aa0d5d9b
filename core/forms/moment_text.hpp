#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace motcua::forms {

// Dates and times as they are stored; nullopt where the text is none.

/// "2026-11-23", also cut from a date with time.
[[nodiscard]] std::optional<std::string> date_text(std::string_view text);
/// "hh:mm:ss[.fff][Z|±hh:mm]"; seconds may be left out and are added.
[[nodiscard]] std::optional<std::string> time_text(std::string_view text);
/// "2026-11-23T08:30:00[.fff]±hh:mm": ODK asks for the offset, so Vietnam's is added where there is none.
[[nodiscard]] std::optional<std::string> date_time_text(std::string_view text);

}  // namespace motcua::forms
