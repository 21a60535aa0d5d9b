#include <doctest/doctest.h>
#include <signal.h>

#include "motcua/base/csv.hpp"
#include "motcua/survey/messages.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

/// A push of one final response to the small form, with these fields.
sync::PushRequest push_of(const DeviceId& device, std::uint64_t seq, const EntityId& entity,
                          const std::vector<records::FieldChange>& fields) {
  records::Operation operation;
  operation.device = device;
  operation.seq = seq;
  operation.hlc = Hlc::at({1'795'000'000'000 + static_cast<std::int64_t>(seq)});
  operation.entity = entity;
  operation.definition = {"thu", "1"};
  operation.fields = fields;
  sync::PushRequest push;
  push.device = device;
  push.operations.push_back({seq, records::encode_operation(operation)});
  return push;
}

survey::ResponseListReply list(std::uint16_t port, const std::string& session) {
  const auto reply = post(port, survey::kResponseListPath, survey::encode(survey::ResponseListRequest{0, 50}), session);
  auto message = survey::decode<survey::ResponseListReply>(as_bytes(reply.body));
  REQUIRE(message);
  return *message;
}

std::uint64_t broken_in_overview(std::uint16_t port, const std::string& session) {
  const auto reply = post(port, survey::kOverviewPath, survey::encode(survey::OverviewRequest{}), session);
  const auto message = survey::decode<survey::OverviewReply>(as_bytes(reply.body));
  REQUIRE(message);
  return message->responses_broken;
}

struct Office {
  TempFolder folder;
  std::string data = folder.path("office");
  Device device{31};
  SeededRandom random{32};
  EntityId good = EntityId::random(random);
  EntityId bad = EntityId::random(random);
  Office() { make_office(data); }

  void push(const Server& server, std::uint64_t seq, const EntityId& entity,
            const std::vector<records::FieldChange>& fields) {
    const auto reply =
        post(server.port(), sync::kPushPath, sync::encode(push_of(device.id(), seq, entity, fields)), device.token);
    const auto message = sync::decode<sync::PushReply>(as_bytes(reply.body));
    REQUIRE(message);
    CHECK(message->receipt.acked_through == seq);
    CHECK(message->receipt.verdicts.empty());
  }
  void push_both(const Server& server) {
    REQUIRE(device.enrol(server.port(), enrolment_code(data)));
    push(server, 1, good, {{"/data/name", "Hoa", {}}, {survey::kStatusField, "final", {}}});
    push(server, 2, bad, {{"/data/group/age", "nhiều", {}}, {survey::kStatusField, "final", {}}});
  }
  std::string rules_of(const EntityId& id) const {
    const auto outcome = run({"export", "responses", "--data", data});
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
    const auto rows = parse_csv(outcome.out);
    REQUIRE(rows);
    REQUIRE(rows->front().cells.back() == "rules_broken");
    for (const auto& row : *rows) {
      if (row.cells.front() == id.hex()) return row.cells.back();
    }
    return "(no such row)";
  }
};

constexpr const char* kBroken = "/data/name answer_required\n/data/group/age answer_type";

}  // namespace

TEST_CASE("a response that breaks its form's rules is kept and marked: in the list, the overview and the export") {
  Office office;
  Server server(office.data);
  office.push_both(server);
  const std::string session = sign_in(server.port(), "admin");
  while (broken_in_overview(server.port(), session) == 0) {  // It is checked after it is stored.
  }
  const auto rows = list(server.port(), session).rows;
  REQUIRE(rows.size() == 2);
  for (const auto& row : rows) CHECK(row.broken == (row.id == office.bad.hex() ? 2U : 0U));
  const auto& bad = rows[0].id == office.bad.hex() ? rows[0] : rows[1];
  REQUIRE(bad.rules.size() == 2);
  CHECK(bad.rules[0].ref == "/data/name");
  CHECK(bad.rules[0].error.code == ErrorCode::answer_required);
  CHECK(bad.rules[1].error.code == ErrorCode::answer_type);
  CHECK(office.rules_of(office.good).empty());
  CHECK(office.rules_of(office.bad).starts_with(kBroken));

  // Put right by a later operation of the same device: the marks go.
  office.push(server, 3, office.bad, {{"/data/name", "An", {}}, {"/data/group/age", "41", {}}});
  while (broken_in_overview(server.port(), session) != 0) {
  }
  CHECK(office.rules_of(office.bad).empty());
}

TEST_CASE("what a server did not come to check is checked before it is exported, and the doctor checks all again") {
  Office office;
  {
    Server server(office.data);
    office.push_both(server);
    server.stop(SIGKILL);
  }
  CHECK(office.rules_of(office.bad).starts_with(kBroken));
  const auto doctor = run({"doctor", "--recheck", "--data", office.data});
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
  CHECK_MESSAGE(doctor.out.find("break a rule of their form: 1; waiting to be checked: 0") != std::string::npos,
                doctor.out);
}

TEST_CASE("an export with nothing in it says so, and has the headings") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const auto outcome = run({"export", "responses", "--data", data});
  CHECK(outcome.code == 0);
  CHECK(outcome.err.find("No response has been finished") != std::string::npos);
  const auto rows = parse_csv(outcome.out);
  REQUIRE(rows);
  CHECK(rows->size() == 1);
  CHECK(run({"export", "responses", "--form", "nowhere", "--data", data}).code == 1);
}

TEST_CASE("an exported file is its owner's only and replaces the old one whole") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const std::string file = folder.write("out.csv", "old");
  std::filesystem::permissions(file, std::filesystem::perms::owner_all | std::filesystem::perms::others_read);
  REQUIRE(run({"export", "responses", "--out", file, "--data", data}).code == 0);
  using std::filesystem::perms;
  CHECK(std::filesystem::status(file).permissions() == (perms::owner_read | perms::owner_write));
  CHECK(read_file(file).find("surveyor") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(file + ".part"));
  CHECK(run({"export", "responses", "--out", folder.path("no/such/folder.csv"), "--data", data}).code == 1);
}
