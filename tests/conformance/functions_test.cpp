#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "function_cases.hpp"
#include "motcua/forms/xpath_probe.hpp"

namespace motcua::conformance {
namespace {

constexpr const char* kForm =
    R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title><model><instance><data id="conformance" version="7"><a/><r><age>1</age></r><r><age>2</age></r><r><age>3</age></r><one>1</one><b>2</b><letter>x</letter><decimal>6.5</decimal><list>yes no</list><empty/><place>Hà Nội</place><code>hn</code></data></instance>)x"
    R"x(<instance id="city"><root><item><name>hcm</name><label>TP. Hồ Chí Minh</label></item><item><name>hn</name><label>Hà Nội</label></item><item><name>dn</name><label>Đà Nẵng</label></item></root></instance>)x"
    R"x(<instance id="letters"><root><item>A</item><item>B</item><item>C</item><item>D</item><item>E</item><item>F</item></root></instance>)x"
    R"x(<instance id="points"><root><item>0 0 0 0</item><item>0 1 0 0</item><item>1 1 0 0</item><item>1 0 0 0</item></root></instance>)x"
    R"x(<itext><translation lang="en"><text id="hello"><value>Hello</value></text></translation><translation lang="vi" default="true()"><text id="hello"><value>Xin chào</value></text></translation></itext>)x"
    R"x(</model></h:head><h:body/></h:html>)x";

/// The functions that the ODK XForms specification lists, those of XPath 1.0, and those that ODK's documentation adds.
constexpr std::array kSpecified = {
    "string",
    "concat",
    "join",
    "substr",
    "substring-before",
    "substring-after",
    "translate",
    "string-length",
    "normalize-space",
    "contains",
    "starts-with",
    "ends-with",
    "uuid",
    "digest",
    "pulldata",
    "if",
    "coalesce",
    "once",
    "true",
    "false",
    "boolean",
    "boolean-from-string",
    "not",
    "regex",
    "checklist",
    "weighted-checklist",
    "number",
    "random",
    "int",
    "sum",
    "max",
    "min",
    "round",
    "pow",
    "log",
    "log10",
    "abs",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sqrt",
    "exp",
    "exp10",
    "pi",
    "count",
    "count-non-empty",
    "position",
    "instance",
    "current",
    "randomize",
    "today",
    "now",
    "format-date",
    "format-date-time",
    "date",
    "decimal-date-time",
    "decimal-time",
    "selected",
    "selected-at",
    "count-selected",
    "jr:itext",
    "area",
    "distance",
    "last",
    "id",
    "local-name",
    "namespace-uri",
    "name",
    "substring",
    "floor",
    "ceiling",
    "lang",
    "geofence",
    "intersects",
    "base64-decode",
    "extract-signed",
    "date-time",
};

Result<forms::XPathAnswer> answer(const Case& entry) {
  ManualClock clock;
  SeededRandom random(1);
  forms::XPathProbe probe;
  probe.xml = kForm;
  probe.context = "/*[1]/*[1]/*[2]/*[1]/*[1]";
  probe.expression = entry.expression;
  probe.clock = &clock;
  probe.random = &random;
  return probe_xpath(probe);
}

void check(const Cases& cases) {
  for (const Case& entry : cases) {
    const auto found = answer(entry);
    const std::string actual =
        found ? found->text : std::string(name(found.error().code)) + ": " + found.error().detail;
    CHECK_MESSAGE(actual == entry.expected, entry.section, "  ", entry.expression);
  }
}

}  // namespace

Cases function_cases() {
  Cases all;
  for (const auto& cases : {path_cases(), operator_cases(), string_cases(), boolean_cases(), number_cases(),
                            node_set_cases(), date_cases(), select_cases(), geography_cases(), digest_cases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

TEST_CASE("XPath: paths, axes and predicates") { check(path_cases()); }
TEST_CASE("XPath: operators") { check(operator_cases()); }
TEST_CASE("XPath: string functions") { check(string_cases()); }
TEST_CASE("XPath: boolean functions") { check(boolean_cases()); }
TEST_CASE("XPath: number functions") { check(number_cases()); }
TEST_CASE("XPath: node-set, translation and instance functions") { check(node_set_cases()); }
TEST_CASE("XPath: date and time functions") { check(date_cases()); }
TEST_CASE("XPath: select functions") { check(select_cases()); }
TEST_CASE("XPath: geographic functions") { check(geography_cases()); }
TEST_CASE("XPath: digests and signatures") { check(digest_cases()); }

TEST_CASE("the table has a case for each function that the specification names") {
  const Cases all = function_cases();
  for (const char* function : kSpecified) {
    const std::string call = std::string(function) + "(";
    const bool covered = std::ranges::any_of(all, [&call](const Case& entry) {
      const auto at = entry.expression.find(call);
      const bool whole = at != std::string::npos &&
                         (at == 0 || std::string_view("abcdefghijklmnopqrstuvwxyz-:").find(entry.expression[at - 1]) ==
                                         std::string_view::npos);
      return whole;
    });
    CHECK_MESSAGE(covered, function);
  }
}

}  // namespace motcua::conformance
