#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

std::string attribute(const ItemView& item, std::string_view name) {
  for (const auto& [key, value] : item.attributes) {
    if (key == name) return value;
  }
  return "(none)";
}

constexpr const char* kItems =
    R"x(<item><label>Một</label><value>a</value></item><item><label>Hai</label><value>b</value></item><item><label>Ba</label><value>c</value></item>)x";

}  // namespace

TEST_CASE("Body Elements: <input> takes text, numbers and dates") {
  Filling f(one_question("type=\"date\""));
  CHECK(f.item("/data/q").control == ControlKind::input);
  f.answer("/data/q", "2026-11-23");
  CHECK(submitted(f) == "<q>2026-11-23</q><other/>");
}

TEST_CASE("Body Elements: <select1> takes one of its choices") {
  Filling f(one_question("", std::string("<select1 ref=\"/data/q\">") + kItems + "</select1>"));
  CHECK(f.item("/data/q").control == ControlKind::select1);
  CHECK(choices(f.item("/data/q")) == "a=Một b=Hai c=Ba ");
  f.answer("/data/q", "b");
  CHECK(f.refused("/data/q", "d").code == ErrorCode::answer_type);
  CHECK(f.refused("/data/q", "a b").code == ErrorCode::answer_type);
  CHECK(f.value("/data/q") == "b");
}

TEST_CASE("Body Elements: <select> takes several choices, separated by spaces") {
  Filling f(one_question("", std::string("<select ref=\"/data/q\">") + kItems + "</select>"));
  CHECK(f.item("/data/q").control == ControlKind::select);
  f.answer("/data/q", "c a");
  CHECK(f.value("/data/q") == "c a");
  CHECK(f.refused("/data/q", "a d").code == ErrorCode::answer_type);
  CHECK(f.refused("/data/q", "a a").code == ErrorCode::answer_type);
}

TEST_CASE("Body Elements: <odk:rank> takes an order of its choices") {
  Filling f(one_question("type=\"odk:rank\"", std::string("<odk:rank ref=\"/data/q\">") + kItems + "</odk:rank>"));
  CHECK(f.item("/data/q").control == ControlKind::rank);
  f.answer("/data/q", "c a b");
  CHECK(f.value("/data/q") == "c a b");
  CHECK(f.refused("/data/q", "a b d").code == ErrorCode::answer_type);
}

TEST_CASE("Body Elements: <upload> takes a file, whose name is stored") {
  Filling f(one_question("type=\"binary\"", R"x(<upload ref="/data/q" mediatype="image/*" accept=".jpg,.png"/>)x"));
  const ItemView item = f.item("/data/q");
  CHECK(item.control == ControlKind::upload);
  CHECK(item.mediatype == "image/*");
  CHECK(attribute(item, "accept") == ".jpg,.png");
  f.answer("/data/q", "anh.jpg");
  CHECK(submitted(f) == "<q>anh.jpg</q><other/>");
}

TEST_CASE("Body Elements: <trigger> stores OK, or nothing") {
  Filling f(one_question("required=\"true()\"", R"x(<trigger ref="/data/q"/>)x"));
  CHECK(f.item("/data/q").control == ControlKind::trigger);
  CHECK(f.session.problems().size() == 1);
  f.answer("/data/q", "OK");
  CHECK(f.session.problems().empty());
  f.answer("/data/q", "");
  CHECK(f.value("/data/q") == "");
}

TEST_CASE("Body Elements: <range> takes a number between its ends") {
  Filling f(one_question("type=\"int\"", R"x(<range ref="/data/q" start="1" end="10" step="3"/>)x"));
  const ItemView item = f.item("/data/q");
  CHECK(item.control == ControlKind::range);
  REQUIRE(item.range.has_value());
  CHECK(item.range->start == 1);
  CHECK(item.range->end == 10);
  CHECK(item.range->step == 3);
  f.answer("/data/q", "7");
  CHECK(f.refused("/data/q", "11").code == ErrorCode::answer_type);
  CHECK(f.value("/data/q") == "7");
}

TEST_CASE("Body Elements: <label> and <hint>, with the values that <output> shows") {
  Filling f(form_xml(
      "<a>An</a><q/>", "",
      R"x(<input ref="/data/a"/><input ref="/data/q"><label>Chào <output value="/data/a"/>!</label><hint>Tên: <output value="concat(/data/a, '.')"/></hint></input>)x"));
  CHECK(f.item("/data/q").label == "Chào An!");
  CHECK(f.item("/data/q").hint == "Tên: An.");
  f.answer("/data/a", "Bình");
  CHECK(f.item("/data/q").label == "Chào Bình!");
}

TEST_CASE("Body Elements: <itemset> takes choices from an instance, filtered by answers") {
  Filling f(form_xml(
      "<country/><city/>",
      R"x(<instance id="cities"><root><item><country>nl</country><name>ams</name><label>Amsterdam</label></item><item><country>usa</country><name>nyc</name><label>New York</label></item><item><country>nl</country><name>dro</name><label>Dronten</label></item></root></instance>)x",
      R"x(<input ref="/data/country"/><select1 ref="/data/city"><itemset nodeset="instance('cities')/root/item[country = /data/country]"><value ref="name"/><label ref="label"/></itemset></select1>)x"));
  CHECK(choices(f.item("/data/city")).empty());
  f.answer("/data/country", "nl");
  CHECK(choices(f.item("/data/city")) == "ams=Amsterdam dro=Dronten ");
  f.answer("/data/city", "dro");
  CHECK(f.refused("/data/city", "nyc").code == ErrorCode::answer_type);
}

TEST_CASE("Body Elements: <itemset> takes choices from a repeat of the record") {
  Filling f(form_xml(
      "<p><name>An</name></p><p><name>Bình</name></p><who/>", "",
      R"x(<repeat nodeset="/data/p"><input ref="/data/p/name"/></repeat><select1 ref="/data/who"><itemset nodeset="/data/p[name != '']"><value ref="name"/><label ref="name"/></itemset></select1>)x"));
  CHECK(choices(f.item("/data/who")) == "An=An Bình=Bình ");
}

TEST_CASE("Body Attributes: ref and nodeset both link a control with its node") {
  const Filling f(form_xml("<a/><g><b/></g>", "",
                           R"x(<input nodeset="/data/a"/><group nodeset="/data/g"><input ref="b"/></group>)x"));
  CHECK(shown(f) == "/data/a /data/g /data/g/b ");
}

TEST_CASE("Body Attributes: those that are for the interface are kept as written") {
  const Filling f(form_xml("<p/><t/><s/>", R"x(<bind nodeset="/data/p" type="geopoint"/>)x",
                           R"x(<input ref="/data/p" accuracyThreshold="10.5" unacceptableAccuracyThreshold="100"/>
                               <input ref="/data/t" rows="5" autoplay="audio"/><input ref="/data/s" appearance="x" class="y"/>)x"));
  CHECK(attribute(f.item("/data/p"), "accuracyThreshold") == "10.5");
  CHECK(attribute(f.item("/data/p"), "unacceptableAccuracyThreshold") == "100");
  CHECK(attribute(f.item("/data/t"), "rows") == "5");
  CHECK(attribute(f.item("/data/t"), "autoplay") == "audio");
  CHECK(attribute(f.item("/data/s"), "class") == "y");
}

TEST_CASE("Body Attributes: start, end and step of <range> may be decimal and may count down") {
  const Filling f(one_question("type=\"decimal\"", R"x(<range ref="/data/q" start="1.5" end="-1.5" step="0.5"/>)x"));
  CHECK(f.item("/data/q").range->start == 1.5);
  CHECK(f.item("/data/q").range->end == -1.5);
}

TEST_CASE("Appearances: every one is kept as written, on controls and on groups") {
  const std::vector<const char*> appearances = {"multiline",
                                                "url",
                                                "ex:org.example.app(a='1')",
                                                "thousands-sep",
                                                "numbers",
                                                "month-year",
                                                "year",
                                                "no-calendar",
                                                "ethiopian",
                                                "coptic",
                                                "islamic",
                                                "bikram-sambat",
                                                "myanmar",
                                                "persian",
                                                "buddhist",
                                                "placement-map",
                                                "maps",
                                                "hide-input",
                                                "minimal",
                                                "quick",
                                                "search('x')",
                                                "autocomplete",
                                                "compact",
                                                "columns-pack",
                                                "columns",
                                                "columns-4",
                                                "columns-n",
                                                "no-buttons",
                                                "image-map",
                                                "map",
                                                "likert",
                                                "label",
                                                "list-nolabel",
                                                "list",
                                                "picker",
                                                "vertical",
                                                "no-ticks",
                                                "rating",
                                                "new",
                                                "new-front",
                                                "draw",
                                                "annotate",
                                                "signature",
                                                "masked",
                                                "counter",
                                                "bearing",
                                                "minimal columns-2 w3",
                                                "horizontal",
                                                "horizontal-compact",
                                                "printer",
                                                "distress",
                                                "comment"};
  for (const char* appearance : appearances) {
    CAPTURE(appearance);
    const Filling f(one_question("", std::string("<input ref=\"/data/q\" appearance=\"") + appearance + "\"/>"));
    CHECK(f.item("/data/q").appearance == appearance);
  }
  const Filling group(form_xml("<g><a/></g>", "",
                               R"x(<group ref="/data/g" appearance="field-list"><input ref="/data/g/a"/></group>)x"));
  CHECK(group.item("/data/g").appearance == "field-list");
}

TEST_CASE("Groups: a presentation group has a label, a logical one a node, and they nest") {
  Filling f(form_xml(
      "<who><first/><deep><last/></deep></who><free/>",
      R"x(<bind nodeset="/data/who/deep" relevant="string-length(../first) &gt; 0"/>)x",
      R"x(<group ref="/data/who"><input ref="first"/><group ref="deep"><label>Sâu</label><input ref="last"/></group></group>
                         <group><label>Chỉ nhãn</label><input ref="/data/free"/></group>)x"));
  const auto items = f.session.items();
  REQUIRE(items.size() == 4);
  CHECK(items[0].ref == "/data/who");
  CHECK(items[0].label == "");
  CHECK(items[1].ref == "/data/who/first");
  CHECK(items[1].depth == 1);
  CHECK(items[2].control == ControlKind::group);
  CHECK(items[2].label == "Chỉ nhãn");
  CHECK(items[2].ref == "");
  f.answer("/data/who/first", "An");
  CHECK(f.item("/data/who/deep").label == "Sâu");
  CHECK(f.item("/data/who/deep/last").depth == 2);
}

TEST_CASE("Body Attributes: those of controls, of repeats and of the groups around them are kept") {
  const std::string xml =
      form_xml("<r><a/></r>", "",
               R"x(<group ref="/data/r" appearance="grid" intent="vn.x"><repeat nodeset="/data/r" odk:y="2">
    <input ref="/data/r/a" accuracyThreshold="5"/></repeat></group>)x");
  const Filling f(xml);
  const auto items = f.session.items();
  REQUIRE(items.size() == 3);
  for (const std::size_t i : {0U, 1U}) {
    CHECK(items[i].appearance == "grid");
    CHECK(attribute(items[i], "odk:y") == "2");
    CHECK(attribute(items[i], "intent") == "vn.x");
  }
  CHECK(attribute(items[2], "accuracyThreshold") == "5");
}
