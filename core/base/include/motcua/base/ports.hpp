#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>

namespace motcua {

/// A moment in UTC: milliseconds since 1970-01-01T00:00:00Z. How every time is stored.
struct Instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// Where time comes from. Injected, so that tests and simulations own it.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() = 0;
};

/// Where randomness comes from. Injected for the same reason; must be cryptographically strong in production.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;
  [[nodiscard]] std::uint64_t next_u64();
};

/// The operating system's clock and generator. Both are safe to use from any thread.
[[nodiscard]] Clock& system_clock();
[[nodiscard]] Random& system_random();

/// For tests and simulations: time stands still until told; the generator is a fixed function of the seed.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start = {1'700'000'000'000}) : now_(start) {}
  [[nodiscard]] Instant now() override { return now_; }
  void advance_ms(std::int64_t ms) { now_.ms += ms; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> out) override;

 private:
  std::uint64_t state_;
};

}  // namespace motcua
