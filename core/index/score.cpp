#include "motcua/index/score.hpp"

#include <cmath>

namespace motcua::index {
namespace {

constexpr double kZ95 = 1.959963984540054;       // The 97.5 % quantile of the normal distribution.
constexpr std::size_t kNormalApproximation = 5;  // Answers needed on each side, the usual rule for proportions.

/// What a node passes up: its figure and what the variance of a figure above it needs.
struct Part {
  bool usable = false;  ///< It has a figure that may be shown, so it enters the figures above.
  double figure = 0;    ///< Between 0 and 1.
  std::size_t answers = 0;
  std::size_t satisfied = 0;
  /// For each response its influence on the figure (first-order Taylor expansion): the figure's variance is the sum of
  /// their squares / responses². Answers of one person are correlated, so factors cannot use p(1-p)/answers. For a
  /// criterion this is exactly p(1-p)/n.
  std::vector<double> influence;
  /// For each response how many of its answers are valid and how many satisfied; what pooling needs.
  std::vector<std::size_t> valid_of;
  std::vector<std::size_t> satisfied_of;
};

class Scorer {
 public:
  Scorer(const IndexDefinition& definition, std::span<const Answers> responses, std::optional<std::size_t> population)
      : definition_(definition), responses_(responses), population_(population) {}

  Part visit(const Node& node, const std::string& parent) {
    const std::size_t place = scores.size();
    scores.push_back({.level = node.level, .id = node.id, .label = node.label, .parent = parent});
    Part part = node.level == Level::criterion ? criterion(node, place) : group(node, place);
    Score& score = scores[place];
    for (const std::size_t valid : part.valid_of) score.respondents += valid > 0 ? 1 : 0;
    score.answers = part.answers;
    part.usable = part.answers > 0 && score.respondents >= definition_.small_cell;
    score.suppressed = !part.usable && (part.answers > 0 || any_suppressed_below(place));
    if (part.usable) {
      score.percent = 100 * part.figure;
      score.margin = margin(part, score.respondents);
    }
    return part;
  }

  std::vector<Score> scores;

 private:
  Part empty() const {
    return {.influence = std::vector<double>(responses_.size()),
            .valid_of = std::vector<std::size_t>(responses_.size()),
            .satisfied_of = std::vector<std::size_t>(responses_.size())};
  }

  Part criterion(const Node& node, std::size_t place) {
    Part part = empty();
    for (std::size_t i = 0; i < responses_.size(); ++i) {
      const auto answer = responses_[i].find(node.field);
      if (answer == responses_[i].end() || !definition_.valid.contains(answer->second)) continue;
      part.valid_of[i] = 1;
      part.satisfied_of[i] = definition_.satisfied.contains(answer->second) ? 1 : 0;
      ++part.answers;
      part.satisfied += part.satisfied_of[i];
    }
    scores[place].missing = responses_.size() - part.answers;
    pool(part);
    return part;
  }

  Part group(const Node& node, std::size_t place) {
    Part part = empty();
    std::size_t used = 0;
    for (const Node& child_node : node.children) {
      const std::size_t child_place = scores.size();
      const Part child = visit(child_node, node.id);
      scores[place].missing += scores[child_place].missing;
      if (!child.usable) continue;
      ++used;
      part.figure += child.figure;
      part.answers += child.answers;
      part.satisfied += child.satisfied;
      for (std::size_t i = 0; i < responses_.size(); ++i) {
        part.influence[i] += child.influence[i];
        part.valid_of[i] += child.valid_of[i];
        part.satisfied_of[i] += child.satisfied_of[i];
      }
    }
    if (aggregation(node.level) == Aggregation::pooled) {
      pool(part);
    } else if (used > 0) {
      const auto count = static_cast<double>(used);
      part.figure /= count;
      for (double& influence : part.influence) influence /= count;
    }
    return part;
  }

  /// The figure and the influences of satisfied / valid over all answers.
  void pool(Part& part) const {
    if (part.answers == 0) return;
    const auto answers = static_cast<double>(part.answers);
    const double scale = static_cast<double>(responses_.size()) / answers;
    part.figure = static_cast<double>(part.satisfied) / answers;
    for (std::size_t i = 0; i < responses_.size(); ++i) {
      const double expected = part.figure * static_cast<double>(part.valid_of[i]);
      part.influence[i] = (static_cast<double>(part.satisfied_of[i]) - expected) * scale;
    }
  }

  Aggregation aggregation(Level level) const {
    if (level == Level::overall) return definition_.formula.overall;
    return level == Level::part ? definition_.formula.part : definition_.formula.factor;
  }

  bool any_suppressed_below(std::size_t place) const {
    for (std::size_t i = place + 1; i < scores.size(); ++i) {
      if (scores[i].suppressed) return true;
    }
    return false;
  }

  std::optional<double> margin(const Part& part, std::size_t respondents) const {
    if (part.satisfied < kNormalApproximation || part.answers - part.satisfied < kNormalApproximation) return {};
    double squares = 0;
    for (const double influence : part.influence) squares += influence * influence;
    const auto responses = static_cast<double>(responses_.size());
    double variance = squares / (responses * responses);
    if (population_) {
      const auto unasked = static_cast<double>(*population_ - respondents);
      variance *= unasked > 0 ? unasked / static_cast<double>(*population_ - 1) : 0;
    }
    return 100 * kZ95 * std::sqrt(variance);
  }

  const IndexDefinition& definition_;
  std::span<const Answers> responses_;
  std::optional<std::size_t> population_;
};

}  // namespace

Result<IndexScores> score(const IndexDefinition& definition, std::span<const Answers> responses,
                          std::optional<std::size_t> population) {
  if (population && *population < responses.size()) {
    return fail(ErrorCode::invalid_argument, "population < responses");
  }
  Scorer scorer(definition, responses, population);
  scorer.visit(definition.root, {});
  return IndexScores{.index_id = definition.id,
                     .index_version = definition.version,
                     .formula = definition.formula,
                     .responses = responses.size(),
                     .scores = std::move(scorer.scores)};
}

}  // namespace motcua::index
