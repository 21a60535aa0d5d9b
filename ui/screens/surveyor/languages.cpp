#include "screens/surveyor/languages.hpp"

#include <algorithm>

namespace motcua::ui {
namespace {

bool is_tag(std::string_view text) {
  return (text.size() == 2 || text.size() == 3) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::string language_tag(std::string_view form_language) {
  if (is_tag(form_language)) return std::string(form_language);
  const auto open = form_language.rfind('(');
  if (open == std::string_view::npos || !form_language.ends_with(')')) return {};
  const std::string_view inside = form_language.substr(open + 1, form_language.size() - open - 2);
  return is_tag(inside) ? std::string(inside) : std::string();
}

std::string language_name(std::string_view form_language) {
  if (form_language == "vi") return "Tiếng Việt";
  if (form_language == "en") return "English";
  const auto open = form_language.find(" (");
  return std::string(open == std::string_view::npos ? form_language : form_language.substr(0, open));
}

}  // namespace motcua::ui
