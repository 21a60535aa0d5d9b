#include <algorithm>

#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  while ((start = text.find_first_not_of(" \t\r\n", start)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end;
  }
  return out;
}

}  // namespace

Value call_choice(const Call& call) {
  const Host* host = call.environment().host;
  switch (call.expr().function) {
    case FunctionId::selected: {
      const std::string list = call.text(0);
      const std::string wanted = call.text(1);
      const auto one = words(wanted);
      if (one.size() != 1) return one.empty() && words(list).empty();
      for (const std::string_view word : words(list)) {
        if (word == one.front()) return true;
      }
      return false;
    }
    case FunctionId::selected_at: {
      const std::string list = call.text(0);
      const auto all = words(list);
      const double at = call.number(1);
      if (!(at >= 0 && at < static_cast<double>(all.size()))) return std::string();
      return std::string(all[static_cast<std::size_t>(at)]);
    }
    case FunctionId::count_selected:
      return static_cast<double>(words(call.text(0)).size());
    case FunctionId::choice_name:
      return host != nullptr ? host->choice_name(call.text(0), call.text(1), call.context().current) : std::string();
    default:
      return host != nullptr ? host->itext(call.text(0)) : std::string();
  }
}

}  // namespace motcua::forms::xpath
