#include <doctest/doctest.h>
#include <signal.h>

#include <atomic>
#include <map>
#include <thread>

#include "motcua/base/csv.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

std::vector<CsvRow> exported(const std::string& data) {
  const auto outcome = run({"export", "responses", "--data", data});
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  auto rows = parse_csv(outcome.out);
  REQUIRE(rows);
  return *rows;
}

}  // namespace

TEST_CASE("a response goes from a device to the export, through a graceful stop") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Server server(data);
  Device device(1);
  const auto enrolled = device.enrol(server.port(), enrolment_code(data));
  REQUIRE(enrolled);
  CHECK(enrolled->account_name == "lan");
  CHECK(enrolled->office_name == "UBND phường Thử");
  REQUIRE(device.sync(server.port()));

  const EntityId id = device.answer("Nguyễn “Mẫu”, A");
  CHECK(device.machine->status().unsent == 1);
  REQUIRE(device.sync(server.port()));
  CHECK(device.machine->status().unsent == 0);
  CHECK(server.stop(SIGTERM) == 0);

  const auto rows = exported(data);
  REQUIRE(rows.size() == 2);
  const std::vector<std::string> headings(rows[0].cells.begin() + 8, rows[0].cells.begin() + 10);
  CHECK(headings == std::vector<std::string>{"name", "group/age"});
  CHECK(rows[1].cells[0] == id.hex());
  CHECK(rows[1].cells[1] == "thu");
  CHECK(rows[1].cells[2] == "1");
  CHECK(rows[1].cells[3] == "lan");
  CHECK(rows[1].cells[8] == "Nguyễn “Mẫu”, A");
  CHECK(rows[1].cells[9] == "41");
  CHECK(read_file(data + "/office.db-wal").empty());
  CHECK(run({"doctor", "--data", data}).code == 0);
}

TEST_CASE("a push whose reply is lost makes no second row") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Server server(data);
  Device device(2);
  REQUIRE(device.enrol(server.port(), enrolment_code(data)));
  REQUIRE(device.sync(server.port()));
  const EntityId id = device.answer("Mẫu");
  device.machine->wake();
  // Every reply of this round is lost, the one to the push among them.
  bool pushed = false;
  for (int i = 0; i < 20 && !pushed; ++i) {
    device.machine->wake();
    const auto request = device.machine->next();
    REQUIRE(request);
    const auto reply = post(server.port(), request->path, request->body, request->token);
    CHECK(reply.status == 200);
    pushed = request->path == sync::kPushPath;
    if (pushed) {
      device.machine->on_lost(request->number);
    } else {
      device.machine->on_reply(request->number, reply.status, as_bytes(reply.body));
    }
  }
  REQUIRE(pushed);
  CHECK(device.machine->status().unsent == 1);
  REQUIRE(device.sync(server.port()));
  CHECK(device.machine->status().unsent == 0);
  const auto rows = exported(data);  // Beside the running server.
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].cells[0] == id.hex());
}

TEST_CASE("two people share a device: each one's work is sent under their own name") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  REQUIRE(run({"user", "add", "minh", "--data", data}).code == 0);
  Server server(data);
  Device device(7);
  REQUIRE(device.enrol(server.port(), enrolment_code(data)));
  REQUIRE(device.sync(server.port()));
  const EntityId sent = device.answer("Đã gửi");
  REQUIRE(device.sync(server.port()));
  const EntityId unsent = device.answer("Chưa gửi");
  const DeviceId before = device.id();
  const std::string former = device.token;

  const auto enrolled = device.enrol(server.port(), enrolment_code(data, "minh"));
  REQUIRE(enrolled);
  CHECK(enrolled->account_name == "minh");
  REQUIRE(device.sync(server.port()));
  const EntityId minhs = device.answer("Của Minh");
  REQUIRE(device.sync(server.port()));
  CHECK(device.machine->status().unsent == 0);
  CHECK(device.machine->status().refused == 0);
  CHECK(device.id() != before);
  CHECK(hello(server.port(), former, before)->acked_through == 1);
  CHECK(hello(server.port(), device.token, device.id())->acked_through == 1);

  REQUIRE(device.enrol(server.port(), enrolment_code(data)));
  REQUIRE(device.sync(server.port()));
  CHECK(device.id() == before);
  CHECK(device.machine->status().unsent == 0);
  std::map<std::string, std::string> surveyors;
  for (const auto& row : exported(data)) surveyors[row.cells[0]] = row.cells[3];
  CHECK(surveyors.size() == 4);  // The heading too.
  CHECK(surveyors[sent.hex()] == "lan");
  CHECK(surveyors[unsent.hex()] == "lan");
  CHECK(surveyors[minhs.hex()] == "minh");
  const auto doctor = run({"doctor", "--data", data});
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
}

TEST_CASE("the doctor finds a running office sound while it is written to") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Server server(data);
  Device device(8);
  REQUIRE(device.enrol(server.port(), enrolment_code(data)));
  // Enough that the doctor is still reading when the next push is committed.
  SeededRandom random(9);
  constexpr std::uint64_t kBefore = 6000;
  for (std::uint64_t next = 1; next < kBefore; next += 500) {
    const auto push = made_up_push(device.id(), next, 500, random);
    REQUIRE(post(server.port(), sync::kPushPath, sync::encode(push), device.token).status == 200);
  }
  std::atomic<bool> enough = false;
  std::thread pusher([&, token = device.token, id = device.id(), port = server.port()] {
    for (std::uint64_t next = kBefore + 1; !enough; next += 5) {
      if (post(port, sync::kPushPath, sync::encode(made_up_push(id, next, 5, random)), token).status != 200) return;
    }
  });
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 3; ++i) outcomes.push_back(run({"doctor", "--data", data}));
  enough = true;
  pusher.join();
  for (const auto& outcome : outcomes) CHECK_MESSAGE(outcome.code == 0, outcome.out);
}

TEST_CASE("every operation acknowledged before a kill is there after it") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const DeviceId device = DeviceId::from_hex("0102030405060708090a0b0c0d0e0f10").value();
  std::string token;
  std::atomic<std::uint64_t> acked = 0;
  {
    Server server(data);
    SeededRandom random(3);
    const auto reply =
        post(server.port(), sync::kEnrolPath, sync::encode(sync::EnrolRequest{enrolment_code(data), device}));
    const auto enrolled = sync::decode<sync::EnrolReply>(as_bytes(reply.body));
    REQUIRE(enrolled);
    token = enrolled->token;
    std::thread pusher([&, port = server.port()] {
      for (std::uint64_t next = 1;; next += 5) {
        const auto answer = post(port, sync::kPushPath, sync::encode(made_up_push(device, next, 5, random)), token);
        const auto receipt = sync::decode<sync::PushReply>(as_bytes(answer.body));
        if (!receipt) return;  // Killed.
        acked = receipt->receipt.acked_through;
      }
    });
    while (acked < 200) std::this_thread::yield();
    CHECK(server.stop(SIGKILL) == 128 + SIGKILL);
    pusher.join();
  }
  Server server(data);
  const auto known = hello(server.port(), token, device);
  REQUIRE(known);
  CHECK(known->acked_through >= acked);
  CHECK(acked >= 200);
  CHECK(exported(data).size() == known->acked_through + 1);
  const auto doctor = run({"doctor", "--data", data});
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
}

TEST_CASE("a graceful stop answers the pushes that it took") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Server server(data);
  std::vector<std::thread> pushers;
  std::atomic<std::uint64_t> acked = 0;
  std::atomic<int> started = 0;
  for (int i = 0; i < 4; ++i) {
    Device device(static_cast<std::uint64_t>(10 + i));
    REQUIRE(device.enrol(server.port(), enrolment_code(data)));
    pushers.emplace_back([&, i, token = device.token, id = device.id(), port = server.port()] {
      SeededRandom random(static_cast<std::uint64_t>(20 + i));
      for (std::uint64_t next = 1;; next += 10) {
        ++started;
        const auto answer = post(port, sync::kPushPath, sync::encode(made_up_push(id, next, 10, random)), token);
        if (answer.status != 200) return;
        acked += 10;
      }
    });
  }
  while (started < 40) std::this_thread::yield();
  CHECK(server.stop(SIGTERM) == 0);
  for (auto& pusher : pushers) pusher.join();
  const auto rows = exported(data).size() - 1;
  CHECK(rows >= acked);
  CHECK(rows <= acked + 40);  // A push of each device may have been cut off before its reply.
}
