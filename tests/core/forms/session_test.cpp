#include <algorithm>

#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

std::string household() {
  return form_xml("<start/><who/><age/><adult/><job><kind/><pay/></job><note/><meta><instanceID/></meta>",
                  R"x(<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>
         <bind nodeset="/data/who" type="string" required="true()" jr:requiredMsg="Ai?"/>
         <bind nodeset="/data/age" type="int" constraint=". &gt;= 0 and . &lt; 130" jr:constraintMsg="0 đến 129"/>
         <bind nodeset="/data/adult" type="string" calculate="if(/data/age &gt;= 18, 'yes', 'no')"/>
         <bind nodeset="/data/job" relevant="/data/adult = 'yes'"/>
         <bind nodeset="/data/job/kind" required="/data/age &lt; 60"/>
         <bind nodeset="/data/job/pay" type="decimal" readonly="/data/job/kind = 'none'"/>
         <bind nodeset="/data/meta/instanceID" jr:preload="uid" readonly="true()"/>)x",
                  R"x(<input ref="/data/who"><label>Tên</label><hint>Họ và tên</hint></input>
         <input ref="/data/age"><label>Tuổi của <output value="/data/who"/></label></input>
         <group ref="/data/job" appearance="field-list"><label>Việc</label><input ref="kind"/><input ref="/data/job/pay"/></group>)x");
}

std::vector<std::string> refs(const std::vector<ItemView>& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(item.ref);
  return out;
}

}  // namespace

TEST_CASE("an answer recomputes what depends on it, and says what changed") {
  Filling form(household());
  CHECK(form.value("/data/adult") == "no");
  CHECK_FALSE(form.shown("/data/job/kind"));

  const auto changed = form.answer("/data/age", "40");
  REQUIRE(changed.size() == 2);
  CHECK(changed[0].ref == "/data/age");
  CHECK(changed[0].value == "40");
  CHECK(changed[1].ref == "/data/adult");
  CHECK(changed[1].value == "yes");
  CHECK(form.shown("/data/job/kind"));
  CHECK(form.item("/data/job/kind").required);

  CHECK(form.answer("/data/age", "41").size() == 1);
  CHECK(form.answer("/data/age", "41").empty());
  form.answer("/data/age", "70");
  CHECK_FALSE(form.item("/data/job/kind").required);
}

TEST_CASE("items come in document order, groups before their content") {
  Filling form(household());
  CHECK(refs(form.session.items()) == std::vector<std::string>{"/data/who", "/data/age"});
  form.answer("/data/age", "20");
  const auto items = form.session.items();
  CHECK(refs(items) ==
        std::vector<std::string>{"/data/who", "/data/age", "/data/job", "/data/job/kind", "/data/job/pay"});
  CHECK(items[2].control == ControlKind::group);
  CHECK(items[2].appearance == "field-list");
  CHECK(items[2].depth == 0);
  CHECK(items[3].depth == 1);
  CHECK(items[4].type == DataType::decimal);
  CHECK(items[0].hint == "Họ và tên");
}

TEST_CASE("outputs in labels follow the answers") {
  Filling form(household());
  CHECK(form.item("/data/age").label == "Tuổi của ");
  form.answer("/data/who", "Hoa");
  CHECK(form.item("/data/age").label == "Tuổi của Hoa");
}

TEST_CASE("what is not relevant keeps its value while editing and stays out of the submission") {
  Filling form(household());
  form.answer("/data/age", "40");
  form.answer("/data/job/kind", "nông dân");
  CHECK(form.session.submission_xml().find("<kind>nông dân</kind>") != std::string::npos);
  form.answer("/data/age", "4");
  CHECK(form.value("/data/job/kind") == "nông dân");
  CHECK(form.session.submission_xml().find("job") == std::string::npos);
  form.answer("/data/age", "40");
  CHECK(form.item("/data/job/kind").value == "nông dân");
}

TEST_CASE("expressions see what is not relevant as blank") {
  Filling form(form_xml(
      "<a/><b/><c/><n/>",
      R"x(<bind nodeset="/data/b" relevant="/data/a = 1"/><bind nodeset="/data/c" calculate="concat('[', /data/b, ']')"/>
                           <bind nodeset="/data/n" calculate="count(/data/b)"/>)x",
      R"x(<input ref="/data/a"/><input ref="/data/b"/>)x"));
  form.answer("/data/a", "1");
  form.answer("/data/b", "x");
  CHECK(form.value("/data/c") == "[x]");
  form.answer("/data/a", "2");
  CHECK(form.value("/data/c") == "[]");
  CHECK(form.value("/data/n") == "0");
  form.answer("/data/a", "1");
  CHECK(form.value("/data/c") == "[x]");
  CHECK(form.value("/data/n") == "1");
}

TEST_CASE("relevance reaches down through nested groups") {
  Filling form(form_xml(
      "<x/><y/><o><i><q/></i></o>",
      R"x(<bind nodeset="/data/o" relevant="/data/x = 1"/><bind nodeset="/data/o/i" relevant="/data/y = 1"/>)x",
      R"x(<input ref="/data/x"/><input ref="/data/y"/><group ref="/data/o"><group ref="/data/o/i"><input ref="/data/o/i/q"/></group></group>)x"));
  CHECK_FALSE(form.shown("/data/o/i/q"));
  form.answer("/data/x", "1");
  CHECK(form.shown("/data/o"));
  CHECK_FALSE(form.shown("/data/o/i/q"));
  form.answer("/data/y", "1");
  CHECK(form.shown("/data/o/i/q"));
  form.answer("/data/x", "");
  CHECK_FALSE(form.shown("/data/o/i/q"));
}

TEST_CASE("problems list what is required and what breaks a rule, of relevant fields only") {
  Filling form(household());
  auto problems = form.session.problems();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].ref == "/data/who");
  CHECK(problems[0].error == Error{ErrorCode::answer_required, "Ai?"});
  CHECK(form.item("/data/who").required_message == "Ai?");

  form.answer("/data/who", "Hoa");
  form.answer("/data/age", "200");
  CHECK(form.value("/data/age") == "200");  // Kept, to be corrected.
  CHECK_FALSE(form.item("/data/age").valid);
  CHECK(form.item("/data/age").problem == "0 đến 129");
  problems = form.session.problems();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].error == Error{ErrorCode::answer_invalid, "0 đến 129"});

  form.answer("/data/age", "20");
  CHECK(form.session.problems().size() == 1);  // The kind of job is asked now.
  form.answer("/data/age", "2");
  CHECK(form.session.problems().empty());
  form.answer("/data/age", "");
  CHECK(form.item("/data/age").valid);  // A constraint is not about a blank answer.
}

TEST_CASE("an answer of the wrong type is refused and nothing changes") {
  Filling form(form_xml(
      "<i/><d/><day/><t/><dt/><b/><p/>",
      R"x(<bind nodeset="/data/i" type="int"/><bind nodeset="/data/d" type="decimal"/><bind nodeset="/data/day" type="date"/>
                           <bind nodeset="/data/t" type="time"/><bind nodeset="/data/dt" type="dateTime"/><bind nodeset="/data/b" type="boolean"/>
                           <bind nodeset="/data/p" type="geopoint"/>)x",
      R"x(<input ref="/data/i"/><input ref="/data/d"/><input ref="/data/day"/>)x"));
  struct Case {
    const char* ref;
    const char* good;
    std::vector<const char*> bad;
  };
  const std::vector<Case> cases = {
      {"/data/i", "-12", {"1.5", "12a", "1e3", "99999999999999999999", "một"}},
      {"/data/d", "-0.25", {"1,5", "x", "1e3", "inf", "nan", "."}},
      {"/data/day", "2024-02-29", {"2023-02-29", "29/02/2024", "2024-2-9", "2024-02-29T25:00", "hôm nay"}},
      {"/data/t", "23:59:59.000+07:00", {"24:00", "1:00", "12:60", "12:00x"}},
      {"/data/dt", "2026-11-23T08:30:00+07:00", {"2026-11-23", "2026-11-23T25:00"}},
      {"/data/b", "true", {"yes", "2"}},
      {"/data/p", "21.03 105.85 0 0", {"21.03", "91 0", "0 181", "a b", "1 2 3 4 5"}},
  };
  for (const Case& entry : cases) {
    form.answer(entry.ref, entry.good);
    for (const char* bad : entry.bad) {
      CHECK_MESSAGE(form.refused(entry.ref, bad).code == ErrorCode::answer_type, entry.ref, " ", bad);
      CHECK(form.value(entry.ref) == entry.good);
    }
    CHECK(form.answer(entry.ref, "").size() == 1);
  }
  CHECK(form.refused("/data/i", "x").detail == "vd. / e.g. 12");
  form.answer("/data/i", " 7 ");
  CHECK(form.value("/data/i") == "7");
}

TEST_CASE("text is stored NFC, with plain line ends and no control characters") {
  Filling form(household());
  form.answer("/data/who", "Nguye\u0302\u0303n");
  CHECK(form.value("/data/who") == "Nguy\u1ec5n");
  form.answer("/data/who", "a\r\nb\rc\x0B d");
  CHECK(form.value("/data/who") == "a\nb\nc d");
  CHECK(form.refused("/data/who", "\xFF\xFE").code == ErrorCode::answer_type);
  CHECK(form.value("/data/who") == "a\nb\nc d");
}

TEST_CASE("what is not there, computed or read-only cannot be answered") {
  Filling form(household());
  CHECK(form.refused("/data/nobody", "x") == Error{ErrorCode::form_reference, "/data/nobody"});
  CHECK(form.refused("/data/job", "x").code == ErrorCode::form_reference);
  CHECK(form.refused("/data/adult", "yes").code == ErrorCode::answer_readonly);
  CHECK(form.refused("/data/@id", "other").code == ErrorCode::answer_readonly);
  form.answer("/data/age", "40");
  form.answer("/data/job/pay", "1.5");
  form.answer("/data/job/kind", "none");
  CHECK(form.item("/data/job/pay").readonly);
  CHECK(form.refused("/data/job/pay", "2").code == ErrorCode::answer_readonly);
}

TEST_CASE("choices are checked, translated, and switch language live") {
  const std::string xml = form_xml(
      "<one/><many/><name/>",
      R"x(<itext><translation lang="vi"><text id="q"><value>Màu gì?</value></text><text id="r"><value form="long">Đỏ</value></text><text id="m"><value>Sai</value></text></translation>
         <translation lang="en"><text id="q"><value>Which colour?</value></text><text id="r"><value form="image">jr://images/r.png</value><value>Red</value></text></translation></itext>
         <bind nodeset="/data/name" calculate="jr:choice-name(/data/one, '/data/one')"/>
         <bind nodeset="/data/many" constraint="count-selected(.) &lt; 3" jr:constraintMsg="jr:itext('m')"/>)x",
      R"x(<select1 ref="/data/one"><label ref="jr:itext('q')"/><item><label ref="jr:itext('r')"/><value>red</value></item><item><label>Xanh</label><value>blue</value></item></select1>
         <select ref="/data/many"><item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item><item><label>C</label><value>c</value></item></select>)x");
  Filling form(xml);
  CHECK(form.session.language() == "vi");
  ItemView item = form.item("/data/one");
  CHECK(item.label == "Màu gì?");
  REQUIRE(item.choices.size() == 2);
  CHECK(item.choices[0].label == "Đỏ");
  CHECK(item.choices[1].value == "blue");

  form.answer("/data/one", "red");
  CHECK(form.value("/data/name") == "Đỏ");
  CHECK(form.refused("/data/one", "green").code == ErrorCode::answer_type);
  CHECK(form.refused("/data/one", "red blue").code == ErrorCode::answer_type);
  form.answer("/data/many", "c a");
  CHECK(form.refused("/data/many", "a d").code == ErrorCode::answer_type);
  CHECK(form.refused("/data/many", "a a").code == ErrorCode::answer_type);
  CHECK(form.value("/data/many") == "c a");

  REQUIRE(form.session.set_language("en"));
  CHECK(form.session.language() == "en");
  CHECK(form.item("/data/one").label == "Which colour?");
  CHECK(form.item("/data/one").choices[0].label == "Red");
  CHECK(form.item("/data/one").value == "red");
  form.answer("/data/many", "a b c");
  CHECK(form.item("/data/many").problem == "Sai");  // English lacks it: better the other language than nothing.
  CHECK(form.session.set_language("fr").error().code == ErrorCode::invalid_argument);
  CHECK(form.session.language() == "en");
  CHECK(Filling(xml, {}, "en").item("/data/one").label == "Which colour?");
}

TEST_CASE("choices cascade from an internal instance") {
  Filling form(form_xml(
      "<city/><ward/>",
      R"x(<instance id="wards"><root><item><name>w1</name><city>hn</city><label>Ba Đình</label></item><item><name>w2</name><city>hn</city><label>Hồng Hà</label></item>
                             <item><name>w3</name><city>hp</city><label>Lê Chân</label></item></root></instance>)x",
      R"x(<select1 ref="/data/city"><item><label>Hà Nội</label><value>hn</value></item><item><label>Hải Phòng</label><value>hp</value></item></select1>
                           <select1 ref="/data/ward"><itemset nodeset="instance('wards')/root/item[city = /data/city]"><value ref="name"/><label ref="label"/></itemset></select1>)x"));
  CHECK(form.item("/data/ward").choices.empty());
  form.answer("/data/city", "hn");
  REQUIRE(form.item("/data/ward").choices.size() == 2);
  CHECK(form.item("/data/ward").choices[1].label == "Hồng Hà");
  form.answer("/data/ward", "w2");
  form.answer("/data/city", "hp");
  CHECK(form.value("/data/ward") == "w2");
  CHECK_FALSE(form.item("/data/ward").valid);
  REQUIRE(form.session.problems().size() == 1);
  CHECK(form.session.problems()[0].error.code == ErrorCode::answer_type);
  form.answer("/data/ward", "w3");
  CHECK(form.session.problems().empty());
}

TEST_CASE("preloads, defaults and first-load actions fill a new response") {
  const std::string xml = form_xml(
      "<start/><end/><today/><id/><given>5</given><set/><late/><day/><meta><instanceID/></meta>",
      R"x(<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start"/><bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/>
         <bind nodeset="/data/today" jr:preload="date" jr:preloadParams="today"/><bind nodeset="/data/id" jr:preload="uid"/>
         <bind nodeset="/data/late" calculate="/data/set * 2"/><bind nodeset="/data/day" type="date"/>
         <setvalue event="odk-instance-first-load" ref="/data/set" value="/data/given + 1"/><setvalue event="odk-instance-first-load" ref="/data/day" value="now()"/>)x",
      R"x(<input ref="/data/given"/>)x");
  Filling form(xml);
  CHECK(form.value("/data/start") == "2023-11-15T05:13:20.000+07:00");
  CHECK(form.value("/data/today") == "2023-11-15");
  CHECK(form.value("/data/id").starts_with("uuid:"));
  CHECK(form.value("/data/given") == "5");
  CHECK(form.value("/data/set") == "6");
  CHECK(form.value("/data/late") == "12");
  CHECK(form.value("/data/day") == "2023-11-15");
  CHECK(form.value("/data/end").empty());
  CHECK(form.session.instance_id() == form.value("/data/meta/instanceID"));
  CHECK(form.session.instance_id().size() == 41);

  form.clock.advance_ms(60'000);
  const auto changed = form.session.finalise();
  REQUIRE(changed.size() == 1);
  CHECK(changed[0].ref == "/data/end");
  CHECK(changed[0].value == "2023-11-15T05:14:20.000+07:00");
}

TEST_CASE("a change of a question can set another field") {
  Filling form(form_xml(
      "<a/><when/><sum/>", R"x(<bind nodeset="/data/sum" calculate="string-length(/data/when)"/>)x",
      R"x(<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/when" value="now()"/></input>)x"));
  CHECK(form.value("/data/when").empty());
  CHECK(form.answer("/data/a", "x").size() == 3);
  CHECK(form.value("/data/when") == "2023-11-15T05:13:20.000+07:00");
  CHECK(form.value("/data/sum") == "29");
}

TEST_CASE("a field that is not relevant compares as blank") {
  Filling form(
      form_xml("<a/><b/><same/><other/><less/>",
               R"x(<bind nodeset="/data/b" relevant="/data/a = 1"/><bind nodeset="/data/same" calculate="/data/b = ''"/>
          <bind nodeset="/data/other" calculate="/data/b != 'yes'"/><bind nodeset="/data/less" calculate="/data/b &lt; 5"/>)x",
               R"x(<input ref="/data/a"/><input ref="/data/b"/>)x"));
  CHECK(form.value("/data/same") == "true");
  CHECK(form.value("/data/other") == "true");
  CHECK(form.value("/data/less") == "false");
  form.answer("/data/a", "1");
  form.answer("/data/b", "yes");
  CHECK(form.value("/data/same") == "false");
  CHECK(form.value("/data/other") == "false");
}

TEST_CASE("pulldata also knows a table's attributes by their @names") {
  Filling form(
      form_xml("<k/><v/><w/>",
               R"x(<instance id="t"><root><item k="n"><v>A</v></item><item k="s" w="x"><v>B</v></item></root></instance>
                            <bind nodeset="/data/v" calculate="pulldata('t', 'v', '@k', /data/k)"/>
                            <bind nodeset="/data/w" calculate="pulldata('t', '@w', 'v', /data/v)"/>)x",
               R"x(<input ref="/data/k"/>)x"));
  CHECK(form.value("/data/v").empty());
  form.answer("/data/k", "s");
  CHECK(form.value("/data/v") == "B");
  CHECK(form.value("/data/w") == "x");
  form.answer("/data/k", "n");
  CHECK(form.value("/data/v") == "A");
  CHECK(form.value("/data/w").empty());
}

TEST_CASE("opening a form does not set what is not relevant; a change sets it for when it is") {
  Filling form(
      form_xml("<a>5</a><b/><c/>",
               R"x(<bind nodeset="/data/b" relevant="/data/a = 3"/><bind nodeset="/data/c" relevant="/data/a = 3"/>
          <setvalue event="odk-instance-first-load" ref="/data/b">x</setvalue>)x",
               R"x(<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/c" value="/data/a"/></input>
          <input ref="/data/b"/><input ref="/data/c"/>)x"));
  form.answer("/data/a", "4");
  CHECK(form.session.submission_xml().find("<c>") == std::string::npos);
  CHECK(form.value("/data/b").empty());
  CHECK(form.value("/data/c") == "4");
}

TEST_CASE("a restored draft is what it was: nothing is set or calculated again") {
  const std::string xml = form_xml(
      "<a>default</a><b/><stamp/><t/><meta><instanceID/></meta>",
      R"x(<bind nodeset="/data/stamp" calculate="concat(/data/b, random())"/><bind nodeset="/data/t" jr:preload="timestamp" jr:preloadParams="start"/>
                                      <bind nodeset="/data/b" relevant="/data/a = ''"/>)x",
      R"x(<input ref="/data/a"/><input ref="/data/b"/>)x");
  Filling first(xml);
  first.answer("/data/a", "");
  first.answer("/data/b", "câu trả lời");
  const auto saved = first.session.values();

  Filling again(xml, saved);
  CHECK(again.session.values().size() == saved.size());
  for (const auto& value : saved) CHECK(again.value(value.ref) == value.value);
  CHECK(again.value("/data/a").empty());  // Cleared, so the default does not come back.
  CHECK(again.shown("/data/b"));
  CHECK(again.session.instance_id() == first.session.instance_id());
  again.answer("/data/b", "khác");
  CHECK(again.value("/data/stamp").starts_with("khác"));

  auto bad = saved;
  bad.push_back({"/data/gone", "x"});
  const auto refused = FormSession::create(parse(xml), {&again.clock, &again.random, {}, bad});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == Error{ErrorCode::form_reference, "/data/gone"});
}

TEST_CASE("the submission has the instance's names, attributes and namespaces") {
  Filling form(
      R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>t</h:title><model>
         <instance><survey id="f1" version="2026.1" xmlns="urn:own"><q>&lt;x&gt;</q><g><empty/></g><orx:meta><orx:instanceID/></orx:meta></survey></instance>
         <bind nodeset="/survey/orx:meta/orx:instanceID" calculate="'uuid:1'"/></model></h:head><h:body><input ref="/survey/q"/></h:body></h:html>)x");
  CHECK(form.session.submission_xml() ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<survey xmlns=\"urn:own\" xmlns:orx=\"http://openrosa.org/xforms\" id=\"f1\" "
        "version=\"2026.1\"><q>&lt;x&gt;</q><g><empty/></g>"
        "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></survey>");
  form.answer("/survey/q", "a & \"b\"");
  CHECK(form.session.submission_xml().find("<q>a &amp; \"b\"</q>") != std::string::npos);
}

TEST_CASE("a form without instanceID gets one in the OpenRosa namespace") {
  Filling form(form_xml("<a/>", "", R"x(<input ref="/data/a"/>)x"));
  CHECK(form.session.instance_id().starts_with("uuid:"));
  const std::string wanted = "<orx:meta><orx:instanceID>" + form.session.instance_id() + "</orx:instanceID></orx:meta>";
  CHECK(form.session.submission_xml().find(wanted) != std::string::npos);
}

TEST_CASE("calculated numbers are stored as their type") {
  Filling form(form_xml(
      "<a/><i/><d/><t/><n/>",
      R"x(<bind nodeset="/data/i" type="int" calculate="/data/a div 2"/><bind nodeset="/data/d" type="decimal" calculate="/data/a div 2"/>
                           <bind nodeset="/data/t" type="date" calculate="date('2026-11-20T10:00:00') + 0"/><bind nodeset="/data/n" type="int" calculate="number(/data/a)"/>)x",
      R"x(<input ref="/data/a"/>)x"));
  CHECK(form.value("/data/n").empty());  // NaN is no answer.
  form.answer("/data/a", "7");
  CHECK(form.value("/data/i") == "3");
  CHECK(form.value("/data/d") == "3.5");
}

TEST_CASE("once() keeps the value that is there") {
  Filling form(form_xml("<a/><r/>", R"x(<bind nodeset="/data/r" calculate="once(concat(/data/a, '-', random()))"/>)x",
                        R"x(<input ref="/data/a"/>)x"));
  const std::string first = form.value("/data/r");
  CHECK_FALSE(first.empty());
  form.answer("/data/a", "x");
  CHECK(form.value("/data/r") == first);
}
