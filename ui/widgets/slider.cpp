#include "widgets/slider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "painter.hpp"
#include "widgets/step_button.hpp"

namespace motcua::ui {

std::string on_scale(const SliderOptions& options, double value) {
  const double step = options.step > 0 ? options.step : 1;
  const double steps = std::floor((options.highest - options.lowest) / step + 1e-9);
  const double at = std::clamp(std::round((value - options.lowest) / step), 0.0, std::max(0.0, steps));
  return fmt::format("{:.{}f}", options.lowest + at * step, std::max(decimals(options.lowest), decimals(step)));
}

std::optional<std::string> slider(Ui& ui, Key key, const SliderOptions& options) {
  std::optional<std::string> answer;
  const std::string now = options.value ? on_scale(options, *options.value) : std::string();
  const auto whole = ui.column({.gap = space::xs});
  const std::string words = now.empty() ? ui.tr(Text::range_unanswered) : with_comma(now);
  ui.text(words, {.style = now.empty() ? type::body : type::title,
                  .colour = now.empty() ? Colour::on_surface_muted : Colour::primary,
                  .align = Align::centre,
                  .silent = true});
  {
    const auto row = ui.row({.gap = space::s, .align = Align::centre});
    const bool at_lowest = options.value && *options.value <= options.lowest;
    const bool at_highest = options.value && *options.value >= options.highest;
    // From nothing, either button leads to the lowest.
    const double from = options.value.value_or(options.lowest);
    const double step = options.value ? options.step : 0;
    if (step_button(ui, "less", Icon::remove, ui.tr(Text::range_less, options.label), at_lowest))
      answer = on_scale(options, from - step);
    {
      const auto track =
          ui.node(key, Flow::column, {.grow = 1, .min_width = 2 * kTouch, .min_height = kTouch, .radius = radius::m},
                  {.role = Role::slider,
                   .name = options.name.empty() ? options.label : options.name,
                   .value = fmt::format("{}|{}|{}|{}|{}", plain(options.lowest), plain(options.highest),
                                        plain(options.step), now, words),
                   .description = options.description,
                   .flags = options.invalid ? kInvalid : 0U,
                   .language = options.language});
      const double length = options.highest - options.lowest;
      const float part = options.value && length > 0
                             ? static_cast<float>(std::clamp((*options.value - options.lowest) / length, 0.0, 1.0))
                             : 0.0F;
      ui.paint([part, answered = options.value.has_value()](Painter& painter, const Rect& rect) {
        const float middle = rect.y + rect.h / 2;
        painter.fill({rect.x, middle - 4, rect.w, 8}, Colour::quiet, radius::full);
        const float x = rect.x + kThumb / 2 + (rect.w - kThumb) * part;
        if (!answered) return;
        painter.fill({rect.x, middle - 4, x - rect.x, 8}, Colour::primary, radius::full);
        painter.circle(x, middle, kThumb / 2, Colour::primary);
        painter.circle(x, middle, kThumb / 2 - 8, Colour::on_primary);
      });
    }
    if (step_button(ui, "more", Icon::add, ui.tr(Text::range_more, options.label), at_highest))
      answer = on_scale(options, from + step);
    if (const auto typed = ui.typed(ui.id(key))) {
      if (const auto number = number_of(*typed)) answer = on_scale(options, *number);
    }
  }
  const auto ends = ui.row({.padding = Edges::symmetric(kTouch + space::s, 0), .justify = Justify::between});
  ui.text(with_comma(plain(options.lowest)),
          {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  ui.text(with_comma(plain(options.highest)),
          {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  return answer;
}

}  // namespace motcua::ui
