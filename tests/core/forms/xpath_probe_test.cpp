#include "motcua/forms/xpath_probe.hpp"

#include <doctest/doctest.h>

using namespace motcua;
using namespace motcua::forms;

namespace {

XPathAnswer ask(XPathProbe probe) {
  const auto answer = probe_xpath(probe);
  if (!answer) FAIL(probe.expression, ": ", name(answer.error().code), ": ", answer.error().detail);
  return *answer;
}

/// Summer time from the first of April 2026 to the first of October, at 01:00 UTC: two hours ahead instead of one.
class Summer final : public ZoneRules {
 public:
  [[nodiscard]] int minutes_ahead(Instant instant) const override {
    return instant.ms >= kStart && instant.ms < kEnd ? 120 : 60;
  }

 private:
  static constexpr std::int64_t kStart = 1'775'005'200'000;
  static constexpr std::int64_t kEnd = 1'790'816'400'000;
};

constexpr std::string_view kForm =
    R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>)x"
    R"x(<instance><data><a>1</a></data></instance><instance id="t"><root><item>x</item></root></instance>)x"
    R"x(<itext><translation lang="vi"><text id="q"><value form="short">no</value><value>Xin chào</value></text></translation></itext>)x"
    R"x(</model></h:head><h:body/></h:html>)x";

}  // namespace

TEST_CASE("a probe answers in the shape that it asks for") {
  XPathProbe probe;
  probe.xml = "<r x='1'> <b/>t<!--c--><?p q?><b>2</b></r>";
  probe.context = "/*[1]";
  probe.expression = "b[2]";
  probe.as = XPathProbe::As::number;
  CHECK(ask(probe).number == 2);
  probe.as = XPathProbe::As::boolean;
  CHECK(ask(probe).boolean);
  probe.as = XPathProbe::As::string;
  CHECK(ask(probe).text == "2");
  probe.as = XPathProbe::As::nodes;
  probe.expression = "/ | @x | node()";
  CHECK(ask(probe).nodes == std::vector<std::string>{"/", "/*[1]/@x", "/*[1]/text()[1]", "/*[1]/*[1]",
                                                     "/*[1]/text()[2]", "/*[1]/comment()[1]",
                                                     "/*[1]/processing-instruction()[1]", "/*[1]/*[2]"});
}

TEST_CASE("in an XForm absolute paths start at the primary instance") {
  XPathProbe probe;
  probe.xml = kForm;
  probe.context = "/*[1]/*[1]/*[1]/*[1]/*[1]";
  for (const auto& [expression, text] : {std::pair{"/data/a", "1"},
                                         {"instance('t')/root/item", "x"},
                                         {"jr:itext('q')", "Xin chào"},
                                         {"count(/h:html)", "0"}}) {
    probe.expression = expression;
    CHECK_MESSAGE(ask(probe).text == text, expression);
  }
  probe.plain = true;
  probe.expression = "count(/h:html)";
  CHECK(ask(probe).text == "1");
}

TEST_CASE("a wrong call fails when it is reached, and only then") {
  XPathProbe probe;
  probe.xml = "<r/>";
  probe.context = "/";
  probe.as = XPathProbe::As::boolean;
  for (const char* fine : {"true() or explode()", "false() and substring() = 1", "if(1, 1, explode(explode(1), 2))"}) {
    probe.expression = fine;
    CHECK_MESSAGE(probe_xpath(probe).has_value(), fine);
  }
  probe.expression = "false() or explode()";
  CHECK(probe_xpath(probe).error().code == ErrorCode::xpath_unknown_function);
  probe.expression = "substring('a') = ''";
  CHECK(probe_xpath(probe).error().code == ErrorCode::xpath_arguments);
}

TEST_CASE("a probe says what it cannot read") {
  const auto code = [](std::string_view xml, std::string_view context, std::string_view expression) {
    XPathProbe probe;
    probe.xml = xml;
    probe.context = context;
    probe.expression = expression;
    const auto answer = probe_xpath(probe);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().code;
  };
  CHECK(code("<r>", "/", "1") == ErrorCode::form_not_xml);
  CHECK(code("<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "/", "1") == ErrorCode::form_not_xml);
  CHECK(code("<r/>", "/*[2]", "1") == ErrorCode::xpath_syntax);
  CHECK(code("<r/>", "/", "1 +") == ErrorCode::xpath_syntax);
  XPathProbe probe;
  probe.xml = "<!DOCTYPE html><r/>";
  probe.context = "/";
  probe.expression = "name(*)";
  CHECK(ask(probe).text == "r");
}

TEST_CASE("civil time follows the rules of its zone") {
  const Summer summer;
  XPathProbe probe;
  probe.xml = "<r/>";
  probe.context = "/";
  probe.zone = &summer;
  for (const auto& [expression, text] :
       {std::pair{"date-time('2026-01-15T12:00:00')", "2026-01-15T12:00:00.000+01:00"},
        {"date-time('2026-07-15T12:00:00')", "2026-07-15T12:00:00.000+02:00"},
        {"date-time('2026-07-15T10:00:00Z')", "2026-07-15T12:00:00.000+02:00"},
        {"date('2026-04-01' + 1)", "2026-04-02T01:00:00.000+02:00"},  // That day has 23 hours.
        {"date('2026-07-15' + 1)", "2026-07-16"},
        {"'2026-04-02' - '2026-04-01' < 1", "true"},
        {"date-time('2026-04-01T01:59:00')", "2026-04-01T01:59:00.000+01:00"},
        {"date-time('2026-04-01T02:30:00')", "2026-04-01T03:30:00.000+02:00"},  // Skipped by the clocks.
        {"date-time('2026-04-01T03:00:00')", "2026-04-01T03:00:00.000+02:00"},
        {"date-time('2026-10-01T03:30:00')", "2026-10-01T03:30:00.000+01:00"}}) {
    probe.expression = expression;
    CHECK_MESSAGE(ask(probe).text == text, expression);
  }
}

TEST_CASE("the namespace axis has a node for each prefix that means something at an element") {
  XPathProbe probe;
  probe.xml = R"x(<r xmlns="urn:r" xmlns:p="urn:p" id="1"><a xmlns:p="urn:q" xmlns:s="urn:s"/><b xmlns=""/></r>)x";
  probe.context = "/*[1]";
  probe.plain = true;
  const auto text = [&](const std::string& expression) {
    probe.expression = expression;
    probe.as = XPathProbe::As::string;
    return ask(probe).text;
  };
  CHECK(text("count(namespace::*)") == "3");  // The default, p and xml.
  CHECK(text("namespace::*[name() = '']") == "urn:r");
  CHECK(text("namespace::p") == "urn:p");
  CHECK(text("namespace::xml") == "http://www.w3.org/XML/1998/namespace");
  CHECK(text("namespace-uri(namespace::p)") == "");
  CHECK(text("string(*[1]/namespace::p)") == "urn:q");
  CHECK(text("count(*[1]/namespace::node())") == "4");
  CHECK(text("count(*[2]/namespace::*)") == "2");  // xmlns="" takes the default back.
  CHECK(text("count(//namespace::xml)") == "3");   // Each element has its own.
  CHECK(text("name(namespace::p/..)") == "r");
  CHECK(text("count(@*)") == "1");
  CHECK(text("count(@node())") == "1");
  CHECK(text("count(namespace::p/namespace::*)") == "0");
  CHECK(text("count(namespace::id)") == "0");
  probe.expression = "namespace::p | @id";
  probe.as = XPathProbe::As::nodes;
  CHECK(ask(probe).nodes == std::vector<std::string>{"/*[1]/namespace::p", "/*[1]/@id"});
}
