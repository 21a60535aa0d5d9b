#pragma once
// Cases for what the ODK XForms specification names (https://getodk.github.io/xforms-spec/). Each test case begins with
// the section that it is about.
#include "../core/forms/forms_support.hpp"

namespace motcua::forms::conformance {

using testing::Filling;
using testing::form_xml;
using testing::parse;
using testing::refusal;

/// A form with one question `q` and what binds it: attributes of its <bind>.
inline std::string one_question(const std::string& bind, const std::string& control = R"x(<input ref="/data/q"/>)x") {
  return form_xml("<q/><other/>", "<bind nodeset=\"/data/q\" " + bind + "/>",
                  control + R"x(<input ref="/data/other"/>)x");
}

/// What is between <data …> and </data> in the submission, without the meta block.
inline std::string submitted(const Filling& filling) {
  std::string xml = filling.session.submission_xml();
  const auto start = xml.find('>', xml.find("<data")) + 1;
  xml = xml.substr(start, xml.rfind("</data>") - start);
  for (const char* name : {"orx:meta", "meta"}) {
    const std::string open = std::string("<") + name;
    const std::string close = std::string("</") + name + ">";
    const auto at = xml.find(open);
    if (at != std::string::npos) xml.erase(at, xml.find(close) + close.size() - at);
  }
  return xml;
}

/// The references of all items shown, each followed by a space.
inline std::string shown(const Filling& filling) {
  std::string out;
  for (const ItemView& item : filling.session.items()) out += item.ref + " ";
  return out;
}

inline std::string choices(const ItemView& item) {
  std::string out;
  for (const Choice& choice : item.choices) out += choice.value + "=" + choice.label + " ";
  return out;
}

}  // namespace motcua::forms::conformance
