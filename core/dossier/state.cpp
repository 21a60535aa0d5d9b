#include <array>

#include "motcua/dossier/dossier.hpp"

namespace motcua::dossier {
namespace {

constexpr unsigned bit(State state) { return 1U << static_cast<unsigned>(state); }
template <class... States>
constexpr unsigned any_of(States... states) {
  return (bit(states) | ...);
}

// What may follow each state. The ten states are the national portal's. The table is worked out from its reports'
// groups and from how supplements, payments and withdrawals are described in Decree 118/2025: no source prints it, so
// it is kept in this one place. A stopped dossier is opened again only by a correction, which is not an event.
constexpr std::array<unsigned, 11> kFollowers = [] {
  using enum State;
  std::array<unsigned, 11> table{};
  table[1] = any_of(accepted, not_accepted, withdrawn);
  table[2] = any_of(processing, withdrawn);
  table[4] = any_of(supplement_requested, payment_requested, withdrawn, stopped, processed);
  table[5] = any_of(processing, stopped, withdrawn);
  table[6] = any_of(processing, processed, stopped, withdrawn);
  table[9] = any_of(returned);
  return table;
}();

}  // namespace

std::optional<State> state_from_number(int number) {
  if (number < 1 || number > 10) return std::nullopt;
  return static_cast<State>(number);
}

bool may_start(State state) {
  return state == State::registered || state == State::accepted || state == State::not_accepted;
}

bool may_follow(State from, State to) { return (kFollowers[static_cast<std::size_t>(from)] & bit(to)) != 0; }

bool is_terminal(State state) { return kFollowers[static_cast<std::size_t>(state)] == 0; }

}  // namespace motcua::dossier
