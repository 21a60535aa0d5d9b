#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "motcua/records/state.hpp"

using namespace motcua;
using namespace motcua::records;

namespace {

DeviceId device(int number) {
  DeviceId id;
  id.value[15] = static_cast<std::byte>(number);
  return id;
}

SequencedOperation write(int who, std::uint64_t hlc, const char* field, std::optional<std::string> value,
                         std::uint64_t base = 0) {
  SequencedOperation sequenced;
  sequenced.effective = {hlc};
  sequenced.scope = "public";
  sequenced.operation.device = device(who);
  sequenced.operation.hlc = {hlc};
  sequenced.operation.fields = {{field, std::move(value), {base}}};
  return sequenced;
}

SequencedOperation removal(int who, std::uint64_t hlc, const char* field, std::uint64_t seen) {
  SequencedOperation sequenced = write(who, hlc, field, std::nullopt, seen);
  sequenced.operation.kind = OperationKind::remove;
  return sequenced;
}

struct Merged {
  EntityState state;
  std::vector<HistoryEntry> history;
};

Merged merge_all(const std::vector<SequencedOperation>& operations) {
  Merged merged;
  for (const auto& operation : operations) merge(merged.state, operation, merged.history);
  std::ranges::sort(merged.history, {},
                    [](const HistoryEntry& e) { return std::tuple(e.field, e.effective, e.device); });
  return merged;
}

}  // namespace

TEST_CASE("an edit that saw the standing value replaces it without a conflict, and the old one is kept") {
  const Merged merged = merge_all({write(1, 10, "q", "a"), write(2, 20, "q", "b", 10)});
  CHECK(merged.state.fields.at("q").value == "b");
  CHECK_FALSE(merged.state.fields.at("q").conflict);
  REQUIRE(merged.history.size() == 1);
  CHECK(merged.history[0].value == "a");
  CHECK_FALSE(merged.history[0].conflict);
}

TEST_CASE("of two concurrent edits the later wins and the other is kept as a conflict") {
  const Merged merged = merge_all({write(1, 10, "q", "a"), write(2, 20, "q", "b", 10), write(3, 15, "q", "c", 10)});
  CHECK(merged.state.fields.at("q").value == "b");
  CHECK(merged.state.fields.at("q").conflict);
  CHECK(std::ranges::count_if(merged.history, [](const auto& e) { return e.conflict && e.value == "c"; }) == 1);
}

TEST_CASE("equal readings are decided by the device") {
  CHECK(merge_all({write(1, 10, "q", "a"), write(2, 10, "q", "b")}).state.fields.at("q").value == "b");
  CHECK(merge_all({write(2, 10, "q", "b"), write(1, 10, "q", "a")}).state.fields.at("q").value == "b");
}

TEST_CASE("two who wrote the same are no conflict") {
  CHECK_FALSE(merge_all({write(1, 10, "q", "a"), write(2, 11, "q", "a")}).state.fields.at("q").conflict);
}

TEST_CASE("a value seen under the reading that its writer gave it counts as seen") {
  // The server held the first reading back; the device's next edit still names its own.
  SequencedOperation first = write(1, 1000, "q", "a");
  first.effective = {500};
  CHECK_FALSE(merge_all({first, write(1, 1001, "q", "b", 1000)}).state.fields.at("q").conflict);
}

TEST_CASE("edits of different fields do not touch each other") {
  const Merged merged = merge_all({write(1, 10, "p", "a"), write(2, 20, "q", "b")});
  CHECK(merged.state.fields.at("p").value == "a");
  CHECK(merged.state.fields.at("q").value == "b");
  CHECK(merged.history.empty());
}

TEST_CASE("a removal that saw everything removes; a concurrent or later edit brings the entity back") {
  const auto a = write(1, 10, "q", "a");
  const auto gone = removal(2, 20, "q", 10);
  CHECK(merge_all({a, gone}).state.removed);
  CHECK(merge_all({gone, a}).state.removed);
  CHECK_FALSE(merge_all({a, gone, write(3, 15, "q", "c", 10)}).state.removed);
  CHECK_FALSE(merge_all({a, gone, write(3, 15, "p", "c")}).state.removed);
  CHECK_FALSE(merge_all({a, gone, write(3, 30, "q", "c", 10)}).state.removed);
}

TEST_CASE("any order and any repetition of the same operations gives the same state, and no value vanishes") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    const auto pick = [&](std::uint64_t n) { return static_cast<std::size_t>(random.next_u64() % n); };
    std::vector<SequencedOperation> operations;
    std::array<std::uint64_t, 4> last{};
    std::multiset<std::string> written;
    std::vector<std::uint64_t> readings{0};
    for (std::uint64_t i = 0; i < 3 + pick(10); ++i) {
      const int who = 1 + static_cast<int>(pick(3));
      std::uint64_t& hlc = last.at(static_cast<std::size_t>(who));
      hlc += 1 + pick(5);
      const std::string field = pick(2) == 0 ? "p" : "q";
      const std::uint64_t base = readings[pick(readings.size())];
      if (pick(6) == 0) {
        operations.push_back(removal(who, hlc, field.c_str(), base));
      } else {
        const std::string value = pick(5) == 0 ? "same" : std::to_string(i);
        operations.push_back(write(who, hlc, field.c_str(), value, base));
        written.insert(field + value);
      }
      operations.back().operation.definition.version = std::to_string(i);
      readings.push_back(hlc);
    }
    const Merged expected = merge_all(operations);

    std::multiset<std::string> kept;
    for (const auto& [name, field] : expected.state.fields) kept.insert(name + field.value.value_or(""));
    for (const auto& entry : expected.history) kept.insert(entry.field + entry.value.value_or(""));
    CHECK(kept == written);

    for (int round = 0; round < 5; ++round) {
      std::vector<SequencedOperation> shuffled = operations;
      shuffled.push_back(operations[pick(operations.size())]);
      for (std::size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[pick(i)]);
      const Merged merged = merge_all(shuffled);
      CHECK(merged.state == expected.state);
      CHECK(merged.history == expected.history);
    }
  }
}

TEST_CASE("an edit of what its writer saw looks at no history; any other at that of its fields only") {
  Merged merged = merge_all({write(1, 10, "q", "a"), write(1, 11, "p", "a")});
  CHECK(fields_with_history(merged.state, write(2, 20, "q", "b", 10)).empty());
  CHECK(fields_with_history(merged.state, write(2, 20, "new", "b")).empty());
  CHECK(fields_with_history(merged.state, write(2, 20, "q", "b")) == std::vector<std::string>{"q"});
  CHECK(fields_with_history(merged.state, write(2, 5, "q", "b", 10)) == std::vector<std::string>{"q"});
  // A conflict that is open may be settled by what comes: it is looked at.
  merge(merged.state, write(2, 20, "q", "b"), merged.history);
  REQUIRE(merged.state.fields.at("q").conflict);
  CHECK(fields_with_history(merged.state, write(1, 30, "q", "c", 20)) == std::vector<std::string>{"q"});
}

TEST_CASE("merging without the history that is not asked for gives the same as with all of it") {
  SeededRandom random(6);
  for (int run = 0; run < 200; ++run) {
    CAPTURE(run);
    EntityState whole;
    std::vector<HistoryEntry> all;
    EntityState part;
    std::vector<HistoryEntry> stored;
    for (std::uint64_t n = 1; n <= 12; ++n) {
      const char* field = random.next_u64() % 2 == 0 ? "p" : "q";
      const std::uint64_t hlc = 100 * (random.next_u64() % 20 + 1) + n;
      const auto seen = whole.fields.find(field);
      const bool saw = seen != whole.fields.end() && random.next_u64() % 2 == 0;
      const auto operation = write(static_cast<int>(n % 3), hlc, field, std::to_string(random.next_u64() % 3),
                                   saw ? seen->second.effective.value : 0);
      merge(whole, operation, all);
      std::vector<HistoryEntry> asked;
      for (const std::string& name : fields_with_history(part, operation)) {
        for (const HistoryEntry& entry : stored) {
          if (entry.field == name) asked.push_back(entry);
        }
        std::erase_if(stored, [&](const HistoryEntry& entry) { return entry.field == name; });
      }
      merge(part, operation, asked);
      stored.insert(stored.end(), asked.begin(), asked.end());
      const auto key = [](const HistoryEntry& e) { return std::tuple(e.field, e.effective, e.device); };
      std::ranges::sort(all, {}, key);
      std::ranges::sort(stored, {}, key);
      CHECK(whole == part);
      CHECK(all == stored);
    }
  }
}
