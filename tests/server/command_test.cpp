#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "cli/printable.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/dossier/store.hpp"
#include "office/office.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

constexpr const char* kHeader = "code,lookup_code,procedure_name,unit,state,at,Họ tên\n";
constexpr const char* kGood = "A-1,K7M29QXD,Khai sinh,UBND,2,02/11/2026 08:15,x\n";

std::string dossier_count(const std::string& data) {
  const auto out = run({"doctor", "--data", data}).out;
  const auto at = out.find("Dossiers: ");
  return at == std::string::npos ? out : out.substr(at + 10, out.find(',', at) - at - 10);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("what strangers wrote is shown without what a terminal would obey") {
  using server::printable;
  CHECK(printable("Phải đi lại\tba lần\nvà chờ") == "Phải đi lại\tba lần\nvà chờ");
  CHECK(printable("hai\r\ndòng") == "hai\ndòng");
  CHECK(printable("\x1B[2Jđã xóa\a") == "�[2Jđã xóa�");
  CHECK(printable("đè\rlên\b\x7F") == "đè�lên��");
  CHECK(printable("\xC2\x9B"
                  "31m \xC2\xA0") == "�31m \xC2\xA0");
  CHECK(printable(std::string_view("a\0b", 3)) == "a�b");
  CHECK(printable("đ \x9B"
                  "31m") == "�� �31m");
  CHECK(printable("") == "");
  CHECK(server::printable_paragraph("một\nhai\n") == "một\n    hai\n    ");
}

TEST_CASE("an unknown command gives the usage and 2") {
  const auto outcome = run({"frobnicate"});
  CHECK(outcome.code == 2);
  CHECK(has(outcome.err, "Usage"));
  CHECK(run({"user", "add", "--data", "/nowhere"}).code == 2);
  CHECK(has(run({"--lang", "vi", "frobnicate"}).err, "Cách dùng"));
  CHECK(run({"--help"}).code == 0);
}

TEST_CASE("init makes an office once, and prints a password that it made up") {
  const TempFolder folder;
  const auto made = run({"init", "--data", folder.path("a"), "--name", "UBND"});
  CHECK(made.code == 0);
  CHECK(has(made.out, "Password of admin: "));
  const auto again = run({"init", "--data", folder.path("a"), "--name", "UBND"});
  CHECK(again.code == 1);
  CHECK(has(again.err, "exists already"));
  const auto weak = run({"init", "--data", folder.path("b"), "--name", "UBND", "--password-stdin"}, "short\n");
  CHECK(weak.code == 1);
  CHECK(!std::filesystem::exists(folder.path("b")));
  const auto unnamed = run({"init", "--data", folder.path("c"), "--name", "UBND", "--admin", "a b"});
  CHECK(unnamed.code == 1);
  CHECK(run({"init", "--data", folder.path("c"), "--name", "UBND"}).code == 0);
  CHECK(run({"user", "list", "--data", folder.path("nowhere")}).code == 1);
}

TEST_CASE("init closes a folder that it makes, and leaves one that was there as it was") {
  using std::filesystem::perms;
  const TempFolder folder;
  const auto rights = [](const std::string& path) { return std::filesystem::status(path).permissions(); };
  REQUIRE(run({"init", "--data", folder.path("made"), "--name", "UBND"}).code == 0);
  CHECK(rights(folder.path("made")) == perms::owner_all);
  const perms shared = perms::owner_all | perms::group_read | perms::group_exec;
  std::filesystem::create_directory(folder.path("there"));
  std::filesystem::permissions(folder.path("there"), shared);
  REQUIRE(run({"init", "--data", folder.path("there"), "--name", "UBND"}).code == 0);
  CHECK(rights(folder.path("there")) == shared);
}

TEST_CASE("a file that is no form is refused and publishes nothing") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const auto publish = [&](std::string_view content) {
    return run({"form", "publish", folder.write("f.xml", content), "--data", data});
  };
  CHECK(has(publish("not xml").err, "not well-formed XML"));
  CHECK(has(publish("<html><body>page</body></html>").err, "not an XForm"));
  CHECK(publish("<html><body>page</body></html>").code == 1);
  CHECK(run({"form", "publish", folder.path("missing.xml"), "--data", data}).code == 1);
  CHECK(publish(small_form()).code == 0);  // the same again
  auto changed = small_form();
  changed.replace(changed.find("Tuổi"), 5, "Năm");
  CHECK(has(publish(changed).err, "other content"));
  CHECK(publish(small_form("2")).code == 0);
  CHECK(run({"form", "list", "--data", data}).out == "thu\t2\tPhiếu thử\nthu\t1\tPhiếu thử\n");
}

TEST_CASE("one bad row keeps the whole file out, and every bad row is named with its column") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const std::string csv = std::string(kHeader) + kGood +
                          "A-2,K7M29QXD,Khai sinh,UBND,12,02/11/2026 08:15,x\n"
                          "A-3,K7M29QXD,Khai sinh,UBND,2,31/02/2026,x\n"
                          "A-1,,,,10,03/11/2026,x\n"
                          "A-4,,Khai sinh,UBND,2,02/11/2026,x\n"
                          "A-5,K7-M2 9,Khai sinh,UBND,2,02/11/2026,x\n"
                          "A-6,K7-M2 9Q,Khai sinh,UBND,2,02/11/2026,x\n";
  const auto refused = run({"dossier", "import", folder.write("d.csv", csv), "--data", data});
  CHECK(refused.code == 1);
  CHECK(has(refused.out, "Row 3, column “state”"));
  CHECK(has(refused.out, "Row 4, column “at”"));
  CHECK(has(refused.out, "Row 5, column “state”"));
  CHECK(has(refused.out, "Row 6, column “lookup_code”"));
  CHECK(has(refused.out, "Row 7, column “lookup_code”"));
  CHECK_FALSE(has(refused.out, "Row 8"));
  CHECK(has(refused.out, "Columns not used: Họ tên"));
  CHECK(dossier_count(data) == "0");
}

TEST_CASE("skipping bad rows brings in the good dossiers and keeps the bad rows with their reason") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const std::string csv =
      std::string(kHeader) + kGood + "B-1,K7M29QXD,Khai sinh,UBND,2,02/11/2026,x\nB-1,,,,3,03/11/2026,x\n";
  const std::string file = folder.write("d.csv", csv);
  const auto done = run({"dossier", "import", file, "--skip-bad-rows", "--data", data});
  CHECK(done.code == 0);
  CHECK(has(done.out, "Row 4, column “state”"));
  CHECK(has(done.out, "Brought in 1 dossiers (1 rows)."));
  CHECK(dossier_count(data) == "1");
  const auto rejected = parse_csv(read_file(file + ".rejected.csv"));
  REQUIRE(rejected);
  REQUIRE(rejected->size() == 3);  // Both rows of B-1: a time line with a hole is wrong.
  CHECK(rejected->at(1).cells[0] == "B-1");
  CHECK(rejected->at(2).cells.back().starts_with("state: "));
}

TEST_CASE("a file without a needed column, or that is no CSV, says so") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const auto import = [&](std::string_view content) {
    return run({"dossier", "import", folder.write("d.csv", content), "--data", data});
  };
  CHECK(has(import("code,at\nA,2026-01-01\n").err, "state (trang thai)"));
  CHECK(has(import("code,state,at\n\"A,2,2026-01-01\n").err, "2"));
  CHECK(import("").code == 1);
  CHECK(dossier_count(data) == "0");
}

TEST_CASE("the sample of the assets is brought in whole, twice with the same outcome") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const std::string sample = std::string(MOTCUA_SOURCE_DIR) + "/assets/samples/dossiers.csv";
  CHECK(run({"dossier", "import", sample, "--data", data}).code == 0);
  const auto count = dossier_count(data);
  CHECK(run({"dossier", "import", sample, "--data", data}).code == 0);
  CHECK(dossier_count(data) == count);
  CHECK(count != "0");
}

TEST_CASE("a port that is taken is named, and the office stays free") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const int holder = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  REQUIRE(::bind(holder, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(holder, 1) == 0);
  REQUIRE(::getsockname(holder, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const std::string port = std::to_string(ntohs(address.sin_port));
  const auto outcome = run({"serve", "--data", data, "--port", port});
  CHECK(outcome.code == 1);
  CHECK(has(outcome.err, "Port " + port + " is in use"));
  ::close(holder);
  Server server(data);
  CHECK(run({"serve", "--data", data, "--port", "0"}).code == 1);  // one server an office
  CHECK(server.stop(SIGINT) == 0);
}

TEST_CASE("a database of a newer version is refused and left as it was") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((data + "/office.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(
              database,
              "UPDATE schema_version SET version = 99 WHERE component = 'accounts'; PRAGMA wal_checkpoint(TRUNCATE)",
              nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  const std::string before = read_file(data + "/office.db");
  for (const auto& command : {std::vector<std::string>{"serve", "--port", "0"}, {"doctor"}, {"user", "list"}}) {
    auto arguments = command;
    arguments.insert(arguments.end(), {"--data", data});
    const auto outcome = run(arguments);
    CHECK(outcome.code == 1);
    CHECK(has(outcome.err, "newer version"));
  }
  CHECK(read_file(data + "/office.db") == before);
}

TEST_CASE("a damaged file is not opened and not touched") {
  const TempFolder folder;
  std::filesystem::create_directories(folder.path("office"));
  const std::string file = folder.write("office/office.db", std::string(8192, 'x'));
  const auto outcome = run({"serve", "--data", folder.path("office"), "--port", "0"});
  CHECK(outcome.code == 1);
  CHECK(has(outcome.err, "Nothing was deleted"));
  CHECK(read_file(file) == std::string(8192, 'x'));
}

TEST_CASE("the demo office can be tried, again and again") {
  const TempFolder folder;
  const std::string data = folder.path("demo");
  const auto made = run({"demo", "--data", data});
  REQUIRE_MESSAGE(made.code == 0, made.err);
  CHECK(has(made.out, "3000 made-up dossiers, 126 administrative units, 3 forms"));
  CHECK(has(made.out, "enrolment code: "));
  CHECK(dossier_count(data) == "3000");
  CHECK(std::ranges::count(run({"export", "ratings", "--data", data}).out, '\n') > 50);
  {
    auto database = server::open_office(data, system_random());
    REQUIRE(database);
    const auto overdue = dossier::DossierStore(*database).count({.overdue = true}, system_clock().now()).value();
    CHECK(overdue >= 10);
    CHECK(overdue < 300);
  }
  const auto again = run({"demo", "--data", data});
  CHECK(again.code == 0);
  CHECK(has(again.out, "its data is kept"));
  const auto dossiers = [](const std::string& out) { return out.substr(out.find("Dossier: ")); };
  CHECK(dossiers(again.out) == dossiers(made.out));

  make_office(folder.path("real"));
  CHECK(run({"demo", "--data", folder.path("real")}).code == 1);
}
