#include <array>

#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

/// A form that asks one thing of the instance `x`.
std::string asking(const std::string& source, const std::string& question) {
  return form_xml(
      "<a/><q/>",
      "<instance id=\"x\" src=\"" + source + "\"/><bind nodeset=\"/data/q\" calculate=\"" + question + "\"/>",
      R"x(<input ref="/data/a"/>)x");
}

std::string answer_of(const std::string& source, const std::string& bytes, const std::string& question) {
  const std::array files = {FormFile{"x.csv", bytes}, FormFile{"x.xml", bytes}, FormFile{"x.geojson", bytes}};
  const auto form = FormDefinition::parse(asking(source, question), files);
  if (!form) FAIL(name(form.error().code), ": ", form.error().detail);
  ManualClock clock;
  SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  const auto session = FormSession::create(*form, options);
  REQUIRE(session.has_value());
  return session->value("/data/q").value_or("(none)");
}

std::string csv(const std::string& bytes, const std::string& question) {
  return answer_of("jr://file-csv/x.csv", bytes, question);
}
std::string geojson(const std::string& bytes, const std::string& question) {
  return answer_of("jr://file/x.geojson", bytes, question);
}

Error refused(const std::string& source, const std::string& bytes) {
  const std::array files = {FormFile{"x.csv", bytes}, FormFile{"x.xml", bytes}, FormFile{"x.geojson", bytes}};
  const auto form = FormDefinition::parse(asking(source, "1"), files);
  REQUIRE_FALSE(form.has_value());
  return form.error();
}

std::string features(const std::string& list) { return R"({"type":"FeatureCollection","features":[)" + list + "]}"; }

constexpr const char* kAll = "concat(count(instance('x')/root/item), ':', join('|', instance('x')/root/item/*))";

}  // namespace

TEST_CASE("a CSV file is an instance: a column is a child of each item") {
  const std::string table = "name,label,population\nFR-75C,Paris,2161000\nJP-13,Tokyo,13960000\n";
  CHECK(csv(table, "instance('x')/root/item[name = 'JP-13']/label") == "Tokyo");
  CHECK(csv(table, "sum(instance('x')/root/item/population)") == "16121000");
  CHECK(csv(table, "count(instance('x')/root/item[population &gt; 3000000])") == "1");
}

TEST_CASE("CSV is read with quotes, a byte-order mark, any line end and the three separators") {
  CHECK(csv("\xEF\xBB\xBFname,label\r\n1,\"a, \"\"b\"\"\"\r\n", kAll) == "1:1|a, \"b\"");
  CHECK(csv("name;label\n1;a,b\n", kAll) == "1:1|a,b");
  CHECK(csv("name\tlabel\n1\ta;b", kAll) == "1:1|a;b");
  CHECK(csv("name|label\r1|a\r", kAll) == "1:1|a");
  CHECK(csv("name , label\n1 , \" a \" \n", kAll) == "1:1| a ");
  CHECK(csv("name,label;x\n1,2\n", kAll) == "1:1|2");  // The comma comes first in the order of preference.
  CHECK(csv("name,label\n1,\"two\nlines\"\n", "string-length(instance('x')/root/item/label)") == "9");
}

TEST_CASE("cells that are not there are empty values, and empty lines are no items") {
  CHECK(csv("a,b\n1,\n\n2\n", "concat(count(instance('x')/root/item), count(instance('x')/root/item/b))") == "22");
  CHECK(csv("a,b\n1,\n", "instance('x')/root/item[b = '']/a") == "1");
  CHECK(csv("a,b,\n1,2,\n", kAll) == "1:1|2");  // A column without a name is left out.
  CHECK(csv("a,b\n", kAll) == "0:");
}

TEST_CASE("text of files is NFC") {
  CHECK(csv("name\nHa\xCC\x80 No\xCC\xA3\xCC\x82i\n", "instance('x')/root/item/name") == "Hà Nội");
  CHECK(geojson(features(R"({"type":"Feature","properties":{"n":"a\u0300"},"geometry":null})"),
                "instance('x')/root/item/n") == "à");
}

TEST_CASE("an error in a CSV file names the file, the line and what is wrong") {
  const auto error = [](const std::string& bytes) { return refused("jr://file-csv/x.csv", bytes); };
  CHECK(error("a,b\n1,2\n1,2,3\n") ==
        Error{ErrorCode::form_file_invalid, "x.csv: line 3: it has 3 cells, the first line has 2"});
  CHECK(error("a,b,a\n") == Error{ErrorCode::form_file_invalid, "x.csv: line 1: two columns are named \"a\""});
  CHECK(error("a,b\n1,\"2\n").detail == "x.csv: line 2: the quote is never closed");
  CHECK(error("").detail == "x.csv: it is empty; the first line must name the columns");
  CHECK(error("a\n\xFF\n").detail == "x.csv: it is not UTF-8");
}

TEST_CASE("a GeoJSON file is an instance: geometry in ODK's form, properties as children") {
  const std::string file = features(
      R"({"type":"Feature","properties":{"name":"p","n":1.50,"big":12345678901234567890,"yes":true,"no":null},
          "geometry":{"type":"Point","coordinates":[2.3522,48.8566]}},
         {"geometry":{"coordinates":[[104,0.5],[105,0.5]],"type":"LineString"},"type":"Feature","id":7},
         {"type":"Feature","properties":{"id":"own","note":"x"},"geometry":{"type":"Polygon",
          "coordinates":[[[5,63],[10,83],[5,63]],[[6,64],[7,65],[6,64]]]}})");
  CHECK(geojson(file, "instance('x')/root/item[1]/geometry") == "48.8566 2.3522 0 0");
  CHECK(geojson(file, "join('|', instance('x')/root/item[1]/*)") ==
        "48.8566 2.3522 0 0|p|1.50|12345678901234567890|true");
  CHECK(geojson(file, "instance('x')/root/item[id = 7]/geometry") == "0.5 104 0 0; 0.5 105 0 0");
  CHECK(geojson(file, "instance('x')/root/item[id = 'own']/geometry") == "63 5 0 0; 83 10 0 0; 63 5 0 0");
}

TEST_CASE("a GeoJSON file that is none is refused with the number of the feature") {
  const auto error = [](const std::string& bytes) { return refused("jr://file/x.geojson", bytes).detail; };
  CHECK(error("{\"type\":\n\"FeatureCollection\",,}") == "x.geojson: line 2: it is not JSON");
  CHECK(error("[]") == "x.geojson: it is not a FeatureCollection");
  CHECK(error(R"({"type":"Feature","features":[]})") == "x.geojson: it is not a FeatureCollection");
  CHECK(error(R"({"type":"FeatureCollection"})") == "x.geojson: it has no \"features\"");
  const std::string good = R"({"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}},)";
  CHECK(error(features(good + R"({"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[1,2]]}})")) ==
        "x.geojson: feature 2: \"MultiPoint\" is neither Point nor LineString nor Polygon");
  CHECK(error(features(good + R"({"type":"Feature","geometry":{"type":"Polygon","coordinates":[[1,2],[3,4]]}})")) ==
        "x.geojson: feature 2: its coordinates are not those of its geometry's type");
  CHECK(error(features(R"({"type":"Feature","geometry":{"type":"Point","coordinates":["1","2"]}})")) ==
        "x.geojson: feature 1: its coordinates are not numbers");
  CHECK(error(features(R"({"type":"Feature","properties":{"a":[1]}})")) ==
        "x.geojson: feature 1: the property \"a\" is not a simple value");
  CHECK(error(features("3")) == "x.geojson: feature 1: it is not a feature");
  CHECK(error("{\"x\":" + std::string(100'000, '[')) == "x.geojson: it is nested too deep");
}

TEST_CASE("an XML file is an instance as it is") {
  const std::string xml = "<?xml version=\"1.0\"?><towns><town code='1'><n>Vinh</n></town></towns>";
  CHECK(answer_of("jr://file/x.xml", xml, "instance('x')/towns/town[@code = 1]/n") == "Vinh");
  CHECK(refused("jr://file/x.xml", "<a><b></a>").code == ErrorCode::form_file_invalid);
  CHECK(refused("jr://file/x.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").detail ==
        "x.xml: a document type (<!DOCTYPE …>) is not allowed");
}

TEST_CASE("a file that was not given is named") {
  const auto form = FormDefinition::parse(asking("jr://file-csv/towns.csv", "1"));
  REQUIRE_FALSE(form.has_value());
  CHECK(form.error() == Error{ErrorCode::form_file_missing, "towns.csv"});
  CHECK(refusal(asking("http://example.org/x.csv", "1")).code == ErrorCode::form_unsupported);
}

TEST_CASE("a form tells which files it needs") {
  const std::string xml = form_xml(
      "<a/>",
      R"x(<instance id="t" src="jr://file-csv/towns.csv"/><instance id="u" src="jr://file-csv/towns.csv"/><instance id="g" src="jr://file/areas.geojson"/><instance id="s" src="jr://instance/last-saved"/><itext><translation lang="vi"><text id="a"><value>A</value><value form="image">jr://images/a.png</value><value form="audio">jr://audio/a.mp3</value></text></translation></itext>)x",
      "");
  const auto files = FormDefinition::needed_files(xml);
  REQUIRE(files.has_value());
  std::string all;
  for (const NeededFile& file : *files) all += file.name + " " + file.uri + "\n";
  CHECK(all ==
        "towns.csv jr://file-csv/towns.csv\nareas.geojson jr://file/areas.geojson\n jr://instance/last-saved\n"
        "a.png jr://images/a.png\na.mp3 jr://audio/a.mp3\n");
  CHECK(files->at(2).kind == FileKind::last_saved);
  CHECK(files->at(4).kind == FileKind::audio);
}
