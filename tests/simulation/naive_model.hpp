#pragma once
#include <map>
#include <vector>

#include "motcua/records/store.hpp"

namespace motcua::simulation {

/// One row of the server's log.
struct LogRow {
  std::uint64_t seq = 0;
  records::SequencedOperation entry;
};
/// In commit order. nullopt when it cannot be read.
[[nodiscard]] std::optional<std::vector<LogRow>> read_log(storage::Database& database);

/// The merge as its description says it, written a second time and without thought of speed: a plain list of all
/// writes, from which everything else follows.
class NaiveModel {
 public:
  void apply(const records::SequencedOperation& operation);

  struct Expected {
    records::EntityState state;
    std::vector<records::HistoryEntry> history;  ///< By field, reading, device.
  };
  [[nodiscard]] std::map<EntityId, Expected> expected() const;

 private:
  std::map<EntityId, std::vector<records::SequencedOperation>> operations_;
};

}  // namespace motcua::simulation
