#include <algorithm>
#include <array>

#include "table.hpp"

namespace motcua::xlsform {
namespace {

struct Range {
  char32_t first, last;
};

// Namespaces in XML 1.0, NCName: XML 1.0's name characters without the colon.
constexpr auto kStart = std::to_array<Range>({{U'A', U'Z'},
                                              {U'_', U'_'},
                                              {U'a', U'z'},
                                              {0xC0, 0xD6},
                                              {0xD8, 0xF6},
                                              {0xF8, 0x2FF},
                                              {0x370, 0x37D},
                                              {0x37F, 0x1FFF},
                                              {0x200C, 0x200D},
                                              {0x2070, 0x218F},
                                              {0x2C00, 0x2FEF},
                                              {0x3001, 0xD7FF},
                                              {0xF900, 0xFDCF},
                                              {0xFDF0, 0xFFFD},
                                              {0x10000, 0xEFFFF}});
constexpr auto kLater =
    std::to_array<Range>({{U'-', U'.'}, {U'0', U'9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}});

template <std::size_t size>
bool is_in(const std::array<Range, size>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

/// Takes one character off valid UTF-8.
char32_t take(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t out = size == 1 ? lead : lead & (0x7FU >> size);
  for (std::size_t i = 1; i < std::min(size, text.size()); ++i) {
    out = out << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(std::min(size, text.size()));
  return out;
}

}  // namespace

bool is_xml_name(std::string_view name) {
  if (name.empty() || name.size() > 255 || !is_in(kStart, take(name))) return false;
  while (!name.empty()) {
    const char32_t c = take(name);
    if (!is_in(kStart, c) && !is_in(kLater, c)) return false;
  }
  return true;
}

bool is_qualified_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return is_xml_name(name);
  return is_xml_name(name.substr(0, colon)) && is_xml_name(name.substr(colon + 1));
}

}  // namespace motcua::xlsform
