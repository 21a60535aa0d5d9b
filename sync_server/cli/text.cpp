#include "cli/text.hpp"

#include <array>
#include <cstdlib>
#include <utility>

namespace motcua::server {
namespace {

constexpr auto kTexts = std::to_array<std::pair<std::string_view, std::string_view>>({
#define MOTCUA_TEXT(id, vi, en) {vi, en},
#include "cli/texts.def"
#undef MOTCUA_TEXT
});

}  // namespace

std::string_view text(Text id, Language language) {
  const auto& [vi, en] = kTexts[static_cast<std::size_t>(id)];
  return language == Language::vi ? vi : en;
}

Language choose_language(std::string_view wanted) {
  if (wanted == "en") return Language::en;
  if (wanted == "vi") return Language::vi;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("en") ? Language::en : Language::vi;
  }
  return Language::vi;
}

}  // namespace motcua::server
