#include <algorithm>
#include <cmath>

#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

/// An item of the list is the value. The blank value is in the empty list only; one of several words is never an item.
bool selected(std::string_view list, std::string_view value) {
  std::string_view wanted;
  std::size_t words = 0;
  each_word(value, [&](std::string_view word) {
    wanted = word;
    return ++words < 2;
  });
  if (words > 1) return false;
  bool empty = true;
  bool found = false;
  each_word(list, [&](std::string_view word) {
    empty = false;
    found = word == wanted;
    return !found && words == 1;
  });
  return words == 0 ? empty : found;
}

std::string selected_at(std::string_view list, double index) {
  if (!(index >= 0)) return {};
  double at = 0;
  std::string found;
  each_word(list, [&](std::string_view word) {
    if (at++ < std::floor(index)) return true;
    found = word;
    return false;
  });
  return found;
}

}  // namespace

Value call_choice(const Call& call) {
  const Host* host = call.environment().host;
  std::string scratch;
  switch (call.expr().function) {
    case FunctionId::selected:
    case FunctionId::is_selected: {
      std::string value_scratch;
      const std::string_view list = call.view(0, scratch);
      return selected(list, call.view(1, value_scratch));
    }
    case FunctionId::selected_at: {
      const std::string_view list = call.view(0, scratch);
      return selected_at(list, call.number(1));
    }
    case FunctionId::count_selected: {
      double words = 0;
      each_word(call.view(0, scratch), [&words](std::string_view) { return ++words > 0; });
      return words;
    }
    case FunctionId::choice_name:
      return host != nullptr ? host->choice_name(call.text(0), call.text(1), call.context().current) : std::string();
    default:
      return host != nullptr ? host->itext(call.text(0)) : std::string();
  }
}

}  // namespace motcua::forms::xpath
