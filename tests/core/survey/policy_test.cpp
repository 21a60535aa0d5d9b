#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

struct Case {
  Server server;
  records::Operation operation;
  Case() {
    must(server.publish(visit_xml("1")));
    must(server.publish(visit_xml("2")));
    operation.device = DeviceId::random(server.random);
    operation.entity = EntityId::random(server.random);
    operation.seq = 1;
    operation.hlc = Hlc::at(server.clock.now());
    operation.definition = {"visit", "1"};
    operation.fields = {{"/data/who", "Hoa", {}}, {"@status", "final", {}}};
  }
  std::string verdict() {
    const Status checked = server.check(operation);
    if (checked) return "accepted";
    CHECK(checked.error().code == ErrorCode::operation_refused);
    return checked.error().detail;
  }
};

}  // namespace

TEST_CASE("a response with known fields of a known form is accepted") {
  Case given;
  CHECK(given.verdict() == "accepted");
  given.operation.fields = {{"@finished", "2026-11-23T08:00:00+07:00", {}}, {"/data/age", std::nullopt, {}}};
  CHECK(given.verdict() == "accepted");
}

TEST_CASE("an unknown form or form version is refused") {
  Case given;
  given.operation.definition = {"visit", "3"};
  CHECK(given.verdict() == "form visit 3");
  given.operation.definition = {"elsewhere", "1"};
  CHECK(given.verdict() == "form elsewhere 1");
  given.operation.definition = {};
  CHECK(given.verdict() == "form  ");
}

TEST_CASE("a field that the form does not have is refused") {
  Case given;
  given.operation.fields.push_back({"/data/salary", "1", {}});
  CHECK(given.verdict() == "field /data/salary");
  given.operation.fields = {{"@owner", "me", {}}};
  CHECK(given.verdict() == "field @owner");
  given.operation.fields = {{"", "x", {}}};
  CHECK(given.verdict() == "field ");
  given.operation.fields = {{"/data", "x", {}}};
  CHECK(given.verdict() == "field /data");
}

TEST_CASE("a status that is none, or text that is not UTF-8, is refused") {
  Case given;
  given.operation.fields = {{"@status", "approved", {}}};
  CHECK(given.verdict() == "@status");
  given.operation.fields = {{"/data/who", "\xFF\xFE", {}}};
  CHECK(given.verdict() == "/data/who");
}

TEST_CASE("a response never changes to another form version") {
  Case given;
  records::SequencedOperation before;
  before.commit_seq = 1000;
  before.effective = given.operation.hlc;
  before.scope = "account:1";
  before.operation = given.operation;
  must(given.server.sequencer.state().apply(before));
  CHECK(given.verdict() == "accepted");
  given.operation.definition.version = "2";
  CHECK(given.verdict() == "form version changed");
}

TEST_CASE("only the server publishes forms") {
  Case given;
  given.operation.entity_type = records::EntityType::survey_version;
  given.operation.fields = {{"@xml", visit_xml("3"), {}}};
  CHECK(given.verdict() == "only the server publishes forms");
}

TEST_CASE("a published form cannot be turned into a response") {
  Case given;
  given.operation.entity = must(given.server.sequencer.state().list(records::EntityType::survey_version)).front();
  CHECK(given.verdict() == "entity");
}
