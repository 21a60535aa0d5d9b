#include "widgets/badge.hpp"

#include <string>

namespace motcua::ui {

void count_badge(Ui& ui, std::uint64_t count, Tone tone) {
  if (count == 0) return;
  const float size = 24 * ui.icon_scale();
  const auto pill = ui.row({.padding = Edges::symmetric(7, 0),
                            .align = Align::centre,
                            .justify = Justify::centre,
                            .self = Align::centre,
                            .min_width = size,
                            .min_height = size,
                            .fill = tone == Tone::danger ? Colour::danger : container(tone),
                            .radius = radius::full});
  ui.text(count > 99 ? "99+" : std::to_string(count),
          {.style = type::caption_strong,
           .colour = tone == Tone::danger ? Colour::on_danger : on_container(tone),
           .align = Align::centre,
           .silent = true,
           .capped = true});
}

}  // namespace motcua::ui
