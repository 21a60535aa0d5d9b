#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "motcua/index/definition.hpp"

namespace motcua::index {

/// One final response: field path to value, as stored.
using Answers = std::map<std::string, std::string, std::less<>>;

/// The figure of one node.
struct Score {
  Level level = Level::overall;
  std::string id;
  Label label;
  std::string parent;               ///< Id of the node above; empty for the whole.
  std::size_t respondents = 0;      ///< n: responses with at least one valid answer that entered the figure.
  std::size_t answers = 0;          ///< Valid answers that entered it. Equal to `respondents` for a criterion.
  std::size_t missing = 0;          ///< Answers that are blank, "no opinion" or not a valid level, below this node.
  bool suppressed = false;          ///< There are answers, but too few people to show a figure.
  std::optional<double> percent{};  ///< 0 to 100, not rounded. Empty when suppressed or without a valid answer.
  /// Half the width of the 95 % confidence interval, in percentage points, for a simple random sample. Cluster samples
  /// have a wider one. Empty with `percent`, and where the normal approximation does not hold (fewer than five
  /// satisfied or five other answers).
  std::optional<double> margin{};
};

struct IndexScores {
  std::string index_id;
  std::string index_version;
  Formula formula;
  std::size_t responses = 0;
  std::vector<Score> scores;  ///< In the definition's order, each node before its children; the whole is the first.
};

/// Scores the responses. A figure of fewer respondents than `definition.small_cell` is suppressed and does not enter
/// the figures above it, so that it cannot be computed back from them. `population`: the number of people whom the
/// sample stands for, for the finite population correction; nullopt for a large one. Fails with invalid_argument if it
/// is smaller than the number of responses.
[[nodiscard]] Result<IndexScores> score(const IndexDefinition& definition, std::span<const Answers> responses,
                                        std::optional<std::size_t> population = std::nullopt);

}  // namespace motcua::index
