#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

constexpr const char* kHome =
    R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Hộ</h:title><model>
  <instance><data id="home" version="1"><member jr:template=""><name/><age/></member><people/><meta><instanceID/></meta></data></instance>
  <bind nodeset="/data/member/age" type="int"/>
  <bind nodeset="/data/people" type="int" calculate="count(/data/member)"/></model></h:head><h:body>
  <group ref="/data/member"><label>Người</label><repeat nodeset="/data/member"><input ref="/data/member/name"><label>Tên</label></input>
    <input ref="/data/member/age"><label>Tuổi</label></input></repeat></group></h:body></h:html>)x";

struct Field {
  Server server;
  Device device;
  Field() {
    must(server.publish(kHome));
    device.pull(server);
  }
  ResponseDraft start() { return must(device.responses.start("home", "1")); }
};

/// What is stored makes the same filling again.
void check_reopened(Field& field, const ResponseDraft& draft) {
  const auto again = must(field.device.responses.open(draft.id()));
  const auto values = draft.session().values();
  const auto read = again.session().values();
  REQUIRE(read.size() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(read[i].ref == values[i].ref);
    CHECK(read[i].value == values[i].value);
  }
}

}  // namespace

TEST_CASE("entries of repeats are durable as they are added, filled and taken away") {
  Field field;
  auto draft = field.start();
  CHECK(must(draft.add_repeat("/data/member")) == "/data/member[1]");
  check_reopened(field, draft);
  for (const char* name : {"An", "Bình", "Chi"}) {
    const std::string member = must(draft.add_repeat("/data/member"));
    must(draft.answer(member + "/name", name));
    check_reopened(field, draft);
  }
  must(draft.answer("/data/member[3]/age", "30"));
  must(draft.remove_repeat("/data/member[2]"));
  check_reopened(field, draft);
  CHECK(draft.session().value("/data/member[2]/name") == "Bình");
  CHECK(draft.session().value("/data/member[2]/age") == "30");
  CHECK(draft.session().value("/data/people") == "3");
  must(draft.remove_repeat("/data/member[3]"));
  must(draft.remove_repeat("/data/member[2]"));
  must(draft.remove_repeat("/data/member[1]"));
  check_reopened(field, draft);
  CHECK(draft.session().value("/data/people") == "0");
  CHECK_FALSE(draft.remove_repeat("/data/member[1]").has_value());
}

TEST_CASE("a response with repeats is accepted by the server, and one with a field that no repeat has is not") {
  Field field;
  auto draft = field.start();
  must(draft.add_repeat("/data/member"));
  must(draft.answer("/data/member[1]/name", "An"));
  must(draft.finish());
  field.device.push(field.server);
  CHECK(must(field.device.responses.list())[0].state == ResponseState::sent);
  const auto stored = must(field.server.sequencer.state().read(draft.id()));
  REQUIRE(stored.has_value());
  CHECK(records::field_text(*stored, "/data/member[1]/name") == "An");
  CHECK(records::field_text(*stored, "/data/member") == "1");

  records::Operation operation;
  operation.device = DeviceId::random(field.server.random);
  operation.entity = EntityId::random(field.server.random);
  operation.seq = 1;
  operation.definition = {"home", "1"};
  for (const char* strange : {"/data/member[1]/salary", "/data/people[2]", "/data/member[x]/name", "/data/member["}) {
    operation.fields = {{strange, "1", {}}};
    CHECK_MESSAGE(field.server.check(operation).error().code == ErrorCode::operation_refused, strange);
  }
}
