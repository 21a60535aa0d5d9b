#include "widgets/pad.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "motcua/base/text.hpp"
#include "painter.hpp"
#include "widgets/progress.hpp"

namespace motcua::ui {
namespace {

/// No more points than a signature has by far: what comes after them is not drawn.
constexpr std::size_t kMostPoints = 20'000;
constexpr float kLine = 2.5F;

std::optional<float> number_of(std::string_view word) {
  const std::string text(word);
  char* end = nullptr;
  const float number = std::strtof(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size() || !(number > -1e4F && number < 1e4F)) return std::nullopt;
  return number;
}

std::size_t points_of(const std::vector<PadStroke>& strokes) {
  std::size_t out = 0;
  for (const PadStroke& stroke : strokes) out += stroke.size();
  return out;
}

/// "begin x y x y … end": adds to the last stroke, or begins one.
bool add(std::vector<PadStroke>& strokes, std::string_view told) {
  bool changed = false;
  std::size_t room = kMostPoints - std::min(kMostPoints, points_of(strokes));
  std::optional<float> x;
  for (const std::string_view word : split(told, ' ')) {
    if (word == "begin") {
      strokes.emplace_back();
      continue;
    }
    const auto number = number_of(word);
    if (!number || strokes.empty() || room == 0) continue;
    if (!x) {
      x = number;
      continue;
    }
    strokes.back().emplace_back(*x, *number);
    x.reset();
    --room;
    changed = true;
  }
  return changed;
}

}  // namespace

bool pad(Ui& ui, Key key, const PadOptions& options, std::vector<PadStroke>& strokes) {
  const NodeId id = ui.id(key);
  bool changed = false;
  if (const auto told = ui.typed(id)) changed = add(strokes, *told);
  const auto box = ui.node(key, Flow::column,
                           {.padding = Edges::all(space::m),
                            .align = Align::centre,
                            .justify = Justify::end,
                            .min_height = options.height,
                            .fill = Colour::surface_low,
                            .border = options.invalid ? Colour::danger : Colour::outline,
                            .radius = radius::m},
                           {.role = Role::pad,
                            .name = options.name,
                            .description = options.description,
                            .flags = options.invalid ? kInvalid : 0U,
                            .language = options.language});
  if (strokes.empty())
    ui.text(options.label, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  ui.paint([lines = strokes](Painter& painter, const Rect& rect) {
    painter.push_clip(rect);
    for (const PadStroke& stroke : lines) {
      if (stroke.size() == 1)
        painter.circle(rect.x + stroke[0].first, rect.y + stroke[0].second, kLine, Colour::on_surface);
      for (std::size_t i = 1; i < stroke.size(); ++i) {
        painter.line(rect.x + stroke[i - 1].first, rect.y + stroke[i - 1].second, rect.x + stroke[i].first,
                     rect.y + stroke[i].second, Colour::on_surface, kLine);
      }
    }
    painter.pop_clip();
  });
  return changed;
}

std::string to_path(const std::vector<PadStroke>& strokes) {
  std::string out;
  for (const PadStroke& stroke : strokes) {
    for (std::size_t i = 0; i < stroke.size(); ++i)
      out += fmt::format("{}{:.4g} {:.4g}", i == 0 ? 'M' : 'L', stroke[i].first, stroke[i].second);
    // A point is a line of no length.
    if (stroke.size() == 1) out += fmt::format("L{:.4g} {:.4g}", stroke[0].first, stroke[0].second);
  }
  return out;
}

void keep_drawing_button(Ui& ui, Key key, const KeepDrawingOptions& options, NodeId pad,
                         const std::vector<PadStroke>& strokes) {
  const auto rect = ui.last_rect(pad);
  const bool disabled = options.busy || strokes.empty() || !rect;
  const Rect size = rect.value_or(Rect{});
  const Colour colour = disabled ? Colour::on_surface_muted : Colour::on_primary;
  const auto box = ui.node(
      key, Flow::row,
      {.gap = space::s,
       .padding = Edges::symmetric(space::xl, space::m),
       .align = Align::centre,
       .justify = Justify::centre,
       .grow = 1,
       .min_height = kTouch,
       .fill = disabled ? Colour::quiet : Colour::primary,
       .radius = radius::full},
      {.role = Role::keep_drawing,
       .name = options.name,
       .value = fmt::format("{}|{:.0f}|{:.0f}|{}|{}", options.target, size.w, size.h, options.file, to_path(strokes)),
       .flags = (disabled ? kDisabled : 0U) | (options.busy ? kBusy : 0U)});
  if (options.busy) {
    turning_ring(ui, 20, colour);
  } else {
    ui.icon(Icon::check, 20, colour);
  }
  ui.text(options.label, {.style = type::body_strong, .colour = colour, .align = Align::centre, .silent = true});
}

std::optional<Drag> drag_handle(Ui& ui, Key key, Colour colour) {
  const NodeId id = ui.id(key);
  const auto box = ui.node(key, Flow::row,
                           {.align = Align::centre,
                            .justify = Justify::centre,
                            .self = Align::centre,
                            .min_width = 40,
                            .min_height = kTouch},
                           {.role = Role::handle});
  ui.icon(Icon::drag_indicator, 24, colour);
  const auto told = ui.typed(id);
  if (!told) return std::nullopt;
  const auto words = split(*told, ' ');
  return Drag{.by = number_of(words.front()).value_or(0), .dropped = words.back() == "drop"};
}

}  // namespace motcua::ui
