#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::simulation {

enum class Kind : std::uint8_t {
#define STEP(name, weight, group) name,
#include "steps.def"
#undef STEP
};

[[nodiscard]] std::string_view name(Kind kind);

/// One thing that happens. The numbers are taken modulo what exists when it happens, so a step is possible in every
/// state, and any part of a script is a script.
struct Step {
  Kind kind = Kind::wait;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t d = 0;
  friend bool operator==(const Step&, const Step&) = default;
};
using Script = std::vector<Step>;

/// A pure function of its arguments.
[[nodiscard]] Script generate(std::uint64_t seed, std::size_t steps);

/// "save 1 2 3 4; round 0 0 0 0"
[[nodiscard]] std::string to_text(const Script& script);
[[nodiscard]] std::optional<Script> from_text(std::string_view text);

}  // namespace motcua::simulation
