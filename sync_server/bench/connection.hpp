#pragma once
#include <cstdint>
#include <string>

#include "motcua/sync/client_machine.hpp"

namespace motcua::server {

/// One blocking HTTP/1.1 connection to a server, kept open, that counts what passes over it.
class Connection {
 public:
  /// `address` is a dotted IPv4 address. Fails with network_unreachable.
  [[nodiscard]] static Result<Connection> open(const std::string& address, std::uint16_t port);
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();

  struct Reply {
    int status = 0;
    Bytes body;
  };
  /// Fails with network_unreachable when the connection ends before the reply does; then it is of no more use.
  [[nodiscard]] Result<Reply> post(const sync::HttpRequest& request);

  struct Traffic {
    std::uint64_t requests = 0;
    std::uint64_t up = 0;  ///< Bytes with all headers.
    std::uint64_t down = 0;
    Traffic& operator+=(const Traffic& other);
    friend Traffic operator-(const Traffic& a, const Traffic& b) {
      return {a.requests - b.requests, a.up - b.up, a.down - b.down};
    }
  };
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }

 private:
  explicit Connection(int socket) : socket_(socket) {}
  int socket_;
  Traffic traffic_;
};

}  // namespace motcua::server
