#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

struct DistributionRow {
  std::string label{};
  std::vector<std::uint64_t> counts{};  ///< One a step.
};
struct DistributionOptions {
  std::string name{};
  std::string label_title{};         ///< Over the labels: "Nội dung".
  std::vector<std::string> steps{};  ///< From the worst to the best; two to five.
  std::vector<DistributionRow> rows{};
};

/// How answers are spread over the steps of a scale: a stacked bar a row, and each share in figures below it with the
/// step's face. See bars.hpp on what charts have in common.
void distribution(Ui& ui, Key key, const DistributionOptions& options);

/// Whole per cents that sum up to 100; all 0 when there are no counts.
[[nodiscard]] std::vector<int> percents(const std::vector<std::uint64_t>& counts);

}  // namespace motcua::ui
