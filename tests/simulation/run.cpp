#include "run.hpp"

#include "world.hpp"

namespace motcua::simulation {

std::optional<Violation> run_script(std::uint64_t seed, const Options& options, const Script& script, Tally& tally) {
  try {
    World world(seed, options, tally);
    world.run(script);
    return std::nullopt;
  } catch (Violation& violation) {
    return std::move(violation);
  }
}

Script shrink(std::uint64_t seed, Options options, Script script, const Violation& violation) {
  options.trace = false;
  int runs_left = 1500;
  const auto still_fails = [&](const Script& candidate) {
    Tally tally;
    const auto found = run_script(seed, options, candidate, tally);
    return --runs_left >= 0 && found && found->invariant == violation.invariant;
  };
  for (std::size_t chunk = std::max<std::size_t>(1, script.size() / 2); runs_left > 0;) {
    bool shorter = false;
    for (std::size_t from = 0; from < script.size() && runs_left > 0;) {
      Script candidate = script;
      const auto begin = candidate.begin() + static_cast<std::ptrdiff_t>(from);
      candidate.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(chunk, script.size() - from)));
      if (still_fails(candidate)) {
        script = std::move(candidate);
        shorter = true;
      } else {
        from += chunk;
      }
    }
    if (chunk == 1 && !shorter) break;
    chunk = std::max<std::size_t>(1, chunk / 2);
  }
  return script;
}

}  // namespace motcua::simulation
