#include "reasons.hpp"

namespace motcua::feedback {

std::string reasons_text(const std::vector<Reason>& reasons) {
  std::string out;
  for (const Reason reason : reasons) out += static_cast<char>('0' + static_cast<int>(reason));
  return out;
}

std::vector<Reason> parse_reasons(std::string_view text) {
  std::vector<Reason> out;
  for (const char c : text) out.push_back(static_cast<Reason>(c - '0'));
  return out;
}

}  // namespace motcua::feedback
