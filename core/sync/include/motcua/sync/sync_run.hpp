#pragma once
#include <cstdint>
#include <optional>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/records/operation.hpp"

namespace motcua::sync {

/// How much of each kind went one way.
struct SyncCounts {
  std::int64_t responses = 0;
  std::int64_t visits = 0;
  std::int64_t assignments = 0;  ///< Received: those that were not known here.
  std::int64_t withdrawn = 0;    ///< Assignments that the office took back.
  std::int64_t forms = 0;
  std::int64_t other = 0;  ///< Changes of what was there, and what was taken back.
  void count(records::OperationHead operation);
  [[nodiscard]] bool empty() const { return *this == SyncCounts{}; }
  friend bool operator==(const SyncCounts&, const SyncCounts&) = default;
};

/// What one round of sync did, or what became of several that failed alike.
struct SyncRun {
  Instant at;  ///< Its end.
  SyncCounts sent;
  SyncCounts received;  ///< Of other people and the office, not what came back of this device's own.
  std::optional<Error> error;
  std::int64_t tries = 1;
  [[nodiscard]] bool moved() const { return !sent.empty() || !received.empty(); }
};

/// As many runs are remembered.
inline constexpr std::int64_t kKeptRuns = 20;

}  // namespace motcua::sync
