// What an author gets wrong: the cell, and the nearest right word where there is one.
#include "xlsform_support.hpp"

using namespace motcua;
using namespace motcua::xlsform::testing;

TEST_CASE("mistakes in sections name both ends") {
  CHECK(mistake("| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |\n") ==
        "xlsform_nesting: survey!A2 \"begin_group\" (g)");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | text | a | A |\n| | end_group | | |\n") ==
        "xlsform_nesting: survey!A3 \"end_group\"");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | begin_repeat | g | G |\n| | text | a | A |\n"
                "| | end_group | | |\n") == "xlsform_nesting: survey!A4 \"end_group\", survey!A2 \"begin_repeat\"");
  CHECK(mistake("| survey |\n| | type | name | label | required |\n| | begin_group | g | G | yes |\n"
                "| | text | a | A | |\n| | end_group | | | |\n") ==
        "xlsform_together: survey!D2 required, \"begin_group\"");
  std::string deep = "| survey |\n| | type | name | label |\n";
  for (int i = 0; i < 60; ++i) deep += "| | begin_group | g" + std::to_string(i) + " | G |\n";
  CHECK(mistake(deep) == "xlsform_too_large: survey!A52");
}

TEST_CASE("names that XML cannot have, that are taken or reserved are refused") {
  const auto named = [](const std::string& name) {
    return mistake("| survey |\n| | type | name | label |\n| | text | " + name + " | A |\n");
  };
  CHECK(named("1a") == "xlsform_name: survey!B2 \"1a\"");
  CHECK(named("họ tên") == "xlsform_name: survey!B2 \"họ tên\"");
  CHECK(named("a:b") == "xlsform_name: survey!B2 \"a:b\"");
  CHECK(named("giá×3") == "xlsform_name: survey!B2 \"giá×3\"");
  CHECK(named("“a”") == "xlsform_name: survey!B2 \"\"a\"\"");
  CHECK(named("meta") == "xlsform_name_reserved: survey!B2 \"meta\"");
  CHECK(named("") == "xlsform_blank: survey!B2 name");
  CHECK(good("| survey |\n| | type | name | label |\n| | text | họ_tên-1.đ | A |\n").has("<họ_tên-1.đ"));
  CHECK(
      mistake("| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | b | A |\n| | text | a | B |\n") ==
      "xlsform_name_twice: survey!B4 \"a\", survey!B2");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | begin_repeat | data | A |\n| | text | a | A |\n"
                "| | end_repeat | | |\n") == "xlsform_name_reserved: survey!B2 \"data\"");
  // The same name in two groups is fine, until something refers to it.
  const std::string groups =
      "| survey |\n| | type | name | label | calculation |\n| | begin_group | g | G | |\n| | text | a | A | |\n"
      "| | end_group | | | |\n| | begin_group | h | H | |\n| | text | a | A | |\n| | end_group | | | |\n";
  CHECK(good(groups).has("<bind nodeset=\"/data/h/a\""));
  CHECK(mistake(groups + "| | calculate | c | | ${a} |\n") ==
        "xlsform_reference_twice: survey!D8 \"a\", survey!B3, survey!B6");
}

TEST_CASE("a type that there is not is told with the nearest, and left alone when nothing is near") {
  const auto typed = [](const std::string& type) {
    return mistake("| survey |\n| | type | name | label |\n| | " + type +
                   " | a | A |\n| choices |\n| | list_name | name | label |\n| | yn | y | Y |\n");
  };
  CHECK(typed("integr") == "xlsform_type: survey!A2 \"integr\" → \"integer\"");
  CHECK(typed("geopiont") == "xlsform_type: survey!A2 \"geopiont\" → \"geopoint\"");
  CHECK(typed("ngày") == "xlsform_type: survey!A2 \"ngày\"");
  CHECK(typed("select_one") == "xlsform_list: survey!A2 \"select_one\" → \"select_one yn\"");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | | a | A |\n") == "xlsform_blank: survey!A2 type");
}

TEST_CASE("lists that are not there are told with the nearest") {
  const auto choosing = [](const std::string& type, const std::string& choices) {
    return mistake("| survey |\n| | type | name | label |\n| | " + type + " | a | A |\n" + choices);
  };
  const std::string choices = "| choices |\n| | list_name | name | label |\n| | tinh_tp | hn | Hà Nội |\n";
  CHECK(choosing("select_one tinh_tq", choices) == "xlsform_list: survey!A2 \"tinh_tq\" → \"tinh_tp\"");
  CHECK(choosing("select_multiple xa", choices) == "xlsform_list: survey!A2 \"xa\"");
  CHECK(choosing("select_one tinh", "") == "xlsform_sheet: choices");
  CHECK(choosing("select_one tinh", "| choises |\n| | list_name | name | label |\n| | tinh | hn | Hà Nội |\n") ==
        "xlsform_sheet: choices → \"choises\"");
  CHECK(choosing("select_one_external xa", choices) == "xlsform_sheet: external_choices");
  CHECK(choosing("select_one_external xx",
                 "| external_choices |\n| | list_name | name | label |\n| | phuong | hn | Hà Nội |\n") ==
        "xlsform_list: survey!A2 \"xx\"");
  CHECK(choosing("select_one_from_file xa.txt", choices) ==
        "xlsform_list: survey!A2 \"xa.txt\" (.csv, .xml, .geojson)");
  CHECK(choosing("begin loop over xa", choices) == "xlsform_list: survey!A2 \"xa\"");
}

TEST_CASE("mistakes in the sheet of choices name its cells") {
  const auto with_choices = [](const std::string& choices) {
    return mistake("| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n" + choices);
  };
  CHECK(with_choices("| | name | label |\n| | a | A |\n") == "xlsform_column: choices: \"list_name\"");
  CHECK(with_choices("| | list_name | label |\n| | l | A |\n") == "xlsform_column: choices: \"name\"");
  CHECK(with_choices("| | list_name | name | label |\n| | l | | A |\n") == "xlsform_blank: choices!B2 name");
  CHECK(with_choices("| | list_name | name | label |\n| | l | a | A |\n| | l | a | B |\n") ==
        "xlsform_choice_twice: choices!B3 \"a\"");
  CHECK(with_choices("| | list_name | name | name |\n| | l | a | A |\n") ==
        "xlsform_column_twice: choices!B1 \"name\", choices!C1 \"name\"");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | select_multiple l | a | A |\n| choices |\n"
                "| | list_name | name | label |\n| | l | a b | A |\n") ==
        "xlsform_name: choices!B2 \"a b\", survey!A2 select_multiple");
}

TEST_CASE("references that lead nowhere, or are written wrongly, are told") {
  const auto relevant = [](const std::string& text) {
    return mistake("| survey |\n| | type | name | label | relevant |\n| | text | ten | A | |\n| | text | b | B | " +
                   text + " |\n");
  };
  CHECK(relevant("${tem} = 1") == "xlsform_reference: survey!D3 \"tem\"");  // Of short words nothing is near.
  CHECK(relevant("${ten = 1") == "xlsform_reference_syntax: survey!D3 \"${ten = 1\"");
  CHECK(relevant("${} = 1") == "xlsform_reference_syntax: survey!D3 \"${}\"");
  CHECK(relevant("${a b} = 1") == "xlsform_reference_syntax: survey!D3 \"${a b}\"");
  CHECK(
      mistake("| survey |\n| | type | name | label | trigger |\n| | text | ten | A | |\n| | text | b | B | ten |\n") ==
      "xlsform_reference_syntax: survey!D3 \"ten\"");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | text | ho_va_ten | A |\n| | note | b | ${ho_va_tem} |\n") ==
        "xlsform_reference: survey!C3 \"ho_va_tem\" → \"ho_va_ten\"");
}

TEST_CASE("parameters that a type does not have, or with values that it does not take, are refused") {
  const auto given = [](const std::string& type, const std::string& parameters) {
    return mistake("| survey |\n| | type | name | label | parameters |\n| | " + type + " | a | A | " + parameters +
                   " |\n");
  };
  CHECK(given("range", "star=1") == "xlsform_parameter: survey!D2 \"star\" → \"start\"");
  CHECK(given("range", "start") == "xlsform_parameter: survey!D2 \"start\" (key=value)");
  CHECK(given("range", "start=a") == "xlsform_parameter: survey!D2 \"start=a\" (1, 2.5, …)");
  CHECK(given("range", "step=0") == "xlsform_parameter: survey!D2 \"step=0\" (≠ 0)");
  CHECK(given("range", "start=1 end=3 step=5") == "xlsform_parameter: survey!D2 \"step=5\" (≤ end - start)");
  CHECK(given("text", "rows=x") == "xlsform_parameter: survey!D2 \"rows=x\" (0, 1, 2, …)");
  CHECK(given("image", "max-pixels=-3") == "xlsform_parameter: survey!D2 \"max-pixels=-3\" (≥ 0)");
  CHECK(given("audio", "quality=loud") ==
        "xlsform_parameter: survey!D2 \"quality=loud\" (voice-only, low, normal, external)");
  CHECK(given("geopoint", "capture-accuracy=near") ==
        "xlsform_parameter: survey!D2 \"capture-accuracy=near\" (1, 2.5, …)");
}

TEST_CASE("sheets and columns that are missing are told, and heads that cannot be attributes") {
  CHECK(mistake("") == "xlsform_sheet: survey");
  CHECK(mistake("| survay |\n| | type | name |\n| | text | a |\n") == "xlsform_sheet: survey → \"survay\"");
  CHECK(mistake("| survey |\n| | name | label |\n| | a | A |\n") == "xlsform_column: survey: \"type\"");
  CHECK(mistake("| survey |\n| | type | name | label | bind::a b |\n| | text | a | A | 1 |\n") ==
        "xlsform_name: survey!D1 \"a b\"");
  for (const std::string head : {"instance::esri:x", "body::esri:x", "bind::esri:x"}) {
    // A prefix that nothing declares would make the whole form unreadable for others.
    const Outcome outcome = good("| survey |\n| | type | name | label | " + head + " |\n| | text | a | A | 1 |\n");
    CHECK(outcome.warns(ErrorCode::xlsform_note_ignored, "survey!D1 \"esri:x\""));
    CHECK_FALSE(outcome.has("esri:x"));
  }
  CHECK(good("| survey |\n| | type | name | label | instance::esri:x |\n| | text | a | A | 1 |\n"
             "| settings |\n| | namespaces |\n| | esri=\"http://esri.com/xforms\" |\n")
            .has("<a esri:x=\"1\""));
}

TEST_CASE("things that exclude each other are refused together") {
  CHECK(mistake("| survey |\n| | type | name | label | choice_filter |\n| | select_one l or_other | a | A | true() |\n"
                "| choices |\n| | list_name | name | label |\n| | l | a | A |\n") ==
        "xlsform_together: survey!D2, survey!A2 or_other");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n"
                "| | omit_instanceID | public_key |\n| | yes | MIIB |\n") ==
        "xlsform_together: settings!A2, settings!B2");
  CHECK(mistake("| survey |\n| | type | name | label | media::big-image |\n| | text | a | A | a.png |\n") ==
        "xlsform_together: survey!D2 big-image → \"image\"");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | calculate | a | A |\n") ==
        "xlsform_blank: survey!2 bind::calculate calculation");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | text | a | |\n") == "xlsform_blank: survey!C2 label, hint");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | background-geopoint | a | |\n") ==
        "xlsform_blank: survey!2 trigger trigger");
  CHECK(mistake("| survey |\n| | type | name | label |\n| | audit | log | |\n") ==
        "xlsform_name_reserved: survey!B2 \"log\" → \"audit\"");
}

TEST_CASE("a trigger that nobody can change is refused with both cells") {
  CHECK(mistake("| survey |\n| | type | name | label | trigger | calculation |\n| | calculate | c | | | 1 + 1 |\n"
                "| | dateTime | t | | ${c} | now() |\n") == "xlsform_value: survey!D3 \"c\", survey!B2");
}
