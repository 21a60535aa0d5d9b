#include <doctest/doctest.h>
#include <json/json.h>

#include <set>

#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A form with one field for each mistake that `form check` warns of.
constexpr const char* kUnwise = R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Vụng</h:title><model>
  <itext><translation lang="vi"><text id="a"><value>Tên</value></text></translation>
    <translation lang="en"><text id="a"><value>-</value></text></translation></itext>
  <instance><data id="vung"><a/><b/><c/><d/><e>3</e><f/><g/><h/><sum/><idle/></data></instance>
  <instance id="unused"><root><item><name>x</name></item></root></instance>
  <instance id="many"><root><item><name>mot hai</name></item></root></instance>
  <instance id="list"><root><item><name>x</name></item><item><name>x</name></item></root></instance>
  <bind nodeset="/data/a" constraint="string-length(.) &gt; 1"/>
  <bind nodeset="/data/d" relevant="false()"/>
  <bind nodeset="/data/f" readonly="true()" required="true()"/>
  <bind nodeset="/data/g" calculate="1 + 1"/>
  <bind nodeset="/data/h" type="strnig"/>
  <bind nodeset="/data/sum" calculate="/data/e * 2"/>
  <bind nodeset="/data/nowhere" required="true()"/>
  </model></h:head><h:body>
  <input ref="/data/a" appearance="multilin"><label ref="jr:itext('a')"/></input>
  <select ref="/data/b"><label>B</label><itemset nodeset="instance('many')/root/item"><value ref="name"/><label ref="name"/></itemset></select>
  <select1 ref="/data/c"><label>C</label><itemset nodeset="instance('list')/root/item"><value ref="name"/><label ref="name"/></itemset></select1>
  <input ref="/data/d"><label>D</label></input>
  <select1 ref="/data/e"><label>E</label><item><label>1</label><value>1</value></item><item><label>1</label><value>1</value></item></select1>
  <input ref="/data/f"><label>F</label></input>
  <input ref="/data/g"><label>G</label></input>
  <input ref="/data/h"/>
  </h:body></h:html>)x";

Json::Value json(const std::string& text) {
  Json::Value value;
  Json::CharReaderBuilder builder;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  std::string problems;
  REQUIRE_MESSAGE(reader->parse(text.data(), text.data() + text.size(), &value, &problems), problems);
  return value;
}

std::multiset<std::string> found(const Json::Value& list) {
  std::multiset<std::string> out;
  for (const auto& one : list) out.insert(one["code"].asString() + " " + one["ref"].asString());
  return out;
}

}  // namespace

TEST_CASE("form check names what is legal but unwise, each with its field, and nothing else") {
  const TempFolder folder;
  const auto outcome = run({"form", "check", folder.write("f.xml", kUnwise), "--json"});
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  const Json::Value result = json(outcome.out);
  CHECK(result["errors"].empty());
  CHECK(found(result["warnings"]) ==
        std::multiset<std::string>{"version_missing ", "instance_id_missing ", "translation_missing /data/a",
                                   "constraint_message_missing /data/a", "appearance_unknown /data/a",
                                   "choice_space /data/b", "choice_twice /data/c", "never_relevant /data/d",
                                   "choice_twice /data/e", "starts_invalid /data/e", "required_unanswerable /data/f",
                                   "calculate_overwrites /data/g", "type_unknown /data/h", "label_missing /data/h",
                                   "field_unfilled /data/idle", "instance_unused ",
                                   "bind_without_field /data/nowhere"});
}

TEST_CASE("form check names texts, choices and answers that people would miss") {
  const TempFolder folder;
  const std::string form = R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Thiếu</h:title><model>
  <itext><translation lang="vi"><text id="a"><value>Tên</value></text></translation></itext>
  <instance><data id="thieu" version="1"><a/><b/><c/><g><d/></g><meta><instanceID/></meta></data></instance>
  <bind nodeset="/data/g" relevant="false()"/><bind nodeset="/data/g/d" required="true()"/>
  <bind nodeset="/data/meta/instanceID" jr:preload="uid"/><bind nodeset="/data/meta/deprecatedID" type="string"/>
  </model></h:head><h:body>
  <input ref="/data/a"><label ref="jr:itext('b')"/></input>
  <select1 ref="/data/b"><label>B</label></select1>
  <select1 ref="/data/c"><label>C</label><item><label/><value>1</value></item></select1>
  <group ref="/data/g"><label>G</label><input ref="/data/g/d"><label>D</label></input></group>
  </h:body></h:html>)x";
  const auto outcome = run({"form", "check", folder.write("f.xml", form), "--json"});
  CHECK(outcome.code == 1);  // A text that is nowhere: the form cannot be opened.
  CHECK(found(json(outcome.out)["errors"]) == std::multiset<std::string>{"form_reference "});
  CHECK(found(json(outcome.out)["warnings"]) ==
        std::multiset<std::string>{"text_undefined /data/a", "choices_none /data/b", "choice_label_missing /data/c",
                                   "never_relevant /data/g", "required_never_shown /data/g/d"});

  const std::string table = folder.write("t.md",
                                         "| survey |\n| | type | name | label |\n| | text | a | A |\n"
                                         "| | select_one_from_file xa.csv | xa | Xã |\n| | text | A | B |\n"
                                         "| settings |\n| | version |\n| | 1 |\n");
  const auto unwise = run({"form", "check", table, "--json"});
  CHECK(unwise.code == 1);
  const Json::Value result = json(unwise.out);
  CHECK(found(result["errors"]) == std::multiset<std::string>{"file_missing "});
  CHECK(found(result["warnings"]).contains("xlsform_note_case "));
}

TEST_CASE("form check finds nothing in the forms of the assets, and says where and in words what it finds elsewhere") {
  const std::string forms = std::string(MOTCUA_SOURCE_DIR) + "/assets/forms/";
  for (const char* form : {"sipas-2023.md", "ward-9-items.md", "household.md"}) {
    const auto outcome = run({"form", "check", forms + form});
    CHECK(outcome.code == 0);
    CHECK_MESSAGE(has(outcome.out, "errors: 0, warnings: 0"), outcome.out);
  }
  const TempFolder folder;
  const std::string file = folder.write("f.xml", kUnwise);
  const auto outcome = run({"form", "check", file, "--lang", "vi"});
  CHECK(has(outcome.out, file + ":7: nên sửa: /data/b: giá trị “mot hai” có khoảng trắng"));
  CHECK(has(outcome.out, "multilin (multiline?)"));
}

TEST_CASE("form check fails for a form that cannot be loaded or whose file is missing") {
  const TempFolder folder;
  auto broken = small_form();
  broken.replace(broken.find("true()"), 6, "tru()");
  const auto outcome = run({"form", "check", folder.write("f.xml", broken), "--json"});
  CHECK(outcome.code == 1);
  const Json::Value result = json(outcome.out);
  REQUIRE(result["errors"].size() == 1);
  CHECK(result["errors"][0]["code"] == "xpath_unknown_function");
  CHECK(has(result["errors"][0]["message"].asString(), "/data/name"));
  CHECK(has(outcome.err, "cannot be used yet"));
  CHECK(run({"form", "check", folder.path("nowhere.xml")}).code == 1);
  CHECK(run({"form", "check", folder.write("f.docx", "x")}).code == 1);
}

TEST_CASE("form bench fills every question and gives its figures as JSON") {
  const auto outcome = run({"form", "bench", std::string(MOTCUA_SOURCE_DIR) + "/assets/forms/sipas-2023.md"});
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  const Json::Value result = json(outcome.out);
  CHECK(result["answers"].asInt() > 40);
  for (const char* figure : {"parse_ms", "create_ms", "answer_p50_ms", "answer_p95_ms", "peak_rss_mb"})
    CHECK_MESSAGE(result[figure].asDouble() > 0, figure);
}

namespace {

/// A person's form in two languages: a child is not asked for a job, an age has its bounds, wards follow districts.
constexpr const char* kPerson = R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Người</h:title><model>
  <itext>
    <translation lang="vi"><text id="age"><value>Tuổi của <output value="/data/name"/></value></text>
      <text id="bad"><value>Tuổi phải từ 0 đến 120</value></text></translation>
    <translation lang="en"><text id="age"><value>Age of <output value="/data/name"/></value></text>
      <text id="bad"><value>The age must be between 0 and 120</value></text></translation>
  </itext>
  <instance><data id="person" version="1"><name/><age/><work><job/></work><day/><born/><district/><ward/><meta><instanceID/></meta></data></instance>
  <instance id="wards"><root><item><name>p1</name><of>d1</of></item><item><name>p2</name><of>d1</of></item><item><name>p3</name><of>d2</of></item></root></instance>
  <bind nodeset="/data/name" required="true()"/>
  <bind nodeset="/data/age" type="int" constraint=". &gt;= 0 and . &lt;= 120" jr:constraintMsg="jr:itext('bad')"/>
  <bind nodeset="/data/work" relevant="/data/age &gt; 17"/>
  <bind nodeset="/data/work/job" required="true()"/>
  <bind nodeset="/data/day" jr:preload="date" jr:preloadParams="today" readonly="true()"/>
  <bind nodeset="/data/born" type="int" calculate="2026 - /data/age"/>
  </model></h:head><h:body>
  <input ref="/data/name"><label>Tên</label><hint>Họ và tên</hint></input>
  <input ref="/data/age"><label ref="jr:itext('age')"/></input>
  <group ref="/data/work"><label>Việc</label><input ref="/data/work/job"><label>Nghề</label></input></group>
  <input ref="/data/day"><label>Ngày</label></input>
  <select1 ref="/data/district"><label>Quận</label><item><label>1</label><value>d1</value></item><item><label>2</label><value>d2</value></item></select1>
  <select1 ref="/data/ward"><label>Phường</label><itemset nodeset="instance('wards')/root/item[of = /data/district]"><value ref="name"/><label ref="name"/></itemset></select1>
  </h:body></h:html>)x";

constexpr const char* kRight = R"x(# Thử

Chữ thường không phải bước.

## Before each

- answer name: An

## What an author says of the form holds

- answer age: 34
- value age: 34
- value born: 1992
- label age: Tuổi của An
- hint `name`: Họ và tên
- visible job
- required /data/work/job
- optional age
- valid age
- problems: job
- answer job: thợ mộc
- finishable
- answer age: 12
- hidden job
- clear age
- value age:
- readonly day
- editable name

## Một đứa trẻ, in a table

| word | question | value | note |
|------|----------|-------|------|
| trả lời | age | 300 | |
| SAI | age | Tuổi phải từ 0 đến 120 | |
| ngon ngu | | en | |
| invalid | age | The age must be between 0 and 120 | |
| label | age | Age of An | |
| không nhận | age | mười | |

## Wards follow the district

- choices ward:
- answer district: d1
- choices ward: p1, p2
- offers ward: p2
- lacks ward: p3
- không có lựa chọn ward: p3, p4
- refused ward: p3

## Everything can be filled

- fill
- value district: d1
- value ward: p1
- finishable
)x";

}  // namespace

TEST_CASE("form test carries out an author's scenarios, in lines or tables, in English or Vietnamese") {
  const TempFolder folder;
  (void)folder.write("person.xml", kPerson);
  const auto outcome = run({"form", "test", folder.write("person.test.md", kRight)});
  CHECK_MESSAGE(outcome.code == 0, outcome.out, outcome.err);
  CHECK_MESSAGE(has(outcome.out, "4 scenarios, 39 steps; failed: 0 scenarios, 0 steps"), outcome.out);
}

TEST_CASE("form test begins on a day of its own unless told another") {
  const TempFolder folder;
  (void)folder.write("person.xml", kPerson);
  const auto outcome = run({"form", "test", folder.write("days.test.md", R"x(Form: person.xml

## A day that is always the same
- value day: 2026-01-01
## A day that is told
- today: 2026-11-23
- value day: 2026-11-23
)x")});
  CHECK_MESSAGE(outcome.code == 0, outcome.out, outcome.err);
}

TEST_CASE("form test says by line what did not hold, and what was there instead") {
  const TempFolder folder;
  (void)folder.write("person.xml", kPerson);
  const std::string file = folder.write("person.test.md", R"x(## First
- answer age: 12
- visible job
- value age: 13
- finishable
- choices district: d1
## Second
- answer job: x
- value age: 1
## Third
- answer age: mười
)x");
  const auto outcome = run({"form", "test", file});
  CHECK(outcome.code == 1);
  const auto says = [&](const std::string& line) { CHECK_MESSAGE(has(outcome.out, file + line), outcome.out); };
  says(":3: First: “visible job”, but it is: hidden");
  says(":4: First: “value age: 13”, but it is: “12”");
  says(":5: First: “finishable”, but it is: /data/name (This question must be answered.)");
  says(":6: First: “choices district: d1”, but it is: d1, d2");
  says(":8: Second: “answer job: x”, but it is: hidden");
  says(":11: Third: “answer age: mười”");
  CHECK_FALSE(has(outcome.out, ":9:"));  // Its scenario ended with the step before.
  CHECK(has(outcome.out, "3 scenarios, 7 steps; failed: 3 scenarios, 6 steps"));
  const Json::Value result = json(run({"form", "test", file, "--json"}).out);
  CHECK(result["failed"] == 6);
  CHECK(result["scenarios"][0]["failures"][1]["line"] == 4);
  CHECK(result["scenarios"][0]["failures"][1]["actual"] == "“12”");
}

TEST_CASE("form test says by line what it does not understand, and runs nothing then") {
  const TempFolder folder;
  (void)folder.write("person.xml", kPerson);
  const std::string file = folder.write("person.test.md", R"x(# Only a title
- answer age: 3
## One
- anser age: 12
- answer agge: 12
- answer age
- visible age: 3
- visible
- today: 31/12/2026
| sees | age |
)x");
  const auto outcome = run({"form", "test", file});
  CHECK(outcome.code == 1);
  const auto says = [&](const std::string& line) { CHECK_MESSAGE(has(outcome.out, file + line), outcome.out); };
  says(":2: a step outside of a scenario");
  says(":4: “anser” is no word of a form test (answer?)");
  says(":5: the form has no question “agge” (age?)");
  says(":6: the value after the colon is missing");
  says(":7: this step takes no value");
  says(":8: the question's name is missing");
  says(":9: “31/12/2026” is no day");
  says(":10: “sees” is no word");
  CHECK_FALSE(has(outcome.out, "scenarios,"));
  CHECK(has(run({"form", "test", folder.write("none.test.md", "# Nothing\n")}).err, "none.xlsx|.md|.csv|.xml"));
  CHECK(has(run({"form", "test", folder.write("person.test.md", "# Nothing\n")}).out, "there is no scenario"));
}

TEST_CASE("form test adds, removes and counts entries of repeats, one inside another") {
  const TempFolder folder;
  (void)folder.write("home.xml",
                     R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Hộ</h:title><model>
    <instance><data id="home" version="1"><member jr:template=""><name/><age/><pet jr:template=""><kind/></pet></member>
      <people/><meta><instanceID/></meta></data></instance>
    <bind nodeset="/data/member/age" type="int"/>
    <bind nodeset="/data/people" type="int" calculate="count(/data/member)"/></model></h:head><h:body>
    <group ref="/data/member"><label>Người</label><repeat nodeset="/data/member">
      <input ref="/data/member/name"><label>Tên</label></input><input ref="/data/member/age"><label>Tuổi</label></input>
      <group ref="/data/member/pet"><label>Con vật</label><repeat nodeset="/data/member/pet">
        <input ref="/data/member/pet/kind"><label>Loài</label></input></repeat></group>
    </repeat></group></h:body></h:html>)x");
  const std::string file = folder.write("home.test.md", R"x(## Two people, one with a cat
- add member
- add member
- answer member[1]/name: An
- answer member[2]/name: Bình
- add member[2]/pet
- answer member[2]/pet[1]/kind: mèo
- count member: 2
- count member[2]/pet: 1
- value people: 2
- remove member[1]
- số lượng member: 1
- value member[1]/name: Bình
- value member[1]/pet[1]/kind: mèo
- hidden member[2]/name
- finishable
)x");
  const auto outcome = run({"form", "test", file});
  CHECK_MESSAGE(outcome.code == 0, outcome.out, outcome.err);
  const auto wrong = run(
      {"form", "test", folder.write("home.test.md", "## A\n- add member\n- count member: 5\n- remove member[7]\n")});
  CHECK_MESSAGE(has(wrong.out, ":3: A: “count member: 5”, but it is: “1”"), wrong.out);
  CHECK_MESSAGE(has(wrong.out, ":4: A: “remove member[7]”, but it is: hidden"), wrong.out);
  const Json::Value bench = json(run({"form", "bench", folder.path("home.xml")}).out);
  CHECK(bench["answers"] == 3 * 2 + 9);
}
