#include <doctest/doctest.h>

#include "office/groups.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

struct Team {
  TempFolder folder;
  std::string data = made(folder);
  Server server{data};
  Device lan{1};
  Device minh{2};

  Team() {
    REQUIRE(lan.enrol(server.port(), enrolment_code(data)));
    REQUIRE(minh.enrol(server.port(), enrolment_code(data, "minh")));
    sync(lan);
    sync(minh);
  }
  static std::string made(const TempFolder& folder) {
    const std::string data = folder.path("office");
    make_office(data);
    REQUIRE(run({"user", "add", "minh", "--data", data}).code == 0);
    REQUIRE(run({"group", "create", "Tổ 1", "--data", data}).code == 0);
    return data;
  }
  void group(const char* what, const char* user) const {
    const auto outcome = run({"group", what, "Tổ 1", user, "--data", data});
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  }
  void sync(Device& device) const { REQUIRE(device.sync(server.port())); }
  static std::string name(const Device& device, const EntityId& response) {
    const auto state = *device.log->visible(response);
    return state ? records::field_text(*state, "/data/name") : "";
  }
  void rename(Device& device, const EntityId& response, const char* value) const {
    const records::FieldChange change{"/data/name", value, {}};
    REQUIRE(device.log->edit({records::EntityType::response, response, {"thu", "1"}, {&change, 1}}));
    REQUIRE(device.log->seal(response));
    sync(device);
  }
};

}  // namespace

TEST_CASE("a group is made, joined and left while the office is open, and its responses follow its members") {
  Team team;
  const EntityId before = team.lan.answer("Trước");
  team.sync(team.lan);
  team.group("add", "lan");
  team.group("add", "minh");
  const EntityId shared = team.lan.answer("Của Lan");
  team.sync(team.lan);
  team.sync(team.minh);
  CHECK(Team::name(team.minh, shared) == "Của Lan");
  CHECK(Team::name(team.minh, before).empty());

  team.rename(team.minh, shared, "Minh sửa");
  team.sync(team.lan);
  CHECK(Team::name(team.lan, shared) == "Minh sửa");

  team.group("remove", "minh");
  team.sync(team.minh);
  CHECK(Team::name(team.minh, shared).empty());
  CHECK(team.minh.log->visible_entities(records::EntityType::response)->empty());
  team.rename(team.minh, shared, "Quá muộn");
  CHECK(team.minh.machine->status().refused == 1);
  team.sync(team.lan);
  CHECK(Team::name(team.lan, shared) == "Minh sửa");
  CHECK(run({"doctor", "--data", team.data}).code == 0);
}

TEST_CASE("groups are listed; what does not fit is said") {
  Team team;
  team.group("add", "minh");
  team.group("add", "minh");
  team.group("add", "lan");
  CHECK(run({"group", "list", "--data", team.data}).out.find("Tổ 1\tminh, lan\n") != std::string::npos);
  const auto fails = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--data", team.data});
    return run(arguments).code == 1;
  };
  CHECK(fails({"group", "create", "tổ 1"}));
  CHECK(fails({"group", "create", "Tổ 1"}));
  CHECK(fails({"group", "create", ""}));
  CHECK(fails({"group", "create", "hai\ndòng"}));
  CHECK(fails({"group", "add", "Tổ 9", "lan"}));
  CHECK(fails({"group", "add", "Tổ 1", "nobody"}));
  team.group("remove", "lan");
  CHECK(fails({"group", "remove", "Tổ 1", "lan"}));
}

TEST_CASE("who is in several groups writes into the one that they joined first") {
  SeededRandom random(3);
  const TempFolder folder;
  make_office(folder.path("office"));
  auto database = *storage::Database::open(folder.path("office/office.db"));
  server::Groups groups(database);
  for (const char* name : {"A", "B", "C"}) REQUIRE(groups.create(name, random, {1000}));
  auto query = *database.prepare("SELECT id FROM account WHERE name = 'lan'");
  REQUIRE(*query.step());
  const AccountId lan = *AccountId::from_bytes(query.blob(0));
  query.reset();
  CHECK(groups.scopes_of(lan)->empty());
  REQUIRE(groups.add("C", lan));
  const std::string c = groups.scopes_of(lan)->front();
  REQUIRE(groups.add("A", lan));
  REQUIRE(groups.add("C", lan));
  CHECK(groups.scopes_of(lan)->size() == 2);
  CHECK(groups.scopes_of(lan)->front() == c);
  REQUIRE(groups.remove("C", lan));
  CHECK(groups.scopes_of(lan)->size() == 1);
  CHECK(groups.scopes_of(lan)->front() != c);
}
