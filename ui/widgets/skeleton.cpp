#include "widgets/skeleton.hpp"

#include <cmath>
#include <numbers>

#include "painter.hpp"

namespace motcua::ui {
namespace {

/// 0.55…1, up and down in 1.6 s.
float breath(Ui& ui) {
  ui.animate();
  if (ui.viewport().reduced_motion) return 1;
  const auto turn = static_cast<float>(ui.now_ms() % 1600) / 1600.0F;
  return 0.775F + 0.225F * std::cos(turn * 2 * std::numbers::pi_v<float>);
}

void shape(Ui& ui, float width, float height, float part, float radius, float alpha) {
  const auto line = ui.column({.width = width, .height = height});
  ui.paint([=](Painter& painter, const Rect& rect) {
    painter.fill({rect.x, rect.y, rect.w * part, rect.h}, Colour::quiet, radius, alpha);
  });
}

}  // namespace

void skeleton(Ui& ui, int lines) {
  const float alpha = breath(ui);
  const auto column = ui.column({.gap = space::m});
  for (int i = 0; i < lines; ++i) {
    const float part = i % 3 == 0 ? 0.55F : i % 3 == 1 ? 0.9F : 0.75F;
    shape(ui, 0, 14, part, radius::s, alpha);
  }
}

void skeleton_rows(Ui& ui, int rows) {
  const float alpha = breath(ui);
  const auto column = ui.column();
  for (int i = 0; i < rows; ++i) {
    const auto row = ui.row({.gap = space::l, .padding = Edges::symmetric(space::l, space::m), .align = Align::centre});
    shape(ui, 40, 40, 1, radius::m, alpha);
    const auto lines = ui.column({.gap = space::s, .grow = 1});
    shape(ui, 0, 14, i % 2 == 0 ? 0.6F : 0.75F, radius::s, alpha);
    shape(ui, 0, 12, i % 2 == 0 ? 0.85F : 0.5F, radius::s, alpha);
  }
}

}  // namespace motcua::ui
