#pragma once
#include "motcua/base/ports.hpp"

namespace motcua::simulation {

/// A machine's clock: runs a little fast or slow, and jumps when somebody sets it.
class DriftingClock final : public Clock {
 public:
  /// `time` is the true one, in milliseconds; it must outlive the clock.
  explicit DriftingClock(const std::int64_t& time) : time_(&time), since_(time), local_(time) {}

  [[nodiscard]] Instant now() override { return {local_ + (*time_ - since_) * (1'000 + per_mille_) / 1'000}; }
  void set_drift(std::int64_t per_mille) {
    jump(0);
    per_mille_ = per_mille;
  }
  void jump(std::int64_t ms) {
    local_ = now().ms + ms;
    since_ = *time_;
  }

 private:
  const std::int64_t* time_;
  std::int64_t since_;
  std::int64_t local_;
  std::int64_t per_mille_ = 0;
};

}  // namespace motcua::simulation
