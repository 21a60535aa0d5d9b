#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

std::string with_bind(const std::string& bind) {
  return form_xml("<a/><b/><g><c/></g>", "<bind " + bind + "/>", R"x(<input ref="/data/a"/>)x");
}

}  // namespace

TEST_CASE("a form tells its name, version, title and languages") {
  const auto form =
      parse(form_xml("<a/>", R"x(<itext><translation lang="English"><text id="x"><value>x</value></text></translation>
      <translation lang="Tiếng Việt" default="true()"><text id="x"><value>x</value></text></translation></itext>)x",
                     R"x(<input ref="/data/a"/>)x"));
  CHECK(form->id() == "test");
  CHECK(form->version() == "1");
  CHECK(form->title() == "Thử");
  CHECK(form->languages() == std::vector<std::string>{"Tiếng Việt", "English"});
  CHECK(form->has_node("/data/a"));
  CHECK(form->has_node("/data/orx:meta/orx:instanceID"));
  CHECK_FALSE(form->has_node("/data/b"));
}

TEST_CASE("what is not well-formed XML is refused with the line") {
  const Error error = refusal("<h:html>\n<a></b>");
  CHECK(error.code == ErrorCode::form_not_xml);
  CHECK(error.detail.starts_with("line 2: "));
  CHECK(refusal("").code == ErrorCode::form_not_xml);
  CHECK(refusal("not xml at all").code == ErrorCode::form_not_xml);
  CHECK(refusal("<a/><b/>").code == ErrorCode::form_not_xml);
  CHECK(refusal(form_xml("<a>\xFF</a>", "", "")).detail == "it is not UTF-8");
  CHECK(refusal(form_xml("<q:a/>", "", "")).detail == "the prefix of \"q:a\" is not declared");
}

TEST_CASE("XML that is no XForm is refused, saying why") {
  CHECK(refusal("<html><body/></html>").code == ErrorCode::form_not_xform);
  CHECK(refusal("<data id='x'/>").code == ErrorCode::form_not_xform);
  const std::string head =
      "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'><h:head>";
  CHECK(refusal(head + "</h:head><h:body/></h:html>").detail == "<h:head> has no <model>");
  CHECK(refusal(head + "<model/></h:head><h:body/></h:html>").detail == "<model> has no <instance>");
  CHECK(refusal(head + "<model><instance/></model></h:head><h:body/></h:html>").detail ==
        "the primary <instance> is empty");
  CHECK(refusal(head + "<model><instance><d/></instance></model></h:head><h:body/></h:html>").code ==
        ErrorCode::form_not_xform);
  CHECK(refusal(head + "<model><instance><d id='x'/></instance></model></h:head></h:html>").detail ==
        "there is no <h:body>");
}

TEST_CASE("a document type is refused, and entities stay text") {
  const std::string form = form_xml("<a/>", "", "");
  const Error error = refusal("<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + form);
  CHECK(error.code == ErrorCode::form_not_xml);
  CHECK(error.detail.find("DOCTYPE") != std::string::npos);
}

TEST_CASE("the error of a long expression quotes only its beginning") {
  std::string pattern;
  for (int i = 0; i < 50'000; ++i) pattern += "đ|";
  const Error error =
      refusal(form_xml("<a/><b/>", "<bind nodeset='/data/b' calculate=\"regex(/data/a, '" + pattern + "')\"/>", ""));
  CHECK(error.detail.starts_with("bind /data/b, calculate: \"regex(/data/a, 'đ|đ|"));
  CHECK(error.detail.ends_with("đ|đ|…\": regular expression: too large"));
  CHECK(error.detail.size() < 300);
}

TEST_CASE("XML nested too deeply or too large is refused") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  std::string close;
  for (int i = 0; i < 100'000; ++i) close += "</a>";
  CHECK(refusal(deep + close).detail == "elements are nested deeper than 100 levels");
  CHECK(refusal(std::string(17 * 1024 * 1024, ' ')).detail == "it is larger than 16 MiB");
}

TEST_CASE("a reference to no field is refused, naming the bind and the expression") {
  CHECK(refusal(with_bind(R"x(nodeset="/data/a" relevant="/data/b = /data/nope")x")) ==
        Error{ErrorCode::form_reference, "bind /data/a, relevant: \"/data/b = /data/nope\": /data/nope"});
  CHECK(refusal(with_bind(R"x(nodeset="/data/g/c" calculate="../../x + 1")x")).detail ==
        "bind /data/g/c, calculate: \"../../x + 1\": ../../x");
  CHECK(refusal(with_bind(R"x(nodeset="/data/a" calculate="instance('towns')/root/item[1]/name")x"))
            .detail.ends_with("instance('towns')"));
  CHECK(refusal(form_xml("<a/>", "", R"x(<input ref="/data/q"/>)x")).detail == "<input>: \"/data/q\"");
  CHECK(refusal(form_xml("<a/>", "", R"x(<input ref="/data/a"><label ref="jr:itext('q')"/></input>)x")).detail ==
        "<input> /data/a, label: jr:itext('q')");
  CHECK(refusal(form_xml("<a/>", "", R"x(<input ref="/data/a"><label>x <output value="/data/y"/></label></input>)x"))
            .code == ErrorCode::form_reference);
}

TEST_CASE("a reference that asks for the time, for chance or for what only a filling has leads to no field") {
  for (const std::string call : {"uuid()", "random()", "now()", "today()", "randomize(/data/*[. > random()])",
                                 "property('deviceid')", "version()", "jr:choice-name('a', '/data/a')", "once('a')"}) {
    CAPTURE(call);
    CHECK(refusal(form_xml("<a/>", "", "<input ref=\"" + call + "\"/>")).code == ErrorCode::form_reference);
    CHECK(parse(with_bind("nodeset=\"" + call + "\" type=\"int\""))->has_node("/data/a"));
  }
}

TEST_CASE("a bind of a field that is not there is passed over") {
  const auto form = parse(with_bind(R"x(nodeset="/data/zzz" type="int" calculate="1 + 1")x"));
  CHECK_FALSE(form->has_node("/data/zzz"));
  CHECK(form->has_node("/data/a"));
}

TEST_CASE("null stands for no value") {
  parse(with_bind(R"x(nodeset="/data/a" calculate="if(/data/b = 1, 'x', null)")x"));
  CHECK(refusal(with_bind(R"x(nodeset="/data/a" calculate="if(/data/b = 1, 'x', nil)")x")).code ==
        ErrorCode::form_reference);
}

TEST_CASE("an unknown function and a wrong number of arguments are refused at load") {
  CHECK(refusal(with_bind(R"x(nodeset="/data/a" calculate="magic(1)")x")) ==
        Error{ErrorCode::xpath_unknown_function, "bind /data/a, calculate: \"magic(1)\": magic()"});
  CHECK(refusal(with_bind(R"x(nodeset="/data/a" calculate="if(1)")x")).code == ErrorCode::xpath_arguments);
  CHECK(refusal(with_bind(R"x(nodeset="/data/a" constraint=". >")x")).code == ErrorCode::xpath_syntax);
}

TEST_CASE("a circular calculation is refused, naming the fields") {
  const auto cycle = [](const std::string& binds) { return refusal(form_xml("<a/><b/><c/><g><d/></g>", binds, "")); };
  const Error error = cycle(
      R"x(<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/c"/><bind nodeset="/data/c" calculate="/data/a"/>)x");
  CHECK(error.code == ErrorCode::form_cycle);
  for (const char* field : {"/data/a", "/data/b", "/data/c"}) CHECK(error.detail.find(field) != std::string::npos);
  CHECK(cycle(R"x(<bind nodeset="/data/a" calculate="/data/a + 1"/>)x").detail == "/data/a → /data/a");
  CHECK(cycle(R"x(<bind nodeset="/data/a" relevant=". = 1"/>)x").code == ErrorCode::form_cycle);
  CHECK(cycle(R"x(<bind nodeset="/data/a" relevant="/data/b = 1"/><bind nodeset="/data/b" relevant="/data/a = 1"/>)x")
            .code == ErrorCode::form_cycle);
  CHECK(cycle(R"x(<bind nodeset="/data/g" relevant="/data/g/d = 1"/>)x").code == ErrorCode::form_cycle);
  CHECK(cycle(R"x(<bind nodeset="/data/a" calculate="sum(/data/*)"/>)x").code == ErrorCode::form_cycle);
}

TEST_CASE("a constraint about its own field and once() are no circles") {
  parse(form_xml(
      "<a/><b/>",
      R"x(<bind nodeset="/data/a" constraint=". &gt; 1 and /data/a &lt; 9" relevant="/data/b = 1"/><bind nodeset="/data/b" calculate="once(random())"/>)x",
      ""));
}

TEST_CASE("what is not supported yet is refused by name, not filled wrong") {
  CHECK(refusal(form_xml("<a/><r><x/></r>", "", R"x(<odk:sketch ref="/data/a"/>)x")) ==
        Error{ErrorCode::form_unsupported, "<odk:sketch> /data/a"});
  CHECK(refusal(form_xml("<a/>", R"x(<submission base64RsaPublicKey="MIIB"/>)x", "")).code ==
        ErrorCode::form_encrypted);
  CHECK(refusal(form_xml("<a/>", R"x(<action event="odk-instance-first-load"/>)x", "")).code ==
        ErrorCode::form_unsupported);
}

TEST_CASE("two binds may describe one field, but not twice the same property") {
  parse(form_xml("<a/>", R"x(<bind nodeset="/data/a" type="int"/><bind nodeset="/data/a" required="true()"/>)x", ""));
  CHECK(refusal(form_xml("<a/>",
                         R"x(<bind nodeset="/data/a" required="true()"/><bind nodeset="/data/a" required="false()"/>)x",
                         ""))
            .code == ErrorCode::form_not_xform);
}
