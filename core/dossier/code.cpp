#include <utf8proc.h>

#include "motcua/base/text.hpp"
#include "motcua/base/url.hpp"
#include "motcua/dossier/dossier.hpp"

namespace motcua::dossier {
namespace {

constexpr int kMaxCharacters = 64;

enum class Glyph : std::uint8_t { space, invisible, dash, control, other };

Glyph classify(utf8proc_int32_t point) {
  if (point == '\t' || point == '\n' || point == '\r') return Glyph::space;
  if (point == 0x2212 || point == 0x00AD) return Glyph::dash;  // minus sign and soft hyphen: what a PDF pastes for "-"
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return Glyph::space;
    case UTF8PROC_CATEGORY_CF:
      return Glyph::invisible;  // zero-width marks come along when a code is copied from a page
    case UTF8PROC_CATEGORY_PD:
      return Glyph::dash;
    case UTF8PROC_CATEGORY_CC:
      return Glyph::control;
    default:
      return Glyph::other;
  }
}

void append(std::string& out, utf8proc_int32_t point) {
  utf8proc_uint8_t buffer[4];
  const auto size = utf8proc_encode_char(point, buffer);
  for (utf8proc_ssize_t i = 0; i < size; ++i) out.push_back(static_cast<char>(buffer[i]));
}

// The typed text without spaces and invisible marks, dashes as "-", upper case; nullopt when it is no code at all.
struct Normalised {
  std::string text;
  int characters = 0;
};
std::optional<Normalised> normalise(std::string_view typed) {
  if (typed.size() > 1024) return std::nullopt;  // No code is near this; bounds the work for any input.
  const auto composed = to_nfc(typed);
  if (!composed) return std::nullopt;
  Normalised out;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(composed->data());
  auto left = static_cast<utf8proc_ssize_t>(composed->size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const auto used = utf8proc_iterate(bytes, left, &point);
    if (used <= 0) return std::nullopt;
    bytes += used;
    left -= used;
    switch (classify(point)) {
      case Glyph::space:
      case Glyph::invisible:
        continue;
      case Glyph::control:
        return std::nullopt;
      case Glyph::dash:
        out.text.push_back('-');
        break;
      case Glyph::other:
        append(out.text, utf8proc_toupper(point));
        break;
    }
    ++out.characters;
  }
  if (out.characters == 0 || out.characters > kMaxCharacters) return std::nullopt;
  return out;
}

}  // namespace

Result<std::string> normalise_code(std::string_view typed) {
  auto code = normalise(typed);
  if (!code) return fail(ErrorCode::invalid_argument, "code");
  return std::move(code->text);
}

Result<std::string> normalise_lookup_code(std::string_view typed) {
  const auto code = normalise(typed);
  if (!code) return fail(ErrorCode::invalid_argument, "lookup_code");
  std::string out;
  for (const char c : code->text) {
    if (c == '-') continue;
    if ((c < 'A' || c > 'Z') && (c < '0' || c > '9')) return fail(ErrorCode::invalid_argument, "lookup_code");
    out.push_back(c);
  }
  if (out.empty()) return fail(ErrorCode::invalid_argument, "lookup_code");
  return out;
}

std::string receipt_link(std::string_view code, std::string_view lookup_code) {
  return "#/d/" + percent_encoded(code) + "/" + percent_encoded(lookup_code);
}

}  // namespace motcua::dossier
