#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

/// `values` of a final response, opened again to be changed.
FormSession edit(Filling& first, const std::string& xml, std::vector<NodeValue> values) {
  SessionOptions options{&first.clock, &first.random, {}, std::move(values)};
  options.edit = true;
  auto session = FormSession::create(parse(xml), std::move(options));
  REQUIRE(session.has_value());
  return std::move(*session);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Metadata: an edited response has an instanceID of its own, and the one before as its deprecatedID") {
  const std::string xml = form_xml("<a/>", "", R"x(<input ref="/data/a"/>)x");
  Filling first(xml);
  first.answer("/data/a", "x");
  const std::string id = first.session.instance_id();
  CHECK(id.starts_with("uuid:"));
  CHECK_FALSE(has(first.session.submission_xml(), "deprecatedID"));

  const FormSession edited = edit(first, xml, first.session.values());
  CHECK(edited.instance_id().starts_with("uuid:"));
  CHECK(edited.instance_id() != id);
  CHECK(edited.value("/data/a") == "x");
  CHECK(has(edited.submission_xml(), "<orx:deprecatedID>" + id + "</orx:deprecatedID>"));
  CHECK(has(edited.submission_xml(), "<orx:instanceID>" + edited.instance_id() + "</orx:instanceID>"));

  // A second edit names the first one only.
  const FormSession again = edit(first, xml, edited.values());
  CHECK(has(again.submission_xml(), "<orx:deprecatedID>" + edited.instance_id() + "</orx:deprecatedID>"));
  CHECK_FALSE(has(again.submission_xml(), id));
}

TEST_CASE("Metadata: a form's own deprecatedID is used, with or without the namespace of OpenRosa") {
  for (const std::string prefix : {"orx:", ""}) {
    CAPTURE(prefix);
    const std::string xml = form_xml(
        "<a/><" + prefix + "meta><" + prefix + "deprecatedID/><" + prefix + "instanceID/></" + prefix + "meta>", "",
        R"x(<input ref="/data/a"/>)x");
    Filling first(xml);
    const std::string id = first.session.instance_id();
    CHECK(has(first.session.submission_xml(), "<" + prefix + "deprecatedID/>"));
    const FormSession edited = edit(first, xml, first.session.values());
    CHECK(has(edited.submission_xml(), "<" + prefix + "deprecatedID>" + id + "</" + prefix + "deprecatedID>"));
    const std::string submission = edited.submission_xml();
    CHECK(submission.find("<" + prefix + "deprecatedID") == submission.rfind("<" + prefix + "deprecatedID"));
  }
}

TEST_CASE("Metadata: an edit is no first load: what was recorded then stays, what each load does is done") {
  const std::string xml =
      form_xml("<start/><made/><opened/><day/>",
               R"x(<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
          <bind nodeset="/data/day" type="date" jr:preload="date" jr:preloadParams="today"/>
          <setvalue event="odk-instance-first-load" ref="/data/made" value="now()"/>
          <setvalue event="odk-instance-load" ref="/data/opened" value="now()"/>)x",
               "");
  Filling first(xml);
  const std::string made = first.value("/data/made");
  CHECK(made == "2023-11-15T05:13:20.000+07:00");
  const auto values = first.session.values();
  first.clock.advance_ms(86'400'000);
  const FormSession edited = edit(first, xml, values);
  CHECK(edited.value("/data/made") == made);
  CHECK(edited.value("/data/start") == first.value("/data/start"));
  CHECK(edited.value("/data/day") == "2023-11-15");
  CHECK(edited.value("/data/opened") == "2023-11-16T05:13:20.000+07:00");
}

TEST_CASE("Metadata: an edit goes through the form's rules again") {
  const std::string xml = form_xml("<a/><b/><twice/>",
                                   R"x(<bind nodeset="/data/a" type="int" constraint=". &lt; 10"/>
          <bind nodeset="/data/b" relevant="/data/a = 5" required="true()"/>
          <bind nodeset="/data/twice" type="int" calculate="/data/a * 2"/>)x",
                                   R"x(<input ref="/data/a"/><input ref="/data/b"/>)x");
  Filling first(xml);
  first.answer("/data/a", "5");
  first.answer("/data/b", "y");
  FormSession edited = edit(first, xml, first.session.values());
  CHECK(edited.value("/data/twice") == "10");
  REQUIRE(edited.answer("/data/a", "6"));
  CHECK(edited.value("/data/twice") == "12");
  CHECK_FALSE(has(edited.submission_xml(), "<b>"));
  REQUIRE(edited.answer("/data/a", "12"));
  CHECK(edited.problems().size() == 1);
  REQUIRE(edited.answer("/data/a", "5"));
  CHECK(edited.value("/data/b") == "y");  // Kept while editing.
  CHECK(edited.problems().empty());
}
