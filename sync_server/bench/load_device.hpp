#pragma once
#include <memory>
#include <vector>

#include "bench/bench_office.hpp"
#include "bench/connection.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// A surveyor's device as the app has it, log and client machine, with its database in memory.
class LoadDevice {
 public:
  [[nodiscard]] static Result<std::unique_ptr<LoadDevice>> open(const BenchDevice& enrolled, const std::string& address,
                                                                std::uint16_t port);
  LoadDevice(const LoadDevice&) = delete;
  LoadDevice& operator=(const LoadDevice&) = delete;

  /// A finished response of kBenchFields answers.
  [[nodiscard]] Result<EntityId> answer();
  /// Corrects one answer of a response.
  [[nodiscard]] Status correct(const EntityId& response);
  /// Syncs until everything is sent, or, with `and_pull`, until nothing at all is left to do. When the server goes away
  /// the device goes on after `reconnect`.
  [[nodiscard]] Status sync(bool and_pull);
  [[nodiscard]] Status reconnect(const std::string& address, std::uint16_t port);

  [[nodiscard]] const Connection::Traffic& traffic() const { return connection_.traffic(); }
  /// How long each push took, in milliseconds.
  [[nodiscard]] const std::vector<double>& push_ms() const { return push_ms_; }
  [[nodiscard]] std::uint64_t acknowledged() const;
  [[nodiscard]] DeviceId id() const { return log_->device(); }

 private:
  LoadDevice(storage::Database database, Connection connection)
      : database_(std::move(database)), connection_(std::move(connection)) {}
  [[nodiscard]] Status write(const EntityId& response, const std::vector<records::FieldChange>& changes);

  storage::Database database_;
  Connection connection_;
  std::unique_ptr<records::LocalLog> log_;
  std::unique_ptr<sync::ClientMachine> machine_;
  std::vector<double> push_ms_;
};

}  // namespace motcua::server
