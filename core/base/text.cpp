#include "motcua/base/text.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace motcua {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* p) const { std::free(p); }  // utf8proc_map allocates with malloc.
};

std::optional<std::string> map(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &out, static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(out);
  if (length < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Letters of Latin scripts, Vietnamese ones among them, and common punctuation: in Unicode's data each of them is NFC
/// by itself (NFC_Quick_Check=Yes), and a text of only such characters is NFC. Most texts are.
bool is_always_nfc(utf8proc_int32_t code_point) {
  return code_point < 0x300 || (code_point >= 0x1E00 && code_point <= 0x1EFF) ||
         (code_point >= 0x2010 && code_point <= 0x205F);
}

enum class Reading { invalid, valid, nfc };

Reading read_utf8(std::string_view text) {
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  Reading reading = Reading::nfc;
  while (left > 0) {
    utf8proc_ssize_t used = 1;
    if (*data == 0) return Reading::invalid;
    if (*data >= 0x80) {
      utf8proc_int32_t code_point = 0;
      used = utf8proc_iterate(data, left, &code_point);
      if (used <= 0) return Reading::invalid;
      if (!is_always_nfc(code_point)) reading = Reading::valid;
    }
    data += used;
    left -= used;
  }
  return reading;
}

}  // namespace

bool is_valid_utf8(std::string_view text) { return read_utf8(text) != Reading::invalid; }

std::optional<std::string> to_nfc(std::string_view text) {
  switch (read_utf8(text)) {
    case Reading::invalid:
      return std::nullopt;
    case Reading::nfc:
      return std::string(text);
    case Reading::valid:
      break;
  }
  return map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string fold(std::string_view text) {
  const auto folded =
      map(text, UTF8PROC_STABLE | UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_COMPAT);
  if (!folded) return {};
  std::string out;
  out.reserve(folded->size());
  for (std::size_t i = 0; i < folded->size(); ++i) {
    const std::string_view rest = std::string_view(*folded).substr(i);
    if (rest.starts_with("đ")) {  // U+0111 has no decomposition: Unicode counts the stroke as part of the letter.
      out += 'd';
      ++i;
    } else if (is_space(rest.front())) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += rest.front();
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace motcua
