#include <doctest/doctest.h>
#include <signal.h>

#include <future>
#include <mutex>

#include "office/writer.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;
using server::Writer;

namespace {

struct Bench {
  TempFolder folder;
  storage::Database database = *storage::Database::open(folder.path("w.db"), {storage::Access::writer, {}, 1024});

  Bench() { REQUIRE(database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")); }

  [[nodiscard]] std::int64_t rows() {
    auto reader = storage::Database::open(folder.path("w.db"), {storage::Access::reader, {}, 1024});
    REQUIRE(reader);
    return reader->query_integer("SELECT count(*) FROM t")->value_or(-1);
  }
};

/// Submits tasks behind one that holds the writer, so that all of them share the next commit.
class Together {
 public:
  explicit Together(Writer& writer) : writer_(writer) {
    REQUIRE(writer.submit({.run =
                               [opened = gate_.get_future().share()] {
                                 opened.wait();
                                 return Status{};
                               },
                           .done = [](const Status&) {},
                           .operations = 1000}));
  }
  std::future<Status> add(std::function<Status()> run) {
    auto answered = std::make_shared<std::promise<Status>>();
    auto future = answered->get_future();
    REQUIRE(writer_.submit(
        {.run = std::move(run), .done = [answered](const Status& status) { answered->set_value(status); }}));
    return future;
  }
  void go() { gate_.set_value(); }

 private:
  Writer& writer_;
  std::promise<void> gate_;
};

}  // namespace

TEST_CASE("tasks that wait share one commit") {
  Bench bench;
  Writer writer(bench.database);
  Together together(writer);
  std::vector<std::future<Status>> answers;
  for (int i = 0; i < 50; ++i)
    answers.push_back(together.add([&] { return bench.database.execute("INSERT INTO t (body) VALUES ('a')"); }));
  together.go();
  for (auto& answer : answers) CHECK(answer.get());
  CHECK(writer.counters().commits == 2);
  CHECK(writer.counters().tasks == 51);
  CHECK(bench.rows() == 50);
}

TEST_CASE("a task that fails is undone alone") {
  Bench bench;
  Writer writer(bench.database);
  Together together(writer);
  auto before = together.add([&] { return bench.database.execute("INSERT INTO t (id) VALUES (1)"); });
  auto failing = together.add([&]() -> Status {
    MOTCUA_TRY(bench.database.execute("INSERT INTO t (id) VALUES (2)"));
    return fail(ErrorCode::not_allowed);
  });
  auto after = together.add([&] { return bench.database.execute("INSERT INTO t (id) VALUES (3)"); });
  together.go();
  CHECK(before.get());
  CHECK(failing.get().error().code == ErrorCode::not_allowed);
  CHECK(after.get());
  CHECK(bench.rows() == 2);
}

TEST_CASE("a full disk fails every task of the commit, keeps nothing of them, and the writer goes on") {
  Bench bench;
  REQUIRE(bench.database.execute("INSERT INTO t (id) VALUES (1)"));
  REQUIRE(bench.database.query_integer("PRAGMA max_page_count=20"));
  Writer writer(bench.database);
  {
    Together together(writer);
    auto small = together.add([&] { return bench.database.execute("INSERT INTO t (id) VALUES (2)"); });
    auto large =
        together.add([&] { return bench.database.execute("INSERT INTO t (id, body) VALUES (3, zeroblob(500000))"); });
    auto late = together.add([&] { return bench.database.execute("INSERT INTO t (id) VALUES (4)"); });
    together.go();
    CHECK(small.get().error().code == ErrorCode::disk_full);
    CHECK(large.get().error().code == ErrorCode::disk_full);
    CHECK(late.get().error().code == ErrorCode::disk_full);
    CHECK(bench.rows() == 1);
  }
  Together together(writer);
  auto again = together.add([&] { return bench.database.execute("INSERT INTO t (id) VALUES (2)"); });
  together.go();
  CHECK(again.get());
  CHECK(bench.rows() == 2);
  CHECK(writer.counters().failed_commits == 1);
}

TEST_CASE("a queue that is full refuses, and a stop finishes what was taken") {
  Bench bench;
  Writer writer(bench.database, {.queued_tasks = 3, .queued_bytes = 1000});
  auto together = std::make_unique<Together>(writer);
  while (writer.counters().tasks == 0 &&
         !writer.submit({.run = [] { return Status{}; }, .done = [](const Status&) {}, .bytes = 900})) {
  }
  CHECK(!writer.submit({.run = [] { return Status{}; }, .done = [](const Status&) {}, .bytes = 900}));
  auto taken = together->add([&] { return bench.database.execute("INSERT INTO t (id) VALUES (1)"); });
  together->go();
  writer.stop();
  CHECK(taken.get());
  CHECK(bench.rows() == 1);
  CHECK(!writer.submit({.run = [] { return Status{}; }, .done = [](const Status&) {}}));
}

TEST_CASE(
    "a server that cannot write any more refuses pushes, loses nothing it acknowledged, and takes them when it can") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Device device(1);
  std::uint64_t acked = 0;
  {
    // Every file may have 1 MiB: the log beside the database runs into it.
    Server server(data, {{}, 1024 * 1024});
    REQUIRE(device.enrol(server.port(), enrolment_code(data)));
    SeededRandom random(1);
    HttpReply reply;
    for (std::uint64_t next = 1; next < 100'000; next += 200) {
      reply = post(server.port(), sync::kPushPath, sync::encode(made_up_push(device.id(), next, 200, random)),
                   device.token);
      const auto receipt = sync::decode<sync::PushReply>(as_bytes(reply.body));
      if (!receipt) break;
      acked = receipt->receipt.acked_through;
    }
    CHECK(reply.status >= 500);
    CHECK(acked >= 200);
    // What it says is of the server: the surveyor's own device is not full.
    const auto refused = sync::decode<sync::PushReply>(as_bytes(reply.body));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::server_failed);
    CHECK(get(server.port(), "/v1/health").status == 200);

    server.lift_file_limit();
    reply = post(server.port(), sync::kPushPath, sync::encode(made_up_push(device.id(), acked + 1, 200, random)),
                 device.token);
    const auto taken = sync::decode<sync::PushReply>(as_bytes(reply.body));
    REQUIRE(taken);
    CHECK(taken->receipt.acked_through == acked + 200);
    acked = taken->receipt.acked_through;
    server.stop(SIGKILL);
  }
  Server server(data);
  const auto known = hello(server.port(), device.token, device.id());
  REQUIRE(known);
  CHECK(known->acked_through == acked);
  CHECK(run({"doctor", "--data", data}).code == 0);
}
