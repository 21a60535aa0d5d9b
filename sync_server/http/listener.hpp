#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "http/api.hpp"
#include "http/limits.hpp"
#include "http/static_files.hpp"

namespace motcua::server {

struct ListenOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free one.
  std::size_t threads = 2;
  std::vector<std::string> trusted_proxies;  ///< Addresses whose X-Forwarded-For is believed.
  std::size_t connections_per_address = kConnectionsPerAddress;
  std::size_t patience_seconds = kPatienceSeconds;  ///< For a request to arrive, on a line that is not slow.
};

/// The port that can be listened on: `options.port`, or a free one for 0. Fails with port_in_use, or with
/// invalid_argument for an address that is not this machine's.
[[nodiscard]] Result<std::uint16_t> claim_port(const ListenOptions& options);

/// Serves until SIGTERM or SIGINT, then finishes what is under way. `on_ready` is called once requests are taken.
/// Once a process: the HTTP library has one application. The signals must be blocked in every thread before.
void serve_http(const ListenOptions& options, Api& api, const StaticFiles* app, const std::function<void()>& on_ready);

/// The client's address: that of the connection, unless it is a trusted proxy, which then tells it.
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded_for,
                                         const std::vector<std::string>& trusted);

}  // namespace motcua::server
