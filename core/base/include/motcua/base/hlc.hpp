#pragma once
#include <compare>
#include <cstdint>

#include "motcua/base/ports.hpp"

namespace motcua {

/// A hybrid logical clock reading (Kulkarni et al. 2014): 48 bits of milliseconds, 16 bits of counter. It orders what
/// one device saw and did even where its wall clock is years off. Ties between devices are broken by device id.
struct Hlc {
  std::uint64_t value = 0;

  friend auto operator<=>(const Hlc&, const Hlc&) = default;
  [[nodiscard]] Instant instant() const { return {static_cast<std::int64_t>(value >> 16U)}; }
  [[nodiscard]] static Hlc at(Instant instant) {
    const auto ms = instant.ms < 0 ? 0ULL : static_cast<std::uint64_t>(instant.ms);
    return {(ms & 0xFFFF'FFFF'FFFFULL) << 16U};
  }
};

/// Gives strictly rising readings. Not thread-safe: each log owns one.
class HlcClock {
 public:
  explicit HlcClock(Clock& clock, Hlc last = {}) : clock_(clock), last_(last) {}

  /// A reading greater than every one given or seen before.
  [[nodiscard]] Hlc tick();
  /// Notes a reading that came from elsewhere: what is written after seeing it will be greater.
  void see(Hlc other);
  [[nodiscard]] Hlc last() const { return last_; }

 private:
  Clock& clock_;
  Hlc last_;
};

}  // namespace motcua
