#include "motcua/base/text.hpp"
#include "xpath/digests.hpp"
#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

/// Decoded bytes become text only where they are UTF-8. U+0000 may be in it, as in JavaRosa; an answer may not hold it.
std::string as_text(std::optional<std::string> bytes) {
  if (!bytes) return {};
  std::string visible = *bytes;
  std::erase(visible, '\0');
  return is_valid_utf8(visible) ? std::move(*bytes) : std::string();
}

std::string digest_of(const Call& call) {
  std::string scratch;
  const std::string_view text = call.view(0, scratch);
  if (!call.environment().spend(text.size())) return {};
  const auto hash = digest(text, call.text(1));
  if (!hash) return {};
  const std::string encoding = call.has(2) ? call.text(2) : "base64";
  if (encoding == "hex") return to_hex(*hash);
  return encoding == "base64" ? to_base64(*hash) : std::string();
}

}  // namespace

Value call_crypto(const Call& call) {
  std::string scratch;
  switch (call.expr().function) {
    case FunctionId::digest:
      return digest_of(call);
    case FunctionId::base64_decode: {
      const std::string_view text = call.view(0, scratch);
      return call.environment().spend(text.size()) ? as_text(from_base64(text)) : std::string();
    }
    default: {
      const auto content = from_base64(call.view(0, scratch));
      const auto key = from_base64(call.text(1));
      if (!content || !key || !call.environment().spend(content->size())) return std::string();
      return as_text(open_signed(*content, *key));
    }
  }
}

}  // namespace motcua::forms::xpath
