#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

TEST_CASE("Bind Attributes: nodeset binds an element or an attribute, with or without a control") {
  const Filling f(form_xml(
      "<a x=\"\"/><b/>",
      R"x(<bind nodeset="/data/a/@x" calculate="'attribute'"/><bind nodeset="/data/b" calculate="'element'"/>)x", ""));
  CHECK(f.value("/data/a/@x") == "attribute");
  CHECK(f.value("/data/b") == "element");
  // One of a node that does not exist says nothing (JavaRosa).
  CHECK(Filling(form_xml("<a/>", R"x(<bind nodeset="/data/none" type="int"/>)x", "")).value("/data/a").empty());
  CHECK(refusal(form_xml("<a/>", R"x(<bind type="int"/>)x", "")).code == ErrorCode::form_reference);
}

TEST_CASE("Bind Attributes: readonly forbids answers while its expression is true; false() if omitted") {
  Filling f(one_question("readonly=\"/data/other = 'locked'\""));
  f.answer("/data/q", "1");
  f.answer("/data/other", "locked");
  CHECK(f.item("/data/q").readonly);
  CHECK(f.refused("/data/q", "2").code == ErrorCode::answer_readonly);
  CHECK(f.value("/data/q") == "1");
  f.answer("/data/other", "");
  f.answer("/data/q", "2");
  CHECK_FALSE(Filling(one_question("")).item("/data/q").readonly);
}

TEST_CASE("Bind Attributes: required asks for a non-empty value; false() if omitted") {
  Filling f(one_question("required=\"/data/other = 'x'\""));
  CHECK(f.session.problems().empty());
  f.answer("/data/other", "x");
  CHECK(f.item("/data/q").required);
  REQUIRE(f.session.problems().size() == 1);
  CHECK(f.session.problems()[0].ref == "/data/q");
  CHECK(f.session.problems()[0].error.code == ErrorCode::answer_required);
  f.answer("/data/q", "a");
  CHECK(f.session.problems().empty());
}

TEST_CASE("Bind Attributes: what is not relevant is not shown, and is removed on submission with all below it") {
  Filling f(form_xml(
      "<a/><g><b/><h><c/></h></g>", R"x(<bind nodeset="/data/g" relevant="/data/a = 'yes'"/>)x",
      R"x(<input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/><input ref="/data/g/h/c"/></group>)x"));
  CHECK(shown(f) == "/data/a ");
  CHECK(submitted(f) == "<a/>");
  f.answer("/data/a", "yes");
  CHECK(shown(f) == "/data/a /data/g /data/g/b /data/g/h/c ");
  f.answer("/data/g/b", "1");
  CHECK(submitted(f) == "<a>yes</a><g><b>1</b><h><c/></h></g>");
  f.answer("/data/a", "no");
  CHECK(submitted(f) == "<a>no</a>");
  f.answer("/data/a", "yes");  // While editing the answer is kept.
  CHECK(f.value("/data/g/b") == "1");
}

TEST_CASE("Bind Attributes: a node that is not relevant is blank to expressions") {
  Filling f(form_xml(
      "<a>yes</a><b>5</b><sum/>",
      R"x(<bind nodeset="/data/b" relevant="/data/a = 'yes'"/><bind nodeset="/data/sum" calculate="coalesce(/data/b, 'none')"/>)x",
      R"x(<input ref="/data/a"/><input ref="/data/b"/>)x"));
  CHECK(f.value("/data/sum") == "5");
  f.answer("/data/a", "no");
  CHECK(f.value("/data/sum") == "none");
}

TEST_CASE("Bind Attributes: constraint is evaluated for non-empty values only") {
  Filling f(one_question("type=\"int\" constraint=\". &gt; 10 and . &lt; 20\""));
  CHECK(f.item("/data/q").valid);
  f.answer("/data/q", "5");
  CHECK_FALSE(f.item("/data/q").valid);
  CHECK(f.session.problems()[0].error.code == ErrorCode::answer_invalid);
  f.answer("/data/q", "15");
  CHECK(f.item("/data/q").valid);
  f.answer("/data/q", "");
  CHECK(f.session.problems().empty());
}

TEST_CASE("Bind Attributes: calculate computes a value, and again when what it reads changes") {
  Filling f(
      form_xml("<a>2</a><b/><c/>",
               R"x(<bind nodeset="/data/b" calculate="/data/a * 2"/><bind nodeset="/data/c" calculate="../b + 1"/>)x",
               R"x(<input ref="/data/a"/>)x"));
  CHECK(f.value("/data/c") == "5");
  const auto changed = f.answer("/data/a", "5");
  CHECK(f.value("/data/b") == "10");
  CHECK(f.value("/data/c") == "11");
  CHECK(changed.size() == 3);
  CHECK(refusal(
            form_xml("<a/><b/>",
                     R"x(<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>)x",
                     ""))
            .code == ErrorCode::form_cycle);
}

TEST_CASE("Bind Attributes: saveIncomplete is accepted") {
  CHECK(FormDefinition::parse(one_question("saveIncomplete=\"true()\"")).has_value());
}

TEST_CASE("Bind Attributes: jr:requiredMsg and jr:constraintMsg are a literal or a translation") {
  Filling literal(
      one_question("type=\"int\" required=\"true()\" jr:requiredMsg=\"Cần có\" constraint=\". &lt; 5\" "
                   "jr:constraintMsg=\"Quá lớn\""));
  CHECK(literal.item("/data/q").required_message == "Cần có");
  CHECK(literal.session.problems()[0].error.detail == "Cần có");
  literal.answer("/data/q", "9");
  CHECK(literal.item("/data/q").problem == "Quá lớn");

  Filling translated(form_xml(
      "<q>9</q>",
      R"x(<itext><translation lang="vi"><text id="m"><value>Quá lớn</value></text></translation><translation lang="en"><text id="m"><value>Too large</value></text></translation></itext>
          <bind nodeset="/data/q" type="int" constraint=". &lt; 5" jr:constraintMsg="jr:itext('m')"/>)x",
      R"x(<input ref="/data/q"/>)x"));
  CHECK(translated.item("/data/q").problem == "Quá lớn");
  REQUIRE(translated.session.set_language("en").has_value());
  CHECK(translated.item("/data/q").problem == "Too large");
}

TEST_CASE("XPath Paths: each kind that the specification lists") {
  const std::vector<std::pair<const char*, const char*>> paths = {
      {"string(.)", "own"},      {"../first", "1"},         {"/data/first", "1"},
      {"count(/)", "1"},         {"../group/./inner", "2"}, {"./../first", "1"},
      {"count(..//inner)", "1"}, {"count(//inner)", "1"},   {"../group/inner/../../first", "1"},
  };
  for (const auto& [path, value] : paths) {
    CAPTURE(path);
    const Filling f(form_xml(
        "<first>1</first><group><inner>2</inner></group><own>own</own><at/>",
        std::string("<setvalue event=\"odk-instance-first-load\" ref=\"/data/own\" value=\"") + path + "\"/>", ""));
    CHECK(f.value("/data/own") == value);
  }
}

TEST_CASE("Metadata: the meta block is in the default namespace or in OpenRosa's") {
  const Filling plain(form_xml("<a/><meta><instanceID/></meta>", "", ""));
  CHECK(plain.session.submission_xml().find("<meta><instanceID>uuid:") != std::string::npos);
  const Filling open_rosa(form_xml("<a/><orx:meta><orx:instanceID/></orx:meta>", "", ""));
  CHECK(open_rosa.session.submission_xml().find("<orx:meta><orx:instanceID>uuid:") != std::string::npos);
  CHECK(open_rosa.session.instance_id().size() == 5 + 36);
}

TEST_CASE("Preload Attributes: each combination fills its node when its event comes") {
  const auto preloaded = [](const std::string& attributes) {
    Filling f(one_question(attributes));
    const std::string at_first = f.value("/data/q");
    f.clock.advance_ms(60'000);
    (void)f.session.finalise();
    return at_first + "|" + f.value("/data/q");
  };
  CHECK(preloaded("jr:preload=\"timestamp\" jr:preloadParams=\"start\" type=\"dateTime\"") ==
        "2023-11-15T05:13:20.000+07:00|2023-11-15T05:13:20.000+07:00");
  CHECK(preloaded("jr:preload=\"timestamp\" jr:preloadParams=\"end\" type=\"dateTime\"") ==
        "|2023-11-15T05:14:20.000+07:00");
  CHECK(preloaded("jr:preload=\"date\" jr:preloadParams=\"today\" type=\"date\"") == "2023-11-15|2023-11-15");
  const std::string uid = preloaded("jr:preload=\"uid\"");
  CHECK(uid.starts_with("uuid:"));
  CHECK(preloaded("jr:preload=\"property\" jr:preloadParams=\"simserial\"") == "|");  // No device tells that any more.
}

TEST_CASE("Preload Attributes: properties come from the device") {
  const std::vector<std::pair<const char*, const char*>> properties = {{"deviceid", "motcua:d1"},
                                                                       {"email", "a@example.org"},
                                                                       {"username", "an"},
                                                                       {"phone number", "0912"},
                                                                       {"phonenumber", "0912"}};
  for (const auto& [parameter, expected] : properties) {
    CAPTURE(parameter);
    ManualClock clock;
    SeededRandom random(1);
    SessionOptions options;
    options.clock = &clock;
    options.random = &random;
    options.properties = {"motcua:d1", "an", "a@example.org", "0912"};
    const auto session = FormSession::create(
        parse(one_question(std::string("jr:preload=\"property\" jr:preloadParams=\"") + parameter + "\"")), options);
    REQUIRE(session.has_value());
    CHECK(session->value("/data/q") == expected);
  }
}

TEST_CASE("Audit Attributes: a form that asks for an audit log can be filled") {
  CHECK(
      FormDefinition::parse(
          form_xml(
              "<a/><orx:meta><orx:instanceID/><orx:audit/></orx:meta>",
              R"x(<bind nodeset="/data/orx:meta/orx:audit" type="binary" odk:location-priority="balanced" odk:location-min-interval="60" odk:location-max-age="120" odk:track-changes="true"/>)x",
              ""))
          .has_value());
}
