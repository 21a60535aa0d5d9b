#include <doctest/doctest.h>
#include <json/json.h>

#include <sstream>

#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

/// One JSON value a line.
std::vector<Json::Value> rows(const std::string& text) {
  std::vector<Json::Value> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    Json::Value value;
    std::istringstream(line) >> value;
    out.push_back(value);
  }
  return out;
}

}  // namespace

TEST_CASE("form xpath answers each row, also one that cannot be read, and says how many pass") {
  const auto outcome = run(
      {"form", "xpath", "--lang", "en"},
      R"x({"test":"sum","xml":"<r><a>1</a><a>2</a></r>","context":"/*[1]","expression":"sum(a)","kind":"number","expected":3,"other":1}
{"test":"nan","xml":"<r/>","context":"/","expression":"0 div 0","kind":"number","expected":"NaN"}
{"test":"nodes","xml":"<r x='1'><a/></r>","context":"/*[1]","expression":"a | @x","kind":"nodeset-unordered","expected":["/*[1]/*[1]","/*[1]/@x"]}
{"test":"round","xml":"<r/>","context":"/","expression":"pi()","kind":"number-rounded","factor":100,"expected":3.14}
{"test":"like","xml":"<r/>","context":"/","expression":"'abc'","kind":"string-matches","expected":"/^a.c$/"}
{"test":"zone","xml":"<r/>","context":"/","expression":"date-time('2026-07-01T12:00:00')","kind":"string","timezone":"Europe/Paris","expected":"2026-07-01T12:00:00.000+02:00"}
{"test":"names","xml":"<r xmlns='urn:x'/>","context":"/","expression":"count(r)","kind":"number","dialect":"xpath1","expected":0}
{"test":"form names","xml":"<r xmlns='urn:x'/>","context":"/","expression":"count(r)","kind":"number","dialect":"odk","expected":1}
{"test":"wrong","xml":"<r/>","context":"/","expression":"1 + 1","kind":"number","expected":3}
{"test":"bad","xml":"<r/>","context":"/","expression":"1 +","kind":"number","expected":3}
{"test":"place","xml":"<r/>","context":"/","expression":"1","kind":"number","timezone":"Nowhere/City","expected":1}
{"test":7,"xml":[]}
not json
)x");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  const auto results = rows(outcome.out);
  REQUIRE(results.size() == 13);
  for (std::size_t i = 0; i < 8; ++i) CHECK_MESSAGE(results[i]["pass"].asBool(), results[i].toStyledString());
  for (std::size_t i = 8; i < 13; ++i) CHECK_MESSAGE(!results[i]["pass"].asBool(), results[i].toStyledString());
  CHECK(results[1]["actual"] == "NaN");
  CHECK(results[8]["actual"].asDouble() == 2);
  for (std::size_t i = 9; i < 13; ++i) CHECK_MESSAGE(results[i]["error"].isString(), results[i].toStyledString());
  CHECK(outcome.err.find("8 of 13 rows pass") != std::string::npos);
}
