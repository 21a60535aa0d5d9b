#include "widgets/field.hpp"

namespace motcua::ui {

void problem_line(Ui& ui, const std::string& text, bool silent) {
  const auto row = ui.row({.gap = space::s, .align = Align::start});
  ui.icon(Icon::error, 20, Colour::danger);
  ui.text(text, {.style = type::small, .colour = Colour::danger, .silent = silent, .grow = 1});
}

std::optional<std::string> text_field(Ui& ui, Key key, const FieldOptions& options) {
  const NodeId id = ui.id(key);
  const auto column = ui.column({.gap = 6});
  if (!options.hide_label) {
    ui.text(options.required ? options.label + "\u00A0*" : options.label,
            {.style = type::small_strong, .silent = true});
  }
  {
    const bool bad = !options.problem.empty();
    const bool tall = options.area;
    const Box box{
        .padding = tall ? Edges::symmetric(kFieldPadding, kFieldPaddingTop) : Edges::symmetric(kFieldPadding, space::m),
        .align = Align::stretch,
        .justify = tall ? Justify::start : Justify::centre,
        .min_height = tall ? 128.0F : 52.0F,
        .fill = options.readonly ? Colour::surface_low : Colour::surface,
        .border = bad ? Colour::danger : Colour::outline,
        .border_width = bad ? 2.0F : 1.0F,
        .radius = radius::m};
    std::uint32_t flags = 0;
    if (options.required) flags |= kRequired;
    if (options.readonly) flags |= kReadonly;
    if (bad) flags |= kInvalid;
    if (tall) flags |= kMultiline;
    const auto scope = ui.node(key, Flow::column, box,
                               {.role = tall ? Role::text_area : Role::text_field,
                                .name = options.label,
                                .value = options.value,
                                .description = bad ? options.problem : options.hint,
                                .flags = flags,
                                .field = options.field,
                                .font_px = type::body.size * ui.text_scale(),
                                .language = options.language});
    const bool has_focus = ui.focused(id);
    // While it has the focus the <input> shows the text itself. An area keeps its painted height by an empty line.
    if (!options.value.empty() && !has_focus) {
      const std::string& shown = options.shown.empty() ? options.value : options.shown;
      if (options.field == Field::password) {
        std::string dots;
        for (const char c : options.value) {
          if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) dots += "•";
        }
        ui.text(dots, {.silent = true, .may_break_words = true});
      } else {
        ui.text(shown, {.silent = true, .may_break_words = true});
      }
    } else if (!has_focus && !options.example.empty()) {
      ui.text(options.example, {.colour = Colour::on_surface_muted, .silent = true, .may_break_words = true});
    }
  }
  // Read out with the field, as its description.
  if (!options.problem.empty()) {
    problem_line(ui, options.problem, true);
  } else if (!options.hint.empty()) {
    ui.text(options.hint, {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
  }
  return ui.typed(id);
}

}  // namespace motcua::ui
