#include <doctest/doctest.h>
#include <json/json.h>

#include <sstream>

#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

constexpr const char* kForm = R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>T</h:title><model>
  <itext><translation lang="vi"><text id="q"><value>Tên</value></text></translation>
    <translation lang="en"><text id="q"><value>Name</value></text></translation></itext>
  <instance><data id="t"><whole/><part/><flag/><many/><shown>giữ</shown><said/><at/><m jr:template=""><x/></m>
    <orx:meta><orx:instanceID/></orx:meta></data></instance>
  <bind nodeset="/data/whole" type="int" required="true()"/><bind nodeset="/data/part" type="decimal"/>
  <bind nodeset="/data/flag" type="boolean"/><bind nodeset="/data/shown" relevant="/data/whole != 0"/>
  <bind nodeset="/data/said" calculate="jr:itext('q')"/><bind nodeset="/data/at" calculate="now()" readonly="true()"/>
  </model></h:head><h:body><input ref="/data/whole"/><input ref="/data/part"/><input ref="/data/flag"/>
  <select ref="/data/many"><item><value>a</value></item><item><value>b</value></item></select>
  <input ref="/data/shown"/><repeat nodeset="/data/m"><input ref="/data/m/x"/></repeat></h:body></h:html>)x";

Json::Value parsed(const std::string& text) {
  Json::Value value;
  std::istringstream(text) >> value;
  return value;
}

/// The results of rows, each the steps of a filling of kForm.
std::vector<Json::Value> drive(const std::vector<std::string>& rows) {
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "";
  std::string input;
  for (const std::string& steps : rows) {
    Json::Value row;
    row["test"] = "row";
    row["form"] = kForm;
    row["steps"] = parsed(steps);
    input += Json::writeString(builder, row) + "\n";
  }
  const auto outcome = run({"form", "drive", "--lang", "en"}, input);
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  std::vector<Json::Value> results;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) results.push_back(parsed(line));
  REQUIRE(results.size() == rows.size());
  return results;
}

Json::Value drive_one(const std::string& steps) { return drive({steps}).front(); }

void check_passes(const std::string& steps) {
  const Json::Value result = drive_one(steps);
  CHECK_MESSAGE(result["pass"].asBool(), result.toStyledString());
}

}  // namespace

TEST_CASE("form drive hands over answers as programs do: truth values, lists, numbers with a fraction, null") {
  check_passes(R"x([{"op":"answer","ref":"/data/flag","value":true},{"op":"value","ref":"/data/flag","expected":"1"},
    {"op":"answer","ref":"/data/flag","value":false},{"op":"value","ref":"/data/flag","expected":false},
    {"op":"answer","ref":"/data/many","value":["b","a"]},{"op":"value","ref":"/data/many","expected":"b a"},
    {"op":"answer","ref":"/data/many","value":null},{"op":"value","ref":"/data/many","expected":""},
    {"op":"answer","ref":"/data/whole","value":-2.75},{"op":"value","ref":"/data/whole","expected":"-2"},
    {"op":"answer","ref":"/data/part","value":2.5},{"op":"value","ref":"/data/part","expected":"2.50"}])x");
}

TEST_CASE("form drive leaves a question blank whose answer is refused, and reads as blank what is not relevant") {
  check_passes(R"x([{"op":"value","ref":"/data/shown","expected":"giữ"},
    {"op":"answer","ref":"/data/whole","value":"5"},
    {"op":"answer","ref":"/data/whole","value":"năm","instance":"<data id='t'><whole/><part/><flag/><many/><shown>giữ</shown><said>Tên</said><at>x</at><meta><instanceID/></meta></data>"},
    {"op":"value","ref":"/data/whole","expected":""},
    {"op":"answer","ref":"/data/whole","value":0},{"op":"value","ref":"/data/shown","expected":""},
    {"op":"node","ref":"/data/shown","expected":{"relevant":false}},
    {"op":"node","ref":"/data/whole","expected":{"relevant":true,"readonly":false,"required":true}},
    {"op":"node","ref":"/data/at","expected":{"readonly":true}}])x");
}

TEST_CASE("form drive adds, removes and counts instances, and switches the language") {
  check_passes(R"x([{"op":"count_repeat","ref":"/data/m","expected":0},{"op":"add_repeat","ref":"/data/m"},
    {"op":"add_repeat","ref":"/data/m"},{"op":"count_repeat","ref":"/data/m","expected":"2"},
    {"op":"answer","ref":"/data/m[2]/x","value":"hai"},{"op":"remove_repeat","ref":"/data/m[1]"},
    {"op":"value","ref":"/data/m[1]/x","expected":"hai"},{"op":"count_repeat","ref":"/data/m","expected":1},
    {"op":"value","ref":"/data/said","expected":"Tên"},{"op":"language","value":"en"},
    {"op":"value","ref":"/data/said","expected":"Name"}])x");
}

TEST_CASE("form drive compares instances without prefixes, order of attributes, white space, ids and the clock") {
  const std::string rest =
      "<flag/><many/><shown>giữ</shown><said>Tên</said><at>2001-01-01T00:00:00.000Z</at>"
      "<other:meta xmlns:other=\\\"http://openrosa.org/xforms\\\"> <other:instanceID>uuid:x</other:instanceID>"
      "</other:meta></data>";
  check_passes(
      "[{\"op\":\"answer\",\"ref\":\"/data/part\",\"value\":\"1.50\",\"instance\":\"<data id='t'>\\n  <whole/>"
      "<part> 1.5 </part>" +
      rest + "\"},{\"op\":\"instance\",\"expected\":\"<data id='t'><whole/><part>1.500</part>" + rest + "\"}]");
  const Json::Value other =
      drive_one("[{\"op\":\"instance\",\"expected\":\"<data id='t'><whole/><part>2</part>" + rest + "\"}]");
  CHECK_FALSE(other["pass"].asBool());
  CHECK(other["actual"]["instance"].asString().find("<part/>") != std::string::npos);
}

TEST_CASE("form drive says at which step a row differs, and what was there") {
  const auto results = drive({
      R"x([{"op":"answer","ref":"/data/part","value":"1"},{"op":"value","ref":"/data/part","expected":"2"}])x",
      R"x([{"op":"value","ref":"/data/nowhere","expected":""}])x",
      R"x([{"op":"node","ref":"/data/whole","expected":{"required":false}}])x",
      R"x([{"op":"node","ref":"/data/nowhere","expected":{"required":false}}])x",
      R"x([{"op":"count_repeat","ref":"/data/m","expected":1}])x",
      R"x([{"op":"answer","ref":"/data/nowhere","value":"1"}])x",
      R"x([{"op":"remove_repeat","ref":"/data/m[1]"}])x",
      R"x([{"op":"language","value":"fr"}])x",
      R"x([{"op":"dance"}])x",
      R"x([{"op":"answer","ref":"/data/whole","value":"x","instance":"<data/>"}])x",
  });
  for (const auto& result : results) CHECK_MESSAGE(!result["pass"].asBool(), result.toStyledString());
  CHECK(results[0]["step"] == 1);
  CHECK(results[0]["actual"] == "1");
  CHECK(results[1]["actual"].isNull());
  CHECK(results[2]["actual"]["required"] == true);
  CHECK(results[4]["actual"] == "0");
  CHECK(results[5]["actual"].asString().find("/data/nowhere") != std::string::npos);
  CHECK(results[8]["actual"] == "op dance");
  CHECK(results[9]["actual"]["refused"].asString().find("wrong kind") != std::string::npos);
}

TEST_CASE("form drive goes on after rows that it cannot read, and says how many pass") {
  std::string deep = "<data>";
  for (int i = 0; i < 50'000; ++i) deep += "<a>";
  const auto outcome = run({"form", "drive", "--lang", "en"},
                           "not json\n{\"test\":\"x\",\"form\":\"<x/>\",\"steps\":[]}\n{\"form\":7,\"steps\":{}}\n\n"
                           "{\"form\":[],\"steps\":3}\n");
  CHECK(outcome.code == 0);
  std::istringstream lines(outcome.out);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CHECK_MESSAGE(!parsed(line)["pass"].asBool(), line);
    CHECK_MESSAGE(parsed(line)["error"].isString(), line);
  }
  CHECK(count == 4);
  CHECK_MESSAGE(outcome.err.find("0 of 4 rows passed") != std::string::npos, outcome.err);

  for (int i = 0; i < 50'000; ++i) deep += "</a>";
  const Json::Value result = drive_one("[{\"op\":\"instance\",\"expected\":\"" + deep + "</data>\"}]");
  CHECK_FALSE(result["pass"].asBool());
}
