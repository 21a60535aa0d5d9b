#include "charts/lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "charts/chart_table.hpp"
#include "painter.hpp"
#include "widgets/numbers.hpp"

namespace motcua::ui {
namespace {

constexpr float kHeight = 168;
constexpr float kSign = 4.5F;  ///< Half of a point's sign.
constexpr std::array kColours{Colour::series_1, Colour::series_2, Colour::series_3};

void point_sign(Painter& painter, float x, float y, std::size_t line) {
  const Colour colour = kColours[line];
  switch (line) {
    case 0:
      return painter.circle(x, y, kSign, colour);
    case 1:
      return painter.fill({x - kSign, y - kSign, 2 * kSign, 2 * kSign}, colour);
    default:
      return painter.triangle(x, y, kSign + 1.5F, colour);
  }
}

/// Whole, dashed, dotted.
void stroke(Painter& painter, float x0, float y0, float x1, float y1, std::size_t line) {
  constexpr std::array kDash{0.0F, 9.0F, 3.0F};
  if (line == 0) return painter.line(x0, y0, x1, y1, kColours[0], 2.5F);
  const float length = std::hypot(x1 - x0, y1 - y0);
  const float dash = kDash[line];
  for (float at = 0; at < length; at += 2 * dash) {
    const float from = at / length;
    const float to = std::min(1.0F, (at + dash) / length);
    painter.line(x0 + (x1 - x0) * from, y0 + (y1 - y0) * from, x0 + (x1 - x0) * to, y0 + (y1 - y0) * to, kColours[line],
                 2.5F);
  }
}

std::string figure(double value, const std::string& unit) {
  return with_comma(plain(value)) + (unit.empty() ? std::string() : "\u00A0" + unit);
}

void legend(Ui& ui, const LinesOptions& options) {
  const auto head = chart_row(ui, "head", Flow::wrap, {.gap = space::l, .align = Align::centre});
  chart_header(ui, "points", options.point_title);
  for (std::size_t i = 0; i < options.lines.size(); ++i) {
    const auto entry = ui.row({.gap = space::s, .align = Align::centre});
    {
      const auto sign = ui.column({.width = 30, .height = 16});
      ui.paint([i](Painter& painter, const Rect& rect) {
        const float y = rect.y + rect.h / 2;
        stroke(painter, rect.x, y, rect.x + rect.w, y, i);
        point_sign(painter, rect.x + rect.w / 2, y, i);
      });
    }
    chart_header(ui, "line" + std::to_string(i), options.lines[i].label);
  }
}

void paint_plot(Painter& painter, const Rect& rect, const LinesOptions& options, double whole) {
  for (int i = 0; i <= 4; ++i) {
    const float y = rect.y + rect.h * static_cast<float>(i) / 4;
    painter.line(rect.x, y, rect.x + rect.w, y, i == 4 ? Colour::outline : Colour::divider, 1);
  }
  const std::size_t points = options.points.size();
  const float wide = rect.w / static_cast<float>(points);
  for (std::size_t l = 0; l < options.lines.size(); ++l) {
    const auto& values = options.lines[l].values;
    const auto place = [&](std::size_t i) {
      const auto part = static_cast<float>(std::clamp(values[i] / whole, 0.0, 1.0));
      return std::pair{rect.x + wide * (static_cast<float>(i) + 0.5F), rect.y + rect.h * (1 - part)};
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto [x, y] = place(i);
      if (i > 0) {
        const auto [x0, y0] = place(i - 1);
        stroke(painter, x0, y0, x, y, l);
      }
      point_sign(painter, x, y, l);
    }
  }
}

/// The strip of the plot that is one point: a row of the table, its cells one below the other, painted by nobody.
void strip(Ui& ui, const LinesOptions& options, std::size_t point) {
  const auto row = chart_row(ui, std::to_string(point), Flow::column, {.grow = 1});
  const auto cell = [&](Key key, const std::string& name) {
    const auto box = ui.node(key, Flow::column, {.grow = 1}, {.role = Role::cell, .name = name});
  };
  cell("point", options.points[point]);
  for (std::size_t l = 0; l < options.lines.size(); ++l) {
    const auto& values = options.lines[l].values;
    cell("line" + std::to_string(l), point < values.size() ? figure(values[point], options.unit) : std::string("–"));
  }
}

/// The labels below the plot, each under its point: every one, or every second, third … where they have no room. Their
/// words are in the table.
void paint_labels(Painter& painter, const Rect& rect, const std::vector<std::string>& points) {
  float widest = 0;
  for (const std::string& point : points) widest = std::max(widest, painter.fonts().width(point, type::caption));
  const float wide = rect.w / static_cast<float>(points.size());
  const auto step = static_cast<std::size_t>(std::max(1.0F, std::ceil((widest + space::s) / wide)));
  for (std::size_t i = 0; i < points.size(); i += step) {
    const float w = std::ceil(painter.fonts().width(points[i], type::caption));
    const float middle = rect.x + wide * (static_cast<float>(i) + 0.5F);
    const float x = std::clamp(middle - w / 2, rect.x, std::max(rect.x, rect.x + rect.w - w));
    painter.text({x, rect.y, w, rect.h}, points[i], type::caption, Colour::on_surface_muted, Align::start);
  }
}

}  // namespace

double round_end(double value) {
  if (value <= 1) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (value <= step * power) return step * power;
  }
  return 10 * power;
}

void lines(Ui& ui, Key key, const LinesOptions& options) {
  if (options.points.empty() || options.lines.empty()) return chart_empty(ui);
  double highest = 0;
  for (const Line& line : options.lines) {
    for (const double value : line.values) highest = std::max(highest, value);
  }
  const double whole = round_end(highest);
  const auto table = chart_table(ui, key, options.name, {.gap = space::s});
  legend(ui, options);
  const auto across = ui.row({.gap = space::s});
  {
    // The ends of the scale stand beside its first and its last line.
    const auto scale = ui.column(
        {.justify = Justify::between, .self = Align::start, .height = kHeight + type::caption.line * ui.text_scale()});
    ui.text(figure(whole, options.unit), {.style = type::caption, .colour = Colour::on_surface_muted, .silent = true});
    ui.text(figure(0, options.unit), {.style = type::caption, .colour = Colour::on_surface_muted, .silent = true});
  }
  const auto right = ui.column({.gap = space::xs, .grow = 1});
  ui.gap(type::caption.line * ui.text_scale() / 2);
  {
    const auto plot = ui.row({.height = kHeight});
    ui.paint([options, whole](Painter& painter, const Rect& rect) { paint_plot(painter, rect, options, whole); });
    for (std::size_t i = 0; i < options.points.size(); ++i) strip(ui, options, i);
  }
  ui.gap(type::caption.line * ui.text_scale() / 2 - space::xs);
  const auto below = ui.column({.height = type::caption.line * ui.text_scale()});
  ui.paint([points = options.points](Painter& painter, const Rect& rect) { paint_labels(painter, rect, points); });
}

}  // namespace motcua::ui
