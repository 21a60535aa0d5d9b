#pragma once
#include <cstdint>

#include "motcua/base/ports.hpp"

namespace motcua::sync {

/// Pauses between attempts: 2 s, 4 s, 8 s … 5 min, each a quarter longer or shorter by chance, so that a thousand
/// devices whose server comes back do not all call at once.
class Backoff {
 public:
  static constexpr std::int64_t kLongestMs = 5LL * 60 * 1000;
  explicit Backoff(Random& random) : random_(&random) {}
  [[nodiscard]] std::int64_t next_pause_ms();
  void reset() { failures_ = 0; }

 private:
  Random* random_;
  int failures_ = 0;
};

}  // namespace motcua::sync
