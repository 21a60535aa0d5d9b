#include <cmath>
#include <limits>

#include "xpath/digests.hpp"
#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

/// Park and Miller's "minimal standard" generator, by which the ODK specification defines seeded shuffles.
class ParkMiller {
 public:
  explicit ParkMiller(std::int64_t seed) : state_(seed % kModulus) {
    if (state_ <= 0) state_ += kModulus - 1;
  }
  /// 0 ≤ x < 1
  double next() {
    state_ = state_ * 16'807 % kModulus;
    return static_cast<double>(state_ - 1) / static_cast<double>(kModulus - 1);
  }

 private:
  static constexpr std::int64_t kModulus = 2'147'483'647;
  std::int64_t state_;
};

/// A whole number as JavaRosa makes one of a double: cut off, and at the ends of its range where it is beyond.
std::int64_t whole(double number) {
  if (std::isnan(number)) return 0;
  if (number >= 0x1p63) return std::numeric_limits<std::int64_t>::max();
  if (number <= -0x1p63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

/// A text that is no number seeds by the first eight bytes of its SHA-256, as a big-endian number. A blank one is 0.
std::int64_t seed_of(const Value& seed, const Zone& zone) {
  const double number = to_number(seed, zone);
  if (!std::isnan(number)) return whole(number);
  const std::string text = to_text(seed);
  if (text.empty() || std::holds_alternative<double>(seed)) return 0;
  std::uint64_t bits = 0;
  const std::string hash = digest(text, "SHA-256").value_or(std::string(8, '\0'));
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8U | static_cast<unsigned char>(hash[i]);
  return static_cast<std::int64_t>(bits);
}

/// The "inside-out" variant of the Fisher-Yates shuffle. `next` gives numbers 0 ≤ x < 1.
template <class Next>
NodeSet shuffled(const NodeSet& nodes, Next&& next) {
  NodeSet out(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto j = static_cast<std::size_t>(next() * static_cast<double>(i + 1));
    out[i] = out[j];
    out[j] = nodes[i];
  }
  return out;
}

}  // namespace

NodeSet call_randomize(const Call& call) {
  const NodeSet nodes = call.nodes(0);
  if (!call.environment().spend(nodes.size())) return {};
  if (call.has(1)) {
    ParkMiller generator(seed_of(call.value(1), call.zone()));
    return shuffled(nodes, [&] { return generator.next(); });
  }
  Random& random = *call.environment().random;
  return shuffled(nodes, [&] { return static_cast<double>(random.next_u64() >> 11U) * 0x1.0p-53; });
}

}  // namespace motcua::forms::xpath
