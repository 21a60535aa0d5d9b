#include "widgets/search_field.hpp"

#include "widgets/controls.hpp"
#include "widgets/field_frame.hpp"

namespace motcua::ui {

std::optional<std::string> search_field(Ui& ui, Key key, const SearchFieldOptions& options) {
  const NodeId id = ui.id(key);
  const auto frame = field_frame(ui, id, {.padding = {space::l, 0, 0, 0}, .radius = radius::full});
  ui.icon(Icon::search, 22, Colour::on_surface_muted);
  field_text(ui, key, {.role = Role::text_field, .name = options.label, .value = options.value, .field = Field::search},
             options.value, options.label);
  std::optional<std::string> text = ui.typed(id);
  if (!options.value.empty()) {
    const auto scope = ui.keyed(key);
    if (icon_button(ui, "clear",
                    {.icon = Icon::close, .name = ui.tr(Text::clear_search), .colour = Colour::on_surface_muted})) {
      text = std::string();
      ui.want_focus(id);
    }
  }
  return text;
}

}  // namespace motcua::ui
