#include <algorithm>
#include <deque>

#include "loader.hpp"

namespace motcua::forms {
namespace {

class RuleGraph {
 public:
  explicit RuleGraph(FormModel& model) : model_(model), after_(model.rules.size()), waits_(model.rules.size()) {}

  Status run() {
    connect();
    std::vector<std::uint32_t> order;
    std::deque<std::uint32_t> ready;
    for (std::uint32_t i = 0; i < waits_.size(); ++i) {
      if (waits_[i] == 0) ready.push_back(i);
    }
    while (!ready.empty()) {
      const std::uint32_t rule = ready.front();
      ready.pop_front();
      order.push_back(rule);
      for (const std::uint32_t next : after_[rule]) {
        if (--waits_[next] == 0) ready.push_back(next);
      }
    }
    if (order.size() < model_.rules.size()) return fail(ErrorCode::form_cycle, describe_cycle());
    reorder(order);
    return {};
  }

 private:
  void edge(std::uint32_t from, std::uint32_t to) {
    if (from == kNone) return;
    after_[from].push_back(to);
    ++waits_[to];
  }

  /// The nearest node from `node` upwards that has a rule of relevance; that rule.
  [[nodiscard]] std::uint32_t nearest_relevance(std::uint32_t node) const {
    while (node != kNone && model_.nodes[node].relevant == kNone) node = model_.nodes[node].parent;
    return node == kNone ? kNone : model_.nodes[node].relevant;
  }

  void connect() {
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      const Rule& rule = model_.rules[i];
      // An inner relevance comes after the one around it, so that reading a node waits for all around it.
      if (rule.kind == RuleKind::relevant) edge(nearest_relevance(model_.nodes[rule.node].parent), i);
      for (const std::uint32_t read : rule.reads) {
        edge(model_.nodes[read].calculate, i);
        edge(nearest_relevance(read), i);
      }
    }
  }

  /// Follows rules that still wait, from one to one that it waits for, until one comes again.
  [[nodiscard]] std::string describe_cycle() const {
    std::vector<std::vector<std::uint32_t>> before(after_.size());
    for (std::uint32_t from = 0; from < after_.size(); ++from) {
      for (const std::uint32_t to : after_[from]) {
        if (waits_[from] > 0) before[to].push_back(from);
      }
    }
    std::vector<std::uint32_t> trail;
    std::vector<bool> seen(after_.size());
    std::uint32_t at = 0;
    while (waits_[at] == 0) ++at;
    while (!seen[at]) {
      seen[at] = true;
      trail.push_back(at);
      at = before[at].front();
    }
    std::string text = model_.nodes[model_.rules[at].node].path;
    for (auto back = trail.rbegin(); back != trail.rend(); ++back) {
      text += " → " + model_.nodes[model_.rules[*back].node].path;
      if (*back == at) break;
    }
    return text;
  }

  void reorder(const std::vector<std::uint32_t>& order) {
    std::vector<Rule> sorted;
    sorted.reserve(order.size());
    model_.dependents.assign(model_.nodes.size(), {});
    for (const std::uint32_t old : order) {
      const auto place = static_cast<std::uint32_t>(sorted.size());
      Rule& rule = model_.rules[old];
      NodeDefinition& node = model_.nodes[rule.node];
      switch (rule.kind) {
        case RuleKind::calculate:
          node.calculate = place;
          break;
        case RuleKind::relevant:
          node.relevant = place;
          break;
        case RuleKind::readonly:
          node.readonly = place;
          break;
        case RuleKind::required:
          node.required = place;
          break;
        case RuleKind::constraint:
          node.constraint = place;
          break;
      }
      for (const std::uint32_t read : rule.reads) model_.dependents[read].push_back(place);
      // A constraint is about its own value even where the expression does not mention it.
      const bool reads_itself = std::ranges::binary_search(rule.reads, rule.node);
      if (rule.kind == RuleKind::constraint && !reads_itself) model_.dependents[rule.node].push_back(place);
      sorted.push_back(std::move(rule));
    }
    model_.rules = std::move(sorted);
  }

  FormModel& model_;
  std::vector<std::vector<std::uint32_t>> after_;
  std::vector<std::uint32_t> waits_;
};

}  // namespace

Status order_rules(FormModel& model) { return RuleGraph(model).run(); }

}  // namespace motcua::forms
