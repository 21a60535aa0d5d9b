#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"

namespace motcua::bench {

/// `motcua serve` as a child process on a free port; ends with the object.
class ServerProcess {
 public:
  explicit ServerProcess(const std::string& data);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
};

/// One blocking HTTP/1.1 connection that is kept open. `address` goes out as X-Forwarded-For, so that many clients on
/// one machine are as many addresses to the server's limits.
class Connection {
 public:
  Connection(std::uint16_t port, std::string address);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();
  /// The reply's body, which is a frame; ends the program when the server is gone.
  [[nodiscard]] std::string post(const char* path, ByteView body, const std::string& token = {});
  void set_address(std::string address) { address_ = std::move(address); }

 private:
  int fd_ = -1;
  std::string address_;
};

/// Prints one JSON line: {"name":…,"per_second":…,"p50_ms":…,"p99_ms":…,"count":…, and the given extra members}.
void print_result(const char* name, double count, double seconds, std::vector<double> latencies_ms,
                  const std::string& extra);

[[noreturn]] void die(const std::string& what);

}  // namespace motcua::bench
