// What the rows of a survey become.
#include "motcua/forms/form_session.hpp"
#include "xlsform_support.hpp"

using namespace motcua;
using namespace motcua::xlsform::testing;

TEST_CASE("or_other adds the choice and a question for what it is, asked where it is chosen") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label |
| | select_multiple fruit or_other | f | Quả gì? |
| choices |
| | list_name | name | label |
| | fruit | a | Táo |
)");
  CHECK(outcome.has(R"(<name>other</name>)"));
  CHECK(outcome.has(R"(<label>Other</label>)"));
  CHECK(outcome.has(R"x(<bind nodeset="/data/f_other" type="string" relevant="selected(../f, 'other')" />)x"));
  CHECK(outcome.has("<label>Specify other.</label>"));
  CHECK_FALSE(outcome.warns(ErrorCode::xlsform_note_other));

  const Outcome translated = good(R"(
| survey |
| | type | name | label::Tiếng Việt (vi) |
| | select_one fruit or_other | f | Quả gì? |
| choices |
| | list_name | name | label::Tiếng Việt (vi) |
| | fruit | a | Táo |
| | fruit | other | Khác |
)");
  CHECK(translated.warns(ErrorCode::xlsform_note_other));
  CHECK(translated.has("<value>Khác</value>"));
  CHECK_FALSE(translated.has("<value>Other</value>"));  // The list has that choice already.
}

TEST_CASE("external choices travel as itemsets.csv, and the question asks them by a query") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | choice_filter |
| | text | s | S | |
| | select_one_external town | t | T | state=${s} |
| external_choices |
| | list_name | name | label | state |
| | town | hn | Hà Nội | a, b |
| | town | kh | - Khác | b |
)");
  REQUIRE(outcome.conversion->files.size() == 1);
  CHECK(outcome.conversion->files[0].name == "itemsets.csv");
  CHECK(outcome.conversion->files[0].bytes ==
        "list_name,name,label,state\r\ntown,hn,Hà Nội,\"a, b\"\r\ntown,kh,- Khác,b\r\n");
  CHECK(outcome.has(R"x(query="instance('town')/root/item[state= /data/s ]")x"));
}

TEST_CASE("choices from files, from answers and in an order of chance") {
  const Outcome outcome = convert(R"(
| survey |
| | type | name | label | parameters | choice_filter |
| | begin_repeat | member | Người | | |
| | text | ten | Tên | | |
| | integer | tuoi | Tuổi | | |
| | end_repeat | | | | |
| | select_one ${ten} | head | Chủ hộ | | ${tuoi} > 17 |
| | select_one_from_file xa.csv | xa | Xã | value=code label=ten_xa | |
| | select_multiple_from_file vung.geojson | vung | Vùng | | |
| | select_one yn | rnd | Rnd | randomize=true seed=42 | |
| | rank yn | rk | Rk | | |
| choices |
| | list_name | name | label |
| | yn | y | Có |
)");
  REQUIRE(outcome.conversion);
  CHECK(outcome.has(R"x(<itemset nodeset="/data/member[ ./tuoi  > 17]">)x"));
  CHECK(outcome.has(R"x(<value ref="ten" />)x"));
  CHECK(outcome.has(R"x(<instance id="xa" src="jr://file-csv/xa.csv" />)x"));
  CHECK(outcome.has(R"x(<value ref="code" />)x"));
  CHECK(outcome.has(R"x(<label ref="ten_xa" />)x"));
  CHECK(outcome.has(R"x(<instance id="vung" src="jr://file/vung.geojson" />)x"));
  CHECK(outcome.has(R"x(<label ref="title" />)x"));
  CHECK(outcome.has(R"x(nodeset="randomize(instance('yn')/root/item, 42)")x"));
  CHECK(outcome.has(R"x(<odk:rank ref="/data/rk">)x"));
  CHECK(outcome.has(R"x(<bind nodeset="/data/rk" type="odk:rank" />)x"));
}

TEST_CASE("audit and osm declarations are kept") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | parameters |
| | audit | | | location-priority=balanced location-min-interval=60 location-max-age=120 track-changes=true |
| | osm building | b | Nhà | |
| osm |
| | list_name | name | label |
| | building | kind | Loại |
| | kind | house | Nhà ở |
)");
  CHECK(outcome.has("<audit />"));
  CHECK(outcome.has(R"x(nodeset="/data/meta/audit" type="binary" odk:location-max-age="120")x"));
  CHECK(outcome.has(R"x(odk:location-priority="balanced")x"));
  CHECK(outcome.has(R"x(odk:track-changes="true")x"));
  CHECK(outcome.has(R"x(<upload ref="/data/b" mediatype="osm/*">)x"));
  CHECK(outcome.has(R"x(<tag key="kind">)x"));
  CHECK(outcome.has("<value>house</value>"));
  CHECK(mistake("| survey |\n| | type | name | label | parameters |\n| | audit | | | location-priority=balanced |\n") ==
        "xlsform_parameter: survey!D2 \"location-min-interval=\" (?)");
}

TEST_CASE("what phones do by themselves is declared as actions and preloads") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | parameters | trigger | calculation | default |
| | start | start | | | | | |
| | today | day | | | | | |
| | deviceid | dev | | | | | |
| | start-geopoint | sg | | | | | |
| | background-audio | ba | | quality=low | | | |
| | text | s | S | rows=3 | | | today() |
| | dateTime | at | | | ${s} | now() | |
| | background-geopoint | bg | | | ${s} | | |
)");
  CHECK(outcome.has(R"x(jr:preload="timestamp" jr:preloadParams="start")x"));
  CHECK(outcome.has(R"x(jr:preload="date" jr:preloadParams="today")x"));
  CHECK(outcome.has(R"x(jr:preload="property" jr:preloadParams="deviceid")x"));
  CHECK(outcome.has(R"x(<odk:setgeopoint ref="/data/sg" event="odk-instance-first-load" />)x"));
  CHECK(outcome.has(R"x(<odk:recordaudio ref="/data/ba" event="odk-instance-load" odk:quality="low" />)x"));
  CHECK(outcome.has(R"x(<setvalue ref="/data/s" event="odk-instance-first-load" value="today()" />)x"));
  CHECK(outcome.has(R"x(<setvalue ref="/data/at" event="xforms-value-changed" value="now()" />)x"));
  CHECK(outcome.has(R"x(<odk:setgeopoint ref="/data/bg" event="xforms-value-changed" />)x"));
  CHECK(outcome.has(R"x(rows="3")x"));
  CHECK_FALSE(outcome.has(R"x(calculate="now()")x"));  // Not always: when `s` changes.
}

TEST_CASE("table-list makes one row of labels for selects that share a list") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | appearance |
| | begin_group | g | Bảng | table-list |
| | select_one yn | q1 | Q1 | |
| | select_one yn | q2 | Q2 | |
| | end_group | | | |
| choices |
| | list_name | name | label |
| | yn | y | Có |
)");
  CHECK(outcome.has(R"x(<group ref="/data/g" appearance="field-list">)x"));
  CHECK(outcome.has(R"x(ref="/data/g/reserved_name_for_field_list_labels_3" appearance="label")x"));
  CHECK(outcome.has(R"x(<select1 ref="/data/g/q2" appearance="list-nolabel">)x"));
}

TEST_CASE("a range's ends and steps decide whether it is a whole number, a default is a value or an expression") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | parameters | default |
| | range | r | R | start=0 end=5 step=0.5 | |
| | range | w | W | | 3 |
| | image | pic | P | max-pixels=640 | x.png |
| | text | d | D | | 2026-11-23 |
| | text | e | E | | concat('a', 'b') |
)");
  CHECK(outcome.has(R"x(<bind nodeset="/data/r" type="decimal" />)x"));
  CHECK(outcome.has(R"x(start="0" end="5" step="0.5")x"));
  CHECK(outcome.has(R"x(<bind nodeset="/data/w" type="int" />)x"));
  CHECK(outcome.has("<w>3</w>"));
  CHECK(outcome.has("<pic>jr://images/x.png</pic>"));
  CHECK(outcome.has("<d>2026-11-23</d>"));
  CHECK(outcome.has(R"x(value="concat('a', 'b')")x"));
}

TEST_CASE("a loop asks its questions once for each choice of its list") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label |
| | begin loop over nguon | nuoc | Nước |
| | integer | gio | Mấy giờ? |
| | end loop | | |
| choices |
| | list_name | name | label |
| | nguon | gieng | Giếng |
| | nguon | may | Nước máy |
)");
  CHECK(outcome.has(R"x(<bind nodeset="/data/nuoc/gieng/gio" type="int" />)x"));
  CHECK(outcome.has(R"x(<bind nodeset="/data/nuoc/may/gio" type="int" />)x"));
  CHECK(outcome.has("<label>Nước máy</label>"));
}

TEST_CASE("rows that are switched off or only comment are left out with a word about it") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | disabled | ghi_chu |
| | text | a | A | | |
| | text | b | B | yes | |
| | | | | | chỉ là ghi chú |
)");
  CHECK_FALSE(outcome.has("/data/b"));
  CHECK(outcome.warns(ErrorCode::xlsform_note_obsolete, "survey!D3"));
  CHECK(outcome.warns(ErrorCode::xlsform_note_ignored, "survey!E4"));
}

TEST_CASE("what is unwise is told with its cell, and the form is made") {
  const Outcome outcome = good(R"(
| survey |
| | type | name | label | relevent |
| | text | ten | A | |
| | text | Ten | B | |
| | image | pic | P | |
| | begin_repeat | r | | |
| | text | c | C | |
| | end_repeat | | | |
| | select_one yn | d | D | |
| choices |
| | list_name | name | label |
| | yn | y | |
| stetings |
| | form_id |
| | x |
)");
  CHECK(outcome.warns(ErrorCode::xlsform_note_column, "survey!D1 \"relevent\" → \"relevant\""));
  CHECK(outcome.warns(ErrorCode::xlsform_note_case, "survey!B3 \"Ten\", survey!B2"));
  CHECK(outcome.warns(ErrorCode::xlsform_note_pixels, "survey!4 parameters"));
  CHECK(outcome.warns(ErrorCode::xlsform_note_label, "survey!C5 \"r\""));
  CHECK(outcome.warns(ErrorCode::xlsform_note_label, "choices!C2 \"y\""));
  CHECK(outcome.warns(ErrorCode::xlsform_note_sheet, "settings → \"stetings\""));
}

TEST_CASE("more warnings than anyone reads are not kept") {
  std::string rows = "| survey |\n| | type | name | label |\n| | text | a | A |\n| choices |\n| | list_name | name |\n";
  for (int i = 0; i < 300; ++i) rows += "| | l | c" + std::to_string(i) + " |\n";
  const Outcome outcome = convert(rows);
  CHECK(outcome.conversion);
  CHECK(outcome.warnings.size() == xlsform::kMaxWarnings);
}

TEST_CASE("a long text in many cells is told as too large before it takes the memory") {
  xlsform::WorkbookBuilder builder;
  REQUIRE(builder.begin_sheet("survey"));
  const std::string text(xlsform::kMaxCellBytes, 'x');
  Status added;
  std::size_t row = 0;
  while (added && row < 2'000) added = builder.add_row(++row, {text});
  REQUIRE_FALSE(added);
  CHECK(added.error().code == ErrorCode::xlsform_too_large);
  CHECK(row == xlsform::kMaxTextBytes / xlsform::kMaxCellBytes + 1);
  CHECK(added.error().detail == "survey!A" + std::to_string(row));
}
