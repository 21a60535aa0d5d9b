#pragma once
#include <string>
#include <string_view>

namespace motcua::ui {

/// The language tag in a form's name for a language: "vi" of "vi" and of "Tiếng Việt (vi)"; empty when it has none.
[[nodiscard]] std::string language_tag(std::string_view form_language);
/// How people who read it call it: "Tiếng Việt", "English"; else as the form has it.
[[nodiscard]] std::string language_name(std::string_view form_language);

}  // namespace motcua::ui
