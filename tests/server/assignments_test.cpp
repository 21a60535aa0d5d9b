#include <doctest/doctest.h>

#include <algorithm>

#include "motcua/base/csv.hpp"
#include "motcua/survey/visits.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

constexpr const char* kFile =
    "Mã,Hộ hoặc người,Địa chỉ,Đơn vị,Ghi chú,Hạn,Thứ tự,Dự bị,Trả lời: name\n"
    "A-1,Hộ Mẫu Một,\"Số 1, ngõ Mẫu\",Tổ 1,Gọi cửa sau,30/11/2026,1,,Hộ Mẫu Một\n"
    "A-2,Hộ Mẫu Hai,Số 2,Tổ 1,,2026-12-01,2,,\n"
    "A-3,Hộ Mẫu Ba,Số 3,Tổ 1,,,3,,\n"
    "A-9,Hộ Mẫu Chín,Số 9,Tổ 1,,,9,x,\n";

struct Sample {
  TempFolder folder;
  std::string data = folder.path("office");

  Sample() {
    make_office(data);
    REQUIRE(run({"user", "add", "minh", "--data", data}).code == 0);
  }
  [[nodiscard]] Outcome import(std::string_view csv, std::vector<std::string> whom = {"--user", "lan"}) const {
    std::vector<std::string> arguments{"assignment", "import", folder.write("assignments.csv", csv), "--data", data,
                                       "--lang",     "en"};
    arguments.insert(arguments.end(), whom.begin(), whom.end());
    return run(arguments);
  }
  [[nodiscard]] Outcome command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--data", data, "--lang", "en"});
    return run(arguments);
  }
  [[nodiscard]] std::string list() const { return command({"assignment", "list"}).out; }
  /// The exported table, without its headings.
  [[nodiscard]] std::vector<CsvRow> exported(const std::string& suffix) const {
    const std::string out = folder.path("visits.csv");
    const auto outcome = command({"export", "visits", "--out", out});
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
    auto rows = parse_csv(read_file(folder.path("visits" + suffix + ".csv")));
    REQUIRE(rows);
    rows->erase(rows->begin());
    return *rows;
  }
  [[nodiscard]] CsvRow exported_row(const std::string& suffix, const std::string& first_cell,
                                    const std::string& second_cell = {}) const {
    for (const CsvRow& row : exported(suffix)) {
      if (row.cells[0] == first_cell && (second_cell.empty() || row.cells[1] == second_cell)) return row;
    }
    FAIL("no row " << first_cell);
    return {};
  }
};

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

/// A surveyor's device with the visits on it.
struct Surveyor {
  Device device;
  survey::SurveyCatalog catalog{device.database};
  survey::Responses responses{*device.log, catalog, device.clock, device.random};
  survey::Visits visits{*device.log, device.clock, device.random};

  Surveyor(std::uint64_t seed, std::uint16_t port, const std::string& data, const std::string& user = "lan")
      : device(seed) {
    REQUIRE(device.enrol(port, enrolment_code(data, user)));
    REQUIRE(device.sync(port));
  }
  EntityId find(const std::string& key) {
    for (const survey::Task& task : *visits.tasks()) {
      if (task.assignment.key == key) return task.assignment.id;
    }
    FAIL("not assigned: " << key);
    return {};
  }
  std::string keys() {
    std::string out;
    for (const survey::Task& task : *visits.tasks()) out += task.assignment.key + " ";
    return out;
  }
  void visit(const std::string& key, survey::VisitOutcome outcome, const char* reason, const char* note = "") {
    device.clock.advance_ms(60'000);
    REQUIRE(visits.record({find(key), outcome, reason, note}));
  }
  EntityId interview(const std::string& key) {
    const survey::Task task = *visits.task(find(key));
    auto draft = *responses.start("thu", "1", {task.assignment.id, task.assignment.answers});
    if (draft.session().value("/data/name").value_or("").empty()) REQUIRE(draft.answer("/data/name", "Mẫu"));
    device.clock.advance_ms(600'000);
    REQUIRE(draft.finish());
    return draft.id();
  }
};

}  // namespace

TEST_CASE("assignments go from a file to the surveyor's device, and what came of the visits to the export") {
  const Sample sample;
  const Outcome imported = sample.import(kFile);
  REQUIRE_MESSAGE(imported.code == 0, imported.out);
  CHECK(has(imported.out, "Assigned: 4 new, 0 updated, 0 as they were."));
  Server server(sample.data);
  Surveyor lan(1, server.port(), sample.data);
  CHECK(lan.keys() == "A-1 A-2 A-3 ");
  const survey::Assignment first = (*lan.visits.task(lan.find("A-1"))).assignment;
  CHECK(first.label == "Hộ Mẫu Một");
  CHECK(first.address == "Số 1, ngõ Mẫu");
  CHECK(first.due == "2026-11-30");
  CHECK(first.form_id == "thu");

  const EntityId response = lan.interview("A-1");
  lan.visit("A-2", survey::VisitOutcome::absent, "nobody_home");
  lan.visit("A-2", survey::VisitOutcome::refused, "other", "Bận việc đồng");
  lan.visit("A-3", survey::VisitOutcome::replaced, "absent");
  REQUIRE(lan.device.sync(server.port()));
  CHECK(lan.device.machine->status().unsent == 0);
  CHECK(lan.device.machine->status().refused == 0);

  CHECK(sample.exported_row("", "A-1").cells[7] == "completed");
  CHECK(sample.exported_row("", "A-1").cells[12] == response.hex());
  const CsvRow second = sample.exported_row("", "A-2");
  CHECK(second.cells[3] == "lan");
  CHECK(second.cells[7] == "refused");
  CHECK(second.cells[8] == "other");
  CHECK(second.cells[9] == "2");
  CHECK(sample.exported_row("", "A-3").cells[13] == "A-9");
  CHECK(sample.exported_row("", "A-9").cells[5] == "A-3");
  CHECK(sample.exported("-visits").size() == 4);
  CHECK(sample.exported_row("-visits", "A-2").cells[8] == "lan");
  const CsvRow rates = sample.exported_row("-rates", "thu", "Tổ 1");
  const std::vector<std::string> counts(rates.cells.begin() + 2, rates.cells.end());
  // assigned, not visited, completed, refused, absent, wrong address, replaced, n, rate
  CHECK(counts == std::vector<std::string>{"4", "1", "1", "1", "0", "0", "1", "3", "33.33"});
  CHECK(sample.exported_row("-rates", "thu", "*").cells[10] == "33.33");
  // The office's own codes and nobody's name.
  for (const char* suffix : {"", "-visits", "-rates"}) {
    const std::string file = read_file(sample.folder.path(std::string("visits") + suffix + ".csv"));
    CHECK_FALSE(has(file, "Hộ Mẫu"));
    CHECK_FALSE(has(file, "ngõ Mẫu"));
  }
  CHECK_FALSE(has(sample.list(), "Hộ Mẫu"));
  CHECK(has(sample.list(), "A-2\tthu\tTổ 1\tlan\t2026-12-01\t\trefused\t2"));
  const auto responses = run({"export", "responses", "--data", sample.data});
  CHECK(has(responses.out, response.hex().c_str()));
  CHECK(run({"doctor", "--data", sample.data}).code == 0);
}

TEST_CASE("bad rows are named by row and column, and nothing of the file is brought in") {
  const Sample sample;
  const auto refused = sample.import(
      "key,label,address,form,due,order,reserve,answer: name,answer: agee\n"
      "A-1,Mẫu,Số 1,,,,,,\n"
      ",Mẫu,Số 2,,,,,,\n"
      "A-3,,Số 3,khac,hôm nay,một,có thể,,\n"
      "A-1,Mẫu,Số 4,,,,,,\n"
      "A-5,Mẫu,Số 5,,,,,,41\n");
  CHECK(refused.code == 1);
  for (const char* told :
       {"Row 3, column “key”", "Row 4, column “label”", "Row 4, column “form”: khac was not found",
        "Row 4, column “due”: Not a valid value: hôm nay", "Row 4, column “order”: Not a valid value: một",
        "Row 4, column “reserve”", "Row 5, column “key”: A bad row in the CSV file: A-1 = 2",
        "Row 6, column “answer: agee”", "agee → age", "Nothing was brought in: 8 problems"})
    CHECK_MESSAGE(has(refused.out, told), told << " is not in\n" << refused.out);
  CHECK(refused.out.find("Row 4") < refused.out.find("Row 5"));
  CHECK(refused.out.find("Row 5") < refused.out.find("Row 6"));
  CHECK(has(sample.list(), "Nothing yet"));
}

TEST_CASE(
    "a file that is none, lacks a column or names a form that is not there, and nobody to assign to, are refused") {
  const Sample sample;
  CHECK(has(sample.import("key,label\nA-1,x\n").err, "address"));
  CHECK(sample.import("\xFF\xFE").code == 1);
  CHECK(sample.import("").code == 1);
  CHECK(sample.import(kFile, {}).code == 2);
  CHECK(sample.import(kFile, {"--user", "lan", "--group", "Tổ 1"}).code == 2);
  CHECK(sample.import(kFile, {"--user", "nobody"}).code == 1);
  CHECK(sample.import(kFile, {"--group", "Tổ 9"}).code == 1);
  CHECK(sample.import(kFile, {"--user", "lan", "--form", "khac"}).code == 1);
  CHECK(run({"assignment", "import", sample.folder.path("none.csv"), "--user", "lan", "--data", sample.data}).code ==
        1);
  CHECK(has(sample.list(), "Nothing yet"));
}

TEST_CASE("an answer that the form would not take is a bad row") {
  const Sample sample;
  const auto refused = sample.import("key,label,address,answer: age\nA-1,Mẫu,Số 1,bốn mươi\n");
  CHECK(refused.code == 1);
  CHECK_MESSAGE(has(refused.out, "Row 2, column “answer: age”"), refused.out);
}

TEST_CASE("the same file again changes nothing; a corrected row reaches the device; another's code is not taken over") {
  const Sample sample;
  REQUIRE(sample.import(kFile).code == 0);
  Server server(sample.data);
  Surveyor lan(1, server.port(), sample.data);
  CHECK(has(sample.import(kFile).out, "Assigned: 0 new, 0 updated, 4 as they were."));
  CHECK(has(sample.import("Mã,Hộ hoặc người,Địa chỉ,Đơn vị,Thứ tự\nA-2,Hộ Mẫu Hai,Số 22,Tổ 1,2\n").out,
            "Assigned: 0 new, 1 updated, 0 as they were."));
  REQUIRE(lan.device.sync(server.port()));
  CHECK((*lan.visits.task(lan.find("A-2"))).assignment.address == "Số 22");
  CHECK(lan.keys() == "A-1 A-2 A-3 ");
  const auto taken = sample.import(kFile, {"--user", "minh"});
  CHECK(taken.code == 1);
  CHECK(has(taken.out, "A-1 (lan)"));
}

TEST_CASE("a group's members see its assignments and each other's visits; what is taken back goes from their devices") {
  const Sample sample;
  REQUIRE(run({"group", "create", "Tổ 1", "--data", sample.data}).code == 0);
  REQUIRE(run({"group", "add", "Tổ 1", "lan", "--data", sample.data}).code == 0);
  REQUIRE(run({"user", "add", "hoa", "--data", sample.data}).code == 0);
  REQUIRE(sample.import(kFile, {"--group", "Tổ 1"}).code == 0);
  Server server(sample.data);
  Surveyor lan(1, server.port(), sample.data);
  Surveyor hoa(3, server.port(), sample.data, "hoa");
  CHECK(hoa.keys().empty());
  REQUIRE(run({"group", "add", "Tổ 1", "minh", "--data", sample.data}).code == 0);
  Surveyor minh(2, server.port(), sample.data, "minh");
  lan.visit("A-1", survey::VisitOutcome::absent, "come_later");
  REQUIRE(lan.device.sync(server.port()));
  REQUIRE(minh.device.sync(server.port()));
  CHECK((*minh.visits.task(minh.find("A-1"))).visits.size() == 1);

  CHECK(sample.command({"assignment", "remove"}).code == 2);
  CHECK(sample.command({"assignment", "remove", "A-7"}).code == 1);
  CHECK(has(sample.command({"assignment", "remove", "A-1", "--group", "Tổ 1"}).out, "Took back 1."));
  lan.visit("A-1", survey::VisitOutcome::refused, "no_time");
  REQUIRE(lan.device.sync(server.port()));
  CHECK(lan.keys() == "A-2 A-3 ");
  CHECK(lan.device.machine->status().refused == 0);
  // Its visits still count, under the office's code.
  const CsvRow row = sample.exported_row("", "A-1");
  CHECK(row.cells[7] == "refused");
  CHECK(row.cells[14] == "1");
  CHECK(has(sample.command({"assignment", "remove", "--all", "--form", "thu"}).out, "Took back 3."));
  REQUIRE(minh.device.sync(server.port()));
  CHECK(minh.keys().empty());
  CHECK(run({"doctor", "--data", sample.data}).code == 0);
}

TEST_CASE("the sample of assets is brought in as it is") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const std::string assets = std::string(MOTCUA_SOURCE_DIR) + "/assets/";
  REQUIRE(run({"form", "publish", assets + "forms/sipas-2023.md", "--data", data}).code == 0);
  const auto outcome = run(
      {"assignment", "import", assets + "samples/assignments.csv", "--user", "lan", "--data", data, "--lang", "en"});
  CHECK_MESSAGE(outcome.code == 0, outcome.out);
  CHECK(has(outcome.out, "Assigned: 10 new"));
}
