#include <doctest/doctest.h>
#include <signal.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "bench/load_device.hpp"
#include "office/office.hpp"
#include "office/response_index.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

/// MOTCUA_KILLS and MOTCUA_PUSHERS make it the long run: 20 and 64.
std::size_t size_of(const char* variable, std::size_t otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr ? otherwise : std::strtoul(value, nullptr, 10);
}

/// What the test and its pushers tell each other.
struct Run {
  std::mutex mutex;
  std::condition_variable changed;
  std::uint16_t port = 0;  ///< 0 while no server runs.
  std::size_t servers = 0;
  std::size_t acknowledged = 0;
  bool over = false;
  bool failed = false;

  void set_port(std::uint16_t now) {
    const std::lock_guard lock(mutex);
    port = now;
    if (port != 0) ++servers;
    changed.notify_all();
  }
  /// The port of a server that came after the `known` first ones; 0 when the run is over.
  std::uint16_t wait_for_port(std::size_t& known) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return over || (port != 0 && servers > known); });
    known = servers;
    return over ? std::uint16_t{0} : port;
  }
  void note_acknowledged(std::size_t more) {
    const std::lock_guard lock(mutex);
    acknowledged += more;
    changed.notify_all();
  }
  void wait_for_acknowledged(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return failed || acknowledged >= count; });
  }
  void note_failure() {
    const std::lock_guard lock(mutex);
    failed = true;
    changed.notify_all();
  }
  void end() {
    const std::lock_guard lock(mutex);
    over = true;
    changed.notify_all();
  }
};

struct Pusher {
  std::unique_ptr<server::LoadDevice> device;
  std::vector<EntityId> written;  ///< In the order of their numbers.
  std::uint64_t seen_acknowledged = 0;
  std::optional<Error> failure;
};

/// A surveyor who never stops: some interviews, a sync; when the server is gone, again when it is back.
Status keep_pushing(Pusher& pusher, Run& run) {
  std::size_t servers = 1;
  std::uint16_t port = 0;
  std::size_t batch = 0;
  while (true) {
    for (std::size_t n = 0; n <= batch % 4; ++n) {
      MOTCUA_TRY_ASSIGN(const EntityId entity, pusher.device->answer());
      pusher.written.push_back(entity);
    }
    ++batch;
    while (true) {
      const Status synced = pusher.device->sync(batch % 8 == 0);
      const std::uint64_t acknowledged = pusher.device->acknowledged();
      if (acknowledged < pusher.seen_acknowledged)
        return fail(ErrorCode::server_failed, "what was acknowledged is gone");
      run.note_acknowledged(acknowledged - pusher.seen_acknowledged);
      pusher.seen_acknowledged = acknowledged;
      if (synced) break;
      if (synced.error().code != ErrorCode::network_unreachable) return synced;
      do {
        port = run.wait_for_port(servers);
        if (port == 0) return {};
      } while (!pusher.device->reconnect("127.0.0.1", port));
    }
    const std::lock_guard lock(run.mutex);
    if (run.over) return {};
  }
}

}  // namespace

TEST_CASE("whatever a server acknowledged is there after it was killed, again and again, under many pushers") {
  const std::size_t kills = size_of("MOTCUA_KILLS", 3);
  const std::size_t count = size_of("MOTCUA_PUSHERS", 8);
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const auto enrolled = server::enrol_bench_devices(data, count);
  REQUIRE(enrolled);
  Run run_state;
  std::vector<Pusher> pushers(count);
  std::vector<std::thread> threads;
  auto server = std::make_unique<Server>(data);
  run_state.set_port(server->port());
  for (std::size_t i = 0; i < count; ++i) {
    auto device = server::LoadDevice::open((*enrolled)[i], "127.0.0.1", server->port());
    REQUIRE(device);
    pushers[i].device = std::move(*device);
  }
  for (auto& pusher : pushers) {
    threads.emplace_back([&pusher, &run_state] {
      if (const Status done = keep_pushing(pusher, run_state); !done) {
        pusher.failure = done.error();
        run_state.note_failure();
      }
    });
  }
  SeededRandom random(7);
  std::size_t target = 0;
  for (std::size_t kill = 0; kill < kills; ++kill) {
    target += count * 4 + random.next_u64() % (count * 8);
    run_state.wait_for_acknowledged(target);
    CHECK(server->stop(SIGKILL) == 128 + SIGKILL);
    run_state.set_port(0);
    server = std::make_unique<Server>(data);
    run_state.set_port(server->port());
    const std::lock_guard lock(run_state.mutex);
    target = std::max(target, run_state.acknowledged);
  }
  run_state.wait_for_acknowledged(target + count);
  run_state.end();
  for (auto& thread : threads) thread.join();
  server->stop(SIGKILL);

  std::size_t acknowledged = 0;
  std::size_t written = 0;
  {
    auto database = server::open_office(data, system_random());
    REQUIRE(database);
    const records::StateStore state(*database);
    for (const auto& pusher : pushers) {
      if (pusher.failure) FAIL_CHECK(message(*pusher.failure, Language::en));
      REQUIRE(pusher.device->acknowledged() <= pusher.written.size());
      acknowledged += pusher.device->acknowledged();
      written += pusher.written.size();
      std::size_t missing = 0;
      for (std::size_t i = 0; i < pusher.device->acknowledged(); ++i) missing += !*state.read(pusher.written[i]);
      CHECK(missing == 0);
    }
  }
  MESSAGE(kills << " kills, " << count << " pushers, " << acknowledged << " acknowledged");
  CHECK(acknowledged >= target);
  CHECK(motcua::test::run({"doctor", "--data", data}).code == 0);

  // Each comes back once more: then everything is there, once.
  Server last(data);
  for (auto& pusher : pushers) {
    REQUIRE(pusher.device->reconnect("127.0.0.1", last.port()));
    CHECK(pusher.device->sync(true));
    CHECK(pusher.device->acknowledged() == pusher.written.size());
  }
  auto database = server::open_office(data, system_random());
  REQUIRE(database);
  CHECK(*server::ResponseIndex(*database).count() == static_cast<std::int64_t>(written));
}
