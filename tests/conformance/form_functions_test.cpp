#include <doctest/doctest.h>

#include "motcua/forms/form_session.hpp"

using namespace motcua;
using namespace motcua::forms;

namespace {

/// Functions whose value is in the form around the expression: each is the calculation of a field.
constexpr const char* kForm =
    R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>)x"
    R"x(<instance><data id="f" version="2026.7"><color>r</color><m jr:template=""><age/><double/><place/></m><name/><first/><second/><pulled/><version/><who/><kept>old</kept></data></instance>)x"
    R"x(<instance id="fruits" src="jr://file-csv/fruits.csv"/>)x"
    R"x(<instance id="colors"><root><item><name>r</name><label>Đỏ</label></item><item><name>g</name><label>Xanh</label></item></root></instance>)x"
    R"x(<bind nodeset="/data/name" calculate="jr:choice-name(/data/color, '/data/color')"/>)x"
    R"x(<bind nodeset="/data/first" calculate="indexed-repeat(/data/m/age, /data/m, 1)"/>)x"
    R"x(<bind nodeset="/data/second" calculate="indexed-repeat(/data/m/age, /data/m, 2)"/>)x"
    R"x(<bind nodeset="/data/m/double" calculate="../age * 2"/>)x"
    R"x(<bind nodeset="/data/m/place" calculate="position(..)"/>)x"
    R"x(<bind nodeset="/data/pulled" calculate="pulldata('fruits', 'name', 'name_key', 'mango')"/>)x"
    R"x(<bind nodeset="/data/version" calculate="version()"/>)x"
    R"x(<bind nodeset="/data/who" calculate="property('username')"/>)x"
    R"x(<bind nodeset="/data/kept" calculate="once('new')"/>)x"
    R"x(</model></h:head><h:body><select1 ref="/data/color"><label>c</label><itemset nodeset="instance('colors')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>)x"
    R"x(<group ref="/data/m"><label>m</label><repeat nodeset="/data/m"><input ref="/data/m/age"><label>a</label></input></repeat></group></h:body></h:html>)x";

}  // namespace

TEST_CASE(
    "functions about the form: ODK fn:jr:choice-name, indexed-repeat, position, pulldata, version, property, once") {
  const FormFile fruits{"fruits.csv", "name_key,name\nmango,Xoài\ncherry,Anh đào\n"};
  const auto form = FormDefinition::parse(kForm, {&fruits, 1});
  if (!form) FAIL(name(form.error().code), ": ", form.error().detail);
  ManualClock clock;
  SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  options.properties.username = "lan";
  auto session = FormSession::create(*form, options);
  REQUIRE(session.has_value());
  const auto value = [&](const char* ref) { return session->value(ref).value_or("(none)"); };
  CHECK(value("/data/name") == "Đỏ");
  REQUIRE(session->answer("/data/color", "g").has_value());
  CHECK(value("/data/name") == "Xanh");
  REQUIRE(session->add_repeat("/data/m").has_value());
  REQUIRE(session->add_repeat("/data/m").has_value());
  REQUIRE(session->answer("/data/m[1]/age", "30").has_value());
  REQUIRE(session->answer("/data/m[2]/age", "5").has_value());
  CHECK(value("/data/first") == "30");
  CHECK(value("/data/second") == "5");
  CHECK(value("/data/m[2]/double") == "10");
  CHECK(value("/data/m[1]/place") == "1");
  CHECK(value("/data/m[2]/place") == "2");
  CHECK(value("/data/pulled") == "Xoài");
  CHECK(value("/data/version") == "2026.7");
  CHECK(value("/data/who") == "lan");
  CHECK(value("/data/kept") == "old");
}
