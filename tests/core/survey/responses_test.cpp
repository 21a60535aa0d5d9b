#include <filesystem>

#include "motcua/base/civil_time.hpp"
#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

struct Field {
  Server server;
  Device device;
  Field() {
    must(server.publish(visit_xml("1")));
    device.pull(server);
  }
};

/// A folder of its own that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::array<std::byte, 8> random{};
    system_random().fill(random);
    path_ = std::filesystem::temp_directory_path() / ("motcua-survey-" + to_hex(random));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// What the disk holds if the program is killed now: the database file and its log, copied while both are open.
void copy_as_killed(const std::string& from, const std::string& to) {
  std::filesystem::remove(to + "-wal");
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  if (std::filesystem::exists(from + "-wal")) std::filesystem::copy_file(from + "-wal", to + "-wal");
}

std::string answer_of(const ResponseDraft& draft, const char* ref) {
  return draft.session().value(ref).value_or("(none)");
}

}  // namespace

TEST_CASE("a draft exists from its first answer on, with everything that was filled by then") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  CHECK(must(field.device.responses.list()).empty());
  must(draft.answer("/data/age", "20"));

  const auto list = must(field.device.responses.list());
  REQUIRE(list.size() == 1);
  CHECK(list[0].id == draft.id());
  CHECK(list[0].title == "Thăm hỏi");
  CHECK(list[0].version == "1");
  CHECK(list[0].state == ResponseState::draft);
  CHECK(list[0].started == Instant{1'700'000'000'000});
  CHECK_FALSE(list[0].finished.has_value());

  const auto state = must(field.device.log.visible(draft.id()));
  REQUIRE(state.has_value());
  CHECK(state->fields.at("/data/double").value == "40");
  CHECK(state->fields.at("/data/meta/instanceID").value == draft.session().instance_id());
  CHECK(state->fields.at("@status").value == "draft");
}

TEST_CASE("a draft killed after each answer is found again with every answer") {
  Server server;
  must(server.publish(visit_xml("1")));
  const TemporaryFolder folder;
  Device device(folder.file("a.db"));
  device.pull(server);
  auto draft = must(device.responses.start("visit", "1"));
  const std::vector<std::pair<const char*, const char*>> answers = {{"/data/age", "20"},
                                                                    {"/data/who", "Nguyễn Thị Hoa"},
                                                                    {"/data/job", "nông dân"},
                                                                    {"/data/job", ""},
                                                                    {"/data/age", "21"}};
  for (std::size_t given = 1; given <= answers.size(); ++given) {
    must(draft.answer(answers[given - 1].first, answers[given - 1].second));
    if (given == 2) must(draft.set_language("en"));
    copy_as_killed(folder.file("a.db"), folder.file("b.db"));

    Device after(folder.file("b.db"), 99);
    const auto list = must(after.responses.list());
    REQUIRE(list.size() == 1);
    const auto again = must(after.responses.open(list[0].id));
    for (const auto& value : draft.session().values()) CHECK(again.session().value(value.ref) == value.value);
    CHECK(again.session().values().size() == draft.session().values().size());
    CHECK(again.session().instance_id() == draft.session().instance_id());
    CHECK(again.session().language() == draft.session().language());
  }
}

TEST_CASE("a draft goes on with the version it was begun with after a newer one came") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/who", "Hoa"));
  must(field.server.publish(visit_xml("2")));
  field.device.pull(field.server);
  CHECK(must(field.device.catalog.current())[0].version == "2");

  auto again = must(field.device.responses.open(draft.id()));
  CHECK(again.session().definition().version() == "1");
  must(again.finish());
  CHECK(must(field.device.responses.list())[0].version == "1");
}

TEST_CASE("finishing seals one operation, however many answers there were") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/age", "20"));
  must(draft.answer("/data/who", "Hoa"));
  must(draft.answer("/data/who", "Hòa"));
  field.device.clock.advance_ms(90'000);
  must(draft.finish());
  CHECK(must(field.device.log.unsent_count()) == 1);
  const auto sealed = must(field.device.log.read_sealed(1, 10, 1'000'000));
  REQUIRE(sealed.size() == 1);
  const auto operation = must(records::decode_operation(field.device.log.device(), sealed[0].bytes));
  CHECK(operation.definition == records::DefinitionRef{"visit", "1"});

  auto list = must(field.device.responses.list());
  REQUIRE(list.size() == 1);
  CHECK(list[0].state == ResponseState::unsent);
  CHECK(list[0].finished == Instant{1'700'000'090'000});
  const auto state = must(field.device.log.visible(draft.id()));
  CHECK(state->fields.at("@status").value == "final");
  CHECK(state->fields.at("/data/end").value == "2023-11-15T05:14:50.000+07:00");
  // Looking at it again changes nothing.
  CHECK(answer_of(must(field.device.responses.open(draft.id())), "/data/who") == "Hòa");
  CHECK(must(field.device.responses.list())[0].state == ResponseState::unsent);

  field.device.push(field.server);
  list = must(field.device.responses.list());
  CHECK(list[0].state == ResponseState::sent);
  const auto stored = must(field.server.sequencer.state().read(draft.id()));
  REQUIRE(stored.has_value());
  CHECK(stored->fields.at("/data/who").value == "Hòa");
}

TEST_CASE("a response that breaks a rule cannot be finished and stays a draft") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/age", "20"));
  CHECK(draft.finish().error().code == ErrorCode::answer_required);
  CHECK(must(field.device.responses.list())[0].state == ResponseState::draft);
  CHECK(must(field.device.log.unsent_count()) == 0);
  must(draft.answer("/data/who", "Hoa"));
  must(draft.finish());
}

TEST_CASE("an answer of the wrong type leaves the stored draft as it was") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/age", "20"));
  CHECK(draft.answer("/data/age", "hai mươi").error().code == ErrorCode::answer_type);
  CHECK(must(field.device.log.visible(draft.id()))->fields.at("/data/age").value == "20");
  CHECK(answer_of(must(field.device.responses.open(draft.id())), "/data/age") == "20");
}

TEST_CASE("an answer that could not be stored says so, and is stored with the next one") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/age", "20"));
  must(field.device.database.execute("PRAGMA query_only = 1"));
  CHECK_FALSE(draft.answer("/data/who", "Hoa").has_value());
  CHECK(answer_of(draft, "/data/who") == "Hoa");
  CHECK_FALSE(must(field.device.log.visible(draft.id()))->fields.contains("/data/who"));
  must(field.device.database.execute("PRAGMA query_only = 0"));
  must(draft.answer("/data/who", "Hoa"));
  CHECK(must(field.device.log.visible(draft.id()))->fields.at("/data/who").value == "Hoa");
}

TEST_CASE("a kill between marking as final and sealing leaves a draft that can be finished") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/who", "Hoa"));
  const std::vector<records::FieldChange> final_mark = {{kStatusField, "final", {}}};
  must(field.device.log.edit({records::EntityType::response, draft.id(), {"visit", "1"}, final_mark}));

  CHECK(must(field.device.responses.list())[0].state == ResponseState::draft);
  auto again = must(field.device.responses.open(draft.id()));
  must(again.answer("/data/who", "Hòa"));
  CHECK(must(field.device.log.visible(draft.id()))->fields.at("@status").value == "draft");
  must(again.finish());
  CHECK(must(field.device.responses.list())[0].state == ResponseState::unsent);
}

TEST_CASE("a thrown away draft is gone, a finished response cannot be thrown away") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/who", "Hoa"));
  must(field.device.responses.discard(draft.id()));
  CHECK(must(field.device.responses.list()).empty());
  CHECK(field.device.responses.open(draft.id()).error().code == ErrorCode::not_found);
  CHECK(field.device.responses.discard(draft.id()).error().code == ErrorCode::not_found);

  auto other = must(field.device.responses.start("visit", "1"));
  must(other.answer("/data/who", "An"));
  must(other.finish());
  CHECK(field.device.responses.discard(other.id()).error().code == ErrorCode::not_found);
  CHECK(must(field.device.responses.list()).size() == 1);
}

TEST_CASE("responses are listed newest first") {
  Field field;
  std::vector<EntityId> ids;
  for (int i = 0; i < 3; ++i) {
    field.device.clock.advance_ms(60'000);
    auto draft = must(field.device.responses.start("visit", "1"));
    must(draft.answer("/data/who", "Hoa"));
    ids.push_back(draft.id());
  }
  const auto list = must(field.device.responses.list());
  REQUIRE(list.size() == 3);
  CHECK(list[0].id == ids[2]);
  CHECK(list[2].id == ids[0]);
}

TEST_CASE("a refused response shows the server's reason") {
  Field field;
  auto draft = must(field.device.responses.start("visit", "1"));
  must(draft.answer("/data/who", "Hoa"));
  const std::vector<records::FieldChange> strange = {{"/data/nowhere", "x", {}}};
  must(field.device.log.edit({records::EntityType::response, draft.id(), {"visit", "1"}, strange}));
  must(draft.finish());
  field.device.push(field.server);
  const auto list = must(field.device.responses.list());
  REQUIRE(list.size() == 1);
  CHECK(list[0].state == ResponseState::refused);
  CHECK(list[0].verdict == Error{ErrorCode::operation_refused, "field /data/nowhere"});
  CHECK_FALSE(must(field.server.sequencer.state().read(draft.id())).has_value());
}

TEST_CASE("an unknown form cannot be started") {
  Field field;
  CHECK(field.device.responses.start("visit", "7").error() == Error{ErrorCode::not_found, "visit 7"});
}

namespace {

/// A draft of the family: Lan, who sews and sells, and Minh.
ResponseDraft family(Server& server, Device& device) {
  must(server.publish(family_xml()));
  device.pull(server);
  auto draft = must(device.responses.start("family", "1"));
  for (const char* name : {"Lan", "Minh"}) {
    const std::string member = must(draft.add_repeat("/data/member"));
    must(draft.answer(member + "/name", name));
  }
  for (const char* title : {"may", "bán hàng"}) {
    const std::string job = must(draft.add_repeat("/data/member[1]/job"));
    must(draft.answer(job + "/title", title));
  }
  return draft;
}

std::string xml_of(const ResponseDraft& draft) { return draft.session().submission_xml(); }

}  // namespace

TEST_CASE("instances of repeats are stored as they are added and removed, empty ones too") {
  Server server;
  Device device;
  auto draft = family(server, device);
  CHECK(must(draft.add_repeat("/data/member")) == "/data/member[3]");
  CHECK(answer_of(draft, "/data/total") == "3");
  CHECK(xml_of(must(device.responses.open(draft.id()))) == xml_of(draft));
  must(draft.remove_repeat("/data/member[1]"));
  CHECK(answer_of(draft, "/data/member[1]/name") == "Minh");
  CHECK(answer_of(draft, "/data/total") == "2");
  CHECK(xml_of(must(device.responses.open(draft.id()))) == xml_of(draft));
}

TEST_CASE("a removal is taken back with every value in its place, here and in what is stored") {
  Server server;
  Device device;
  auto draft = family(server, device);
  const std::string before = xml_of(draft);
  must(draft.remove_repeat("/data/member[1]"));
  must(draft.put_back());
  CHECK(xml_of(draft) == before);
  CHECK(xml_of(must(device.responses.open(draft.id()))) == before);
}

TEST_CASE("after another change a removal is not taken back") {
  Server server;
  Device device;
  auto draft = family(server, device);
  CHECK(draft.put_back().error().code == ErrorCode::not_found);
  must(draft.remove_repeat("/data/member[1]"));
  must(draft.answer("/data/member[1]/name", "Minh Anh"));
  CHECK(draft.put_back().error().code == ErrorCode::not_found);
  CHECK(answer_of(draft, "/data/member[1]/name") == "Minh Anh");
}
