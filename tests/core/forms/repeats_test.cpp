#include <algorithm>

#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

std::string household() {
  return form_xml(
      "<city>Hà Nội</city><member><name/><age>1</age><place/><adult/><child><toy/><full/></child></member><total/>"
      "<adults/><names/>",
      R"x(<bind nodeset="/data/member/age" type="int" constraint=". &lt; 130"/>
          <bind nodeset="/data/member/place" calculate="concat(position(..), '/', count(../../member), ' ', /data/city)"/>
          <bind nodeset="/data/member/adult" calculate="if(/data/member/age &gt;= 18, 1, 0)"/>
          <bind nodeset="/data/member/child" relevant="/data/member/age &gt;= 18"/>
          <bind nodeset="/data/member/child/full" calculate="concat(/data/member/name, '-', ../toy)"/>
          <bind nodeset="/data/total" type="int" calculate="sum(/data/member/age)"/>
          <bind nodeset="/data/adults" type="int" calculate="count(/data/member[age &gt;= 18])"/>
          <bind nodeset="/data/names" calculate="join(', ', /data/member/name)"/>)x",
      R"x(<input ref="/data/city"/>
          <group ref="/data/member"><label>Người <output value="/data/member/name"/></label>
            <repeat nodeset="/data/member"><input ref="/data/member/name"/><input ref="/data/member/age"/>
              <group><label>Con</label><repeat nodeset="/data/member/child"><input ref="/data/member/child/toy"/></repeat></group>
            </repeat></group>)x");
}

std::vector<std::string> refs(const std::vector<ItemView>& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(item.ref);
  return out;
}

RepeatChange add(Filling& form, std::string_view ref) {
  auto added = form.session.add_repeat(ref);
  if (!added) FAIL(ref, ": ", name(added.error().code), ": ", added.error().detail);
  return std::move(*added);
}

RepeatChange remove(Filling& form, std::string_view ref) {
  auto removed = form.session.remove_repeat(ref);
  if (!removed) FAIL(ref, ": ", name(removed.error().code), ": ", removed.error().detail);
  return std::move(*removed);
}

std::string count(const Filling& form, std::string_view ref) {
  for (const NodeValue& value : form.session.values()) {
    if (value.ref == ref) return value.value;
  }
  return "(no such repeat)";
}

/// What a host keeps that stores each change by its reference.
struct Store {
  std::vector<NodeValue> values;
  void take(const std::vector<NodeValue>& changed) {
    for (const NodeValue& change : changed) {
      const auto found = std::ranges::find(values, change.ref, &NodeValue::ref);
      if (found != values.end()) values.erase(found);
      if (!change.value.empty()) values.push_back(change);
    }
  }
};

std::vector<std::pair<std::string, std::string>> sorted(const std::vector<NodeValue>& values) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const NodeValue& value : values) out.emplace_back(value.ref, value.value);
  std::ranges::sort(out);
  return out;
}

}  // namespace

TEST_CASE("instances of a repeat are added, computed each for itself, and removed") {
  Filling form(household());
  CHECK(form.value("/data/member/place") == "1/1 Hà Nội");
  CHECK(form.value("/data/total") == "1");

  const RepeatChange added = add(form, "/data/member");
  CHECK(added.ref == "/data/member[2]");
  CHECK(form.value("/data/member[2]/age") == "1");  // The first instance is the template.
  CHECK(form.value("/data/member[1]/place") == "1/2 Hà Nội");
  CHECK(form.value("/data/member[2]/place") == "2/2 Hà Nội");
  CHECK(form.value("/data/total") == "2");

  form.answer("/data/member[2]/age", "40");
  CHECK(form.value("/data/member[2]/adult") == "1");
  CHECK(form.value("/data/member[1]/adult") == "0");
  CHECK(form.value("/data/total") == "41");
  CHECK(form.value("/data/adults") == "1");
  CHECK(form.answer("/data/member[1]/age", "5").size() == 2);

  form.answer("/data/city", "Huế");
  CHECK(form.value("/data/member[2]/place") == "2/2 Huế");

  const RepeatChange removed = remove(form, "/data/member[1]");
  CHECK(removed.ref == "/data/member");
  CHECK(form.value("/data/member[1]/age") == "40");
  CHECK(form.value("/data/member/place") == "1/1 Huế");
  CHECK(form.value("/data/total") == "40");
  CHECK_FALSE(form.session.value("/data/member[2]/age").has_value());
  remove(form, "/data/member[1]");
  CHECK(form.value("/data/total") == "0");
  CHECK(form.value("/data/names").empty());
  CHECK(count(form, "/data/member") == "0");
  add(form, "/data/member");
  CHECK(form.value("/data/member[1]/place") == "1/1 Huế");
}

TEST_CASE("a nested repeat belongs to its own outer instance") {
  Filling form(household());
  add(form, "/data/member[1]");
  CHECK(add(form, "/data/member[2]/child").ref == "/data/member[2]/child[2]");
  CHECK(count(form, "/data/member[1]/child") == "1");
  CHECK(count(form, "/data/member[2]/child") == "2");
  form.answer("/data/member[2]/name", "Lan");
  form.answer("/data/member[2]/age", "30");
  form.answer("/data/member[2]/child[2]/toy", "bóng");
  CHECK(form.value("/data/member[2]/child[2]/full") == "Lan-bóng");
  CHECK(form.value("/data/member[2]/child[1]/full") == "Lan-");
  CHECK(form.value("/data/member[1]/child[1]/full") == "-");
  CHECK_FALSE(form.shown("/data/member[1]/child[1]/toy"));
  CHECK(form.shown("/data/member[2]/child[1]/toy"));
  CHECK(form.session.submission_xml().find(
            "<member><name>Lan</name><age>30</age><place>2/2 Hà Nội</place><adult>1</adult>"
            "<child><toy/><full>Lan-</full></child>"
            "<child><toy>bóng</toy><full>Lan-bóng</full></child></member>") != std::string::npos);
}

TEST_CASE("items show a repeat, then each instance before its content") {
  Filling form(household());
  add(form, "/data/member");
  form.answer("/data/member[2]/age", "20");
  form.answer("/data/member[2]/name", "Mai");
  const auto items = form.session.items();
  CHECK(refs(items) == std::vector<std::string>{"/data/city", "/data/member", "/data/member[1]", "/data/member[1]/name",
                                                "/data/member[1]/age", "", "/data/member[2]", "/data/member[2]/name",
                                                "/data/member[2]/age", "", "/data/member[2]/child",
                                                "/data/member[2]/child[1]", "/data/member[2]/child[1]/toy"});
  CHECK(items[1].control == ControlKind::repeat);
  CHECK(items[1].count == 2);
  CHECK(items[1].can_add);
  CHECK(items[1].depth == 0);
  CHECK(items[1].label == "Người ");
  CHECK(items[2].control == ControlKind::repeat_instance);
  CHECK(items[2].can_remove);
  CHECK(items[2].depth == 1);
  CHECK(items[3].depth == 2);
  CHECK(items[6].position == 2);
  CHECK(items[6].label == "Người Mai");
  CHECK(items[12].depth == 5);
  CHECK(form.item("/data/member").control == ControlKind::repeat);
  CHECK(form.item("/data/member[2]").control == ControlKind::repeat_instance);
  CHECK(form.item("/data/member/name").ref == "/data/member[1]/name");
  CHECK_FALSE(form.shown("/data/member[3]"));
  CHECK_FALSE(form.shown("/data/member[3]/name"));
}

TEST_CASE("the outline tells the same controls in the same order, and how far each is answered") {
  Filling form(household());
  (void)add(form, "/data/member");
  (void)form.session.answer("/data/member[2]/name", "Lan");
  (void)form.session.answer("/data/member[2]/age", "200");
  const auto items = form.session.items();
  const auto outline = form.session.outline();
  REQUIRE(outline.size() == items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    CAPTURE(items[i].ref);
    CHECK(outline[i].ref == items[i].ref);
    CHECK(outline[i].control == items[i].control);
    CHECK(outline[i].depth == items[i].depth);
    CHECK(outline[i].appearance == items[i].appearance);
    CHECK(outline[i].answered == !items[i].value.empty());
    CHECK(outline[i].required == items[i].required);
    CHECK(outline[i].readonly == items[i].readonly);
    CHECK(outline[i].valid == items[i].valid);
    CHECK(outline[i].position == items[i].position);
    CHECK(outline[i].count == items[i].count);
    CHECK(outline[i].can_add == items[i].can_add);
    CHECK(outline[i].can_remove == items[i].can_remove);
    const bool is_part = items[i].control == ControlKind::group || items[i].control == ControlKind::repeat ||
                         items[i].control == ControlKind::repeat_instance;
    CHECK(outline[i].label == (is_part ? items[i].label : ""));
  }
}

TEST_CASE("changes stored one by one make the same session again") {
  Filling form(household());
  Store store{form.session.values()};
  const auto check = [&] {
    CHECK(sorted(store.values) == sorted(form.session.values()));
    Filling again(household(), store.values);
    CHECK(again.session.submission_xml() == form.session.submission_xml());
  };
  check();
  store.take(add(form, "/data/member").changed);
  check();
  store.take(add(form, "/data/member").changed);
  store.take(form.answer("/data/member[2]/name", "Hai"));
  store.take(form.answer("/data/member[3]/name", "Ba"));
  store.take(form.answer("/data/member[3]/age", "33"));
  store.take(add(form, "/data/member[3]/child").changed);
  store.take(form.answer("/data/member[3]/child[2]/toy", "x"));
  check();
  store.take(remove(form, "/data/member[2]").changed);
  CHECK(form.value("/data/member[2]/name") == "Ba");
  check();
  store.take(remove(form, "/data/member[2]/child[1]").changed);
  check();
  store.take(remove(form, "/data/member[2]").changed);
  store.take(remove(form, "/data/member[1]").changed);
  CHECK(count(form, "/data/member") == "0");
  check();
}

TEST_CASE("references tell fields, repeats and instances apart") {
  const auto form = parse(household());
  CHECK(form->has_node("/data/member/age"));
  CHECK(form->has_node("/data/member[7]/age"));
  CHECK(form->has_node("/data/member[7]/child[2]/toy"));
  CHECK(form->has_node("/data/member"));
  CHECK(form->has_node("/data/member[2]/child"));
  CHECK(form->has_node("/data/city[1]"));
  CHECK_FALSE(form->has_node("/data/member[2]"));
  CHECK_FALSE(form->has_node("/data/city[2]"));
  CHECK_FALSE(form->has_node("/data/member[0]/age"));
  CHECK_FALSE(form->has_node("/data/member[x]/age"));
  CHECK_FALSE(form->has_node("/data/member[2/age"));
  CHECK_FALSE(form->has_node("/data/member[99999999999999999999]/age"));
  Filling filling(household());
  CHECK(filling.session.add_repeat("/data/city").error().code == ErrorCode::form_reference);
  CHECK(filling.session.add_repeat("/data/member[9]/child").error().code == ErrorCode::form_reference);
  CHECK(filling.session.remove_repeat("/data/member").error().code == ErrorCode::form_reference);
  CHECK(filling.session.remove_repeat("/data/member[2]").error().code == ErrorCode::form_reference);
  CHECK(filling.refused("/data/member[2]/age", "1").code == ErrorCode::form_reference);
}

TEST_CASE("a template gives the values of new instances and is none itself") {
  Filling form(form_xml(
      R"x(<r jr:template=""><a>mặc định</a><s jr:template=""><b>2</b></s></r><r><a>Kofi</a></r>)x", "",
      R"x(<repeat nodeset="/data/r"><input ref="/data/r/a"/><repeat nodeset="/data/r/s"><input ref="/data/r/s/b"/></repeat></repeat>)x"));
  CHECK(count(form, "/data/r") == "1");
  CHECK(form.value("/data/r[1]/a") == "Kofi");
  add(form, "/data/r");
  CHECK(form.value("/data/r[2]/a") == "mặc định");
  CHECK(count(form, "/data/r[2]/s") == "0");
  CHECK(add(form, "/data/r[2]/s").ref == "/data/r[2]/s[1]");
  CHECK(form.value("/data/r[2]/s[1]/b") == "2");
  CHECK(form.session.submission_xml().find("template") == std::string::npos);
  CHECK(form.session.submission_xml().find("<r><a>Kofi</a></r><r><a>mặc định</a><s><b>2</b></s></r>") !=
        std::string::npos);
}

TEST_CASE("jr:count makes as many instances as it says, and people make none") {
  Filling form(form_xml(
      "<n/><r><a>0</a></r><sum/>", R"x(<bind nodeset="/data/n" type="int"/><bind nodeset="/data/r/a" type="int"/>
      <bind nodeset="/data/sum" calculate="sum(/data/r/a)"/>)x",
      R"x(<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/></repeat>)x"));
  CHECK(count(form, "/data/r") == "0");
  Store store{form.session.values()};
  store.take(form.answer("/data/n", "3"));
  CHECK(count(form, "/data/r") == "3");
  store.take(form.answer("/data/r[3]/a", "7"));
  CHECK(form.value("/data/sum") == "7");
  CHECK_FALSE(form.item("/data/r").can_add);
  CHECK_FALSE(form.item("/data/r[1]").can_remove);
  CHECK(form.session.add_repeat("/data/r").error().code == ErrorCode::repeat_fixed);
  CHECK(form.session.remove_repeat("/data/r[1]").error().code == ErrorCode::repeat_fixed);
  store.take(form.answer("/data/n", "2"));
  CHECK(form.value("/data/sum") == "0");
  CHECK(sorted(store.values) == sorted(form.session.values()));
  form.answer("/data/n", "-5");
  CHECK(count(form, "/data/r") == "0");
  const Error error = form.refused("/data/n", "2000000000");
  CHECK(error.code == ErrorCode::form_too_large);
  CHECK(form.value("/data/n") == "-5");
  CHECK(count(form, "/data/r") == "0");
}

TEST_CASE("a count that grows with the repeat ends with an error") {
  const auto form =
      parse(form_xml("<r><a/></r>", "",
                     R"x(<repeat nodeset="/data/r" jr:count="count(/data/r) + 1"><input ref="/data/r/a"/></repeat>)x"));
  ManualClock clock;
  SeededRandom random{1};
  const auto session = FormSession::create(form, {&clock, &random});
  REQUIRE_FALSE(session.has_value());
  CHECK(session.error().code == ErrorCode::form_too_large);
}

TEST_CASE("a count may ask whether the last instance wants another") {
  Filling form(form_xml(
      "<r><more/></r>", "",
      R"x(<repeat nodeset="/data/r" jr:count="count(/data/r[more = 'yes']) + 1"><input ref="/data/r/more"/></repeat>)x"));
  CHECK(count(form, "/data/r") == "1");
  form.answer("/data/r[1]/more", "yes");
  CHECK(count(form, "/data/r") == "2");
  form.answer("/data/r[2]/more", "yes");
  CHECK(count(form, "/data/r") == "3");
  form.answer("/data/r[2]/more", "no");
  CHECK(count(form, "/data/r") == "2");
}

TEST_CASE("what is hidden keeps the instances that its count made") {
  Filling form(form_xml(
      "<show>1</show><g><n>2</n><r><a/></r></g>", R"x(<bind nodeset="/data/g" relevant="/data/show = 1"/>)x",
      R"x(<input ref="/data/show"/><group ref="/data/g"><input ref="/data/g/n"/><repeat nodeset="/data/g/r" jr:count="/data/g/n"><input ref="/data/g/r/a"/></repeat></group>)x"));
  form.answer("/data/g/r[2]/a", "x");
  form.answer("/data/show", "0");
  CHECK_FALSE(form.shown("/data/g/r"));
  CHECK(count(form, "/data/g/r") == "2");
  form.answer("/data/show", "1");
  CHECK(form.value("/data/g/r[2]/a") == "x");
}

TEST_CASE("a running total over the instance before is no circle") {
  Filling form(form_xml(
      "<r><a/><t/></r>",
      R"x(<bind nodeset="/data/r/t" calculate="number(coalesce(../preceding-sibling::r[1]/t, 0)) + number(coalesce(../a, 0))"/>)x",
      R"x(<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>)x"));
  for (int i = 2; i <= 40; ++i) add(form, "/data/r");
  for (int i = 1; i <= 40; ++i) form.answer("/data/r[" + std::to_string(i) + "]/a", std::to_string(i));
  CHECK(form.value("/data/r[40]/t") == "820");
  form.answer("/data/r[1]/a", "101");
  CHECK(form.value("/data/r[40]/t") == "920");
  remove(form, "/data/r[2]");
  CHECK(form.value("/data/r[39]/t") == "918");
}

TEST_CASE("instances that count each other up end without a value") {
  Filling form(
      form_xml("<r><t/></r>",
               R"x(<bind nodeset="/data/r/t" calculate="sum(/data/r[position() != position(current()/..)]/t) + 1"/>)x",
               R"x(<repeat nodeset="/data/r"><input ref="/data/r/t"/></repeat>)x"));
  CHECK(form.value("/data/r/t") == "1");
  add(form, "/data/r");
  CHECK(form.value("/data/r[1]/t").empty());
  CHECK(form.value("/data/r[2]/t").empty());
}

TEST_CASE("a circle within an instance is refused") {
  const Error error = refusal(
      form_xml("<r><a/><b/></r>",
               R"x(<bind nodeset="/data/r/a" calculate="../b + 1"/><bind nodeset="/data/r/b" calculate="/data/r/a"/>)x",
               R"x(<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>)x"));
  CHECK(error.code == ErrorCode::form_cycle);
  CHECK(error.detail.find("/data/r/a") != std::string::npos);
}

TEST_CASE("indexed-repeat() reads a named instance, also from within the repeat") {
  Filling form(form_xml(
      "<n>2</n><o><name/><i><v/></i><third/></o><pick/><deep/>",
      R"x(<bind nodeset="/data/pick" calculate="indexed-repeat(/data/o/name, /data/o, /data/n)"/>
          <bind nodeset="/data/deep" calculate="indexed-repeat(/data/o/i/v, /data/o, 2, /data/o/i, 1)"/>
          <bind nodeset="/data/o/third" calculate="indexed-repeat(/data/o/name, /data/o, position(..) - 1)"/>)x",
      R"x(<input ref="/data/n"/><repeat nodeset="/data/o"><input ref="/data/o/name"/><repeat nodeset="/data/o/i"><input ref="/data/o/i/v"/></repeat></repeat>)x"));
  add(form, "/data/o");
  add(form, "/data/o");
  form.answer("/data/o[1]/name", "một");
  form.answer("/data/o[2]/name", "hai");
  form.answer("/data/o[2]/i/v", "sâu");
  CHECK(form.value("/data/pick") == "hai");
  CHECK(form.value("/data/deep") == "sâu");
  CHECK(form.value("/data/o[1]/third").empty());
  CHECK(form.value("/data/o[3]/third") == "hai");
  form.answer("/data/n", "9");
  CHECK(form.value("/data/pick").empty());
  remove(form, "/data/o[1]");
  CHECK(form.value("/data/o[2]/third") == "hai");
}

TEST_CASE("the relevance of a repeat is each instance's own") {
  Filling form(form_xml(
      "<show/><r><a/></r><n/>",
      R"x(<bind nodeset="/data/r" relevant="/data/show != position(.)"/><bind nodeset="/data/n" calculate="count(/data/r)"/>)x",
      R"x(<input ref="/data/show"/><repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>)x"));
  add(form, "/data/r");
  add(form, "/data/r");
  CHECK(form.value("/data/n") == "3");
  form.answer("/data/show", "2");
  CHECK(form.value("/data/n") == "2");
  CHECK_FALSE(form.shown("/data/r[2]/a"));
  CHECK(form.shown("/data/r[3]/a"));
  remove(form, "/data/r[1]");
  CHECK(form.shown("/data/r[1]/a"));
  CHECK_FALSE(form.shown("/data/r[2]/a"));
  form.answer("/data/r[1]/a", "x");
  CHECK(form.session.submission_xml().find("<r><a>x</a></r><n>") != std::string::npos);
}

TEST_CASE("a running total over many instances is right, whichever of them changes") {
  std::string members;
  for (int i = 0; i < 400; ++i) members += "<r><a>1</a><total/></r>";
  Filling form(form_xml(members,
                        R"x(<bind nodeset="/data/r/a" type="int"/>
          <bind nodeset="/data/r/total" type="int" calculate="../a + sum(/data/r[position() = position(current()/..) - 1]/total)"/>)x",
                        R"x(<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>)x"));
  CHECK(form.value("/data/r[400]/total") == "400");
  form.answer("/data/r[1]/a", "11");
  CHECK(form.value("/data/r[1]/total") == "11");
  CHECK(form.value("/data/r[400]/total") == "410");
}

TEST_CASE("rules of instances that never agree end, blank") {
  std::string members;
  for (int i = 0; i < 300; ++i) members += "<r><x>0</x></r>";
  Filling form(
      form_xml("<n/>" + members,
               R"x(<bind nodeset="/data/r/x" calculate="count(/data/r[x = /data/r/x]) + sum(/data/r/x) + /data/n"/>)x",
               R"x(<input ref="/data/n"/><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>)x"));
  form.answer("/data/n", "1");
  CHECK(form.value("/data/r[300]/x").empty());
}

TEST_CASE("choices and their names in a repeat are its own instance's") {
  Filling form(form_xml(
      "<r><city/><ward/><name/></r>",
      R"x(<instance id="w"><root><item><k>a</k><c>1</c><l>Ba</l></item><item><k>b</k><c>2</c><l>Bốn</l></item></root></instance>
          <bind nodeset="/data/r/name" calculate="jr:choice-name(/data/r/ward, '/data/r/ward')"/>)x",
      R"x(<repeat nodeset="/data/r"><input ref="/data/r/city"/>
          <select1 ref="/data/r/ward"><itemset nodeset="instance('w')/root/item[c = /data/r/city]"><value ref="k"/><label ref="l"/></itemset></select1></repeat>)x"));
  add(form, "/data/r");
  form.answer("/data/r[1]/city", "1");
  form.answer("/data/r[2]/city", "2");
  REQUIRE(form.item("/data/r[2]/ward").choices.size() == 1);
  CHECK(form.item("/data/r[2]/ward").choices[0].label == "Bốn");
  CHECK(form.refused("/data/r[2]/ward", "a").code == ErrorCode::answer_type);
  form.answer("/data/r[2]/ward", "b");
  CHECK(form.value("/data/r[2]/name") == "Bốn");
  CHECK(form.value("/data/r[1]/name").empty());
}

TEST_CASE("actions of a new instance run in it, with the values of the one before at hand") {
  Filling form(form_xml(
      "<top>9</top><r><a/><b/></r>", "",
      R"x(<input ref="/data/top"/><repeat nodeset="/data/r"><setvalue event="odk-new-repeat" ref="/data/r/a" value="/data/r[position() = position(current()/..) - 1]/a"/>
          <setvalue event="odk-new-repeat odk-instance-first-load" ref="/data/r/b" value="../../top + position(..)"/><input ref="/data/r/a"/></repeat>)x"));
  CHECK(form.value("/data/r[1]/b") == "10");
  CHECK(form.value("/data/r[1]/a").empty());
  form.answer("/data/r[1]/a", "x");
  const RepeatChange added = add(form, "/data/r");
  CHECK(form.value("/data/r[2]/a") == "x");
  CHECK(form.value("/data/r[2]/b") == "11");
  CHECK(form.value("/data/r[1]/b") == "10");
  CHECK(std::ranges::find(added.changed, "/data/r[2]/a", &NodeValue::ref) != added.changed.end());
  CHECK(std::ranges::find(added.changed, "/data/r", &NodeValue::ref)->value == "2");
}
