#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::index {

/// How the figure of a node follows from what is below it.
enum class Aggregation : std::uint8_t {
  mean,    ///< The plain mean of its children's figures.
  pooled,  ///< Satisfied answers / valid answers, over all answers below it.
};

/// The levels of an index, from the whole down to one question.
enum class Level : std::uint8_t { overall, part, factor, criterion };

struct Label {
  std::string vi;
  std::string en;
};

/// A node of the tree: the index itself, a part, a factor or a criterion.
struct Node {
  Level level = Level::overall;
  std::string id;     ///< Unique in the definition.
  Label label;        ///< May be empty for a criterion: its text is the question's.
  std::string field;  ///< Criteria only: the question's path in the form, "/data/c9/e/q15".
  std::vector<Node> children;
};

/// The named and versioned rule by which answers become figures. Printed with every report: a figure without it cannot
/// be compared with another. An agency that changes its method gets a new name or version, never an edit.
struct Formula {
  std::string name;
  std::string version;
  Label label;
  Aggregation overall = Aggregation::mean;
  Aggregation part = Aggregation::mean;
  Aggregation factor = Aggregation::mean;
};

/// An index as data: which questions of which form, how they are grouped, what counts as satisfied. Immutable in use.
struct IndexDefinition {
  std::string id;
  std::string version;
  std::string form_id;
  std::vector<std::string> form_versions;  ///< The form versions whose answers it may score.
  Formula formula;
  std::set<std::string, std::less<>> valid;      ///< Choice values that are an opinion. All others count as missing.
  std::set<std::string, std::less<>> satisfied;  ///< Those of them that count as satisfied.
  std::size_t small_cell = 5;                    ///< A figure of fewer respondents than this is not shown.
  Node root;

  /// Reads the CSV that assets/README.md describes (`kind,id,parent,value,vi,en`).
  /// Fails with csv_row; the detail is "line: what is wrong".
  [[nodiscard]] static Result<IndexDefinition> parse(std::string_view csv);
};

}  // namespace motcua::index
