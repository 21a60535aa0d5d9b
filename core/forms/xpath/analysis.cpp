#include "xpath/analysis.hpp"

#include <algorithm>

namespace motcua::forms::xpath {
namespace {

/// What is done with the nodes that a path selects.
enum class Use : unsigned char {
  value,      ///< Their text is read: everything below them counts.
  existence,  ///< Only whether they are there.
  place,      ///< Only their positions.
  start,      ///< Only steps from them.
};

/// Nodes of one definition, and how many of their repeats are certainly the subject's own instances.
struct Found {
  const Node* node = nullptr;
  std::uint32_t shared = 0;
};
using FoundSet = std::vector<Found>;

std::string describe(const Step& step) {
  if (step.axis == Axis::parent) return "..";
  if (step.axis == Axis::self) return ".";
  const std::string name = step.test.local != nullptr ? *step.test.local : "node()";
  return step.axis == Axis::attribute ? "@" + name : name;
}

std::string describe(const Expr& path) {
  std::string out;
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    if (i > 0 || path.absolute) out += "/";
    out += describe(path.steps[i]);
  }
  return out;
}

/// Authors write `null` for "no value": to XPath it is a path to a child that is never there, which is blank as meant.
bool is_null(const Expr& path) {
  return !path.absolute && path.args.empty() && path.steps.size() == 1 && path.steps[0].axis == Axis::child &&
         path.steps[0].test.kind == TestKind::name && *path.steps[0].test.local == "null";
}

bool stays_in_line(Axis axis) {
  return axis == Axis::child || axis == Axis::parent || axis == Axis::self || axis == Axis::attribute ||
         axis == Axis::ancestor || axis == Axis::ancestor_or_self || axis == Axis::descendant ||
         axis == Axis::descendant_or_self;
}

class Analyser {
 public:
  Analyser(const Shape& shape, const Subject& subject, const Host& host, Analysis& out)
      : shape_(shape), host_(host), out_(out) {
    if (subject.node != nullptr) current_.push_back({subject.node, subject.depth});
  }

  FoundSet visit(Expr& expr, const FoundSet& context, Use use) {
    switch (expr.op) {
      case Op::path:
        return path(expr, context, use);
      case Op::union_: {
        FoundSet all;
        for (const auto& arg : expr.args) {
          const FoundSet nodes = visit(*arg, context, use);
          all.insert(all.end(), nodes.begin(), nodes.end());
        }
        settle(all);
        return all;
      }
      case Op::call:
        return call(expr, context, use);
      case Op::either:
      case Op::both:
        for (const auto& arg : expr.args) visit(*arg, context, Use::existence);
        return {};
      default:
        for (const auto& arg : expr.args) visit(*arg, context, Use::value);
        return {};
    }
  }

  [[nodiscard]] const FoundSet& current() const { return current_; }

 private:
  [[nodiscard]] bool in_primary(const Node* node) const { return node == shape_.primary->root() || node->id != kNoId; }
  [[nodiscard]] std::uint32_t depth_of(const Node* node) const {
    return node->id == kNoId ? 0 : shape_.places[node->id].depth;
  }
  /// The node that stands for all of its definition.
  [[nodiscard]] const Node* canonical(const Node* node) const {
    return node->id == kNoId ? node : &shape_.primary->at(shape_.places[node->id].index);
  }
  /// Each definition once, with the fewest shared repeats.
  static void settle(FoundSet& nodes) {
    std::ranges::sort(nodes, [](const Found& a, const Found& b) {
      return a.node->order != b.node->order ? a.node->order < b.node->order : a.shared < b.shared;
    });
    const auto rest = std::ranges::unique(nodes, {}, &Found::node);
    nodes.erase(rest.begin(), rest.end());
  }

  /// Where an absolute path starts: it stays in the instances around what it is asked for (ODK's deviation).
  struct Anchor {
    std::vector<const Node*> line;  ///< From the outermost element down to the node.
    std::uint32_t shared = 0;
  };
  [[nodiscard]] Anchor anchor(const FoundSet& context) const {
    const FoundSet* from = &current_;
    if (!context.empty() && in_primary(context.front().node)) from = &context;
    if (from->size() != 1) return {};
    Anchor out;
    out.shared = from->front().shared;
    for (const Node* at = from->front().node; at != nullptr && at != shape_.primary->root(); at = at->parent) {
      out.line.push_back(canonical(at));
    }
    std::ranges::reverse(out.line);
    return out;
  }

  FoundSet path(Expr& expr, const FoundSet& context, Use use) {
    FoundSet nodes;
    bool simple = expr.predicates.empty();
    Anchor along;
    if (!expr.args.empty()) {
      nodes = visit(*expr.args[0], context, Use::start);
      for (const auto& predicate : expr.predicates) visit(*predicate, nodes, Use::existence);
      simple = simple && expr.args[0]->op == Op::call && expr.args[0]->function == FunctionId::current;
    } else if (expr.absolute) {
      nodes.push_back({shape_.primary->root(), 0});
      along = anchor(context);
    } else {
      nodes = context;
      simple = simple && &context == &current_;  // Inside a predicate the context is another node each time.
    }
    std::size_t level = 0;
    for (auto& step : expr.steps) {
      simple = simple && step.predicates.empty() &&
               (step.axis == Axis::child || step.axis == Axis::parent || step.axis == Axis::self);
      const bool from_primary = std::ranges::any_of(nodes, [this](const Found& at) { return in_primary(at.node); });
      FoundSet next = walk(step, nodes);
      const bool leads_nowhere = next.empty() && from_primary && step.test.kind == TestKind::name;
      if (leads_nowhere && !is_null(expr) && !out_.missing) out_.missing = describe(expr);
      const bool on_line = level < along.line.size() && step.axis == Axis::child && step.predicates.empty() &&
                           step.test.kind == TestKind::name && next.size() == 1 &&
                           next.front().node == along.line[level];
      if (on_line) {
        next.front().shared = std::min(depth_of(next.front().node), along.shared);
        ++level;
      } else {
        along.line.clear();
      }
      nodes = std::move(next);
      for (const auto& predicate : step.predicates) visit(*predicate, nodes, Use::existence);
    }
    if (simple && nodes.size() == 1 && nodes.front().node->id != kNoId) {
      const NodePlace& place = shape_.places[nodes.front().node->id];
      if (nodes.front().shared == place.depth) {
        expr.fixed = place.slot;
        expr.fixed_depth = place.depth;
      }
    }
    if (use != Use::start) read(nodes, use);
    return nodes;
  }

  [[nodiscard]] FoundSet walk(const Step& step, const FoundSet& from) const {
    FoundSet out;
    NodeSet selected;
    for (const Found& at : from) {
      selected.clear();
      if (step.axis == Axis::child && step.test.kind == TestKind::name && in_primary(at.node)) {
        for (const auto& entry : shape_.children.find(*at.node, step.test.local)) {
          if (is_child_match(step.test, *entry.node)) selected.push_back(entry.node);
        }
      } else {
        select(step, *at.node, selected);
      }
      if (!stays_in_line(step.axis)) other_instances(step, *at.node, selected);
      for (const Node* node : selected) {
        if (node->kind == NodeKind::text) continue;
        std::uint32_t shared = std::min(at.shared, depth_of(node));
        // Nodes beside this one may be in other instances of the repeat that it is an instance of.
        if (!stays_in_line(step.axis)) {
          shared = step.axis == Axis::following_sibling || step.axis == Axis::preceding_sibling
                       ? std::min(shared, node->parent != nullptr ? depth_of(node->parent) : 0)
                       : 0;
        }
        out.push_back({canonical(node), shared});
        // Thousands of rows of a choice list are alike, and nothing is computed over them: one stands for all.
        if (!in_primary(at.node)) break;
      }
    }
    settle(out);
    return out;
  }

  /// The template has one instance of each repeat, which stands for those beside it too.
  void other_instances(const Step& step, const Node& from, NodeSet& out) const {
    const bool siblings = step.axis == Axis::following_sibling || step.axis == Axis::preceding_sibling;
    Step below;
    below.axis = siblings ? Axis::self : Axis::descendant_or_self;
    below.test = step.test;
    for (const Node* at = &from; at != nullptr && at->id != kNoId; at = at->parent) {
      if (depth_of(at) > depth_of(at->parent)) select(below, *at, out);
      if (siblings) break;
    }
  }

  void read(const FoundSet& nodes, Use use) {
    for (const Found& found : nodes) {
      if (!in_primary(found.node)) continue;
      if (use != Use::value) {
        add(*found.node, found.shared, use == Use::place);
        continue;
      }
      for (const Node* at = found.node; at != nullptr; at = next_in_subtree(*at, *found.node)) add(*at, found.shared);
    }
  }
  void add(const Node& node, std::uint32_t shared, bool place = false) {
    if (node.id != kNoId) out_.reads.push_back({node.id, shared, place});
  }

  FoundSet call(Expr& expr, const FoundSet& context, Use use) {
    const auto id = expr.function;
    if (id == FunctionId::choice_name || id == FunctionId::itext) out_.speaks = true;
    if (id == FunctionId::choice_name && expr.args[1]->op == Op::text) out_.choice_names.push_back(expr.args[1]->text);
    if (id == FunctionId::now || id == FunctionId::today || id == FunctionId::random || id == FunctionId::uuid ||
        id == FunctionId::once) {
      out_.pure = false;
    }
    if (id == FunctionId::current) {
      if (use != Use::start) read(current_, use);
      return current_;
    }
    if (id == FunctionId::instance) return instance(expr, context);
    if (id == FunctionId::once) {  // Reads its own node, which is no circle: the value that is there stays.
      visit(*expr.args[0], context, Use::value);
      return {};
    }
    if (id == FunctionId::indexed_repeat) return indexed_repeat(expr, context, use);
    if (id == FunctionId::randomize) {
      const bool seeded = expr.args.size() > 1;
      if (seeded) visit(*expr.args[1], context, Use::value);
      out_.pure = out_.pure && seeded;
      return visit(*expr.args[0], context, use);
    }
    if (id == FunctionId::position) {
      for (const auto& arg : expr.args) visit(*arg, context, Use::place);
      return {};
    }
    const bool shape_only = id == FunctionId::count || id == FunctionId::name || id == FunctionId::local_name ||
                            id == FunctionId::namespace_uri || id == FunctionId::boolean || id == FunctionId::not_;
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const bool condition = id == FunctionId::if_ && i == 0;
      visit(*expr.args[i], context, shape_only || condition ? Use::existence : Use::value);
    }
    const bool reads_context =
        expr.args.empty() && (id == FunctionId::string || id == FunctionId::number || id == FunctionId::string_length ||
                              id == FunctionId::normalize_space);
    if (reads_context) read(context, Use::value);
    return {};
  }

  /// indexed-repeat(node, repeat, index, …): from the outermost of the repeats on, any instance may be meant.
  FoundSet indexed_repeat(Expr& expr, const FoundSet& context, Use use) {
    FoundSet nodes = visit(*expr.args[0], context, Use::start);
    std::uint32_t shared = 0xFFFF'FFFFU;
    for (std::size_t i = 1; i < expr.args.size(); ++i) {
      if (i % 2 == 0) {
        visit(*expr.args[i], context, Use::value);
        continue;
      }
      for (const Found& found : visit(*expr.args[i], context, Use::start)) {
        const std::uint32_t depth = depth_of(found.node);
        shared = std::min(shared, depth > 0 ? depth - 1 : 0);
        add(*found.node, std::min(found.shared, depth > 0 ? depth - 1 : 0));
      }
    }
    for (Found& found : nodes) found.shared = std::min(found.shared, shared);
    if (use != Use::start) read(nodes, use);
    return nodes;
  }

  FoundSet instance(Expr& expr, const FoundSet& context) {
    Expr& name = *expr.args[0];
    if (name.op != Op::text) {
      visit(name, context, Use::value);
      return {};
    }
    if (const Document* document = host_.instance(name.text)) return {{document->root(), 0}};
    if (!out_.instance) out_.instance = name.text;
    return {};
  }

  const Shape& shape_;
  const Host& host_;
  Analysis& out_;
  FoundSet current_;
};

}  // namespace

ChildIndex::ChildIndex(const Document& document) {
  for (const Node* at = document.root(); at != nullptr; at = next_in_subtree(*at, *document.root())) {
    if (at->kind == NodeKind::element) entries_.push_back({at->parent, at->name.local, at});
  }
  std::ranges::sort(entries_, [](const Entry& a, const Entry& b) {
    if (a.parent != b.parent) return a.parent->index < b.parent->index;
    if (a.local != b.local) return std::less<>{}(a.local, b.local);
    return a.node->order < b.node->order;
  });
}

std::span<const ChildIndex::Entry> ChildIndex::find(const Node& parent, const std::string* local) const {
  const auto found =
      std::ranges::equal_range(entries_, Entry{&parent, local, nullptr}, [](const Entry& a, const Entry& b) {
        return a.parent != b.parent ? a.parent->index < b.parent->index : std::less<>{}(a.local, b.local);
      });
  return {found.begin(), found.end()};
}

void merge_reads(std::vector<Read>& reads) {
  std::ranges::sort(reads);
  std::vector<Read> merged;
  for (const Read& read : reads) {
    if (!merged.empty() && merged.back().node == read.node) {
      merged.back().place = merged.back().place && read.place;
    } else {
      merged.push_back(read);
    }
  }
  reads = std::move(merged);
}

Analysis analyse(Expr& expr, const Shape& shape, const Subject& subject, const Host& host) {
  Analysis out;
  Analyser analyser(shape, subject, host, out);
  analyser.visit(expr, analyser.current(), Use::value);
  merge_reads(out.reads);
  return out;
}

}  // namespace motcua::forms::xpath
