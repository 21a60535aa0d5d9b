#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "motcua/base/error.hpp"

namespace motcua::ui {

/// Every text of the interface. The table is assets/messages/ui.def.
enum class Text : std::uint16_t {
#define MOTCUA_MESSAGE(id, vi, en) id,
#include "assets/messages/ui.def"
#undef MOTCUA_MESSAGE
  count_,
};

/// The text in a language; each "{}" takes the next argument, missing ones become empty.
[[nodiscard]] std::string translate(Language language, Text text,
                                    std::initializer_list<std::string_view> arguments = {});

/// "vi", "en": as HTML's lang attribute has it.
[[nodiscard]] std::string_view tag(Language language);

}  // namespace motcua::ui
