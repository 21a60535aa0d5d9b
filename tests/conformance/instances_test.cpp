#include <algorithm>
#include <array>

#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

/// The value of `question` in a form with the instance `x` from the file of that name.
std::string from_file(const std::string& uri, const FormFile& file, const std::string& question) {
  const std::array files = {file};
  const auto form = FormDefinition::parse(
      form_xml("<q/>",
               "<instance id=\"x\" src=\"" + uri + "\"/><bind nodeset=\"/data/q\" calculate=\"" + question + "\"/>",
               ""),
      files);
  if (!form) FAIL(name(form.error().code), ": ", form.error().detail);
  ManualClock clock;
  SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  return FormSession::create(*form, options)->value("/data/q").value_or("(none)");
}

/// The three items of the specification's example, as each format has them.
constexpr const char* kPopulation = "instance('x')/root/item[name = 'JP-13']/population";
constexpr const char* kGeometry = "instance('x')/root/item[label = 'Paris']/geometry";

}  // namespace

TEST_CASE("Structure: a form has a title, an id and a version") {
  const auto form = parse(form_xml("<a/>", "", ""));
  CHECK(form->title() == "Thử");
  CHECK(form->id() == "test");
  CHECK(form->version() == "1");
}

TEST_CASE("Primary Instance: the version may be in OpenRosa's namespace") {
  std::string xml = form_xml("<a/>", "", "");
  xml.replace(xml.find(" version=\"1\""), 12, " orx:version=\"2014083101\"");
  CHECK(parse(xml)->version() == "2014083101");
}

TEST_CASE("Primary Instance: what stands in it are the defaults, and attributes stay with their nodes") {
  Filling f(form_xml("<a odk:tag=\"fn\">10</a><b/>", "", R"x(<input ref="/data/a"/>)x"));
  CHECK(f.item("/data/a").value == "10");
  f.answer("/data/a", "11");
  CHECK(submitted(f) == "<a odk:tag=\"fn\">11</a><b/>");
}

TEST_CASE("Primary Instance: it needs an id") {
  std::string xml = form_xml("<a/>", "", "");
  xml.replace(xml.find(" id=\"test\""), 10, "");
  CHECK(refusal(xml).code == ErrorCode::form_not_xform);
}

TEST_CASE("Secondary Instances - Internal: they are asked by instance()") {
  const Filling f(form_xml(
      "<q/>",
      R"x(<instance id="cities"><root><item><country>nl</country><name>ams</name></item><item><country>usa</country><name>den</name></item></root></instance>
                               <bind nodeset="/data/q" calculate="instance('cities')/root/item[country='nl']/name"/>)x",
      ""));
  CHECK(f.value("/data/q") == "ams");
  CHECK(refusal(form_xml("<q/>", R"x(<bind nodeset="/data/q" calculate="instance('none')/root/item"/>)x", "")).code ==
        ErrorCode::form_reference);
}

TEST_CASE("Secondary Instances - External: an XML file is the instance") {
  CHECK(from_file("jr://file/x.xml",
                  {"x.xml", "<root><item><name>JP-13</name><population>13960000</population></item></root>"},
                  kPopulation) == "13960000");
}

TEST_CASE("Secondary instances from CSV: with each separator, as the specification's example") {
  for (const char separator : {',', ';', '\t'}) {
    CAPTURE(separator);
    std::string csv =
        "name,label,population,geometry\nFR-75C,Paris,2161000,48.8566 2.3522 0 0\nJP-13,Tokyo,13960000,35.6895 "
        "139.6917 0 0\n";
    std::ranges::replace(csv, ',', separator);
    CHECK(from_file("jr://file-csv/x.csv", {"x.csv", csv}, kPopulation) == "13960000");
    CHECK(from_file("jr://file-csv/x.csv", {"x.csv", csv}, kGeometry) == "48.8566 2.3522 0 0");
    CHECK(from_file("jr://file-csv/x.csv", {"x.csv", csv}, "count(instance('x')/root/item/*)") == "8");
  }
}

TEST_CASE("Secondary Instances from GeoJSON: as the specification's example") {
  const std::string geojson = R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"name":"FR-75C","label":"Paris","population":2161000},"geometry":{"type":"Point","coordinates":[2.3522,48.8566]}},
    {"type":"Feature","properties":{"name":"JP-13","label":"Tokyo","population":13960000},"geometry":{"type":"Point","coordinates":[139.6917,35.6895]}}]})";
  CHECK(from_file("jr://file/x.geojson", {"x.geojson", geojson}, kPopulation) == "13960000");
  CHECK(from_file("jr://file/x.geojson", {"x.geojson", geojson}, kGeometry) == "48.8566 2.3522 0 0");
}

TEST_CASE("URIs: a file that a form needs and does not have is an error that names it") {
  const Error error = refusal(form_xml("<q/>", R"x(<instance id="x" src="jr://file-csv/towns.csv"/>)x", ""));
  CHECK(error.code == ErrorCode::form_file_missing);
  CHECK(error.detail == "towns.csv");
}

TEST_CASE("URIs: jr://instance/last-saved is the response saved last, and blank where there is none") {
  const auto form = parse(form_xml("<street/><name/>",
                                   R"x(<instance id="__last-saved" src="jr://instance/last-saved"/>
                                       <setvalue event="odk-instance-first-load" ref="/data/street" value="instance('__last-saved')/data/street"/>)x",
                                   R"x(<input ref="/data/street"/><input ref="/data/name"/>)x"));
  ManualClock clock;
  SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  auto first = FormSession::create(form, options);
  REQUIRE(first.has_value());
  CHECK(first->value("/data/street") == "");
  REQUIRE(first->answer("/data/street", "Phố Huế").has_value());
  REQUIRE(first->answer("/data/name", "An").has_value());
  options.last_saved = first->submission_xml();
  auto second = FormSession::create(form, options);
  REQUIRE(second.has_value());
  CHECK(second->value("/data/street") == "Phố Huế");
  CHECK(second->value("/data/name") == "");
  options.last_saved = "<data>";
  CHECK(FormSession::create(form, options).error().code == ErrorCode::form_not_xml);
}

TEST_CASE("Submission: its attributes are for clients, but a public key asks for encryption, which is refused") {
  CHECK(
      FormDefinition::parse(
          form_xml(
              "<a/>",
              R"x(<submission action="https://example.org/submit" method="post" orx:auto-send="true" orx:auto-delete="true"/>)x",
              ""))
          .has_value());
  CHECK(refusal(form_xml("<a/>", R"x(<submission base64RsaPublicKey="MIIBIjANB"/>)x", "")).code ==
        ErrorCode::form_encrypted);
}
