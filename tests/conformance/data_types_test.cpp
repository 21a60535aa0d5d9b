#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

struct TypeCase {
  const char* type;
  std::vector<std::pair<const char*, const char*>> stored;  ///< Answer, and what is stored.
  std::vector<const char*> refused;
};

/// Section "Data Types", by its table.
const std::vector<TypeCase> kTypes = {
    {"string", {{"Hà Nội", "Hà Nội"}, {" a ", " a "}, {"1", "1"}}, {}},
    {"int", {{"12", "12"}, {"-12", "-12"}, {"+12", "12"}}, {"1.0", "a", "1e2"}},
    {"boolean", {{"true", "true"}, {"0", "0"}}, {"yes", "2"}},
    {"decimal", {{"12.5", "12.5"}, {"-0.5", "-0.5"}, {"12", "12"}}, {"1e2", "a", "1,5"}},
    {"date", {{"2026-11-23", "2026-11-23"}}, {"2026-02-30", "23/11/2026"}},
    {"time", {{"08:30:00", "08:30:00"}, {"08:30:00.5+07:00", "08:30:00.5+07:00"}}, {"24:30:00", "8h"}},
    {"dateTime",
     {{"2026-11-23T08:30:00+07:00", "2026-11-23T08:30:00+07:00"},
      {"2026-11-23T08:30:00Z", "2026-11-23T08:30:00Z"},
      {"2026-11-23T08:30:00", "2026-11-23T08:30:00+07:00"}},
     {"2026-11-23", "2026-11-23T08:30:00+7"}},
    {"geopoint",
     {{"21.03 105.85 12.5 4", "21.03 105.85 12.5 4"}, {"-90 180", "-90 180"}},
     {"21.03", "90.1 0", "0 180.1"}},
    {"geotrace", {{"1 2 0 0;3 4 0 0", "1 2 0 0;3 4 0 0"}}, {"1 2", "1 2;3 4;1 2"}},
    {"geoshape", {{"1 2;3 4;5 6;1 2", "1 2;3 4;5 6;1 2"}}, {"1 2;3 4"}},
    {"binary", {{"photo.jpg", "photo.jpg"}}, {"folder/photo.jpg", "file:///photo.jpg"}},
    {"barcode", {{"8935049510023", "8935049510023"}, {"A-1 B", "A-1 B"}}, {}},
    {"intent", {{"anything at all", "anything at all"}}, {}},
};

/// Controls for the type: files are taken by <upload>.
std::string control_for(std::string_view type) {
  return type == "binary" ? R"x(<upload ref="/data/q" mediatype="image/*"/>)x" : R"x(<input ref="/data/q"/>)x";
}

}  // namespace

TEST_CASE("Data Types: each type takes its lexical forms, as XML Schema and ODK have them, and refuses others") {
  for (const TypeCase& type : kTypes) {
    CAPTURE(type.type);
    Filling f(one_question(std::string("type=\"") + type.type + "\"", control_for(type.type)));
    for (const auto& [answer, stored] : type.stored) {
      CAPTURE(answer);
      f.answer("/data/q", answer);
      CHECK(f.value("/data/q") == stored);
      f.answer("/data/q", "");
      CHECK(f.value("/data/q") == "");
    }
    for (const char* wrong : type.refused) {
      CAPTURE(wrong);
      CHECK(f.refused("/data/q", wrong).code == ErrorCode::answer_type);
    }
  }
}

TEST_CASE("Data Types: those of XML Schema may have its prefix") {
  for (const char* type : {"string", "int", "boolean", "decimal", "date", "time", "dateTime"}) {
    CAPTURE(type);
    const Filling plain(one_question(std::string("type=\"") + type + "\""));
    const Filling prefixed(one_question(std::string("type=\"xsd:") + type + "\""));
    CHECK(prefixed.item("/data/q").type == plain.item("/data/q").type);
  }
}

TEST_CASE("Bind Attributes: a type that is left out or unknown is string") {
  CHECK(Filling(one_question("")).item("/data/q").type == DataType::string);
  CHECK(Filling(one_question("type=\"colour\"")).item("/data/q").type == DataType::string);
}

TEST_CASE("Data Types: values that are computed are stored as the type has them") {
  struct Computed {
    const char* type;
    const char* calculate;
    const char* stored;
  };
  const std::vector<Computed> cases = {
      {"int", "7 div 2", "3"},
      {"int", "0 div 0", ""},
      {"int", "1 div 0", ""},
      {"decimal", "7 div 2", "3.5"},
      {"decimal", "0 div 0", ""},
      {"string", "1 &lt; 2", "true"},
      {"string", "1 &gt; 2", "false"},
      {"string", "3.0", "3"},
      {"boolean", "1 &gt; 2", "false"},
      {"date", "date('2026-11-23') + 1", "2026-11-24"},
      {"date", "'2026-11-23T23:30:00+07:00'", "2026-11-23"},
      {"dateTime", "now()", "2023-11-15T05:13:20.000+07:00"},
      {"time", "'08:30:00.000+07:00'", "08:30:00.000+07:00"},
      {"geopoint", "'21 105 0 0'", "21 105 0 0"},
  };
  for (const Computed& entry : cases) {
    CAPTURE(entry.calculate);
    const Filling f(one_question(std::string("type=\"") + entry.type + "\" calculate=\"" + entry.calculate + "\""));
    CHECK(f.value("/data/q") == entry.stored);
  }
}

TEST_CASE("XPath Functions: a stored boolean is text, which is true unless it is empty") {
  Filling f(form_xml(
      "<a/><b/><c/>",
      R"x(<bind nodeset="/data/a" calculate="1 &gt; 2"/><bind nodeset="/data/b" calculate="if(/data/a, 'yes', 'no')"/>
                         <bind nodeset="/data/c" calculate="if(boolean-from-string(/data/a), 'yes', 'no')"/>)x",
      ""));
  CHECK(f.value("/data/a") == "false");
  CHECK(f.value("/data/b") == "yes");
  CHECK(f.value("/data/c") == "no");
}
