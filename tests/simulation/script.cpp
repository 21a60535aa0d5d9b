#include "script.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <sstream>

#include "motcua/base/ports.hpp"

namespace motcua::simulation {
namespace {

enum class Group : std::uint8_t { work, fault };
struct Row {
  std::string_view name;
  std::uint32_t weight;
  Group group;
};
constexpr Row kRows[] = {
#define STEP(name, weight, group) {#name, weight, Group::group},
#include "steps.def"
#undef STEP
};
constexpr std::size_t kKinds = std::size(kRows);

/// Each seed has its own mix of faults: where all happen all the time, what needs a quiet moment never happens.
std::array<std::uint32_t, kKinds> choose_weights(Random& random) {
  std::array<std::uint32_t, kKinds> weights{};
  for (std::size_t i = 0; i < kKinds; ++i) {
    constexpr std::uint32_t kFactors[] = {0, 1, 1, 3};
    const std::uint32_t factor = kRows[i].group == Group::work ? 1 : kFactors[random.next_u64() % 4];
    weights[i] = kRows[i].weight * factor;
  }
  return weights;
}

}  // namespace

std::string_view name(Kind kind) { return kRows[static_cast<std::size_t>(kind)].name; }

Script generate(std::uint64_t seed, std::size_t steps) {
  SeededRandom random(seed);
  const auto weights = choose_weights(random);
  const std::uint64_t sum = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  const auto number = [&] { return static_cast<std::uint32_t>(random.next_u64() % 100'000); };
  Script script;
  script.reserve(steps);
  while (script.size() < steps) {
    std::uint64_t at = random.next_u64() % sum;
    std::size_t kind = 0;
    while (at >= weights[kind]) at -= weights[kind++];
    Step& step = script.emplace_back();
    step = {static_cast<Kind>(kind), number(), number(), number(), number()};
  }
  return script;
}

std::string to_text(const Script& script) {
  std::ostringstream out;
  for (const Step& step : script) {
    if (out.tellp() > 0) out << "; ";
    out << name(step.kind) << ' ' << step.a << ' ' << step.b << ' ' << step.c << ' ' << step.d;
  }
  return out.str();
}

std::optional<Script> from_text(std::string_view text) {
  Script script;
  for (const auto part : std::views::split(text, ';')) {
    std::istringstream in{std::string(std::string_view(part))};
    std::string word;
    Step step;
    if (!(in >> word >> step.a >> step.b >> step.c >> step.d)) return std::nullopt;
    const auto* row = std::ranges::find(kRows, word, &Row::name);
    if (row == std::end(kRows)) return std::nullopt;
    step.kind = static_cast<Kind>(row - std::begin(kRows));
    script.push_back(step);
  }
  return script;
}

}  // namespace motcua::simulation
