#include "messages.hpp"

#include <iterator>

namespace motcua::ui {
namespace {

struct Entry {
  std::string_view vi;
  std::string_view en;
};
constexpr Entry kEntries[] = {
#define MOTCUA_MESSAGE(id, vi, en) Entry{vi, en},
#include "assets/messages/ui.def"
#undef MOTCUA_MESSAGE
};
static_assert(std::size(kEntries) == static_cast<std::size_t>(Text::count_));

}  // namespace

std::string translate(Language language, Text text, std::initializer_list<std::string_view> arguments) {
  const Entry& entry = kEntries[static_cast<std::size_t>(text)];
  std::string_view rest = language == Language::vi ? entry.vi : entry.en;
  std::string out;
  const auto* argument = arguments.begin();
  for (;;) {
    const std::size_t at = rest.find("{}");
    out += rest.substr(0, at);
    if (at == std::string_view::npos) return out;
    if (argument != arguments.end()) out += *argument++;
    rest.remove_prefix(at + 2);
  }
}

std::string_view tag(Language language) { return language == Language::vi ? "vi" : "en"; }

}  // namespace motcua::ui
