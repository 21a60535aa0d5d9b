#include "http/rate_limit.hpp"

#include <sodium.h>

#include <algorithm>
#include <cmath>

namespace motcua::server {
namespace {

constexpr std::size_t kMaxBuckets = 200'000;  // Some 10 MB.

}  // namespace

RateLimiter::RateLimiter(Rule rule, Clock& clock, Random& random)
    : rule_(rule), clock_(clock), seed_{random.next_u64(), random.next_u64()} {}

std::optional<std::int64_t> RateLimiter::take(std::string_view key) {
  static_assert(sizeof(seed_) == crypto_shorthash_KEYBYTES && crypto_shorthash_BYTES == sizeof(std::uint64_t));
  std::uint64_t hash = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), reinterpret_cast<const unsigned char*>(key.data()),
                   key.size(), reinterpret_cast<const unsigned char*>(seed_));
  const std::int64_t now = clock_.now().ms;
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMaxBuckets) forget_full(now);
  Bucket& bucket = buckets_.try_emplace(hash, Bucket{rule_.burst, now}).first->second;
  const auto elapsed = static_cast<double>(std::max<std::int64_t>(0, now - bucket.at_ms)) / 1000.0;
  bucket.tokens = std::min(rule_.burst, bucket.tokens + elapsed * rule_.per_second);
  bucket.at_ms = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / rule_.per_second * 1000.0));
}

// Full buckets say nothing. If an attack filled the table with others, all are forgotten: memory stays bounded, and an
// attacker with that many addresses is not held by a limit per address anyway.
void RateLimiter::forget_full(std::int64_t now_ms) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const auto elapsed = static_cast<double>(now_ms - entry.second.at_ms) / 1000.0;
    return entry.second.tokens + elapsed * rule_.per_second >= rule_.burst;
  });
  if (buckets_.size() > kMaxBuckets / 2) buckets_.clear();
}

}  // namespace motcua::server
