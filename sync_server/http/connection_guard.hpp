#pragma once
#include <trantor/net/TcpConnection.h>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace motcua::server {

/// Keeps one client from holding all connections: so many for each address, and no request that arrives too slowly.
/// The HTTP library itself ends those on which nothing moves.
class ConnectionGuard {
 public:
  struct Rules {
    std::size_t per_address;
    std::chrono::milliseconds patience;  ///< How long a request may take to arrive, beside what its bytes may take…
    std::size_t least_rate;              ///< …at so many a second.
    std::vector<std::string> exempt;     ///< Proxies: behind one are all clients.
  };
  explicit ConnectionGuard(Rules rules) : rules_(std::move(rules)) {}

  /// A connection was made or has ended. On its own loop. One too many is told so and shut.
  void on_change(const trantor::TcpConnectionPtr& connection);
  /// A request has arrived whole on that connection. On its own loop.
  void on_request(const std::weak_ptr<trantor::TcpConnection>& connection);
  /// Ends the connections of `loop` whose request takes too long. On that loop, every second or so.
  void sweep(const trantor::EventLoop* loop);

 private:
  using Clock = std::chrono::steady_clock;
  struct Held {
    std::weak_ptr<trantor::TcpConnection> connection;
    std::string client;               ///< Its `client_key`.
    std::size_t at_last_request = 0;  ///< Bytes received by then.
    Clock::time_point quiet;          ///< When no part of a request was here.
    bool refused = false;
  };

  Rules rules_;
  std::mutex mutex_;
  std::unordered_map<const trantor::TcpConnection*, Held> held_;
  std::unordered_map<std::string, std::size_t> by_client_;
};

}  // namespace motcua::server
