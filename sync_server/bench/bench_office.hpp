#pragma once
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/ids.hpp"
#include "motcua/base/result.hpp"

namespace motcua::server {

/// Questions of the form that benchmarks fill.
inline constexpr int kBenchFields = 20;
inline constexpr const char* kBenchForm = "motcua-bench";

/// A device of an account of its own, as enrolled.
struct BenchDevice {
  DeviceId id;
  std::string token;
  std::string account;
  AccountId account_id;
};
/// Publishes the form and enrols devices, in the office's database; a server may be running on it.
[[nodiscard]] Result<std::vector<BenchDevice>> enrol_bench_devices(const std::string& folder, std::size_t count);

/// An office in a temporary folder and `motcua serve` on it, as a process of its own; both go away.
class BenchServer {
 public:
  [[nodiscard]] static Result<BenchServer> start();
  BenchServer(BenchServer&& other) noexcept;
  BenchServer& operator=(BenchServer&&) = delete;
  ~BenchServer();
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  BenchServer() = default;
  std::string folder_;
  pid_t pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace motcua::server
