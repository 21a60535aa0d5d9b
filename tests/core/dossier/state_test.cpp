#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "motcua/dossier/dossier.hpp"

using namespace motcua::dossier;

TEST_CASE("the ten national states have the national numbers") {
  CHECK(!state_from_number(0));
  CHECK(!state_from_number(11));
  CHECK(!state_from_number(-1));
  CHECK(state_from_number(1) == State::registered);
  CHECK(state_from_number(5) == State::supplement_requested);
  CHECK(state_from_number(10) == State::returned);
}

TEST_CASE("a dossier goes only where its state lets it") {
  const std::pair<int, std::vector<int>> table[] = {{1, {2, 3, 7}}, {2, {4, 7}},       {3, {}}, {4, {5, 6, 7, 8, 9}},
                                                    {5, {4, 7, 8}}, {6, {4, 7, 8, 9}}, {7, {}}, {8, {}},
                                                    {9, {10}},      {10, {}}};
  for (const auto& [from, followers] : table) {
    for (int to = 1; to <= 10; ++to) {
      CAPTURE(from);
      CAPTURE(to);
      const bool listed = std::ranges::find(followers, to) != followers.end();
      CHECK(may_follow(*state_from_number(from), *state_from_number(to)) == listed);
    }
    CHECK(is_terminal(*state_from_number(from)) == followers.empty());
  }
}

TEST_CASE("a dossier begins online or at the desk") {
  for (int number = 1; number <= 10; ++number) CHECK(may_start(*state_from_number(number)) == (number <= 3));
}
