#pragma once
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"

namespace motcua::forms::testing {

/// A whole form around the parts that a test is about. `instance` is what stands in <data>, `model` what follows the
/// instance (binds, itext, other instances), `body` the controls.
inline std::string form_xml(std::string_view instance, std::string_view model, std::string_view body) {
  std::string out =
      R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Thử</h:title><model><instance><data id="test" version="1">)x";
  out += instance;
  out += "</data></instance>";
  out += model;
  out += "</model></h:head><h:body>";
  out += body;
  out += "</h:body></h:html>";
  return out;
}

inline std::shared_ptr<const FormDefinition> parse(const std::string& xml) {
  auto form = FormDefinition::parse(xml);
  if (!form) FAIL(name(form.error().code), ": ", form.error().detail);
  return *form;
}

inline Error refusal(const std::string& xml) {
  const auto form = FormDefinition::parse(xml);
  REQUIRE_FALSE(form.has_value());
  return form.error();
}

/// A form being filled, with a clock that stands at 2023-11-15T05:13:20+07:00 and fixed randomness.
struct Filling {
  ManualClock clock;
  SeededRandom random{1};
  FormSession session;

  explicit Filling(const std::string& xml, std::vector<NodeValue> restore = {}, std::string language = {})
      : session(open(parse(xml), std::move(restore), std::move(language))) {}

  FormSession open(std::shared_ptr<const FormDefinition> form, std::vector<NodeValue> restore, std::string language) {
    auto made = FormSession::create(std::move(form), {&clock, &random, std::move(language), std::move(restore)});
    if (!made) FAIL(name(made.error().code), ": ", made.error().detail);
    return std::move(*made);
  }
  std::vector<NodeValue> answer(std::string_view ref, std::string_view value) {
    auto changed = session.answer(ref, value);
    if (!changed) FAIL(ref, ": ", name(changed.error().code), ": ", changed.error().detail);
    return std::move(*changed);
  }
  Error refused(std::string_view ref, std::string_view value) {
    const auto changed = session.answer(ref, value);
    REQUIRE_FALSE(changed.has_value());
    return changed.error();
  }
  std::string value(std::string_view ref) const { return session.value(ref).value_or("(no such node)"); }
  bool shown(std::string_view ref) const { return session.item(ref).has_value(); }
  ItemView item(std::string_view ref) const {
    const auto found = session.item(ref);
    REQUIRE(found.has_value());
    return *found;
  }
};

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace motcua::forms::testing
