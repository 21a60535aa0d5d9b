#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_definition.hpp"
#include "motcua/xlsform/convert.hpp"

namespace motcua::xlsform::testing {

struct Outcome {
  Result<Conversion> conversion;
  std::vector<Error> warnings;
  [[nodiscard]] bool warns(ErrorCode code) const {
    return std::ranges::find(warnings, code, &Error::code) != warnings.end();
  }
  [[nodiscard]] bool warns(ErrorCode code, std::string_view part) const {
    return std::ranges::any_of(warnings, [&](const Error& warning) {
      return warning.code == code && warning.detail.find(part) != std::string::npos;
    });
  }
  [[nodiscard]] bool has(std::string_view text) const {
    return conversion && conversion->xml.find(text) != std::string::npos;
  }
};

inline Outcome convert(std::string_view markdown) {
  std::vector<Error> warnings;
  auto workbook = read_markdown(markdown);
  REQUIRE(workbook);
  auto conversion = xlsform::convert(*workbook, {}, warnings);
  return {std::move(conversion), std::move(warnings)};
}

/// A conversion that succeeds and whose form the engine takes.
inline Outcome good(std::string_view markdown, const std::vector<forms::FormFile>& files = {}) {
  Outcome outcome = convert(markdown);
  if (!outcome.conversion) FAIL(name(outcome.conversion.error().code), ": ", outcome.conversion.error().detail);
  const auto form = forms::FormDefinition::parse(outcome.conversion->xml, files);
  if (!form) FAIL(name(form.error().code), ": ", form.error().detail, "\n", outcome.conversion->xml);
  return outcome;
}

inline Error refusal(std::string_view markdown) {
  const Outcome outcome = convert(markdown);
  REQUIRE_FALSE(outcome.conversion);
  return outcome.conversion.error();
}

/// The error's code and detail at once: what a test of a mistake is about.
inline std::string mistake(std::string_view markdown) {
  const Error error = refusal(markdown);
  return std::string(name(error.code)) + ": " + error.detail;
}

}  // namespace motcua::xlsform::testing
