#include "lint.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "tokens.hpp"

namespace motcua::ui {
namespace {

/// Rounding of places is no fault.
constexpr float kTouching = 0.75F;

struct Placed {
  const Node* node = nullptr;
  float x = 0, y = 0;  ///< Absolute; inside a scroller of its content.
  const Placed* parent = nullptr;
  std::vector<const Placed*> children;
  bool scrolled = false;  ///< Inside a scroller.
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
    case Role::toggle_switch:
    case Role::toggle_button:
    case Role::tab:
    case Role::option:
    case Role::pad:
    case Role::keep_drawing:
    case Role::locator:
    case Role::recorder:
      return true;
    default:
      return false;
  }
}

bool needs_name(Role role) {
  switch (role) {
    case Role::heading:
    case Role::text:
    case Role::radio_group:
    case Role::dialog:
    case Role::navigation:
    case Role::progress:
    case Role::image:
    case Role::region:
    case Role::table:
    case Role::column_header:
    case Role::tab_list:
    case Role::tab_panel:
    case Role::list_box:
    case Role::player:
    case Role::scanner:
      return true;
    default:
      return is_control(role);
  }
}

/// What a node stands in, directly or through boxes that mean nothing by themselves.
struct Home {
  Role role;
  Role in;
  const char* complaint;
};
/// Boxes that stand between a thing and what it belongs to without making a difference.
bool passes_through(Role role) { return role == Role::group || role == Role::row_group || role == Role::scroller; }

constexpr std::array kHomes{Home{Role::radio, Role::radio_group, "is outside a radio group"},
                            Home{Role::tab, Role::tab_list, "is outside a tab list"},
                            Home{Role::option, Role::list_box, "is outside a list box"},
                            Home{Role::list_item, Role::list, "is outside a list"},
                            Home{Role::row, Role::table, "is outside a table"},
                            Home{Role::cell, Role::row, "is outside a row"},
                            Home{Role::column_header, Role::row, "is outside a row"}};

std::string describe(const Node& node) {
  std::string line = dump({node});
  if (!line.empty()) line.pop_back();
  return line;
}

bool overlap(const Placed& a, const Placed& b) {
  return a.x + kTouching < b.x + b.node->w && b.x + kTouching < a.x + a.node->w && a.y + kTouching < b.y + b.node->h &&
         b.y + kTouching < a.y + a.node->h;
}

class Linter {
 public:
  Linter(const SemanticTree& tree, const Viewport& viewport) : viewport_(viewport) { place(tree); }

  std::vector<std::string> run() {
    for (const Placed& placed : placed_) {
      naming(placed);
      touching(placed);
      standing(placed);
      room(placed);
      overlapping(placed);
    }
    headings();
    if (count(Role::main) != 1)
      problems_.push_back("there are " + std::to_string(count(Role::main)) + " main, not one");
    return std::move(problems_);
  }

 private:
  void place(const SemanticTree& tree) {
    placed_.reserve(tree.size());  // Pointers into it stay valid.
    std::unordered_map<NodeId, Placed*> by_id;
    for (const Node& node : tree) {
      Placed placed;
      placed.node = &node;
      placed.x = node.x;
      placed.y = node.y;
      Placed* parent = nullptr;
      if (node.id != 1) {
        const auto found = by_id.find(node.parent);
        if (found == by_id.end()) {
          say("comes before its parent", node);
        } else {
          parent = found->second;
          placed.parent = parent;
          placed.x += parent->x;
          placed.y += parent->y;
          placed.scrolled = parent->scrolled || parent->node->role == Role::scroller;
        }
      }
      placed_.push_back(placed);
      if (parent != nullptr) parent->children.push_back(&placed_.back());
      if (!by_id.emplace(node.id, &placed_.back()).second) say("has an id that is used twice", node);
    }
  }

  void naming(const Placed& placed) {
    const Node& node = *placed.node;
    if (needs_name(node.role) && node.name.empty()) say("has no name", node);
    if (node.role == Role::text_field && node.field == Field::none) say("does not say what it takes", node);
    if (node.role == Role::link && node.value.empty()) say("leads nowhere", node);
  }

  void touching(const Placed& placed) {
    const Node& node = *placed.node;
    if (!is_control(node.role)) return;
    if (node.h < kTouch - 0.5F || node.w < kTouch - 0.5F) say("is smaller than 48 dp", node);
    for (const Placed* up = placed.parent; up != nullptr; up = up->parent) {
      if (is_control(up->node->role)) say("is inside another control", node);
    }
  }

  void standing(const Placed& placed) {
    const Node& node = *placed.node;
    for (const Home& home : kHomes) {
      if (node.role != home.role) continue;
      const Placed* up = placed.parent;
      while (up != nullptr && passes_through(up->node->role)) up = up->parent;
      if (up == nullptr || up->node->role != home.in) say(home.complaint, node);
    }
    if (node.role == Role::tab_list) {
      const auto selected =
          std::ranges::count_if(placed.children, [](const Placed* tab) { return (tab->node->flags & kSelected) != 0; });
      if (selected != 1) say("does not show one tab as selected", node);
    }
    if (node.role == Role::dialog && !holds(placed, Role::heading)) say("has no heading", node);
  }

  static bool holds(const Placed& placed, Role role) {
    return std::ranges::any_of(
        placed.children, [role](const Placed* child) { return child->node->role == role || holds(*child, role); });
  }

  /// Nothing leaves its parent or the screen.
  void room(const Placed& placed) {
    const Node& node = *placed.node;
    if (placed.x < -kTouching || placed.x + node.w > viewport_.width + kTouching)
      say("leaves the screen sideways", node);
    if (!placed.scrolled && (placed.y < -kTouching || placed.y + node.h > viewport_.height + kTouching))
      say("leaves the screen above or below", node);
    if (placed.parent == nullptr) return;
    const Node& parent = *placed.parent->node;
    if (node.x < -kTouching || node.x + node.w > parent.w + kTouching) say("leaves its parent sideways", node);
    const float height = parent.role == Role::scroller ? parent.content_height : parent.h;
    if (node.y < -kTouching || node.y + node.h > height + kTouching) say("leaves its parent above or below", node);
  }

  /// What stands side by side lies side by side; with `room`, this holds of all nodes. Only a dialog lies over others.
  void overlapping(const Placed& parent) {
    for (std::size_t i = 0; i < parent.children.size(); ++i) {
      for (std::size_t j = i + 1; j < parent.children.size(); ++j) {
        const Placed& a = *parent.children[i];
        const Placed& b = *parent.children[j];
        if (a.node->role == Role::dialog || b.node->role == Role::dialog) continue;
        if (overlap(a, b)) say("overlaps " + describe(*b.node), *a.node);
      }
    }
  }

  void headings() {
    int h1 = 0;
    int level = 0;
    for (const Placed& placed : placed_) {
      const Node& node = *placed.node;
      if (node.role != Role::heading) continue;
      if (node.level == 1) ++h1;
      if (node.level < 1 || node.level > level + 1) say("skips a heading level", node);
      level = node.level;
    }
    if (h1 != 1) problems_.push_back("there are " + std::to_string(h1) + " h1, not one");
  }

  [[nodiscard]] std::ptrdiff_t count(Role role) const {
    return std::ranges::count_if(placed_, [role](const Placed& placed) { return placed.node->role == role; });
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
