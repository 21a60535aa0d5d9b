#include "office/backup.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>

#include "motcua/base/csv.hpp"
#include "office/office.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Rows without the heading.
std::size_t exported(const std::string& data) {
  const auto outcome = run({"export", "responses", "--data", data});
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  const auto rows = parse_csv(outcome.out);
  REQUIRE(rows);
  return rows->size() - 1;
}

void check_sound(const std::string& data) {
  const auto doctor = run({"doctor", "--data", data});
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
}

/// What the log in a backup holds of a device.
std::uint64_t held(const std::string& backup, const DeviceId& device) {
  auto database = storage::Database::open(backup + "/office.db");
  REQUIRE(database);
  for (const auto& one : *records::Sequencer::held(*database)) {
    if (one.device == device) return one.through;
  }
  return 0;
}

std::string blob(const std::string& data, std::string_view content, std::string_view named_for) {
  const std::string name = to_hex(sha256(as_bytes(named_for)));
  const auto folder = std::filesystem::path(data) / "blobs" / name.substr(0, 2);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name, std::ios::binary) << content;
  return name;
}

struct Office {
  TempFolder folder;
  std::string data = folder.path("office");
  std::string target = folder.path("backup");
  Device device{51};
  Office() { make_office(data); }
  [[nodiscard]] Outcome back_up() const { return run({"backup", target, "--data", data}); }
  [[nodiscard]] Outcome restore(const std::string& from) const {
    return run({"restore", from, "--data", folder.path("new")});
  }
};

}  // namespace

TEST_CASE("a backup of an office that is served holds it whole, and devices may forget what it holds") {
  Office office;
  Server server(office.data);
  REQUIRE(office.device.enrol(server.port(), enrolment_code(office.data)));
  REQUIRE(office.device.sync(server.port()));
  (void)office.device.answer("Một");
  (void)office.device.answer("Hai");
  REQUIRE(office.device.sync(server.port()));
  const auto stable = [&] { return hello(server.port(), office.device.token, office.device.id())->stable_through; };
  CHECK(stable() == 0);

  const auto outcome = office.back_up();
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(has(outcome.out, "UBND phường Thử"));
  CHECK(held(office.target, office.device.id()) == 2);
  CHECK(stable() == 2);
  (void)office.device.answer("Ba");
  REQUIRE(office.device.sync(server.port()));
  CHECK(stable() == 2);

  using std::filesystem::perms;
  CHECK(std::filesystem::status(office.target).permissions() == perms::owner_all);
  CHECK(std::filesystem::status(office.target + "/office.db").permissions() ==
        (perms::owner_read | perms::owner_write));
  CHECK_FALSE(std::filesystem::exists(office.target + ".part"));
  const auto again = office.back_up();
  CHECK(again.code == 1);
  CHECK(has(again.err, "exists"));
}

TEST_CASE("what came while a backup was written counts as backed up only when the next one has it") {
  Office office;
  auto database = server::open_office(office.data, system_random());
  REQUIRE(database);
  auto sequencer = records::Sequencer::open(*database, system_clock(), system_random());
  SeededRandom random(4);
  const records::Author author{AccountId::random(random), DeviceId::random(random)};
  struct Everything : records::OperationPolicy {
    Status check(const records::Author&, const records::Operation&) override { return {}; }
  } policy;
  std::uint64_t next = 1;
  const auto push = [&] {
    const auto made = made_up_push(author.device, next++, 1, random);
    auto transaction = storage::Transaction::begin(*database);
    REQUIRE(sequencer->append(author, made.operations, policy)->acked_through == next - 1);
    REQUIRE(transaction->commit());
  };
  push();
  bool late = false;
  const auto report = server::back_up(office.data, office.target, system_clock(), system_random(),
                                      [&](server::BackupStep, std::int64_t, std::int64_t) {
                                        if (!std::exchange(late, true)) push();
                                      });
  REQUIRE(report);
  REQUIRE(late);
  CHECK(*sequencer->acked_through(author.device) == 2);
  CHECK(held(office.target, author.device) == 1);
  CHECK(*sequencer->stable_through(author.device) == 1);
}

TEST_CASE("a backup that cannot be written marks nothing and leaves nothing") {
  Office office;
  {
    Server server(office.data);
    REQUIRE(office.device.enrol(server.port(), enrolment_code(office.data)));
    REQUIRE(office.device.sync(server.port()));
    (void)office.device.answer("Một");
    REQUIRE(office.device.sync(server.port()));
  }
  const std::string file = office.folder.write("a-file", "");
  CHECK(run({"backup", file + "/in-it", "--data", office.data}).code == 1);
  // Somebody's own folder that happens to have the temporary name.
  std::filesystem::create_directories(office.target + ".part/mine");
  CHECK(office.back_up().code == 1);
  CHECK(std::filesystem::exists(office.target + ".part/mine"));
  CHECK_FALSE(std::filesystem::exists(office.target));
  Server server(office.data);
  CHECK(hello(server.port(), office.device.token, office.device.id())->stable_through == 0);
}

TEST_CASE("what a backup that was ended has left is replaced by the next") {
  Office office;
  std::filesystem::create_directories(office.target + ".part");
  std::ofstream(office.target + ".part/office.db") << "half of an office";
  CHECK(office.back_up().code == 0);
  CHECK(office.restore(office.target).code == 0);
}

TEST_CASE("after a restore devices send again what came after the backup, and read everything anew") {
  Office office;
  Device other(52);
  const std::string restored = office.folder.path("new");
  std::uint64_t epoch = 0;
  {
    Server server(office.data);
    REQUIRE(office.device.enrol(server.port(), enrolment_code(office.data)));
    REQUIRE(other.enrol(server.port(), enrolment_code(office.data)));
    REQUIRE(office.device.sync(server.port()));
    REQUIRE(other.sync(server.port()));
    (void)office.device.answer("Trước");
    REQUIRE(office.device.sync(server.port()));
    REQUIRE(office.back_up().code == 0);
    (void)office.device.answer("Sau");
    REQUIRE(office.device.sync(server.port()));
    (void)other.answer("Của máy khác");
    REQUIRE(other.sync(server.port()));
    REQUIRE(office.device.sync(server.port()));
    epoch = hello(server.port(), office.device.token, office.device.id())->epoch;
    CHECK(exported(office.data) == 3);
  }
  (void)office.device.answer("Chưa gửi");
  const auto outcome = office.restore(office.target);
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(has(outcome.out, "sends again what came after the backup"));
  CHECK(exported(restored) == 1);
  check_sound(restored);

  Server server(restored);
  CHECK(hello(server.port(), office.device.token, office.device.id())->epoch != epoch);
  CHECK(office.device.sync(server.port()));
  CHECK(other.sync(server.port()));
  CHECK(office.device.sync(server.port()));
  CHECK(exported(restored) == 4);
  CHECK(office.device.machine->status().unsent == 0);
  CHECK(*office.device.log->epoch() == *other.log->epoch());
  check_sound(restored);
}

TEST_CASE("the folder of a server that was killed can be restored from, that of one that runs cannot") {
  Office office;
  {
    Server server(office.data);
    REQUIRE(office.device.enrol(server.port(), enrolment_code(office.data)));
    REQUIRE(office.device.sync(server.port()));
    (void)office.device.answer("Một");
    REQUIRE(office.device.sync(server.port()));
    CHECK(office.restore(office.data).code == 1);
    server.stop(SIGKILL);
  }
  REQUIRE(std::filesystem::exists(office.data + "/office.db-wal"));
  REQUIRE(office.restore(office.data).code == 0);
  CHECK(exported(office.folder.path("new")) == 1);
}

TEST_CASE("a restore refuses a target in use and what is no whole backup, and makes nothing then") {
  Office office;
  REQUIRE(office.back_up().code == 0);
  CHECK(run({"restore", office.target, "--data", office.data}).code == 1);
  CHECK(run({"restore", office.folder.path(), "--data", office.folder.path("new")}).code == 1);

  const std::string broken = office.folder.path("broken");
  std::filesystem::copy(office.target, broken);
  const std::string whole = read_file(broken + "/office.db");
  const auto refused = [&](const std::string& content) {
    std::ofstream(broken + "/office.db", std::ios::binary) << content;
    const auto outcome = office.restore(broken);
    CHECK_FALSE(std::filesystem::exists(office.folder.path("new")));
    CHECK_FALSE(std::filesystem::exists(office.folder.path("new.part")));
    return outcome.code == 1 && has(outcome.err, "not a backup that can be used");
  };
  CHECK(refused("not a database"));
  CHECK(refused(""));
  CHECK(refused(whole.substr(0, whole.size() / 2)));
  // An operation that was changed afterwards: sound as a database, not as a log.
  std::ofstream(broken + "/office.db", std::ios::binary) << whole;
  {
    auto database = storage::Database::open(broken + "/office.db");
    REQUIRE(database->execute("UPDATE log_operation SET bytes = zeroblob(length(bytes)) WHERE commit_seq = 1"));
  }
  CHECK(refused(read_file(broken + "/office.db")));

  std::filesystem::create_directories(office.folder.path("new"));  // An empty folder will do.
  CHECK(office.restore(office.target).code == 0);
}

TEST_CASE("attachments are in the backup and come back; a damaged one is told of and left out") {
  Office office;
  const std::string good = blob(office.data, "ảnh", "ảnh");
  std::ofstream(office.data + "/blobs/upload.part") << "half";
  REQUIRE(office.back_up().code == 0);
  const std::string at = "/blobs/" + good.substr(0, 2) + "/" + good;
  CHECK(read_file(office.target + at) == "ảnh");
  CHECK_FALSE(std::filesystem::exists(office.target + "/blobs/upload.part"));
  REQUIRE(office.restore(office.target).code == 0);
  CHECK(read_file(office.folder.path("new") + at) == "ảnh");

  const std::string bad = blob(office.data, "damaged", "another");
  office.target = office.folder.path("second");
  const auto outcome = office.back_up();
  CHECK(outcome.code == 1);
  CHECK(has(outcome.out, bad));
  CHECK(read_file(office.target + at) == "ảnh");
  CHECK_FALSE(std::filesystem::exists(office.target + "/blobs/" + bad.substr(0, 2) + "/" + bad));
}
