#include <algorithm>

#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

TEST_CASE("ranges, ranks, uploads and triggers are questions with what they need to be shown") {
  Filling form(form_xml(
      "<level/><order/><photo/><ok/>",
      R"x(<bind nodeset="/data/level" type="int"/><bind nodeset="/data/order" type="odk:rank"/><bind nodeset="/data/photo" type="binary" orx:quality="low"/>)x",
      R"x(<range ref="/data/level" start="1" end="9" step="2" appearance="vertical" odk:tick-interval="4"/>
          <odk:rank ref="/data/order"><item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item></odk:rank>
          <upload ref="/data/photo" mediatype="image/*" orx:max-pixels="1024"/><trigger ref="/data/ok"/>)x"));
  const ItemView level = form.item("/data/level");
  REQUIRE(level.range.has_value());
  CHECK(level.range->start == 1);
  CHECK(level.range->end == 9);
  CHECK(level.range->step == 2);
  CHECK(level.appearance == "vertical");
  using Attribute = std::pair<std::string, std::string>;
  CHECK(std::ranges::find(level.attributes, Attribute{"odk:tick-interval", "4"}) != level.attributes.end());
  CHECK(form.item("/data/order").control == ControlKind::rank);
  CHECK(form.item("/data/order").choices.size() == 2);
  form.answer("/data/order", "b a");
  CHECK(form.value("/data/order") == "b a");
  CHECK(form.refused("/data/order", "b b").code == ErrorCode::answer_type);
  CHECK(form.refused("/data/order", "b c").code == ErrorCode::answer_type);
  CHECK(form.item("/data/photo").mediatype == "image/*");
  CHECK(form.item("/data/photo").attributes ==
        std::vector<Attribute>{{"orx:max-pixels", "1024"}, {"orx:quality", "low"}});
  form.answer("/data/photo", "anh.jpg");
  form.answer("/data/ok", "OK");
  CHECK(form.session.submission_xml().find("<photo>anh.jpg</photo><ok>OK</ok>") != std::string::npos);
  CHECK(refusal(form_xml("<a/>", "", R"x(<range ref="/data/a" start="1" end="x" step="1"/>)x")).code ==
        ErrorCode::form_not_xform);
}

TEST_CASE("pictures, sounds and guidance of a text come with it, in its language") {
  Filling form(form_xml(
      "<a/><b/>",
      R"x(<itext><translation lang="vi"><text id="q"><value>Hỏi</value><value form="image">jr://images/vi.png</value><value form="audio">jr://audio/vi.mp3</value></text>
            <text id="h"><value>Gợi ý</value><value form="guidance">Hỏi kỹ <output value="/data/b"/></value></text>
            <text id="c"><value>Có</value><value form="big-image">jr://images/big.png</value></text></translation>
          <translation lang="en"><text id="q"><value>Ask</value><value form="image">jr://images/en.png</value></text></translation></itext>
          <instance id="l"><root><item><name>y</name><itextId>c</itextId></item></root></instance>)x",
      R"x(<select1 ref="/data/a"><label ref="jr:itext('q')"/><hint ref="jr:itext('h')"/>
          <itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1><input ref="/data/b"/>)x"));
  form.answer("/data/b", "nhé");
  ItemView item = form.item("/data/a");
  CHECK(item.media ==
        std::vector<Media>{{Media::Kind::image, "jr://images/vi.png"}, {Media::Kind::audio, "jr://audio/vi.mp3"}});
  CHECK(item.guidance == "Hỏi kỹ nhé");
  REQUIRE(item.choices.size() == 1);
  CHECK(item.choices[0].label == "Có");
  CHECK(item.choices[0].media == std::vector<Media>{{Media::Kind::big_image, "jr://images/big.png"}});
  REQUIRE(form.session.set_language("en"));
  CHECK(form.item("/data/a").media == std::vector<Media>{{Media::Kind::image, "jr://images/en.png"}});
}

TEST_CASE("a calculated choice name speaks the language that is chosen") {
  Filling form(form_xml(
      "<a/><name/>",
      R"x(<itext><translation lang="vi"><text id="c"><value>Có</value></text></translation><translation lang="en"><text id="c"><value>Yes</value></text></translation></itext>
          <bind nodeset="/data/name" calculate="jr:choice-name(/data/a, '/data/a')"/>)x",
      R"x(<select1 ref="/data/a"><item><label ref="jr:itext('c')"/><value>y</value></item></select1>)x"));
  form.answer("/data/a", "y");
  CHECK(form.value("/data/name") == "Có");
  REQUIRE(form.session.set_language("en"));
  CHECK(form.value("/data/name") == "Yes");
}

TEST_CASE("a calculated choice name follows the answers that its list depends on") {
  Filling form(form_xml(
      "<in/><a/><name/><m><in/><a/><name/></m><m><in/><a/><name/></m>",
      R"x(<instance id="l"><root><item><in>x</in><v>1</v><t>một</t></item><item><in>y</in><v>1</v><t>ONE</t></item></root></instance>
          <bind nodeset="/data/name" calculate="jr:choice-name(/data/a, '/data/a')"/>
          <bind nodeset="/data/m/name" calculate="jr:choice-name(../a, '/data/m/a')"/>)x",
      R"x(<input ref="/data/in"/><select1 ref="/data/a"><itemset nodeset="instance('l')/root/item[in = /data/in]"><value ref="v"/><label ref="t"/></itemset></select1>
          <repeat nodeset="/data/m"><input ref="/data/m/in"/><select1 ref="/data/m/a"><itemset nodeset="instance('l')/root/item[in = current()/../in]"><value ref="v"/><label ref="t"/></itemset></select1></repeat>)x"));
  form.answer("/data/in", "x");
  form.answer("/data/a", "1");
  CHECK(form.value("/data/name") == "một");
  form.answer("/data/in", "y");
  CHECK(form.value("/data/name") == "ONE");
  for (const char* at : {"/data/m[1]", "/data/m[2]"}) {
    form.answer(std::string(at) + "/in", "x");
    form.answer(std::string(at) + "/a", "1");
  }
  form.answer("/data/m[2]/in", "y");
  CHECK(form.value("/data/m[1]/name") == "một");
  CHECK(form.value("/data/m[2]/name") == "ONE");
}

TEST_CASE("the text of a group leaves out what is not relevant in it") {
  Filling form(form_xml(
      "<g><a>1</a><h><b>2</b></h><c>3</c></g><all/><n/>",
      R"x(<bind nodeset="/data/g/h" relevant="/data/g/a = 1"/><bind nodeset="/data/all" calculate="string(/data/g)"/>
          <bind nodeset="/data/n" calculate="string-length(/data/g) + number(/data/g)"/>)x",
      R"x(<input ref="/data/g/a"/><input ref="/data/g/h/b"/><input ref="/data/g/c"/>)x"));
  CHECK(form.value("/data/all") == "123");
  CHECK(form.value("/data/n") == "126");
  form.answer("/data/g/a", "4");
  CHECK(form.value("/data/all") == "43");
  CHECK(form.value("/data/n") == "45");
}

TEST_CASE("an edited response gets an id of its own and names the one before") {
  const std::string xml = form_xml("<a/>", "", R"x(<input ref="/data/a"/>)x");
  Filling first(xml);
  CHECK(first.session.submission_xml().find("deprecatedID") == std::string::npos);
  first.answer("/data/a", "x");
  const auto saved = first.session.values();
  const auto edit = [&](const std::vector<NodeValue>& values, bool again) {
    SessionOptions options{&first.clock, &first.random, {}, values};
    options.edit = again;
    auto session = FormSession::create(parse(xml), std::move(options));
    REQUIRE(session.has_value());
    return std::move(*session);
  };
  const FormSession edited = edit(saved, true);
  CHECK(edited.instance_id() != first.session.instance_id());
  CHECK(edited.value("/data/orx:meta/orx:deprecatedID") == first.session.instance_id());
  CHECK(edited.submission_xml().find("<orx:deprecatedID>" + first.session.instance_id()) != std::string::npos);
  const FormSession restored = edit(edited.values(), false);
  CHECK(restored.submission_xml() == edited.submission_xml());
  const FormSession twice = edit(edited.values(), true);
  CHECK(twice.value("/data/orx:meta/orx:deprecatedID") == edited.instance_id());
}

TEST_CASE("preloads of properties come from the device") {
  ManualClock clock;
  SeededRandom random{1};
  SessionOptions options{&clock, &random};
  options.properties = {"may-7", "lan", "lan@example.vn", "0901"};
  const auto form = parse(form_xml(
      "<d/><u/><e/><p/>",
      R"x(<bind nodeset="/data/d" jr:preload="property" jr:preloadParams="deviceid"/><bind nodeset="/data/u" jr:preload="property" jr:preloadParams="username"/>
          <bind nodeset="/data/e" jr:preload="property" jr:preloadParams="email"/><bind nodeset="/data/p" jr:preload="property" jr:preloadParams="phonenumber"/>)x",
      ""));
  const auto session = FormSession::create(form, options);
  REQUIRE(session.has_value());
  CHECK(session->value("/data/d") == "may-7");
  CHECK(session->value("/data/u") == "lan");
  CHECK(session->value("/data/e") == "lan@example.vn");
  CHECK(session->value("/data/p") == "0901");
}

TEST_CASE("actions ask the device for a place or a recording, and the answer is stored") {
  Filling form(
      form_xml("<here/><voice/><where/>",
               R"x(<bind nodeset="/data/here" type="geopoint"/><bind nodeset="/data/where" calculate="/data/here"/>
          <odk:setgeopoint event="odk-instance-first-load" ref="/data/here"/>
          <odk:recordaudio event="odk-instance-load" ref="/data/voice" odk:quality="voice-only"/>)x",
               ""));
  const auto asked = form.session.requests();
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].kind == DeviceRequest::Kind::geopoint);
  CHECK(asked[0].ref == "/data/here");
  CHECK(asked[1].kind == DeviceRequest::Kind::audio);
  CHECK(asked[1].quality == "voice-only");
  CHECK(form.session.provide("/data/here", "far").error().code == ErrorCode::answer_type);
  const auto changed = form.session.provide("/data/here", "21 105 0 5");
  REQUIRE(changed.has_value());
  CHECK(changed->size() == 2);
  CHECK(form.value("/data/where") == "21 105 0 5");
  CHECK(form.session.requests().size() == 1);
}

TEST_CASE("the status of a node is told whether it is shown or not") {
  Filling form(form_xml(
      "<a/><g><b/></g>",
      R"x(<bind nodeset="/data/g" relevant="/data/a = 1" readonly="true()"/><bind nodeset="/data/g/b" required="true()"/>)x",
      R"x(<input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/></group>)x"));
  const auto status = form.session.status("/data/g/b");
  REQUIRE(status.has_value());
  CHECK_FALSE(status->relevant);
  CHECK(status->readonly);
  CHECK(status->required);
  CHECK_FALSE(form.session.status("/data/g")->required);
  CHECK_FALSE(form.session.status("/data/x").has_value());
}
