#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "motcua/base/ports.hpp"

namespace motcua::server {

/// Token buckets by key (an address, a code), in memory. Keys are kept only as a hash under a random key of this
/// process, so a memory dump holds no codes. Any thread.
class RateLimiter {
 public:
  struct Rule {
    double burst;       ///< Attempts that are free at once.
    double per_second;  ///< How fast they come back.
  };
  RateLimiter(Rule rule, Clock& clock, Random& random);

  /// Takes one attempt; the wait in milliseconds when there is none left.
  [[nodiscard]] std::optional<std::int64_t> take(std::string_view key);

 private:
  struct Bucket {
    double tokens;
    std::int64_t at_ms;
  };
  void forget_full(std::int64_t now_ms);

  Rule rule_;
  Clock& clock_;
  std::uint64_t seed_[2];
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
};

}  // namespace motcua::server
