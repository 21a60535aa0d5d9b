#include <fmt/format.h>
#include <signal.h>

#include "bench/benches.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"

namespace motcua::server {
namespace {

std::string per(const char* name, std::uint64_t bytes, std::size_t count) {
  return fmt::format(",\"{}\":{:.1f}", name, static_cast<double>(bytes) / static_cast<double>(count));
}

std::string round_json(const char* name, const SyncFigures::Round& round) {
  return fmt::format(",\"{}\":{{\"seconds\":{:.4f},\"requests\":{},\"bytes_up\":{},\"bytes_down\":{}}}", name,
                     round.seconds, round.traffic.requests, round.traffic.up, round.traffic.down);
}

}  // namespace

Status run_bench_push(const Options& options) {
  signal(SIGPIPE, SIG_IGN);
  MOTCUA_TRY_ASSIGN(const auto target, Target::open(options.url, options.data));
  MOTCUA_TRY_ASSIGN(const auto f, bench_push(target, options.devices, options.operations));
  std::string line = fmt::format(
      "{{\"name\":\"push\",\"devices\":{},\"operations\":{},\"fields\":{},\"pushes\":{},\"seconds\":{:.3f},"
      "\"per_second\":{:.0f},\"p50_ms\":{:.2f},\"p99_ms\":{:.2f}",
      f.devices, f.operations, kBenchFields, f.pushes, f.push_seconds,
      static_cast<double>(f.operations) / f.push_seconds, f.p50_ms, f.p99_ms);
  line += per("bytes_up_per_response", f.push_traffic.up, f.operations);
  line += per("bytes_down_per_response", f.push_traffic.down, f.operations);
  line += fmt::format(",\"pull_seconds\":{:.3f}", f.pull_seconds);
  line += per("pull_bytes_per_response", f.pull_traffic.down, f.operations);
  line += per("nothing_new_requests", f.idle_traffic.requests, f.devices);
  line += per("nothing_new_bytes", f.idle_traffic.up + f.idle_traffic.down, f.devices);
  print_line(line + "}");
  return {};
}

Status run_bench_sync(const Options& options) {
  signal(SIGPIPE, SIG_IGN);
  MOTCUA_TRY_ASSIGN(const auto target, Target::open(options.url, options.data));
  MOTCUA_TRY_ASSIGN(const auto f, bench_sync(target, options.operations));
  print_line(fmt::format("{{\"name\":\"sync\",\"responses\":{},\"fields\":{}", f.responses, kBenchFields) +
             round_json("first", f.first) + round_json("one_changed", f.one_changed) +
             round_json("none_changed", f.none_changed) + "}");
  return {};
}

}  // namespace motcua::server
