// ${name}, translations, settings and entities.
#include "xlsform_support.hpp"

using namespace motcua;
using namespace motcua::xlsform::testing;

TEST_CASE("references in repeats are relative as far as both are in one instance") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | relevant | calculation | constraint |
| | integer | most | M | | | |
| | begin_repeat | m | Người ${most} | | | |
| | integer | age | Tuổi | | | . < ${most} |
| | begin_group | g | G | ${age} > 5 | | |
| | begin_repeat | k | Con | | | |
| | text | kid | Tên con của người ${age} tuổi | | | |
| | calculate | all | | | count(${k}) | |
| | calculate | sibling | | | ${kid} | |
| | end_repeat | | | | | |
| | end_group | | | | | |
| | calculate | third | | | indexed-repeat(${kid}, ${m}, 1, ${k}, ${age}) | |
| | end_repeat | | | | | |
| | calculate | total | | | sum(${age}) | |
| | calculate | people | | | count(${m}) | |
)");
  CHECK(outcome.has(R"x(constraint=". &lt;  /data/most ")x"));
  CHECK(outcome.has(R"x(nodeset="/data/m/g" relevant=" ../age  > 5")x"));
  CHECK(outcome.has(R"x(calculate="count( /data/m/g/k )")x"));
  CHECK(outcome.has(R"x(calculate=" ../kid ")x"));
  CHECK(outcome.has(R"x(<output value=" ../../../age " /> tuổi)x"));
  CHECK(outcome.has(R"x(indexed-repeat( /data/m/g/k/kid ,  /data/m , 1,  /data/m/g/k ,  ../age ))x"));
  CHECK(outcome.has(R"x(calculate="sum( /data/m/age )")x"));
  CHECK(outcome.has(R"x(calculate="count( /data/m )")x"));
  CHECK(outcome.has(R"x(<output value=" /data/most " />)x"));
}

TEST_CASE("a choice filter reads the question's own instance") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | choice_filter | calculation |
| | begin_repeat | m | M | | |
| | select_one tinh | t | T | | |
| | select_one xa | x | X | tinh = ${t} | |
| | calculate | ten | | | instance('xa')/root/item[name = ${x}]/label |
| | end_repeat | | | | |
| choices |
| | list_name | name | label | tinh |
| | tinh | hn | Hà Nội | |
| | xa | bd | Ba Đình | hn |
)");
  CHECK(outcome.has(R"x(nodeset="instance('xa')/root/item[tinh =  current()/../t ]")x"));
  CHECK(outcome.has(R"x(instance('xa')/root/item[name =  current()/../x ]/label)x"));
}

TEST_CASE("last-saved values come from an instance of their own, pulldata declares its file") {
  const Outcome outcome = convert(R"(
| survey |
| | type | name | label | calculation | default |
| | text | s | S | | ${last-saved#s} |
| | calculate | pd | | pulldata('tinh', 'ten', 'ma', ${s}) | |
)");
  REQUIRE(outcome.conversion);
  CHECK(outcome.has(R"x(<instance id="__last-saved" src="jr://instance/last-saved" />)x"));
  CHECK(outcome.has(R"x(value=" instance('__last-saved')/data/s ")x"));
  CHECK(outcome.has(R"x(<instance id="tinh" src="jr://file-csv/tinh.csv" />)x"));
}

TEST_CASE("a repeat's count is a path: an expression gets a node of its own") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | repeat_count |
| | integer | n | N | |
| | begin_repeat | a | A | ${n} |
| | text | b | B | |
| | end_repeat | | | |
| | begin_repeat | c | C | ${n} + 1 |
| | text | d | D | |
| | end_repeat | | | |
)");
  CHECK(outcome.has(R"x(<repeat nodeset="/data/a" jr:count=" /data/n ">)x"));
  CHECK(outcome.has(R"x(<bind nodeset="/data/c_count" type="string" readonly="true()" calculate=" /data/n  + 1" />)x"));
  CHECK(outcome.has(R"x(jr:count=" /data/c_count ")x"));
}

TEST_CASE("translations of labels, hints, messages and media, a dash for what is missing, the default marked") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::English (en) | constraint | constraint_message::English (en) | media::image::English (en) | guidance_hint |
| | text | a | Tên | Name | Full name | . != '' | Say it, ${a} | a.png | Dài |
| settings |
| | default_language |
| | English (en) |
)");
  CHECK(outcome.has(R"x(<translation lang="English (en)" default="true()">)x"));
  CHECK(outcome.has(R"x(<value form="image">jr://images/a.png</value>)x"));
  CHECK(outcome.has(R"x(<text id="/data/a:jr:constraintMsg">)x"));
  CHECK(outcome.has(R"x(jr:constraintMsg="jr:itext('/data/a:jr:constraintMsg')")x"));
  CHECK(outcome.has(R"x(<value form="guidance">Dài</value>)x"));
  CHECK(outcome.has("<value>-</value>"));
  CHECK(outcome.warns(ErrorCode::xlsform_note_translation));
  CHECK_FALSE(outcome.warns(ErrorCode::xlsform_note_language));
  CHECK(good("| survey |\n| | type | name | label::Việt |\n| | text | a | A |\n")
            .warns(ErrorCode::xlsform_note_language, "\"Việt\""));
  const auto form = forms::FormDefinition::parse(outcome.conversion->xml);
  CHECK((*form)->languages().front() == "English (en)");
}

TEST_CASE("settings become attributes and blocks of the form") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label |
| | text | s | S |
| settings |
| | form_id | form_title | version | name | instance_name | style | namespaces | attribute::esri:v | submission_url | auto_send | instance_xmlns | prefix |
| | ho_so | Hồ sơ & "phiếu" | 2026 | phieu | concat(${s}, '-x') | pages | esri="http://esri.com/xforms" | 3 | https://x.vn/s | true | urn:ho_so | p |
)");
  CHECK(outcome.has("<h:title>Hồ sơ &amp; \"phiếu\"</h:title>"));
  CHECK(outcome.has(R"x(<phieu id="ho_so" version="2026" xmlns="urn:ho_so" odk:prefix="p" esri:v="3">)x"));
  CHECK(outcome.has(R"x(xmlns:esri="http://esri.com/xforms")x"));
  CHECK(outcome.has(R"x(<h:body class="pages">)x"));
  CHECK(outcome.has(R"x(nodeset="/phieu/meta/instanceName" type="string" calculate="concat( /phieu/s , '-x')")x"));
  CHECK(outcome.has(R"x(<submission method="post" action="https://x.vn/s" orx:auto-send="true" />)x"));
  CHECK(mistake("| survey |\n| | type | name | label |\n| | text | s | S |\n| settings |\n| | name |\n| | 1 x |\n") ==
        "xlsform_name: settings!A2 \"1 x\"");
  CHECK_FALSE(good("| survey |\n| | type | name | label |\n| | text | s | S |\n| settings |\n| | omit_instanceID |\n"
                   "| | yes |\n")
                  .has("instanceID"));
}

TEST_CASE("an entity is declared with what it is made or changed by") {
  const std::string made = R"(
| survey |
| | type | name | label | save_to |
| | text | ten | Tên | ho_ten |
| entities |
| | list_name | label |
| | nguoi | ${ten} |
)";
  const Outcome outcome = good(made);
  CHECK(outcome.has(R"x(entities:entities-version="2024.1.0")x"));
  CHECK(outcome.has(R"x(<entity dataset="nguoi" id="" create="1">)x"));
  CHECK(outcome.has(R"x(nodeset="/data/ten" type="string" entities:saveto="ho_ten")x"));
  CHECK(outcome.has(R"x(<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load" value="uuid()" />)x"));
  CHECK(outcome.has(R"x(nodeset="/data/meta/entity/label" readonly="true()" type="string" calculate=" /data/ten ")x"));

  const Outcome changed = convert(R"(
| survey |
| | type | name | label | save_to |
| | csv-external | nguoi | | |
| | select_one_from_file nguoi.csv | ai | Ai? | |
| | text | ten | Tên | ho_ten |
| entities |
| | list_name | label | entity_id | update_if | create_if |
| | nguoi | ${ten} | ${ai} | ${ai} != '' | ${ai} = '' |
)");
  REQUIRE(changed.conversion);
  CHECK(changed.has(R"x(create="1" update="1" baseVersion="" trunkVersion="" branchId="")x"));
  CHECK(changed.has(
      R"x(nodeset="/data/meta/entity/@update" readonly="true()" type="string" calculate=" /data/ai  != ''")x"));
  CHECK(changed.has("root/item[name= /data/ai ]/__version"));
}

TEST_CASE("mistakes in entities name their cell") {
  const auto entity = [](const std::string& save_to, const std::string& entities) {
    return mistake("| survey |\n| | type | name | label | save_to |\n| | text | ten | Tên | " + save_to + " |\n" +
                   entities);
  };
  CHECK(entity("ho_ten", "") == "xlsform_sheet: entities, survey!D2 \"ho_ten\"");
  const std::string one = "| entities |\n| | list_name | label |\n| | nguoi | ${ten} |\n";
  CHECK(entity("name", one) == "xlsform_name_reserved: survey!D2 \"name\"");
  CHECK(entity("a b", one) == "xlsform_name: survey!D2 \"a b\"");
  CHECK(entity("ngoui#a", one) == "xlsform_entity: survey!D2 \"ngoui#a\" → \"nguoi\"");
  CHECK(entity("", "| entities |\n| | list_name | lable |\n| | nguoi | x |\n") ==
        "xlsform_column_unknown: entities!B1 \"lable\" → \"label\"");
  CHECK(entity("", "| entities |\n| | list_name | entity_id |\n| | __x | 1 |\n") ==
        "xlsform_name: entities!A2 \"__x\"");
  CHECK(entity("", "| entities |\n| | list_name | label |\n| | nguoi | |\n") ==
        "xlsform_entity: entities!A2 \"nguoi\" → label");
  CHECK(entity("", "| entities |\n| | list_name | update_if |\n| | nguoi | true() |\n") ==
        "xlsform_entity: entities!A2 \"nguoi\" → entity_id");
  CHECK(mistake(
            "| survey |\n| | type | name | label | save_to |\n| | begin_group | g | G | x |\n| | end_group | | | |\n" +
            one) == "xlsform_entity: survey!D2 \"x\"");
}

TEST_CASE("what the engine refuses names the cell of the field that it is about") {
  const auto checked = [](const std::string& rows) {
    const Outcome outcome = convert("| survey |\n| | type | name | label | calculation | relevant |\n" + rows);
    REQUIRE(outcome.conversion);
    const Status status = xlsform::check(*outcome.conversion);
    REQUIRE_FALSE(status);
    return std::string(name(status.error().code)) + ": " + status.error().detail.substr(0, 10);
  };
  CHECK(checked("| | calculate | c | | 1 + | |\n") == "xpath_syntax: survey!B2 ");
  CHECK(
      checked("| | calculate | c | | ${d} | |\n| | calculate | d | | ${c} | |\n").starts_with("form_cycle: survey!B"));
  CHECK(checked("| | text | c | C | | /data/x = 1 |\n") == "form_reference: survey!B2 ");
  CHECK(checked("| | text | c | C | | if(1) |\n") == "xpath_arguments: survey!B2 ");
}
