#include "widgets/segmented.hpp"

namespace motcua::ui {
namespace {

bool segment_button(Ui& ui, const Segment& segment, bool chosen, bool disabled) {
  const NodeId id = ui.id(segment.key);
  const auto scope = ui.node(
      segment.key, Flow::row,
      {.gap = 6,
       .padding = Edges::symmetric(space::m, space::s),
       .align = Align::centre,
       .justify = Justify::centre,
       .min_height = kTouch,
       .fill = chosen ? Colour::primary_container : Colour::none,
       .border = chosen ? Colour::primary : Colour::none,
       .border_width = 2,
       .radius = radius::m},
      {.role = Role::radio, .name = segment.label, .flags = (chosen ? kChecked : 0U) | (disabled ? kDisabled : 0U)});
  const Colour colour = chosen ? Colour::on_primary_container : Colour::on_surface_muted;
  // A tick, so that the colour does not say it alone.
  if (chosen) {
    ui.icon(Icon::check, 20, colour);
  } else if (segment.icon != Icon::none) {
    ui.icon(segment.icon, 20, colour);
  }
  ui.text(segment.label, {.style = type::small_strong, .colour = colour, .align = Align::centre, .silent = true});
  return ui.activated(id) && !disabled;
}

}  // namespace

std::optional<std::string> segmented(Ui& ui, Key key, const SegmentedOptions& options) {
  std::optional<std::string> pressed;
  const auto column = ui.column({.gap = 6});
  if (!options.hide_label) ui.text(options.label, {.style = type::small_strong, .silent = true});
  const auto group = ui.node(key, Flow::grid,
                             {.gap = 2,
                              .padding = Edges::all(3),
                              .columns = static_cast<std::uint8_t>(options.segments.size()),
                              .fill = Colour::surface,
                              .border = options.disabled ? Colour::divider : Colour::outline,
                              .radius = radius::m + 3},
                             {.role = Role::radio_group, .name = options.label});
  for (const Segment& segment : options.segments) {
    const bool chosen = segment.key == options.chosen;
    if (segment_button(ui, segment, chosen, options.disabled) && !chosen) pressed = segment.key;
  }
  return pressed;
}

}  // namespace motcua::ui
