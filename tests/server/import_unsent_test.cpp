#include <doctest/doctest.h>

#include "motcua/base/csv.hpp"
#include "motcua/sync/unsent_file.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

struct Office {
  TempFolder folder;
  std::string data = folder.path("office");
  Server server;
  Device device{61};

  Office() : server((make_office(data), data)) {
    REQUIRE(device.enrol(server.port(), enrolment_code(data)));
    REQUIRE(device.sync(server.port()));
  }
  std::string write(const sync::UnsentFile& file) const {
    return folder.write("unsent", as_text(sync::encode_unsent_file(file)));
  }
  sync::UnsentFile collect() const {
    auto file = sync::collect_unsent(*device.log);
    REQUIRE(file);
    file->account_name = "lan";
    file->office_name = "UBND phường Thử";
    return *file;
  }
  Outcome import(const std::string& file, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"import", "unsent", file, "--data", data};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  std::map<std::string, std::string> surveyors() const {
    std::map<std::string, std::string> out;
    const auto outcome = run({"export", "responses", "--data", data});
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
    const auto rows = parse_csv(outcome.out);
    for (const auto& row : *rows) {
      if (row.cells[0] != rows->front().cells[0]) out[row.cells[0]] = row.cells[3];
    }
    return out;
  }
  void check_sound() const {
    const auto doctor = run({"doctor", "--data", data});
    CHECK_MESSAGE(doctor.code == 0, doctor.out);
  }
};

}  // namespace

TEST_CASE("work that a device could not send comes in out of its file, once, however it comes later") {
  Office office;
  const EntityId first = office.device.answer("Một");
  const EntityId second = office.device.answer("Hai");
  survey::SurveyCatalog catalog(office.device.database);
  survey::Responses responses(*office.device.log, catalog, office.device.clock, office.device.random);
  auto draft = responses.start("thu", "1");
  REQUIRE(draft->answer("/data/name", "Đang viết"));
  const std::string file = office.write(office.collect());

  const auto outcome = office.import(file);
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(has(outcome.out, "2 records brought in, 0 were here already; 0 refused"));
  CHECK(has(outcome.out, "also holds 1 drafts"));
  CHECK(office.surveyors() == std::map<std::string, std::string>{{first.hex(), "lan"}, {second.hex(), "lan"}});
  CHECK(has(office.import(file).out, "0 records brought in, 2 were here already"));
  // The device finds its way after all: what it sends is known.
  REQUIRE(office.device.sync(office.server.port()));
  CHECK(office.device.machine->status().unsent == 0);
  REQUIRE(draft->answer("/data/group/age", "30"));
  REQUIRE(draft->finish());
  REQUIRE(office.device.sync(office.server.port()));
  CHECK(office.surveyors().size() == 3);
  CHECK(hello(office.server.port(), office.device.token, office.device.id())->acked_through == 3);
  office.check_sound();
}

TEST_CASE("what the server refuses of a file is kept for review as if the device had sent it") {
  Office office;
  auto push = made_up_push(office.device.id(), 1, 2, office.device.random);
  auto operation = *records::decode_operation(office.device.id(), push.operations[0].bytes);
  operation.definition = {"no-such-form", "1"};
  push.operations[0].bytes = records::encode_operation(operation);
  const std::string file = office.write({office.device.id(), "lan", "", {}, push.operations, {}});
  CHECK(has(office.import(file).out, "2 records brought in, 0 were here already; 1 refused"));
  CHECK(has(office.import(file).out, "0 records brought in, 2 were here already; 1 refused"));
  CHECK(has(run({"doctor", "--data", office.data}).out, "Refused records, kept for review: 1"));
  CHECK(office.surveyors().size() == 1);
  office.check_sound();
}

TEST_CASE("a file whose numbers the office has used for something else comes in under a new id, the same each time") {
  Office office;
  REQUIRE(post(office.server.port(), sync::kPushPath,
               sync::encode(made_up_push(office.device.id(), 1, 2, office.device.random)), office.device.token)
              .status == 200);
  (void)office.device.answer("Bản sao");
  (void)office.device.answer("Bản sao nữa");
  const std::string file = office.write(office.collect());
  const auto outcome = office.import(file);
  CHECK(has(outcome.out, "came in under a new one"));
  CHECK(has(outcome.out, "2 records brought in"));
  CHECK(office.surveyors().size() == 4);
  CHECK(has(office.import(file).out, "0 records brought in, 2 were here already"));
  CHECK(office.surveyors().size() == 4);
  office.check_sound();
}

TEST_CASE("a file that does not join on to what the office has is not taken") {
  Office office;
  const auto push = made_up_push(office.device.id(), 1, 3, office.device.random);
  const std::string late =
      office.write({office.device.id(), "lan", "", {}, {push.operations.begin() + 1, push.operations.end()}, {}});
  const auto outcome = office.import(late);
  CHECK(outcome.code == 1);
  CHECK(has(outcome.out, "lacks the records number 1 to 1"));
  CHECK(office.surveyors().empty());
}

TEST_CASE("a file is brought in under the account that is named, and needs one that the office has") {
  Office office;
  REQUIRE(run({"user", "add", "minh", "--data", office.data}).code == 0);
  const EntityId entity = office.device.answer("Một");
  sync::UnsentFile file = office.collect();
  file.account_name = "nobody";
  CHECK(office.import(office.write(file)).code == 1);
  CHECK(office.surveyors().empty());
  CHECK(office.import(office.write(file), {"--user", "minh"}).code == 0);
  CHECK(office.surveyors()[entity.hex()] == "minh");
}

TEST_CASE("a file that is damaged or of something else is refused in words") {
  Office office;
  (void)office.device.answer("Một");
  Bytes bytes = sync::encode_unsent_file(office.collect());
  bytes[40] ^= std::byte{1};
  const auto damaged = office.import(office.folder.write("damaged", as_text(bytes)));
  CHECK(damaged.code == 1);
  CHECK(has(damaged.err, "damaged or not of this kind"));
  CHECK(office.import(office.folder.write("text", "hello")).code == 1);
  CHECK(office.import(office.folder.path("nowhere")).code == 1);
  CHECK(office.surveyors().empty());
}
