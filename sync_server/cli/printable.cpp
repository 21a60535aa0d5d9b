#include "cli/printable.hpp"

#include <cstddef>

#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kFurtherLine = "\n    ";

bool is_control(unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }

/// U+0080 to U+009F: some terminals take them as they take an escape.
bool is_c1(std::string_view rest) {
  return rest.size() > 1 && rest[0] == '\xC2' && static_cast<unsigned char>(rest[1]) >= 0x80 &&
         static_cast<unsigned char>(rest[1]) <= 0x9F;
}

/// Where the encoding is broken, nobody knows what a terminal makes of the bytes.
std::string without_bytes_above_ascii(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80)
      out += c;
    else
      out += kReplacement;
  }
  return out;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\r\n")) continue;
    if (is_c1(rest)) {
      out += kReplacement;
      ++i;
    } else if (is_control(static_cast<unsigned char>(text[i]))) {
      out += kReplacement;
    } else {
      out += text[i];
    }
  }
  return is_valid_utf8(out) ? out : without_bytes_above_ascii(out);
}

std::string printable_paragraph(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '\n')
      out += kFurtherLine;
    else
      out += c;
  }
  return out;
}

}  // namespace motcua::server
