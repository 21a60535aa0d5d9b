#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

/// A form about trees with `entity` in its meta block.
std::string trees(const std::string& version, const std::string& entity, const std::string& model = {}) {
  std::string xml = form_xml("<species/><girth/><tree/><meta><instanceID/>" + entity + "</meta>", model,
                             R"x(<input ref="/data/species"/><input ref="/data/girth"/><input ref="/data/tree"/>)x");
  const std::string attributes = " xmlns:entities=\"http://www.opendatakit.org/xforms/entities\"" +
                                 (version.empty() ? "" : " entities:entities-version=\"" + version + "\"") + ">";
  xml.replace(xml.find("<model>") + 6, 1, attributes);
  return xml;
}

Error refused(const std::string& version, const std::string& entity, const std::string& model = {}) {
  return refusal(trees(version, entity, model));
}

constexpr const char* kCreate = R"x(<entity dataset="trees" id="" create="1"><label/></entity>)x";

}  // namespace

TEST_CASE("an entity that is created is in the submission with its new id and its label") {
  Filling f(trees("2022.1.0", kCreate,
                  R"x(<bind nodeset="/data/species" entities:saveto="species"/>
                      <bind nodeset="/data/meta/entity/@id" type="string"/>
                      <setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>
                      <bind nodeset="/data/meta/entity/label" calculate="/data/species"/>)x"));
  f.answer("/data/species", "Lim xanh");
  const std::string id = f.value("/data/meta/entity/@id");
  CHECK(id.size() == 36);
  CHECK(id[14] == '4');
  CHECK(f.session.submission_xml().find("<entity dataset=\"trees\" id=\"" + id +
                                        "\" create=\"1\"><label>Lim xanh</label></entity>") != std::string::npos);
}

TEST_CASE("whether an entity is created may be computed, and a draft keeps its id") {
  const std::string xml = trees("2022.1.0", R"x(<entity dataset="trees" id="" create=""><label/></entity>)x",
                                R"x(<bind nodeset="/data/girth" type="int"/>
                      <bind nodeset="/data/meta/entity/@create" calculate="if(/data/girth &gt; 30, 1, '')"/>
                      <bind nodeset="/data/meta/entity/@id" type="string"/>
                      <setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>)x");
  Filling f(xml);
  CHECK(f.session.submission_xml().find("create=\"\"") != std::string::npos);
  f.answer("/data/girth", "31");
  CHECK(f.session.submission_xml().find("create=\"1\"") != std::string::npos);
  Filling again(xml, f.session.values());
  CHECK(again.value("/data/meta/entity/@id") == f.value("/data/meta/entity/@id"));
  CHECK(again.session.submission_xml() == f.session.submission_xml());
}

TEST_CASE("an update carries the version that the form had, and what offline work needs") {
  const std::string entity =
      R"x(<entity dataset="trees" id="" update="1" baseVersion="" trunkVersion="" branchId=""><label/></entity>)x";
  const std::string model =
      R"x(<instance id="trees"><root><item><name>t1</name><__version>3</__version><__trunkVersion>2</__trunkVersion><__branchId>b</__branchId></item></root></instance>
    <bind nodeset="/data/meta/entity/@id" calculate="/data/tree" readonly="true()"/>
    <bind nodeset="/data/meta/entity/@baseVersion" calculate="instance('trees')/root/item[name = /data/tree]/__version"/>
    <bind nodeset="/data/meta/entity/@trunkVersion" calculate="instance('trees')/root/item[name = /data/tree]/__trunkVersion"/>
    <bind nodeset="/data/meta/entity/@branchId" calculate="instance('trees')/root/item[name = /data/tree]/__branchId"/>)x";
  Filling f(trees("2024.1.0", entity, model));
  f.answer("/data/tree", "t1");
  CHECK(f.session.submission_xml().find(
            R"x(<entity dataset="trees" id="t1" update="1" baseVersion="3" trunkVersion="2" branchId="b">)x") !=
        std::string::npos);
}

TEST_CASE("versions of the entities specification up to 2025.1 are taken, newer ones refused") {
  for (const char* known : {"2022.1.0", "2022.1.12", "2023.1.0", "2024.1.0", "2025.1.0", "2025.1"}) {
    CAPTURE(known);
    CHECK(FormDefinition::parse(trees(known, kCreate)).has_value());
  }
  CHECK(refused("2026.1.0", kCreate) ==
        Error{ErrorCode::form_entities, "entities-version 2026.1.0; the newest that is known is 2025.1"});
  CHECK(refused("2025.2.0", kCreate).code == ErrorCode::form_entities);
  CHECK(refused("2026.1.0", "").code == ErrorCode::form_entities);
  for (const char* none : {"2021.1.0", "1.0", "next", "2025", "2025.1.x"}) {
    CAPTURE(none);
    CHECK(refused(none, kCreate).code == ErrorCode::form_entities);
  }
  CHECK(refused("", kCreate).detail == "<model> has no entities-version, but there is an <entity>");
}

TEST_CASE("a declaration that no server could follow is refused") {
  const auto detail = [](const std::string& entity) { return refused("2023.1.0", entity).detail; };
  CHECK(detail(R"x(<entity id="" create="1"/>)x") == "<entity dataset=\"\"> needs the name of an entity list");
  CHECK(detail(R"x(<entity dataset="__a" id="" create="1"/>)x").starts_with("<entity dataset=\"__a\"> needs"));
  CHECK(detail(R"x(<entity dataset="a.b" id="" create="1"/>)x").starts_with("<entity dataset=\"a.b\"> needs"));
  CHECK(detail(R"x(<entity dataset="trees" create="1"/>)x") == "<entity dataset=\"trees\"> has no id");
  CHECK(detail(R"x(<entity dataset="trees" id=""/>)x") == "<entity dataset=\"trees\"> neither creates nor updates");
  CHECK(detail(R"x(<entity dataset="trees" id="" update="1"/>)x") ==
        "<entity dataset=\"trees\"> updates without a baseVersion");
  for (const char* property : {"name", "label", "__x", "a b", ""}) {
    CAPTURE(property);
    const std::string bind = std::string("<bind nodeset=\"/data/species\" entities:saveto=\"") + property + "\"/>";
    CHECK(refused("2023.1.0", kCreate, bind).code == ErrorCode::form_entities);
  }
}
