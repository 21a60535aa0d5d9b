#include "bench/benches.hpp"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "bench/load_device.hpp"

namespace motcua::server {
namespace {

using Steady = std::chrono::steady_clock;

double seconds_between(Steady::time_point from, Steady::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

double percentile(const std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

/// Runs `work(i)` in as many threads; the first failure of any.
template <class Work>
Status in_threads(std::size_t count, const Work& work) {
  std::mutex mutex;
  Status outcome;
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      if (Status done = work(i); !done) {
        const std::lock_guard lock(mutex);
        if (outcome) outcome = std::move(done);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return outcome;
}

}  // namespace

Result<Target> Target::open(const std::string& url, const std::string& data) {
  Target target;
  if (url.empty()) {
    MOTCUA_TRY_ASSIGN(auto server, BenchServer::start());
    target.own.emplace(std::move(server));
    target.folder = target.own->folder();
    target.port = target.own->port();
    return target;
  }
  constexpr std::string_view kScheme = "http://";
  const auto colon = url.rfind(':');
  if (!url.starts_with(kScheme) || colon < kScheme.size()) return fail(ErrorCode::invalid_argument, url);
  target.address = url.substr(kScheme.size(), colon - kScheme.size());
  target.port = static_cast<std::uint16_t>(std::strtoul(url.c_str() + colon + 1, nullptr, 10));
  target.folder = data;
  return target;
}

Result<PushFigures> bench_push(const Target& target, std::size_t devices, std::size_t operations) {
  PushFigures out;
  out.devices = devices;
  const std::size_t each = std::max<std::size_t>(1, operations / devices);
  out.operations = each * devices;
  MOTCUA_TRY_ASSIGN(const auto enrolled, enrol_bench_devices(target.folder, devices));
  std::vector<std::unique_ptr<LoadDevice>> pushers;
  for (const auto& one : enrolled) {
    MOTCUA_TRY_ASSIGN(auto device, LoadDevice::open(one, target.address, target.port));
    MOTCUA_TRY(device->sync(true));  // The form is there before the interviews are.
    for (std::size_t n = 0; n < each; ++n) MOTCUA_TRY(device->answer());
    pushers.push_back(std::move(device));
  }
  const auto traffic = [&] {
    Connection::Traffic sum;
    for (const auto& device : pushers) sum += device->traffic();
    return sum;
  };
  const auto phase = [&](bool and_pull, double& seconds, Connection::Traffic& passed) -> Status {
    const auto before = traffic();
    const auto start = Steady::now();
    MOTCUA_TRY(in_threads(devices, [&](std::size_t i) { return pushers[i]->sync(and_pull); }));
    seconds = seconds_between(start, Steady::now());
    passed = traffic() - before;
    return {};
  };
  MOTCUA_TRY(phase(false, out.push_seconds, out.push_traffic));
  std::vector<double> latencies;
  for (const auto& device : pushers) {
    if (device->acknowledged() != each) return fail(ErrorCode::server_failed, "acknowledged");
    latencies.insert(latencies.end(), device->push_ms().begin(), device->push_ms().end());
  }
  out.pushes = latencies.size();
  std::ranges::sort(latencies);
  out.p50_ms = percentile(latencies, 0.50);
  out.p99_ms = percentile(latencies, 0.99);
  MOTCUA_TRY(phase(true, out.pull_seconds, out.pull_traffic));
  MOTCUA_TRY(phase(true, out.idle_seconds, out.idle_traffic));
  return out;
}

Result<SyncFigures> bench_sync(const Target& target, std::size_t responses) {
  SyncFigures out;
  out.responses = responses;
  MOTCUA_TRY_ASSIGN(const auto enrolled, enrol_bench_devices(target.folder, 1));
  MOTCUA_TRY_ASSIGN(const auto device, LoadDevice::open(enrolled.front(), target.address, target.port));
  MOTCUA_TRY(device->sync(true));
  EntityId last;
  for (std::size_t n = 0; n < responses; ++n) {
    MOTCUA_TRY_ASSIGN(last, device->answer());
  }
  const auto round = [&](SyncFigures::Round& figures) -> Status {
    const auto before = device->traffic();
    const auto start = Steady::now();
    MOTCUA_TRY(device->sync(true));
    figures.seconds = seconds_between(start, Steady::now());
    figures.traffic = device->traffic() - before;
    return {};
  };
  MOTCUA_TRY(round(out.first));
  MOTCUA_TRY(device->correct(last));
  MOTCUA_TRY(round(out.one_changed));
  MOTCUA_TRY(round(out.none_changed));
  return out;
}

}  // namespace motcua::server
