#include "motcua/survey/recheck.hpp"
#include "motcua/base/civil_time.hpp"
#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

/// A person with an age, a sum that follows it, a job that only adults have, children, and a day of filling.
constexpr const char* kPerson =
    R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Người</h:title><model>
  <instance><data id="person" version="1"><who/><age/><double/><job/><day/><stamp/><pet/>
    <child><name/><older/></child><meta><instanceID/></meta></data></instance>
  <bind nodeset="/data/who" required="true()"/>
  <bind nodeset="/data/age" type="int" constraint=". &lt; 120" jr:constraintMsg="Tuổi quá lớn"/>
  <bind nodeset="/data/double" type="int" calculate="/data/age * 2"/>
  <bind nodeset="/data/job" relevant="/data/age &gt; 17" required="true()"/>
  <bind nodeset="/data/day" type="date" constraint=". &lt;= today()"/>
  <bind nodeset="/data/stamp" calculate="concat(uuid(), now())"/>
  <bind nodeset="/data/child/older" type="int" calculate="position(..) + /data/age"/>
  </model></h:head><h:body>
  <input ref="/data/who"><label>Tên</label></input><input ref="/data/age"><label>Tuổi</label></input>
  <input ref="/data/job"><label>Việc</label></input><input ref="/data/day"><label>Ngày</label></input>
  <select1 ref="/data/pet"><label>Con vật</label><item><label>Mèo</label><value>cat</value></item></select1>
  <group ref="/data/child"><label>Con</label><repeat nodeset="/data/child"><input ref="/data/child/name"><label>Tên</label></input></repeat></group>
  </h:body></h:html>)x";

records::EntityState response(const std::vector<std::pair<std::string, std::string>>& values) {
  records::EntityState state;
  state.definition = {"person", "1"};
  state.fields["@finished"].value = "2026-11-23T08:00:00+07:00";
  state.fields["@status"].value = "final";
  for (const auto& [field, value] : values) state.fields[field].value = value;
  return state;
}

/// "ref code detail" of each broken rule.
std::vector<std::string> broken(const std::vector<std::pair<std::string, std::string>>& values) {
  const auto form = must(forms::FormDefinition::parse(kPerson));
  std::vector<std::string> out;
  for (const auto& rule : recheck(form, response(values))) {
    std::string text = rule.ref + " " + std::string(name(rule.error.code));
    if (!rule.error.detail.empty()) text += " " + rule.error.detail;
    out.push_back(text);
  }
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a response that keeps every rule is sound, whatever clock and chance have put into it") {
  CHECK(broken({{"/data/who", "Hoa"},
                {"/data/age", "30"},
                {"/data/double", "60"},
                {"/data/job", "nông dân"},
                {"/data/day", "2026-11-23"},
                {"/data/stamp", "some-uuid 2026-11-23T07:59:00+07:00"},
                {"/data/pet", "cat"},
                {"/data/child", "2"},
                {"/data/child[1]/name", "An"},
                {"/data/child[1]/older", "31"},
                {"/data/child[2]/older", "32"},
                {"/data/meta/instanceID", "uuid:1"}})
            .empty());
}

TEST_CASE("each broken rule is named: a missing answer, one out of bounds, of the wrong kind, or that nobody offered") {
  CHECK(broken({{"/data/age", "30"}, {"/data/double", "60"}, {"/data/child", "1"}, {"/data/child[1]/older", "31"}}) ==
        Lines{"/data/who answer_required", "/data/job answer_required"});
  const auto lines = broken({{"/data/who", "Hoa"},
                             {"/data/age", "130"},
                             {"/data/double", "260"},
                             {"/data/job", "x"},
                             {"/data/pet", "dog"},
                             {"/data/child", "1"},
                             {"/data/child[1]/older", "131"}});
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "/data/age answer_invalid Tuổi quá lớn");
  CHECK(lines[1].starts_with("/data/pet answer_type"));
}

TEST_CASE("rules about the day hold at the time at which the response was finished") {
  const Lines bad = broken({{"/data/who", "Hoa"}, {"/data/day", "2026-11-24"}});
  REQUIRE(bad.size() == 1);
  CHECK(bad[0].starts_with("/data/day answer_invalid"));
  CHECK(broken({{"/data/who", "Hoa"}, {"/data/day", "2026-11-22"}}).empty());
}

TEST_CASE("a calculation that comes out otherwise is told with what it should be, inside repeats too") {
  CHECK(broken({{"/data/who", "Hoa"},
                {"/data/age", "12"},
                {"/data/double", "25"},
                {"/data/child", "2"},
                {"/data/child[1]/older", "13"},
                {"/data/child[2]/older", "40"}}) ==
        Lines{"/data/double calculation_differs 24", "/data/child[2]/older calculation_differs 14"});
}

TEST_CASE("a response that cannot be filled again says why, and does not take long") {
  const Lines strange = broken({{"/data/who", "Hoa"}, {"/data/nowhere", "x"}});
  REQUIRE(strange.size() == 1);
  CHECK(strange[0] == " form_reference /data/nowhere");
  const Lines many = broken({{"/data/who", "Hoa"}, {"/data/child", "4000000000"}});
  REQUIRE(many.size() == 1);
}

TEST_CASE("no more rules are told than a list can hold") {
  std::vector<std::pair<std::string, std::string>> values = {{"/data/who", "Hoa"}, {"/data/child", "1000"}};
  for (int i = 1; i <= 1000; ++i) values.emplace_back("/data/child[" + std::to_string(i) + "]/older", "-1");
  CHECK(broken(values).size() == kMaxBrokenRules);
}
