#include "layout.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace motcua::ui {
namespace {

float bounded(const Box& box, float width) {
  if (box.width > 0) return box.width;
  width = std::max(width, box.min_width);
  return box.max_width > 0 ? std::min(width, box.max_width) : width;
}

float offset(Align align, float room, float size) {
  switch (align) {
    case Align::centre:
      return (room - size) / 2;
    case Align::end:
      return room - size;
    default:
      return 0;
  }
}

}  // namespace

void Layout::run(const Rect& screen) {
  if (!elements_.empty()) arrange(0, screen);
}

float Layout::natural_width(int index) {
  Element& element = elements_[static_cast<std::size_t>(index)];
  if (element.natural_width >= 0) return element.natural_width;
  const Box& box = element.box;
  float width = 0;
  if (element.icon != Icon::none) {
    width = element.icon_size * fonts_.icon_scale();
  } else if (!element.text.empty()) {
    width = std::ceil(fonts_.width(element.text, element.style));
  } else {
    const bool sideways = element.flow == Flow::row || element.flow == Flow::wrap || element.flow == Flow::grid;
    int count = 0;
    for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++count) {
      const float w = natural_width(child);
      width = sideways ? width + w : std::max(width, w);
    }
    if (sideways && count > 1) width += box.gap * static_cast<float>(count - 1);
  }
  element.natural_width = bounded(box, width + box.padding.across());
  return element.natural_width;
}

float Layout::child_width(const Element& parent, int child, float room) {
  const Box& box = elements_[static_cast<std::size_t>(child)].box;
  if (box.self.value_or(parent.box.align) == Align::stretch) return std::min(bounded(box, room), std::max(room, 0.0F));
  return std::min(natural_width(child), room);
}

std::vector<float> Layout::row_widths(const Element& element, float room) {
  std::vector<float> widths;
  float fixed = 0;
  float growth = 0;
  int count = 0;
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++count) {
    const Element& c = elements_[static_cast<std::size_t>(child)];
    const float w = c.box.grow > 0 ? std::max(c.box.min_width, c.box.width) : natural_width(child);
    widths.push_back(w);
    fixed += w;
    growth += c.box.grow;
  }
  if (count == 0) return widths;
  const float spare = room - element.box.gap * static_cast<float>(count - 1) - fixed;
  std::size_t i = 0;
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++i) {
    const Element& c = elements_[static_cast<std::size_t>(child)];
    if (spare > 0 && c.box.grow > 0) widths[i] += spare * c.box.grow / growth;
  }
  if (spare < 0) shrink_row(element, widths, -spare);
  return widths;
}

void Layout::shrink_row(const Element& element, std::vector<float>& widths, float by) {
  // In proportion to how wide they are; who comes to their least drops out, and the others give the rest.
  for (int round = 0; round < 4 && by > 0.5F; ++round) {
    float giving = 0;
    std::vector<bool> gives;
    std::size_t i = 0;
    for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++i) {
      const Element& c = elements_[static_cast<std::size_t>(child)];
      gives.push_back(c.box.grow == 0 && c.box.width == 0 && c.icon == Icon::none && widths[i] > c.box.min_width);
      if (gives.back()) giving += widths[i];
    }
    if (giving <= 0) return;
    float given = 0;
    i = 0;
    for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++i) {
      if (!gives[i]) continue;
      const float least = elements_[static_cast<std::size_t>(child)].box.min_width;
      const float w = std::max(least, widths[i] - by * widths[i] / giving);
      given += widths[i] - w;
      widths[i] = w;
    }
    by -= given;
  }
}

std::vector<Layout::Line> Layout::wrap_lines(const Element& element, float room) {
  std::vector<Line> lines;
  float used = 0;
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
    const Box& box = elements_[static_cast<std::size_t>(child)].box;
    const float basis = box.grow > 0 && box.min_width > 0 ? box.min_width : natural_width(child);
    const float w = std::min(basis, room);
    if (lines.empty() || used + element.box.gap + w > room + 0.5F) {
      lines.emplace_back();
      used = w;
    } else {
      used += element.box.gap + w;
    }
    lines.back().children.push_back(child);
    lines.back().widths.push_back(w);
  }
  for (Line& line : lines) {
    float taken = element.box.gap * static_cast<float>(line.children.size() - 1);
    float growth = 0;
    for (std::size_t i = 0; i < line.children.size(); ++i) {
      taken += line.widths[i];
      growth += elements_[static_cast<std::size_t>(line.children[i])].box.grow;
    }
    for (std::size_t i = 0; i < line.children.size(); ++i) {
      const Box& box = elements_[static_cast<std::size_t>(line.children[i])].box;
      if (growth > 0) line.widths[i] += std::max(0.0F, room - taken) * box.grow / growth;
      if (box.max_width > 0) line.widths[i] = std::min(line.widths[i], box.max_width);
      line.height = std::max(line.height, height_for(line.children[i], line.widths[i]));
    }
  }
  return lines;
}

std::vector<Layout::Line> Layout::grid_lines(const Element& element, float room) {
  const Box& box = element.box;
  float narrowest = box.column_width;
  for (int child = element.first; child >= 0 && box.column_width == 0;
       child = elements_[static_cast<std::size_t>(child)].next)
    narrowest = std::max(narrowest, natural_width(child));
  const float fitting = std::floor((room + box.gap) / std::max(1.0F, narrowest + box.gap));
  const auto columns = static_cast<std::size_t>(std::clamp(fitting, 1.0F, static_cast<float>(box.columns)));
  const float w = (room - box.gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  std::vector<Line> lines;
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
    if (lines.empty() || lines.back().children.size() == columns) lines.emplace_back();
    Line& line = lines.back();
    line.children.push_back(child);
    line.widths.push_back(w);
    line.height = std::max(line.height, height_for(child, w));
  }
  return lines;
}

float Layout::content_height(int index, float width) {
  Element& element = elements_[static_cast<std::size_t>(index)];
  const float most = std::exchange(element.box.max_height, 0.0F);
  element.scroller = false;
  element.measured_for = -1;
  const float height = height_for(index, width);
  element.measured_for = -1;
  element.scroller = true;
  element.box.max_height = most;
  return height;
}

float Layout::height_for(int index, float width) {
  Element& element = elements_[static_cast<std::size_t>(index)];
  if (element.measured_for == width) return element.measured_height;
  const Box& box = element.box;
  const float room = std::max(0.0F, width - box.padding.across());
  float height = 0;
  if (element.icon != Icon::none) {
    height = element.icon_size * fonts_.icon_scale();
  } else if (!element.text.empty()) {
    std::size_t lines = fonts_.wrap(element.text, element.style, room).lines.size();
    if (element.max_lines > 0) lines = std::min<std::size_t>(lines, element.max_lines);
    height = fonts_.line_height(element.style) * static_cast<float>(lines);
  } else if (element.scroller) {
    // As high as it is given, or as its content.
    height = box.max_height > 0 ? content_height(index, width) - box.padding.down() : 0;
  } else if (element.flow == Flow::wrap || element.flow == Flow::grid) {
    const auto lines = element.flow == Flow::wrap ? wrap_lines(element, room) : grid_lines(element, room);
    for (const Line& line : lines) height += line.height;
    if (lines.size() > 1) height += box.gap * static_cast<float>(lines.size() - 1);
  } else if (element.flow == Flow::row) {
    const auto widths = row_widths(element, room);
    std::size_t i = 0;
    for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
      height = std::max(height, height_for(child, widths[i++]));
    }
  } else {
    int count = 0;
    for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++count) {
      const float h = height_for(child, child_width(element, child, room));
      height = element.flow == Flow::stack ? std::max(height, h) : height + h;
    }
    if (element.flow == Flow::column && count > 1) height += box.gap * static_cast<float>(count - 1);
  }
  height += box.padding.down();
  if (box.height > 0) height = box.height;
  if (box.max_height > 0) height = std::min(height, box.max_height);
  element.measured_for = width;
  element.measured_height = std::max(height, box.min_height);
  return element.measured_height;
}

void Layout::arrange(int index, const Rect& rect) {
  Element& element = elements_[static_cast<std::size_t>(index)];
  element.rect = rect;
  if (element.first < 0) return;
  const Edges& pad = element.box.padding;
  Rect inner{rect.x + pad.left, rect.y + pad.top, std::max(0.0F, rect.w - pad.across()),
             std::max(0.0F, rect.h - pad.down())};
  if (element.scroller) {
    // Content decides its own height, at least the window's, so that a short page can still push things to the end.
    element.content_height = std::max(content_height(index, rect.w), rect.h);
    inner.h = element.content_height - pad.down();
  }
  switch (element.flow) {
    case Flow::column:
      arrange_column(element, inner);
      break;
    case Flow::row:
      arrange_row(element, inner);
      break;
    case Flow::wrap:
      arrange_wrap(element, inner);
      break;
    case Flow::grid:
      arrange_grid(element, inner);
      break;
    case Flow::stack:
      for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
        const Box& box = elements_[static_cast<std::size_t>(child)].box;
        const float w = child_width(element, child, inner.w);
        const Align across = box.self.value_or(element.box.align);
        const float h = across == Align::stretch ? inner.h : height_for(child, w);
        arrange(child,
                {inner.x + offset(across == Align::stretch ? Align::centre : across, inner.w, w), inner.y, w, h});
      }
      break;
  }
}

void Layout::arrange_column(Element& element, const Rect& inner) {
  struct Placed {
    int child;
    float w, h;
  };
  std::vector<Placed> placed;
  float used = 0;
  float growth = 0;
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next) {
    const float w = child_width(element, child, inner.w);
    const float h = height_for(child, w);
    placed.push_back({child, w, h});
    used += h;
    growth += elements_[static_cast<std::size_t>(child)].box.grow;
  }
  float gap = element.box.gap;
  used += gap * static_cast<float>(placed.size() - 1);
  for (Placed& p : placed) {
    if (used <= inner.h || elements_[static_cast<std::size_t>(p.child)].box.max_height == 0) continue;
    const float less = std::min(p.h, used - inner.h);
    p.h -= less;
    used -= less;
  }
  const float spare = std::max(0.0F, inner.h - used);
  float y = inner.y;
  if (growth == 0) {
    if (element.box.justify == Justify::centre) y += spare / 2;
    if (element.box.justify == Justify::end) y += spare;
    if (element.box.justify == Justify::between && placed.size() > 1)
      gap += spare / static_cast<float>(placed.size() - 1);
  }
  for (Placed& p : placed) {
    const Box& box = elements_[static_cast<std::size_t>(p.child)].box;
    if (growth > 0) p.h += spare * box.grow / growth;
    const Align align = box.self.value_or(element.box.align);
    // A stretched box that max_width keeps narrow is centred.
    const float x = offset(align == Align::stretch ? Align::centre : align, inner.w, p.w);
    arrange(p.child, {inner.x + x, y, p.w, p.h});
    y += p.h + gap;
  }
}

void Layout::arrange_row(Element& element, const Rect& inner) {
  const auto widths = row_widths(element, inner.w);
  float used = element.box.gap * static_cast<float>(widths.size() - 1);
  for (const float w : widths) used += w;
  const float spare = std::max(0.0F, inner.w - used);
  float x = inner.x;
  float gap = element.box.gap;
  if (element.box.justify == Justify::centre) x += spare / 2;
  if (element.box.justify == Justify::end) x += spare;
  if (element.box.justify == Justify::between && widths.size() > 1)
    gap += spare / static_cast<float>(widths.size() - 1);
  std::size_t i = 0;
  for (int child = element.first; child >= 0; child = elements_[static_cast<std::size_t>(child)].next, ++i) {
    const Align align = elements_[static_cast<std::size_t>(child)].box.self.value_or(element.box.align);
    const float h = align == Align::stretch ? inner.h : height_for(child, widths[i]);
    arrange(child, {x, inner.y + offset(align, inner.h, h), widths[i], h});
    x += widths[i] + gap;
  }
}

void Layout::arrange_grid(Element& element, const Rect& inner) {
  float y = inner.y;
  for (const Line& line : grid_lines(element, inner.w)) {
    float x = inner.x;
    for (std::size_t i = 0; i < line.children.size(); ++i) {
      arrange(line.children[i], {x, y, line.widths[i], line.height});
      x += line.widths[i] + element.box.gap;
    }
    y += line.height + element.box.gap;
  }
}

void Layout::arrange_wrap(Element& element, const Rect& inner) {
  float y = inner.y;
  for (const Line& line : wrap_lines(element, inner.w)) {
    float used = element.box.gap * static_cast<float>(line.children.size() - 1);
    for (const float w : line.widths) used += w;
    float x = inner.x;
    if (element.box.justify == Justify::centre) x += (inner.w - used) / 2;
    if (element.box.justify == Justify::end) x += inner.w - used;
    for (std::size_t i = 0; i < line.children.size(); ++i) {
      const int child = line.children[i];
      const Align align = elements_[static_cast<std::size_t>(child)].box.self.value_or(element.box.align);
      const float h = align == Align::stretch ? line.height : height_for(child, line.widths[i]);
      arrange(child, {x, y + offset(align, line.height, h), line.widths[i], h});
      x += line.widths[i] + element.box.gap;
    }
    y += line.height + element.box.gap;
  }
}

}  // namespace motcua::ui
