// Forms that are broken, hostile or merely strange: an error in words, or what the specification says; never a crash.
#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

std::string rich_form() {
  return form_xml(
      "<a>1</a><b/><c/>",
      R"x(<instance id="x"><root><item><name>n</name></item></root></instance><itext><translation lang="vi"><text id="t"><value>Một <output value="/data/a"/></value></text></translation></itext>
          <bind nodeset="/data/a" type="int" constraint=". &lt; 9" required="true()"/><bind nodeset="/data/b" calculate="concat(/data/a, 'x')"/>
          <setvalue event="odk-instance-first-load" ref="/data/c" value="uuid()"/>)x",
      R"x(<input ref="/data/a"><label ref="jr:itext('t')"/></input><select1 ref="/data/c"><itemset nodeset="instance('x')/root/item"><value ref="name"/><label ref="name"/></itemset></select1>)x");
}

/// Reads a form and, if it is one, fills it a little.
void try_form(const std::string& xml) {
  const auto form = FormDefinition::parse(xml);
  if (!form) {
    CHECK_FALSE(form.error().detail.empty());
    return;
  }
  ManualClock clock;
  SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  auto session = FormSession::create(*form, options);
  if (!session) return;
  for (const ItemView& item : session->items()) (void)session->answer(item.ref, "7");
  CHECK_FALSE(session->submission_xml().empty());
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a form cut off anywhere is refused") {
  const std::string xml = rich_form();
  try_form(xml);
  for (std::size_t length = 0; length < xml.size(); ++length) {
    CHECK_FALSE(FormDefinition::parse(xml.substr(0, length)).has_value());
  }
}

TEST_CASE("a form with any byte changed is read or refused, and never harms") {
  const std::string xml = rich_form();
  for (std::size_t i = 0; i < xml.size(); ++i) {
    for (const char c : {'<', '"', '\0', '\xFF', '/', '('}) {
      std::string changed = xml;
      changed[i] = c;
      try_form(changed);
    }
  }
}

TEST_CASE("entity bombs are refused before they grow") {
  std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c < 'n'; ++c) {
    bomb +=
        std::string("<!ENTITY ") + c + " \"" + repeated(std::string("&") + static_cast<char>(c - 1) + ";", 10) + "\">";
  }
  CHECK(refusal(bomb + "]>" + rich_form()).code == ErrorCode::form_not_xml);
}

TEST_CASE("bytes that are not UTF-8 and characters that XML has not are refused") {
  for (const char* bytes : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE1\xBA"}) {
    CHECK(refusal(form_xml(std::string("<a>") + bytes + "</a>", "", "")).code == ErrorCode::form_not_xml);
  }
}

TEST_CASE("names and texts in decomposed letters are the same as composed ones") {
  Filling f(form_xml("<to\xCC\x82i/><b/>", R"x(<bind nodeset="/data/b" calculate="/data/tôi"/>)x",
                     "<input ref=\"/data/to\xCC\x82i\"/>"));
  f.answer("/data/tôi", "e\xCC\x81");
  CHECK(f.value("/data/b") == "é");
}

TEST_CASE("an attribute of megabytes is read or refused in good time") {
  const std::string long_text(4 * 1024 * 1024, 'a');
  CHECK(refusal(form_xml("<a/>", "<bind nodeset=\"/data/a\" relevant=\"'" + long_text + "' = ''\"/>", "")).code ==
        ErrorCode::xpath_syntax);
  Filling f(form_xml("<a/>", "<bind nodeset=\"/data/a\" jr:requiredMsg=\"" + long_text + "\" required=\"true()\"/>",
                     R"x(<input ref="/data/a"/>)x"));
  CHECK(f.item("/data/a").required_message.size() == long_text.size());
}

TEST_CASE("elements and expressions nested deeply are refused") {
  CHECK(refusal(form_xml(repeated("<g>", 5000) + repeated("</g>", 5000), "", "")).code == ErrorCode::form_not_xml);
  const auto relevant = [](const std::string& expression) {
    return refusal(form_xml("<a/>", "<bind nodeset=\"/data/a\" relevant=\"" + expression + "\"/>", "")).code;
  };
  CHECK(relevant(repeated("(", 10'000) + "1" + repeated(")", 10'000)) == ErrorCode::xpath_syntax);
  CHECK(relevant(repeated("not(", 10'000) + "1" + repeated(")", 10'000)) == ErrorCode::xpath_syntax);
  CHECK(relevant(repeated("/data/a[", 10'000) + "1" + repeated("]", 10'000)) == ErrorCode::xpath_syntax);
}

TEST_CASE("a long circle of calculations is refused, naming fields") {
  std::string instance;
  std::string binds;
  constexpr int kCount = 2000;
  for (int i = 0; i < kCount; ++i) {
    instance += "<n" + std::to_string(i) + "/>";
    binds += "<bind nodeset=\"/data/n" + std::to_string(i) + "\" calculate=\"/data/n" +
             std::to_string((i + 1) % kCount) + " + 1\"/>";
  }
  const Error error = refusal(form_xml(instance, binds, ""));
  CHECK(error.code == ErrorCode::form_cycle);
  CHECK(error.detail.find("/data/n17") != std::string::npos);
}

TEST_CASE("a hundred thousand fields are read") {
  std::string instance;
  for (int i = 0; i < 100'000; ++i) instance += "<n" + std::to_string(i) + "/>";
  CHECK(parse(form_xml(instance, "", ""))->leaf_paths().size() > 100'000);
}

TEST_CASE("texts that contain themselves end") {
  Filling f(form_xml(
      "<a/>",
      R"x(<itext><translation lang="vi"><text id="t"><value>x<output value="jr:itext('t')"/></value></text></translation></itext>)x",
      R"x(<input ref="/data/a"><label ref="jr:itext('t')"/></input>)x"));
  CHECK(f.item("/data/a").label.starts_with("x"));
  Filling names(form_xml(
      "<a>1</a>", "",
      R"x(<select1 ref="/data/a"><item><label>y<output value="jr:choice-name(/data/a, '/data/a')"/></label><value>1</value></item></select1>)x"));
  CHECK(names.item("/data/a").choices[0].label.starts_with("y"));
}

TEST_CASE("expressions that would run for hours end blank") {
  std::string instance;
  for (int i = 0; i < 300; ++i) instance += "<n/>";
  Filling f(form_xml(
      instance + "<q/>",
      R"x(<bind nodeset="/data/q" calculate="count(//n[count(//n[count(//n[count(//n) = 1]) = 1]) = 1])"/>)x", ""));
  CHECK(f.value("/data/q").size() < 4);
}
