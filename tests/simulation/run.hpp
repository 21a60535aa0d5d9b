#pragma once
#include <optional>

#include "script.hpp"
#include "tally.hpp"

namespace motcua::simulation {

struct Options {
  std::size_t devices = 5;
  std::size_t steps = 150;
  bool trace = false;  ///< Tells on stderr what happens.
};

/// Runs one script in a world made of the seed. nullopt: every invariant held.
[[nodiscard]] std::optional<Violation> run_script(std::uint64_t seed, const Options& options, const Script& script,
                                                  Tally& tally);

/// The shortest part of `script` found that still violates the same invariant.
[[nodiscard]] Script shrink(std::uint64_t seed, Options options, Script script, const Violation& violation);

}  // namespace motcua::simulation
