#include "widgets/progress.hpp"

#include <algorithm>

#include "painter.hpp"

namespace motcua::ui {

void turning_ring(Ui& ui, float size, Colour colour) {
  const auto box = ui.column({.width = size, .height = size});
  const float turn = ui.viewport().reduced_motion ? 0.0F : static_cast<float>(ui.now_ms() % 1000) / 1000.0F;
  ui.animate();
  ui.paint([=](Painter& painter, const Rect& rect) {
    painter.arc(rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w / 2 - 1, turn, turn + 0.72F, colour, 2.5F);
  });
}

void progress_bar(Ui& ui, Key key, const std::string& name, std::int64_t done, std::int64_t total) {
  const std::int64_t percent = total > 0 ? std::clamp<std::int64_t>(done * 100 / total, 0, 100) : -1;
  const auto scope =
      ui.node(key, Flow::column, {.height = 8},
              {.role = Role::progress, .name = name, .value = percent < 0 ? std::string() : std::to_string(percent)});
  float from = 0;
  float to = static_cast<float>(percent) / 100;
  if (percent < 0) {
    ui.animate();
    from = ui.viewport().reduced_motion ? 0.35F : static_cast<float>(ui.now_ms() % 1600) / 1600.0F * 0.7F;
    to = from + 0.3F;
  }
  ui.paint([=](Painter& painter, const Rect& rect) {
    painter.fill(rect, Colour::quiet, radius::full);
    if (to > from)
      painter.fill({rect.x + rect.w * from, rect.y, std::max(rect.h, rect.w * (to - from)), rect.h}, Colour::primary,
                   radius::full);
  });
}

}  // namespace motcua::ui
