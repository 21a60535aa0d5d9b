#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace motcua::simulation {

/// An invariant that did not hold. Thrown: it ends the run of its seed.
struct Violation {
  std::string invariant;
  std::string text;
};

/// What was done. Only what really happened is counted.
struct Tally {
  using Counts = std::map<std::string, std::int64_t, std::less<>>;
  std::int64_t operations = 0;  ///< Saved on devices.
  Counts faults;
  Counts checks;

  static void count(Counts& counts, std::string_view what, std::int64_t times = 1) {
    if (times == 0) return;
    const auto found = counts.find(what);
    if (found == counts.end()) {
      counts.emplace(what, times);
    } else {
      found->second += times;
    }
  }
  void fault(std::string_view what, std::int64_t times = 1) { count(faults, what, times); }
  /// Counts a check of an invariant, and throws when it does not hold. `text` is called only then.
  template <class Text>
  void expect(std::string_view invariant, bool holds, Text&& text) {
    count(checks, invariant);
    if (!holds) throw Violation{std::string(invariant), text()};
  }
  void add(const Tally& other) {
    operations += other.operations;
    for (const auto& [what, times] : other.faults) count(faults, what, times);
    for (const auto& [what, times] : other.checks) count(checks, what, times);
  }
};

}  // namespace motcua::simulation
