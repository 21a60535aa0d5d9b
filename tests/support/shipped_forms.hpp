#pragma once
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "motcua/xlsform/convert.hpp"

namespace motcua::testing {

inline std::string asset(const std::string& path) {
  std::ifstream in(MOTCUA_SOURCE_DIR "/assets/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The XForm of a source in assets/forms, as publishing makes it.
inline std::string shipped_form(const std::string& name) {
  const auto workbook = xlsform::read_markdown(asset("forms/" + name + ".md"));
  if (!workbook) FAIL(name, ": ", workbook.error().detail);
  std::vector<Error> warnings;
  auto conversion = xlsform::convert(*workbook, {}, warnings);
  if (!conversion) FAIL(name, ": ", conversion.error().detail);
  return std::move(conversion->xml);
}

}  // namespace motcua::testing
