#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "motcua/base/error.hpp"

namespace motcua::server {

/// Every text of the command line; the table is texts.def.
enum class Text : std::uint16_t {
#define MOTCUA_TEXT(id, vi, en) id,
#include "cli/texts.def"
#undef MOTCUA_TEXT
};

[[nodiscard]] std::string_view text(Text id, Language language);

template <class... Values>
[[nodiscard]] std::string text(Text id, Language language, const Values&... values) {
  return fmt::vformat(text(id, language), fmt::make_format_args(values...));
}

/// "en" for a LANG of English, Vietnamese otherwise; `wanted` ("vi", "en") goes before it.
[[nodiscard]] Language choose_language(std::string_view wanted);

}  // namespace motcua::server
