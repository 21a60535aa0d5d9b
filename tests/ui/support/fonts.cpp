#include "support/fonts.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace motcua::ui::test {
namespace {

Bytes read(const std::string& name) {
  std::ifstream file(std::string(MOTCUA_FONTS_DIR) + "/" + name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty()) {
    std::cerr << "no font " << name << " in " << MOTCUA_FONTS_DIR << "\n";
    std::abort();
  }
  return to_bytes(text);
}

}  // namespace

const Fonts& test_fonts() {
  static const Bytes regular = read("be-vietnam-pro-regular.ttf");
  static const Bytes semibold = read("be-vietnam-pro-semibold.ttf");
  static const Bytes icons = read("material-symbols.ttf");
  static const Fonts fonts{regular, semibold, icons};
  return fonts;
}

}  // namespace motcua::ui::test
