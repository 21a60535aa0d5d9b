#pragma once
#include <optional>
#include <string>

#include "bench/bench_office.hpp"
#include "bench/connection.hpp"

namespace motcua::server {

/// The server that is measured: a process beside this one, on loopback.
struct Target {
  std::optional<BenchServer> own;
  std::string folder;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;

  /// A server of its own in a temporary folder; or, with a url, the one that runs there on the office in `data`.
  [[nodiscard]] static Result<Target> open(const std::string& url, const std::string& data);
};

struct PushFigures {
  std::size_t devices = 0;
  std::size_t operations = 0;
  std::size_t pushes = 0;
  double push_seconds = 0;  ///< From the first request to the last acknowledgement.
  double p50_ms = 0;        ///< Of one push.
  double p99_ms = 0;
  Connection::Traffic push_traffic;
  double pull_seconds = 0;  ///< All devices read their own operations back, and the round ends.
  Connection::Traffic pull_traffic;
  double idle_seconds = 0;  ///< All devices sync with nothing new.
  Connection::Traffic idle_traffic;
};
/// Each device has its share of `operations` finished and sends it as the app does.
[[nodiscard]] Result<PushFigures> bench_push(const Target& target, std::size_t devices, std::size_t operations);

struct SyncFigures {
  struct Round {
    double seconds = 0;
    Connection::Traffic traffic;
  };
  std::size_t responses = 0;
  Round first;
  Round one_changed;
  Round none_changed;
};
/// One device with so many finished responses: its first sync, one after a correction, one with nothing new.
[[nodiscard]] Result<SyncFigures> bench_sync(const Target& target, std::size_t responses);

}  // namespace motcua::server
