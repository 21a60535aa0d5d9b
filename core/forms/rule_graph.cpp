#include <algorithm>
#include <deque>

#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

class RuleGraph {
 public:
  explicit RuleGraph(FormModel& model) : model_(model), after_(model.rules.size()) {}

  Status run() {
    for (Rule& rule : model_.rules) read_choices(rule);
    connect();
    find_rings();
    // A rule may depend on its own kind in other instances of a repeat (a running total): that is no circle, but such
    // rules are evaluated again until nothing changes.
    waits_.assign(after_.size(), 0);
    for (std::uint32_t from = 0; from < after_.size(); ++from) {
      std::erase_if(after_[from], [&](const Edge& edge) { return edge.across && ring_[from] == ring_[edge.to]; });
      for (const Edge& edge : after_[from]) ++waits_[edge.to];
    }
    std::vector<std::uint32_t> order;
    std::deque<std::uint32_t> ready;
    for (std::uint32_t i = 0; i < waits_.size(); ++i) {
      if (waits_[i] == 0) ready.push_back(i);
    }
    while (!ready.empty()) {
      const std::uint32_t rule = ready.front();
      ready.pop_front();
      order.push_back(rule);
      for (const Edge& edge : after_[rule]) {
        if (--waits_[edge.to] == 0) ready.push_back(edge.to);
      }
    }
    if (order.size() < model_.rules.size()) return fail(ErrorCode::form_cycle, describe_cycle());
    reorder(order);
    return {};
  }

 private:
  struct Edge {
    std::uint32_t to = kNone;
    bool across = false;  ///< From one instance of a repeat to others.
  };

  void edge(std::uint32_t from, std::uint32_t to, bool across) {
    if (from != kNone) after_[from].push_back({to, across});
  }

  /// The nearest node from `node` upwards that has a rule of relevance; that rule.
  [[nodiscard]] std::uint32_t nearest_relevance(std::uint32_t node) const {
    while (node != kNone && model_.nodes[node].relevant == kNone) node = model_.nodes[node].parent;
    return node == kNone ? kNone : model_.nodes[node].relevant;
  }

  /// The repeats around both nodes.
  [[nodiscard]] std::uint32_t common_depth(std::uint32_t a, std::uint32_t b) const {
    const auto up = [this](std::uint32_t repeat) { return model_.repeats[repeat].parent; };
    std::uint32_t one = model_.nodes[a].repeat;
    std::uint32_t other = model_.nodes[b].repeat;
    const auto depth = [this](std::uint32_t repeat) {
      return repeat == kNone ? 0 : model_.places[model_.repeats[repeat].node].depth;
    };
    while (one != other) {
      if (depth(one) >= depth(other)) {
        one = up(one);
      } else {
        other = up(other);
      }
    }
    return depth(one);
  }

  /// jr:choice-name reads what the choices of its question depend on; what it is itself the value of is no circle.
  void read_choices(Rule& rule) {
    for (const std::string& path : rule.choice_names) {
      const auto found = model_.locate(trim(path));
      if (!found || model_.nodes[found->node].control == kNone) continue;
      const auto& itemset = model_.controls[model_.nodes[found->node].control].itemset;
      if (!itemset) continue;
      std::uint32_t depth = common_depth(rule.node, found->node);
      if (rule.kind == RuleKind::count) depth = std::min(depth, model_.places[rule.node].depth - 1);
      for (xpath::Read read : itemset->reads) {
        if (read.node == rule.node) continue;
        read.shared = std::min(read.shared, depth);
        rule.reads.push_back(read);
      }
    }
    if (!rule.choice_names.empty()) xpath::merge_reads(rule.reads);
  }

  void connect() {
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      const Rule& rule = model_.rules[i];
      // An inner relevance comes after the one around it, so that reading a node waits for all around it.
      if (rule.kind == RuleKind::relevant) edge(nearest_relevance(model_.nodes[rule.node].parent), i, false);
      for (const xpath::Read& read : rule.reads) {
        const bool across = read.shared < common_depth(read.node, rule.node);
        edge(model_.nodes[read.node].calculate, i, across);
        if (!read.place) edge(nearest_relevance(read.node), i, across);
        // What is read of instances of a repeat waits until there are as many as there should be.
        for (std::uint32_t at = model_.nodes[read.node].repeat; at != kNone; at = model_.repeats[at].parent) {
          const RepeatDefinition& repeat = model_.repeats[at];
          if (model_.places[repeat.node].depth > read.shared) edge(repeat.count, i, true);
        }
      }
    }
  }

  /// Numbers the groups of rules that depend on each other in a ring, whichever way (Tarjan's algorithm, without
  /// recursion: a chain of calculations may be long).
  void find_rings() {
    const auto size = static_cast<std::uint32_t>(after_.size());
    ring_.assign(size, kNone);
    std::vector<std::uint32_t> number(size, kNone);
    std::vector<std::uint32_t> lowest(size, 0);
    std::vector<std::uint32_t> open;
    std::vector<bool> is_open(size);
    std::vector<std::pair<std::uint32_t, std::size_t>> trail;
    std::uint32_t next = 0;
    std::uint32_t rings = 0;
    for (std::uint32_t start = 0; start < size; ++start) {
      if (number[start] != kNone) continue;
      trail.emplace_back(start, 0);
      while (!trail.empty()) {
        auto& [at, step] = trail.back();
        if (step == 0) {
          number[at] = lowest[at] = next++;
          open.push_back(at);
          is_open[at] = true;
        }
        if (step < after_[at].size()) {
          const std::uint32_t to = after_[at][step++].to;
          if (number[to] == kNone) {
            trail.emplace_back(to, 0);
          } else if (is_open[to]) {
            lowest[at] = std::min(lowest[at], number[to]);
          }
          continue;
        }
        const std::uint32_t done = at;
        trail.pop_back();
        if (!trail.empty()) lowest[trail.back().first] = std::min(lowest[trail.back().first], lowest[done]);
        if (lowest[done] != number[done]) continue;
        std::uint32_t member = kNone;
        std::uint32_t members = 0;
        do {
          member = open.back();
          open.pop_back();
          is_open[member] = false;
          ring_[member] = rings;
          ++members;
        } while (member != done);
        ++rings;
        const bool alone = members == 1 && std::ranges::find(after_[done], done, &Edge::to) == after_[done].end();
        ring_sizes_.push_back(alone ? 0 : members);
      }
    }
    for (std::uint32_t i = 0; i < size; ++i) model_.rules[i].circular = ring_sizes_[ring_[i]] > 0;
  }

  /// Follows rules that still wait, from one to one that it waits for, until one comes again.
  [[nodiscard]] std::string describe_cycle() const {
    std::vector<std::vector<std::uint32_t>> before(after_.size());
    for (std::uint32_t from = 0; from < after_.size(); ++from) {
      for (const Edge& edge : after_[from]) {
        if (waits_[from] > 0) before[edge.to].push_back(from);
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
      const std::uint32_t own_depth = model_.places[rule.node].depth;
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
        case RuleKind::count:
          model_.repeats[node.repeat].count = place;
          // When what is around the repeat becomes relevant again.
          model_.dependents[node.parent].push_back({place, own_depth - 1});
          break;
      }
      for (const xpath::Read& read : rule.reads) model_.dependents[read.node].push_back({place, read.shared});
      // A constraint is about its own value even where the expression does not mention it.
      const bool reads_itself = std::ranges::any_of(
          rule.reads, [&](const xpath::Read& read) { return read.node == rule.node && read.shared <= own_depth; });
      if (rule.kind == RuleKind::constraint && !reads_itself) {
        model_.dependents[rule.node].push_back({place, own_depth});
      }
      sorted.push_back(std::move(rule));
    }
    model_.rules = std::move(sorted);
  }

  FormModel& model_;
  std::vector<std::vector<Edge>> after_;
  std::vector<std::uint32_t> waits_;
  std::vector<std::uint32_t> ring_;        ///< By rule.
  std::vector<std::uint32_t> ring_sizes_;  ///< By ring; 0: one rule that does not depend on itself.
};

}  // namespace

Status order_rules(FormModel& model) { return RuleGraph(model).run(); }

}  // namespace motcua::forms
