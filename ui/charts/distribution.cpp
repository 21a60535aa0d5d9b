#include "charts/distribution.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "charts/chart_table.hpp"
#include "painter.hpp"

namespace motcua::ui {
namespace {

constexpr float kBar = 20;
constexpr float kBetween = 2;  ///< Segments do not touch: their colours alone do not part them.

struct StepLook {
  Colour colour;
  Icon face;
};
constexpr std::array kLooks{
    StepLook{Colour::likert_1, Icon::sentiment_very_dissatisfied},
    StepLook{Colour::likert_2, Icon::sentiment_dissatisfied}, StepLook{Colour::likert_3, Icon::sentiment_neutral},
    StepLook{Colour::likert_4, Icon::sentiment_satisfied}, StepLook{Colour::likert_5, Icon::sentiment_very_satisfied}};

/// Of fewer than five steps the ends stay the ends.
const StepLook& look(std::size_t step, std::size_t steps) {
  if (steps < 2) return kLooks[kLooks.size() - 1];
  return kLooks[std::min(kLooks.size() - 1, (step * (kLooks.size() - 1) + (steps - 1) / 2) / (steps - 1))];
}

/// The steps with their faces: the legend, and the heads of the columns.
void legend(Ui& ui, const DistributionOptions& options) {
  const auto head = chart_row(ui, "head", Flow::column, {.gap = space::xs});
  chart_header(ui, "label", options.label_title);
  const auto steps = ui.wrap({.gap = space::m, .align = Align::centre});
  for (std::size_t i = 0; i < options.steps.size(); ++i) {
    const auto step = ui.row({.gap = space::xs, .align = Align::centre});
    const StepLook& as = look(i, options.steps.size());
    ui.icon(as.face, 20, as.colour);
    chart_header(ui, "step" + std::to_string(i), options.steps[i]);
  }
}

void stacked_bar(Ui& ui, const std::vector<std::uint64_t>& counts) {
  const auto bar = ui.column({.height = kBar});
  const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  ui.paint([counts, total](Painter& painter, const Rect& rect) {
    if (total == 0) return painter.fill(rect, Colour::quiet, radius::s / 2);
    float x = rect.x;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const float w = rect.w * static_cast<float>(counts[i]) / static_cast<float>(total);
      if (w > 0)
        painter.fill({x, rect.y, std::max(1.0F, w - kBetween), rect.h}, look(i, counts.size()).colour, radius::s / 2);
      x += w;
    }
  });
}

void spread(Ui& ui, const DistributionRow& data, std::size_t steps) {
  const auto row = chart_row(ui, data.label, Flow::column, {.gap = 6});
  chart_cell(ui, "label", data.label, {.style = type::small_strong});
  stacked_bar(ui, data.counts);
  const std::vector<int> shares = percents(data.counts);
  const auto figures = ui.grid({.gap = space::xs, .columns = static_cast<std::uint8_t>(steps)});
  for (std::size_t i = 0; i < steps; ++i) {
    const StepLook& as = look(i, steps);
    const auto figure = ui.row({.gap = space::xs, .align = Align::centre});
    ui.icon(as.face, 18, as.colour);
    chart_cell(ui, "step" + std::to_string(i), std::to_string(i < shares.size() ? shares[i] : 0) + "\u00A0%",
               {.style = type::small});
  }
}

}  // namespace

std::vector<int> percents(const std::vector<std::uint64_t>& counts) {
  std::vector<int> shares(counts.size(), 0);
  const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  if (total == 0) return shares;
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  int given = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) given += shares[i] = static_cast<int>(counts[i] * 100 / total);
  // What rounding down left over goes to those that lost most by it.
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const std::uint64_t lost_a = counts[a] * 100 % total;
    const std::uint64_t lost_b = counts[b] * 100 % total;
    return lost_a != lost_b ? lost_a > lost_b : a < b;
  });
  for (std::size_t i = 0; given < 100; ++i, ++given) ++shares[order[i]];
  return shares;
}

void distribution(Ui& ui, Key key, const DistributionOptions& options) {
  if (options.rows.empty()) return chart_empty(ui);
  const auto table = chart_table(ui, key, options.name, {.gap = space::l});
  legend(ui, options);
  for (const DistributionRow& row : options.rows) spread(ui, row, options.steps.size());
}

}  // namespace motcua::ui
