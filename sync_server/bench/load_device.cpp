#include "bench/load_device.hpp"

#include <chrono>

#include "motcua/base/civil_time.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/sync/messages.hpp"

namespace motcua::server {
namespace {

double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Result<std::unique_ptr<LoadDevice>> LoadDevice::open(const BenchDevice& enrolled, const std::string& address,
                                                     std::uint16_t port) {
  MOTCUA_TRY_ASSIGN(auto database, storage::Database::open(":memory:"));
  MOTCUA_TRY_ASSIGN(auto connection, Connection::open(address, port));
  std::unique_ptr<LoadDevice> device(new LoadDevice(std::move(database), std::move(connection)));
  MOTCUA_TRY_ASSIGN(auto log, records::LocalLog::open(device->database_, system_clock(), system_random()));
  device->log_ = std::make_unique<records::LocalLog>(std::move(log));
  MOTCUA_TRY_ASSIGN(auto machine, sync::ClientMachine::open(*device->log_, system_clock(), system_random()));
  device->machine_ = std::make_unique<sync::ClientMachine>(std::move(machine));
  MOTCUA_TRY(device->machine_->set_enrolment({enrolled.token, enrolled.account, "bench", enrolled.account_id}));
  return device;
}

Status LoadDevice::write(const EntityId& response, const std::vector<records::FieldChange>& changes) {
  MOTCUA_TRY(log_->edit({records::EntityType::response, response, {kBenchForm, "1"}, changes}));
  return log_->seal(response);
}

Result<EntityId> LoadDevice::answer() {
  const EntityId response = EntityId::random(system_random());
  const std::string now = format_instant(system_clock().now());
  std::vector<records::FieldChange> changes;
  const std::uint64_t draw = system_random().next_u64();
  // Scales of five, as most questions are, and one sentence.
  for (int i = 1; i < kBenchFields; ++i)
    changes.push_back({"/data/q" + std::to_string(i), std::to_string(1 + (draw >> (3 * i)) % 5), {}});
  changes.push_back({"/data/q" + std::to_string(kBenchFields),
                     "Chờ " + std::to_string(draw % 90) + " phút, cán bộ hướng dẫn rõ",
                     {}});
  changes.push_back({survey::kStatusField, "final", {}});
  changes.push_back({survey::kStartedField, now, {}});
  changes.push_back({survey::kFinishedField, now, {}});
  changes.push_back({survey::kLanguageField, "vi", {}});
  MOTCUA_TRY(write(response, changes));
  return response;
}

Status LoadDevice::correct(const EntityId& response) {
  return write(response, {{"/data/q1", std::to_string(1 + system_random().next_u64() % 5), {}}});
}

Status LoadDevice::reconnect(const std::string& address, std::uint16_t port) {
  MOTCUA_TRY_ASSIGN(auto connection, Connection::open(address, port));
  connection_ = std::move(connection);
  return {};
}

std::uint64_t LoadDevice::acknowledged() const { return log_->acked_through().value_or(0); }

Status LoadDevice::sync(bool and_pull) {
  machine_->wake();
  while (auto request = machine_->next()) {
    const auto start = std::chrono::steady_clock::now();
    const auto reply = connection_.post(*request);
    if (!reply) {
      machine_->on_lost(request->number);
      return std::unexpected(reply.error());
    }
    if (request->path == sync::kPushPath) push_ms_.push_back(ms_since(start));
    machine_->on_reply(request->number, reply->status, reply->body);
    const auto status = machine_->status();
    if (status.refused > 0) return fail(ErrorCode::operation_refused);
    if (!and_pull && request->path == sync::kPushPath && status.unsent == 0) return {};
  }
  if (const auto failed = machine_->status().last_error) return std::unexpected(*failed);
  return {};
}

}  // namespace motcua::server
