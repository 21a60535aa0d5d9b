#include "widgets/faces.hpp"

namespace motcua::ui {
namespace {

constexpr std::array kFaces{Icon::sentiment_very_dissatisfied, Icon::sentiment_dissatisfied, Icon::sentiment_neutral,
                            Icon::sentiment_satisfied, Icon::sentiment_very_satisfied};
/// Narrower than this, the gaps shrink so that each face stays wide enough for a finger.
constexpr float kRoomyFrom = 360;

bool one_face(Ui& ui, std::size_t level, const std::string& label, bool chosen) {
  const std::string key = std::to_string(level);
  const NodeId id = ui.id(key);
  const auto box = ui.node(key, Flow::column,
                           {.padding = Edges::symmetric(0, space::s),
                            .align = Align::centre,
                            .justify = Justify::centre,
                            .grow = 1,
                            .min_height = 64,
                            .fill = chosen ? Colour::primary : Colour::surface_low,
                            .border = chosen ? Colour::primary : Colour::outline,
                            .radius = radius::m},
                           {.role = Role::radio, .name = label, .flags = chosen ? kChecked : 0U});
  ui.icon(kFaces[level], 36, chosen ? Colour::on_primary : Colour::on_surface);
  return ui.activated(id);
}

}  // namespace

Icon face(std::size_t level) { return kFaces[level]; }

std::optional<std::size_t> faces(Ui& ui, Key key, const FacesOptions& options) {
  std::optional<std::size_t> tapped;
  const auto group = ui.node(key, Flow::column, {.gap = space::s}, {.role = Role::radio_group, .name = options.name});
  {
    const auto row = ui.row({.gap = ui.viewport().width >= kRoomyFrom ? space::s : space::xs});
    for (std::size_t level = 0; level < kFaces.size(); ++level) {
      if (one_face(ui, level, options.labels[level], options.chosen == level)) tapped = level;
    }
  }
  if (options.chosen) {
    ui.text(options.labels[*options.chosen],
            {.style = type::body_strong, .colour = Colour::primary, .align = Align::centre, .silent = true});
    return tapped;
  }
  // Large words get the whole width, one end under the other.
  const Box box{.gap = ui.huge_text() ? 0 : space::l, .align = ui.huge_text() ? Align::stretch : Align::start};
  const auto ends = ui.huge_text() ? ui.column(box) : ui.row(box);
  const float grow = ui.huge_text() ? 0.0F : 1.0F;
  ui.text(options.labels.front(),
          {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .grow = grow});
  ui.text(
      options.labels.back(),
      {.style = type::small, .colour = Colour::on_surface_muted, .align = Align::end, .silent = true, .grow = grow});
  return tapped;
}

}  // namespace motcua::ui
