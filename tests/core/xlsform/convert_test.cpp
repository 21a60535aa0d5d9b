#include "xlsform_support.hpp"

using namespace motcua;
using namespace motcua::xlsform::testing;

TEST_CASE("a table of questions becomes a form that the engine opens") {
  const Outcome outcome = convert(R"(
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant |
| | select_one yn | child | Có trẻ em không? | Any children? | |
| | integer | age | Mấy tuổi? | How old? | ${child} = 'y' |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | y | Có | Yes |
| | yn | n | Không | No |
| settings |
| | form_id | version | form_title |
| | children | 7 | Trẻ em |
)");
  REQUIRE(outcome.conversion);
  CHECK(xlsform::check(*outcome.conversion));
  const auto form = forms::FormDefinition::parse(outcome.conversion->xml);
  REQUIRE(form);
  CHECK((*form)->id() == "children");
  CHECK((*form)->version() == "7");
  CHECK((*form)->title() == "Trẻ em");
  CHECK((*form)->languages() == std::vector<std::string>{"Tiếng Việt (vi)", "English (en)"});
  CHECK((*form)->has_node("/data/age"));
  CHECK(outcome.has(R"(relevant=" /data/child  = 'y'")"));
}

TEST_CASE("a reference inside a repeat stays in its own instance, one from outside does not") {
  const Outcome outcome = convert(R"(
| survey |
| | type | name | label | calculation |
| | begin_repeat | member | Member | |
| | integer | age | Age | |
| | calculate | twice | | ${age} * 2 |
| | end_repeat | | | |
| | calculate | total | | sum(${age}) |
)");
  REQUIRE(outcome.conversion);
  CHECK(outcome.has(R"(calculate=" ../age  * 2")"));
  CHECK(outcome.has(R"x(calculate="sum( /data/member/age )")x"));
  CHECK(xlsform::check(*outcome.conversion));
}

TEST_CASE("a mistake names its cell and the nearest right word") {
  const Error type = refusal("| survey |\n| | type | name | label |\n| | integr | age | Age |\n");
  CHECK(type.code == ErrorCode::xlsform_type);
  CHECK(type.detail.find("survey!A2") != std::string::npos);
  CHECK(type.detail.find("integer") != std::string::npos);

  const Error reference = refusal(
      "| survey |\n| | type | name | label | relevant |\n| | text | name | Name | |\n"
      "| | text | b | B | ${nmae} = '' |\n");
  CHECK(reference.code == ErrorCode::xlsform_reference);
  CHECK(reference.detail.find("survey!D3") != std::string::npos);

  CHECK(refusal("| survey |\n| | type | name | label |\n| | select_one yes | a | A |\n"
                "| choices |\n| | list_name | name | label |\n| | yess | b | C |\n")
            .code == ErrorCode::xlsform_list);
  CHECK(refusal("| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | a | B |\n").code ==
        ErrorCode::xlsform_name_twice);
  CHECK(refusal("| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |\n").code ==
        ErrorCode::xlsform_nesting);
  CHECK(refusal("| choices |\n| | list_name | name | label |\n| | a | b | C |\n").code == ErrorCode::xlsform_sheet);
}

TEST_CASE("what the engine would refuse is refused with the cell it comes from") {
  const Outcome unknown = convert(
      "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | selectd(${a}, "
      "'x') |\n");
  REQUIRE(unknown.conversion);
  const Status checked = xlsform::check(*unknown.conversion);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code == ErrorCode::xpath_unknown_function);
  CHECK(checked.error().detail.find("survey!") != std::string::npos);
}

TEST_CASE("what is legal but unwise is a warning, and the form is made all the same") {
  const Outcome outcome = convert(R"(
| survey |
| | type | name | label | hint::English (en) |
| | text | a | Tên | Name |
)");
  CHECK(outcome.conversion);
  CHECK(outcome.warns(ErrorCode::xlsform_note_translation));
  CHECK_FALSE(convert("| survey |\n| | type | name | label |\n| | text | a | A |\n")
                  .warns(ErrorCode::xlsform_note_translation));
}

TEST_CASE("a csv workbook gives the same form as its markdown") {
  const auto csv = xlsform::read_csv("survey,,,\n,type,name,label\n,text,a,\"Họ, tên\"\n");
  REQUIRE(csv);
  std::vector<Error> warnings;
  const auto from_csv = xlsform::convert(*csv, {}, warnings);
  const Outcome from_markdown = convert("| survey |\n| | type | name | label |\n| | text | a | Họ, tên |\n");
  REQUIRE(from_csv);
  REQUIRE(from_markdown.conversion);
  CHECK(from_csv->xml == from_markdown.conversion->xml);
}

TEST_CASE("limits of a workbook are told, not crossed") {
  std::string rows = "| survey |\n| | type | name | label |\n";
  rows += "| | text | a | " + std::string(xlsform::kMaxCellBytes + 1, 'x') + " |\n";
  const auto workbook = xlsform::read_markdown(rows);
  REQUIRE_FALSE(workbook);
  CHECK(workbook.error().code == ErrorCode::xlsform_too_large);
}
