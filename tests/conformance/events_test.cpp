#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

TEST_CASE("Events: odk-instance-first-load comes once for a record, under its old name too") {
  for (const char* event : {"odk-instance-first-load", "xforms-ready"}) {
    CAPTURE(event);
    const std::string xml =
        form_xml("<a/><b/>", std::string("<setvalue event=\"") + event + "\" ref=\"/data/a\" value=\"now()\"/>",
                 R"x(<input ref="/data/a"/><input ref="/data/b"/>)x");
    Filling f(xml);
    CHECK(f.value("/data/a") == "2023-11-15T05:13:20.000+07:00");
    f.answer("/data/a", "mine");
    const Filling draft(xml, f.session.values());
    CHECK(draft.value("/data/a") == "mine");
  }
}

TEST_CASE("Events: odk-instance-load comes each time") {
  const std::string xml =
      form_xml("<a/>", R"x(<setvalue event="odk-instance-load" ref="/data/a" value="concat(/data/a, 'x')"/>)x",
               R"x(<input ref="/data/a"/>)x");
  Filling f(xml);
  CHECK(f.value("/data/a") == "x");
  const Filling draft(xml, f.session.values());
  CHECK(draft.value("/data/a") == "xx");
}

TEST_CASE("Events: xforms-value-changed comes when the value of the control around the action changes") {
  Filling f(form_xml(
      "<a/><b/><c>kept</c>", "",
      R"x(<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b">Đổi rồi!</setvalue><setvalue event="xforms-value-changed" ref="/data/c"/></input>)x"));
  CHECK(f.value("/data/b") == "");
  f.answer("/data/a", "1");
  CHECK(f.value("/data/b") == "Đổi rồi!");
  CHECK(f.value("/data/c") == "");  // An action without a value clears its node.
}

TEST_CASE("Events: a value that stays the same is no change") {
  Filling f(form_xml(
      "<a>1</a><b>0</b>", "",
      R"x(<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/b + 1"/></input>)x"));
  f.answer("/data/a", "1");
  CHECK(f.value("/data/b") == "0");
  f.answer("/data/a", "2");
  CHECK(f.value("/data/b") == "1");
}

TEST_CASE("Actions: setvalue sets a text, or the value of an expression about its target") {
  const Filling f(form_xml("<a/><b/><g><c>3</c><d/></g>",
                           R"x(<setvalue event="odk-instance-first-load" ref="/data/a">chữ</setvalue>
                               <setvalue event="odk-instance-first-load" ref="/data/b" value="1 + 1">not this</setvalue>
                               <setvalue event="odk-instance-first-load" ref="/data/g/d" value="../c * 2"/>)x",
                           ""));
  CHECK(f.value("/data/a") == "chữ");
  CHECK(f.value("/data/b") == "2");
  CHECK(f.value("/data/g/d") == "6");
}

TEST_CASE("Actions: one action may be for several events") {
  Filling f(form_xml(
      "<a/><b/>", "",
      R"x(<input ref="/data/a"><setvalue event="odk-instance-first-load xforms-value-changed" ref="/data/b" value="concat('a:', /data/a)"/></input>)x"));
  CHECK(f.value("/data/b") == "a:");
  f.answer("/data/a", "1");
  CHECK(f.value("/data/b") == "a:1");
}

TEST_CASE("Actions: odk:setgeopoint asks the device for its place; none is an empty value") {
  Filling f(form_xml(
      "<a/><p/>",
      R"x(<bind nodeset="/data/p" type="geopoint"/><odk:setgeopoint event="odk-instance-first-load" ref="/data/p"/>)x",
      R"x(<input ref="/data/a"/>)x"));
  REQUIRE(f.session.requests().size() == 1);
  CHECK(f.session.requests()[0].kind == DeviceRequest::Kind::geopoint);
  CHECK(f.session.requests()[0].ref == "/data/p");
  CHECK_FALSE(f.session.provide("/data/p", "here").has_value());
  REQUIRE(f.session.provide("/data/p", "21.03 105.85 0 5").has_value());
  CHECK(f.value("/data/p") == "21.03 105.85 0 5");
  CHECK(f.session.requests().empty());

  Filling without(
      form_xml("<a/><p/>", "",
               R"x(<input ref="/data/a"><odk:setgeopoint event="xforms-value-changed" ref="/data/p"/></input>)x"));
  CHECK(without.session.requests().empty());
  without.answer("/data/a", "1");
  REQUIRE(without.session.requests().size() == 1);
  REQUIRE(without.session.provide("/data/p", "").has_value());
  CHECK(without.value("/data/p") == "");
}

TEST_CASE("Actions: odk:recordaudio asks the device for a recording of the whole filling") {
  Filling f(form_xml(
      "<a/><r/>",
      R"x(<bind nodeset="/data/r" type="binary"/><odk:recordaudio event="odk-instance-load" ref="/data/r" odk:quality="voice-only"/>)x",
      R"x(<input ref="/data/a"/>)x"));
  REQUIRE(f.session.requests().size() == 1);
  CHECK(f.session.requests()[0].kind == DeviceRequest::Kind::audio);
  CHECK(f.session.requests()[0].quality == "voice-only");
  REQUIRE(f.session.provide("/data/r", "ghi-am.m4a").has_value());
  CHECK(f.value("/data/r") == "ghi-am.m4a");
}

TEST_CASE("Events: actions run before calculations that read what they set") {
  const Filling f(form_xml(
      "<a/><b/>",
      R"x(<bind nodeset="/data/b" calculate="/data/a * 2"/><setvalue event="odk-instance-first-load" ref="/data/a" value="21"/>)x",
      ""));
  CHECK(f.value("/data/b") == "42");
}

TEST_CASE("Events: those that no event names are refused") {
  CHECK(refusal(form_xml("<a/>", R"x(<setvalue event="xforms-revalidate" ref="/data/a" value="1"/>)x", "")).code ==
        ErrorCode::form_unsupported);
}
