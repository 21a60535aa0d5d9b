#include "motcua/sync/backoff.hpp"

#include <algorithm>

namespace motcua::sync {
namespace {

constexpr std::int64_t kFirstMs = 2'000;

}  // namespace

std::int64_t Backoff::next_pause_ms() {
  const std::int64_t pause = std::min(kLongestMs, kFirstMs << std::min(failures_, 20));
  ++failures_;
  const auto jitter = static_cast<std::int64_t>(random_->next_u64() % static_cast<std::uint64_t>(pause / 2));
  return pause - pause / 4 + jitter;
}

}  // namespace motcua::sync
