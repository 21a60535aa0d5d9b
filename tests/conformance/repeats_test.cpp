#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

constexpr const char* kPerson =
    R"x(<group ref="/data/person"><label>Người</label><repeat nodeset="/data/person"><input ref="/data/person/name"/><input ref="/data/person/age"/></repeat></group>)x";

std::string people(const std::string& instances, const std::string& model = {}, const std::string& attributes = {}) {
  std::string body = kPerson;
  body.insert(body.find("<repeat ") + 7, " " + attributes + " ");
  return form_xml(instances, model, body + R"x(<input ref="/data/n"/>)x");
}

}  // namespace

TEST_CASE("Repeats: instances are added and removed, and the interface is told so") {
  Filling f(people("<n/><person><name/><age/></person>"));
  const auto repeat = f.item("/data/person");
  CHECK(repeat.control == ControlKind::repeat);
  CHECK(repeat.can_add);
  CHECK(repeat.count == 1);
  const auto added = f.session.add_repeat("/data/person");
  REQUIRE(added.has_value());
  CHECK(added->ref == "/data/person[2]");
  f.answer("/data/person[2]/name", "Bình");
  CHECK(submitted(f) == "<n/><person><name/><age/></person><person><name>Bình</name><age/></person>");
  REQUIRE(f.session.remove_repeat("/data/person[1]").has_value());
  CHECK(submitted(f) == "<n/><person><name>Bình</name><age/></person>");
  CHECK(f.value("/data/person[1]/name") == "Bình");
}

TEST_CASE("Creation, Removal of Repeats: jr:noAddRemove disables both") {
  Filling f(people("<n/><person><name/><age/></person>", "", "jr:noAddRemove=\"true()\""));
  CHECK_FALSE(f.item("/data/person").can_add);
  CHECK_FALSE(f.session.add_repeat("/data/person").has_value());
  CHECK_FALSE(f.session.remove_repeat("/data/person[1]").has_value());
}

TEST_CASE("Creation, Removal of Repeats: several nodes in the primary instance are as many instances") {
  const Filling f(
      people("<n/><person><name>John</name><age/></person><person><name>Kofi</name><age/></person><person><name/><age/"
             "></person>"));
  CHECK(f.item("/data/person").count == 3);
  CHECK(f.value("/data/person[2]/name") == "Kofi");
}

TEST_CASE("Creation, Removal of Repeats: jr:count is a number or a path, and is followed when it changes") {
  CHECK(Filling(people("<n/><person><name/><age/></person>", "", "jr:count=\"3\"")).item("/data/person").count == 3);
  Filling f(people("<n>2</n><person><name/><age/></person>", R"x(<bind nodeset="/data/n" type="int"/>)x",
                   "jr:count=\"/data/n\""));
  CHECK(f.item("/data/person").count == 2);
  CHECK_FALSE(f.item("/data/person").can_add);
  f.answer("/data/n", "4");
  CHECK(f.item("/data/person").count == 4);
  f.answer("/data/n", "1");
  CHECK(f.item("/data/person").count == 1);
}

TEST_CASE("Default Values in Repeats: a template gives them, and is no part of the record") {
  Filling f(people(
      "<n/><person jr:template=\"\"><name/><age>18</age></person><person><name>John</name><age>40</age></person>"));
  CHECK(submitted(f) == "<n/><person><name>John</name><age>40</age></person>");
  REQUIRE(f.session.add_repeat("/data/person").has_value());
  CHECK(submitted(f) == "<n/><person><name>John</name><age>40</age></person><person><name/><age>18</age></person>");
}

TEST_CASE("A Big Deviation with XForms: absolute paths in a repeat mean the same instance") {
  Filling f(form_xml(
      "<person><age>1</age><twice/></person><person><age>2</age><twice/></person><sum/>",
      R"x(<bind nodeset="/data/person/twice" calculate="/data/person/age * 2"/><bind nodeset="/data/sum" calculate="sum(/data/person/age)"/>)x",
      R"x(<repeat nodeset="/data/person"><input ref="/data/person/age"/></repeat>)x"));
  CHECK(f.value("/data/person[1]/twice") == "2");
  CHECK(f.value("/data/person[2]/twice") == "4");
  CHECK(f.value("/data/sum") == "3");
  f.answer("/data/person[2]/age", "10");
  CHECK(f.value("/data/person[1]/twice") == "2");
  CHECK(f.value("/data/person[2]/twice") == "20");
  CHECK(f.value("/data/sum") == "11");
}

TEST_CASE("Repeats: repeats nest") {
  Filling f(form_xml(
      "<house><people><name/></people></house>", "",
      R"x(<repeat nodeset="/data/house"><repeat nodeset="/data/house/people"><input ref="/data/house/people/name"/></repeat></repeat>)x"));
  REQUIRE(f.session.add_repeat("/data/house").has_value());
  REQUIRE(f.session.add_repeat("/data/house[2]/people").has_value());
  f.answer("/data/house[2]/people[2]/name", "An");
  CHECK(
      submitted(f) ==
      "<house><people><name/></people></house><house><people><name/></people><people><name>An</name></people></house>");
}

TEST_CASE("The odk-new-repeat event: actions in the repeat run for each instance that is added, and for no other") {
  Filling f(form_xml("<mine>10</mine><person><age/><id/></person>", "",
                     R"x(<input ref="/data/mine"/><repeat nodeset="/data/person">
                         <setvalue event="odk-new-repeat" ref="/data/person/age" value="../../mine + 2"/>
                         <setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/person/id" value="position(..)"/>
                         <input ref="/data/person/age"/></repeat>)x"));
  CHECK(f.value("/data/person[1]/age") == "");
  CHECK(f.value("/data/person[1]/id") == "1");
  REQUIRE(f.session.add_repeat("/data/person").has_value());
  CHECK(f.value("/data/person[2]/age") == "12");
  CHECK(f.value("/data/person[2]/id") == "2");
  CHECK(f.value("/data/person[1]/age") == "");
}

TEST_CASE("The odk-new-repeat event: instances that jr:count adds have it too") {
  Filling f(form_xml(
      "<n/><person jr:template=\"\"><age/></person>", R"x(<bind nodeset="/data/n" type="int"/>)x",
      R"x(<input ref="/data/n"/><repeat nodeset="/data/person" jr:count="/data/n"><setvalue event="odk-new-repeat" ref="/data/person/age" value="position(..) * 10"/><input ref="/data/person/age"/></repeat>)x"));
  f.answer("/data/n", "2");
  CHECK(submitted(f) == "<n>2</n><person><age>10</age></person><person><age>20</age></person>");
}
