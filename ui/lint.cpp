#include "lint.hpp"

#include <unordered_map>

#include "tokens.hpp"

namespace motcua::ui {
namespace {

struct Placed {
  const Node* node;
  float x = 0, y = 0;  ///< Absolute; inside a scroller of its content.
  NodeId scroller = 0;
  NodeId dialog = 0;
  const Placed* parent = nullptr;
};

bool is_control(Role role) {
  switch (role) {
    case Role::button:
    case Role::link:
    case Role::text_field:
    case Role::text_area:
    case Role::checkbox:
    case Role::radio:
    case Role::slider:
    case Role::file_field:
      return true;
    default:
      return false;
  }
}

bool needs_name(Role role) {
  return is_control(role) || role == Role::heading || role == Role::text || role == Role::radio_group ||
         role == Role::dialog || role == Role::navigation || role == Role::progress || role == Role::image ||
         role == Role::region || role == Role::table;
}

std::string describe(const Node& node) {
  std::string line = dump({node});
  if (!line.empty()) line.pop_back();
  return line;
}

bool overlap(const Placed& a, const Placed& b) {
  constexpr float kTouching = 0.5F;
  return a.x + kTouching < b.x + b.node->w && b.x + kTouching < a.x + a.node->w && a.y + kTouching < b.y + b.node->h &&
         b.y + kTouching < a.y + a.node->h;
}

bool is_inside(const Placed& inner, const Placed& outer) {
  for (const Placed* at = inner.parent; at != nullptr; at = at->parent) {
    if (at == &outer) return true;
  }
  return false;
}

class Linter {
 public:
  Linter(const SemanticTree& tree, const Viewport& viewport) : viewport_(viewport) { place(tree); }

  std::vector<std::string> run() {
    int h1 = 0;
    int level = 0;
    for (const Placed& placed : placed_) {
      const Node& node = *placed.node;
      if (needs_name(node.role) && node.name.empty()) say("has no name", node);
      if (node.role == Role::heading) {
        if (node.level == 1) ++h1;
        if (node.level < 1 || node.level > level + 1) say("skips a heading level", node);
        level = node.level;
      }
      if (node.role == Role::radio && (placed.parent == nullptr || placed.parent->node->role != Role::radio_group))
        say("is outside a radio group", node);
      if (is_control(node.role) && (node.h < kTouch - 0.5F || node.w < kTouch - 0.5F))
        say("is smaller than 48 dp", node);
      if (placed.x < -0.5F || placed.x + node.w > viewport_.width + 0.5F) say("leaves the screen sideways", node);
      if (placed.parent != nullptr && (node.x < -0.5F || node.x + node.w > placed.parent->node->w + 0.5F))
        say("leaves its parent sideways", node);
    }
    if (h1 != 1) problems_.push_back("there are " + std::to_string(h1) + " h1, not one");
    overlaps();
    return std::move(problems_);
  }

 private:
  void place(const SemanticTree& tree) {
    placed_.reserve(tree.size());  // Pointers into it stay valid.
    std::unordered_map<NodeId, const Placed*> by_id;
    for (const Node& node : tree) {
      Placed placed{.node = &node, .x = node.x, .y = node.y};
      if (node.id != 1) {
        const auto parent = by_id.find(node.parent);
        if (parent == by_id.end()) {
          say("comes before its parent", node);
        } else {
          const Placed& p = *parent->second;
          placed.parent = &p;
          placed.x += p.x;
          placed.y += p.y;
          placed.scroller = p.node->role == Role::scroller ? p.node->id : p.scroller;
          placed.dialog = p.node->role == Role::dialog ? p.node->id : p.dialog;
        }
      }
      placed_.push_back(placed);
      if (!by_id.emplace(node.id, &placed_.back()).second) say("has an id that is used twice", node);
    }
  }

  void overlaps() {
    std::vector<const Placed*> controls;
    for (const Placed& placed : placed_) {
      if (is_control(placed.node->role)) controls.push_back(&placed);
    }
    for (std::size_t i = 0; i < controls.size(); ++i) {
      for (std::size_t j = i + 1; j < controls.size(); ++j) {
        const Placed& a = *controls[i];
        const Placed& b = *controls[j];
        if (a.scroller != b.scroller || a.dialog != b.dialog) continue;
        if (overlap(a, b) && !is_inside(b, a)) say("overlaps " + describe(*b.node), *a.node);
      }
    }
  }

  void say(const std::string& what, const Node& node) { problems_.push_back(describe(node) + " " + what); }

  Viewport viewport_;
  std::vector<Placed> placed_;
  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> lint(const SemanticTree& tree, const Viewport& viewport) {
  return Linter(tree, viewport).run();
}

}  // namespace motcua::ui
