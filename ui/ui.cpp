#include "ui.hpp"

#include <algorithm>
#include <unordered_set>

#include "painter.hpp"

namespace motcua::ui {
namespace {

std::uint32_t combine(std::uint32_t seed, std::uint32_t value) {
  std::uint32_t h = seed ^ 0x9E3779B9U;
  for (unsigned i = 0; i < 4; ++i) h = (h ^ ((value >> (8U * i)) & 0xFFU)) * 16777619U;
  return h > 1 ? h : h + 2;  // 0 is none, 1 the root.
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

Rect intersect(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x);
  const float y = std::max(a.y, b.y);
  return {x, y, std::max(0.0F, std::min(a.x + a.w, b.x + b.w) - x), std::max(0.0F, std::min(a.y + a.h, b.y + b.h) - y)};
}

Rect inset(const Rect& rect, float y) { return {rect.x, rect.y + y, rect.w, rect.h - 2 * y}; }

bool is_pressable(Role role) {
  return role == Role::button || role == Role::link || role == Role::checkbox || role == Role::radio ||
         role == Role::file_field || role == Role::toggle_switch || role == Role::toggle_button || role == Role::tab ||
         role == Role::option || role == Role::keep_drawing || role == Role::locator || role == Role::recorder;
}

}  // namespace

Key::Key(std::string_view text) : hash(2166136261U) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
}

void Ui::begin(Language language, const Viewport& viewport, std::int64_t now_ms, Event event) {
  language_ = language;
  viewport_ = viewport;
  now_ms_ = now_ms;
  event_ = std::move(event);
  animating_ = false;
  poses_.clear();
  elements_.clear();
  open_.clear();
  nodes_.clear();
  id_stack_.assign(1, 1);
  text_counters_.assign(1, 0);
  Element root;
  root.flow = Flow::stack;
  root.node = 0;
  elements_.push_back(std::move(root));
  open_.push_back(0);
  nodes_.push_back({.id = 1, .role = Role::root});
}

int Ui::add(Element element) {
  const int index = static_cast<int>(elements_.size());
  const int parent = open_.back();
  element.parent = parent;
  elements_.push_back(std::move(element));
  Element& p = elements_[static_cast<std::size_t>(parent)];
  if (p.first < 0) {
    p.first = index;
  } else {
    elements_[static_cast<std::size_t>(p.last)].next = index;
  }
  p.last = index;
  return index;
}

Ui::Scope Ui::open(Flow flow, Box box) {
  Element element;
  element.flow = flow;
  element.box = box;
  open_.push_back(add(std::move(element)));
  return {*this, Scope::box};
}

void Ui::close(Scope::Closes closes) {
  if ((closes & Scope::box) != 0) open_.pop_back();
  if ((closes & Scope::keys) != 0) {
    id_stack_.pop_back();
    text_counters_.pop_back();
  }
}

void Ui::mean(int element, NodeId id, Meaning meaning) {
  elements_[static_cast<std::size_t>(element)].node = static_cast<int>(nodes_.size());
  Node node;
  node.id = id;
  node.role = meaning.role;
  node.flags = meaning.flags;
  node.level = meaning.level;
  node.field = meaning.field;
  node.font_px = meaning.font_px;
  node.name = std::move(meaning.name);
  node.value = std::move(meaning.value);
  node.description = std::move(meaning.description);
  node.language = std::move(meaning.language);
  nodes_.push_back(std::move(node));
}

Ui::Scope Ui::node(Key key, Flow flow, Box box, Meaning meaning) {
  const NodeId node_id = id(key);
  open(flow, box).release();
  mean(open_.back(), node_id, std::move(meaning));
  id_stack_.push_back(node_id);
  text_counters_.push_back(0);
  return {*this, Scope::both};
}

Ui::Scope Ui::keyed(Key key) {
  id_stack_.push_back(id(key));
  text_counters_.push_back(0);
  return {*this, Scope::keys};
}

Ui::Scope Ui::scroller(Key key, Box box, std::string name) {
  Scope scope = node(key, Flow::column, box, {.role = Role::scroller, .name = std::move(name)});
  elements_[static_cast<std::size_t>(open_.back())].scroller = true;
  return scope;
}

void Ui::text(std::string text, TextOptions options) {
  if (text.empty()) return;
  Element element;
  element.box.grow = options.grow;
  element.text = std::move(text);
  element.style = options.style;
  if (options.capped) {
    const float scale = capped_scale(viewport_.text_scale) / viewport_.text_scale;
    element.style.size *= scale;
    element.style.line *= scale;
  }
  element.colour = options.colour;
  element.text_align = options.align;
  element.may_break_words = options.may_break_words;
  element.max_lines = options.lines;
  const int index = add(std::move(element));
  if (options.silent) return;
  const NodeId node_id = combine(combine(id_stack_.back(), 0x7E787400U), text_counters_.back()++);
  Meaning meaning{.role = options.heading > 0 ? Role::heading : Role::text,
                  .level = options.heading,
                  .language = std::move(options.language)};
  meaning.name = elements_[static_cast<std::size_t>(index)].text;
  mean(index, combine(node_id, static_cast<std::uint32_t>(meaning.role)), std::move(meaning));
}

void Ui::icon(Icon icon, float size, Colour colour) {
  Element element;
  element.icon = icon;
  element.icon_size = size;
  element.colour = colour;
  add(std::move(element));
}

void Ui::gap(float size) { const auto s = column({.height = size}); }

NodeId Ui::id(Key key) const { return combine(id_stack_.back(), key.hash); }

NodeId Ui::current() const {
  for (auto i = open_.rbegin(); i != open_.rend(); ++i) {
    const int node = elements_[static_cast<std::size_t>(*i)].node;
    if (node >= 0) return nodes_[static_cast<std::size_t>(node)].id;
  }
  return 1;
}

bool Ui::is_first() const {
  const int parent = elements_[static_cast<std::size_t>(open_.back())].parent;
  return parent < 0 || elements_[static_cast<std::size_t>(parent)].first == open_.back();
}

NodeId Ui::current_scroller() const {
  for (auto i = open_.rbegin(); i != open_.rend(); ++i) {
    const Element& element = elements_[static_cast<std::size_t>(*i)];
    if (element.scroller) return nodes_[static_cast<std::size_t>(element.node)].id;
  }
  return 0;
}

float Ui::eased(NodeId id, float target, int ms, std::optional<float> first) {
  const auto [found, is_new] = easings_.try_emplace(id, Easing{first.value_or(target), target, now_ms_});
  Easing& easing = found->second;
  easing.used = true;
  if (viewport_.reduced_motion) {
    easing = {target, target, now_ms_};
    return target;
  }
  const auto now = [&] {
    const float t = std::clamp(static_cast<float>(now_ms_ - easing.since) / static_cast<float>(ms), 0.0F, 1.0F);
    return easing.to + (easing.from - easing.to) * (1 - t) * (1 - t) * (1 - t);
  };
  if (!is_new && easing.to != target) easing = {now(), target, now_ms_};
  const float at = now();
  if (at != target) animate();
  return at;
}

std::optional<std::string> Ui::typed(NodeId id) const {
  if (event_.kind != Event::type || event_.node != id) return std::nullopt;
  return event_.text;
}

std::optional<Rect> Ui::last_rect(NodeId id) const {
  const auto found = rects_.find(id);
  return found == rects_.end() ? std::nullopt : std::optional(found->second);
}

float Ui::scroll_of(NodeId scroller) const {
  const auto found = scroll_.find(scroller);
  return found == scroll_.end() ? 0 : found->second;
}

void Ui::finish(ImDrawList& list, const Theme& theme) {
  open_.clear();
  theme_ = &theme;
  Layout(elements_, fonts_).run({0, 0, viewport_.width, viewport_.height});
  rects_.clear();
  Painter painter(list, theme, fonts_, viewport_.density);
  paint_element(painter, 0, 0, {0, 0, viewport_.width, viewport_.height}, -1);
  std::erase_if(scroll_, [this](const auto& entry) { return !rects_.contains(entry.first); });
  for (auto i = easings_.begin(); i != easings_.end();)
    i = std::exchange(i->second.used, false) ? std::next(i) : easings_.erase(i);
  tree_ = nodes_;
}

void Ui::paint_element(Painter& painter, int index, float shift, const Rect& clip, int node_parent) {
  Element& element = elements_[static_cast<std::size_t>(index)];
  shift -= element.box.slide;
  const Rect rect{element.rect.x, element.rect.y - shift, element.rect.w, element.rect.h};
  const Box& box = element.box;
  // A shadow reaches beyond its box.
  const bool visible = overlap({rect.x - 32, rect.y - 32, rect.w + 64, rect.h + 64}, clip);
  if (visible) {
    const Rect frame = inset(rect, box.reach);
    painter.shadow(frame, box.radius, box.elevation);
    if (box.fill_bottom != Colour::none) {
      painter.gradient(frame, box.fill, box.fill_bottom, box.radius);
    } else {
      painter.fill(frame, box.fill, box.radius);
    }
    // A shadow alone would be too little of an edge.
    const bool edged = painter.theme().high_contrast && box.elevation > 0 && box.border == Colour::none;
    painter.outline(frame, edged ? Colour::outline : box.border, box.border_width, box.radius);
    if (element.paint) element.paint(painter, rect);
    if (element.icon != Icon::none) painter.icon(rect, element.icon, element.icon_size, element.colour);
    if (!element.text.empty())
      painter.text(rect, element.text, element.style, element.colour, element.text_align, element.max_lines);
  }
  int parent = node_parent;
  if (element.node >= 0) {
    Node& node = nodes_[static_cast<std::size_t>(element.node)];
    rects_[node.id] = element.rect;
    Rect origin;
    if (node_parent >= 0) {
      node.parent = nodes_[static_cast<std::size_t>(node_parent)].id;
      origin = rects_[node.parent];
    }
    node.x = element.rect.x - origin.x;
    node.y = element.rect.y - origin.y;
    node.w = element.rect.w;
    node.h = element.rect.h;
    node.content_height = element.content_height;
    parent = element.node;
  }
  if (element.scroller) {
    const NodeId id = nodes_[static_cast<std::size_t>(element.node)].id;
    const float y = std::clamp(scroll_of(id), 0.0F, std::max(0.0F, element.content_height - element.rect.h));
    painter.push_clip(rect);
    for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
      paint_element(painter, child, shift + y, intersect(clip, rect), parent);
    }
    painter.pop_clip();
    return;
  }
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
    paint_element(painter, child, shift, clip, parent);
  }
  if (visible && element.node >= 0) paint_state(painter, element, rect);
}

void Ui::paint_state(Painter& painter, const Element& element, const Rect& pressed) const {
  const Rect rect = inset(pressed, element.box.reach);
  const Node& node = nodes_[static_cast<std::size_t>(element.node)];
  const bool enabled = (node.flags & kDisabled) == 0;
  const auto posed = poses_.find(node.id);
  const auto poses = [&](Pose pose) { return posed != poses_.end() && posed->second == pose; };
  if ((pointer_ == node.id || poses(Pose::pressed)) && enabled && is_pressable(node.role)) {
    painter.fill(rect, Colour::on_surface, element.box.radius, pointer_down_ || poses(Pose::pressed) ? 0.14F : 0.06F);
  }
  if ((focus_ != node.id && !poses(Pose::focused)) || element.box.frameless) return;
  if (node.role == Role::text_field || node.role == Role::text_area) {
    const Colour edge = (node.flags & kInvalid) != 0 ? Colour::danger : Colour::primary;
    painter.outline(rect, edge, 2, element.box.radius);  // A field shows its focus however it came.
  } else if ((focus_visible_ || poses(Pose::focused)) && node.role != Role::scroller && node.role != Role::heading) {
    // A little away from it: seen whatever colour the thing itself has.
    painter.outline(Rect{rect.x - 5, rect.y - 5, rect.w + 10, rect.h + 10}, Colour::focus, 3, element.box.radius + 5);
  }
}

std::vector<std::string> Ui::problems() {
  std::vector<std::string> problems;
  const auto words = [this](const Element& element) {
    std::string what = element.text;
    if (what.empty() && element.icon != Icon::none) what = utf8(element.icon);
    if (what.empty() && element.node >= 0) what = nodes_[static_cast<std::size_t>(element.node)].name;
    return "\"" + what + "\"";
  };
  std::unordered_set<NodeId> seen;
  for (const Node& node : nodes_) {
    if (!seen.insert(node.id).second) problems.push_back("an id is used twice: \"" + node.name + "\"");
  }
  for (const Element& element : elements_) {
    if (!element.text.empty() && !element.may_break_words &&
        fonts_.wrap(element.text, element.style, element.rect.w).broke_word) {
      problems.push_back("a word does not fit: " + words(element));
    }
    if (!element.text.empty() && element.rect.h + 1 < height_of_text(element))
      problems.push_back("text is cut off: " + words(element));
    if (element.parent < 0) continue;
    const Element& parent = elements_[static_cast<std::size_t>(element.parent)];
    const float bottom = parent.rect.y + (parent.scroller ? parent.content_height : parent.rect.h);
    const bool leaves_sideways =
        element.rect.x < parent.rect.x - 1 || element.rect.x + element.rect.w > parent.rect.x + parent.rect.w + 1;
    if (leaves_sideways || element.rect.y + element.rect.h > bottom + 1)
      problems.push_back("a box leaves its parent: " + words(element));
    if (element.text.empty() && element.icon == Icon::none) continue;
    const double least = (element.text.empty() ? 3.0 : 4.5) * (theme_->high_contrast ? 1.5 : 1.0);
    for (const Colour ground : grounds(element)) {
      if (contrast((*theme_)[element.colour], (*theme_)[ground]) < least)
        problems.push_back("too little contrast: " + words(element));
    }
  }
  return problems;
}

float Ui::height_of_text(const Element& element) {
  auto lines = fonts_.wrap(element.text, element.style, element.rect.w).lines.size();
  if (element.max_lines > 0) lines = std::min<std::size_t>(lines, element.max_lines);
  return fonts_.line_height(element.style) * static_cast<float>(lines);
}

std::vector<Colour> Ui::grounds(const Element& element) const {
  for (int at = element.parent; at >= 0; at = elements_[static_cast<std::size_t>(at)].parent) {
    const Box& box = elements_[static_cast<std::size_t>(at)].box;
    if (box.ground != Colour::none) return {box.ground};
    if (box.fill == Colour::none) continue;
    return box.fill_bottom == Colour::none ? std::vector{box.fill} : std::vector{box.fill, box.fill_bottom};
  }
  return {};
}

}  // namespace motcua::ui
