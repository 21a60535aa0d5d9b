#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

std::string with_entities(const std::string& version, std::string xml) {
  xml.replace(
      xml.find("<model>") + 6, 1,
      " xmlns:entities=\"http://www.opendatakit.org/xforms/entities\" entities:entities-version=\"" + version + "\">");
  return xml;
}

}  // namespace

TEST_CASE("Entities, Declaring that a form creates entities: the specification's example") {
  Filling f(with_entities(
      "2022.1.0",
      form_xml(
          "<location/><species/><meta><instanceID/><entity dataset=\"trees\" id=\"\" "
          "create=\"true\"><label/></entity></meta>",
          R"x(<bind nodeset="/data/location" type="geopoint" entities:saveto="geometry"/><bind nodeset="/data/species" type="string" entities:saveto="species"/>
                   <bind jr:preload="uid" nodeset="/data/meta/instanceID" readonly="true()" type="string"/>
                   <bind nodeset="/data/meta/entity/@id" type="string"/><setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>
                   <bind nodeset="/data/meta/entity/label" calculate="/data/species" type="string"/>)x",
          R"x(<input ref="/data/location"/><input ref="/data/species"/>)x")));
  f.answer("/data/species", "Lim");
  const std::string xml = f.session.submission_xml();
  const std::string id = f.value("/data/meta/entity/@id");
  CHECK(id.size() == 36);
  CHECK(xml.find("<entity dataset=\"trees\" id=\"" + id + "\" create=\"true\"><label>Lim</label></entity>") !=
        std::string::npos);
}

TEST_CASE("Entities, Declaring that a form updates entities: the specification's example") {
  Filling f(with_entities(
      "2023.1.0",
      form_xml(
          "<tree/><circumference/><meta><instanceID/><entity dataset=\"trees\" id=\"\" update=\"1\" "
          "baseVersion=\"\"><label/></entity></meta>",
          R"x(<instance id="trees"><root><item><name>t-1</name><species>Lim</species><__version>4</__version></item></root></instance>
                   <bind nodeset="/data/circumference" type="int" entities:saveto="circumference_cm"/>
                   <bind nodeset="/data/meta/entity/@id" type="string" readonly="true()" calculate=" /data/tree "/>
                   <bind nodeset="/data/meta/entity/@baseVersion" calculate="instance('trees')/root/item[name= /data/tree ]/__version" type="string" readonly="true()"/>
                   <bind nodeset="/data/meta/entity/label" calculate="concat( /data/circumference , &quot;cm &quot;, instance('trees')/root/item[name= /data/tree ]/species)" type="string" readonly="true()"/>)x",
          R"x(<input ref="/data/tree"/><input ref="/data/circumference"/>)x")));
  f.answer("/data/tree", "t-1");
  f.answer("/data/circumference", "30");
  CHECK(f.session.submission_xml().find(
            R"x(<entity dataset="trees" id="t-1" update="1" baseVersion="4"><label>30cm Lim</label></entity>)x") !=
        std::string::npos);
}

TEST_CASE("Entities: since 2025.1 each instance of a repeat may make one, with its own id") {
  Filling f(with_entities(
      "2025.1.0",
      form_xml(
          "<tree><species/><meta><entity dataset=\"trees\" id=\"\" create=\"1\"><label/></entity></meta></tree>",
          R"x(<bind nodeset="/data/tree/meta/entity/@id" type="string"/><bind nodeset="/data/tree/meta/entity/label" calculate="../../../species"/>)x",
          R"x(<repeat nodeset="/data/tree"><setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/tree/meta/entity/@id" value="uuid()"/><input ref="/data/tree/species"/></repeat>)x")));
  REQUIRE(f.session.add_repeat("/data/tree").has_value());
  f.answer("/data/tree[2]/species", "Sấu");
  const std::string one = f.value("/data/tree[1]/meta/entity/@id");
  const std::string two = f.value("/data/tree[2]/meta/entity/@id");
  CHECK(one.size() == 36);
  CHECK(two.size() == 36);
  CHECK(one != two);
  CHECK(f.value("/data/tree[2]/meta/entity/label") == "Sấu");
}

TEST_CASE("Entities, Versioning: forms of a newer version must be refused") {
  CHECK(refusal(with_entities("2030.1.0", form_xml("<a/>", "", ""))).code == ErrorCode::form_entities);
}
