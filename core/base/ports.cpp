#include "motcua/base/ports.hpp"

#include <sodium.h>

#include <chrono>
#include <cstdlib>

namespace motcua {

std::uint64_t Random::next_u64() {
  std::uint64_t value = 0;
  fill(std::as_writable_bytes(std::span(&value, 1)));
  return value;
}

Clock& system_clock() {
  class SystemClock final : public Clock {
    Instant now() override {
      const auto since = std::chrono::system_clock::now().time_since_epoch();
      return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
    }
  };
  static SystemClock clock;
  return clock;
}

Random& system_random() {
  class SystemRandom final : public Random {
    void fill(std::span<std::byte> out) override { randombytes_buf(out.data(), out.size()); }
  };
  static SystemRandom random;
  // Before first use, so that libsodium may choose its generator; 1 means that it was done already.
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();  // No strong randomness: going on would make guessable ids and tokens.
  return random;
}

void SeededRandom::fill(std::span<std::byte> out) {
  // SplitMix64 (Steele, Lea, Flood 2014): short, and every seed gives a full-period stream.
  for (std::byte& b : out) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    b = static_cast<std::byte>((z ^ (z >> 31U)) & 0xFFU);
  }
}

}  // namespace motcua
