#include "widgets/field_frame.hpp"

namespace motcua::ui {

Ui::Scope field_frame(Ui& ui, NodeId id, const FrameOptions& options) {
  const bool focused = ui.focused(id);
  return ui.row({.padding = options.padding,
                 .align = Align::centre,
                 .grow = options.grow,
                 .min_height = 52,
                 .fill = options.readonly ? Colour::surface_low : Colour::surface,
                 .border = options.invalid ? Colour::danger
                           : focused       ? Colour::primary
                                           : Colour::outline,
                 .border_width = options.invalid || focused ? 2.0F : 1.0F,
                 .radius = options.radius});
}

void field_text(Ui& ui, Key key, Meaning meaning, const std::string& shown, const std::string& example) {
  meaning.font_px = type::body.size * ui.text_scale();
  const auto scope = ui.node(key, Flow::column,
                             {.padding = Edges::symmetric(kFieldPadding, space::m),
                              .justify = Justify::centre,
                              .self = Align::stretch,
                              .grow = 1,
                              .min_width = kTouch,
                              .min_height = 52,
                              .frameless = true},
                             std::move(meaning));
  if (ui.focused(ui.current())) return;  // The <input> shows its text itself.
  if (!shown.empty()) {
    ui.text(shown, {.silent = true, .may_break_words = true});
  } else {
    ui.text(example, {.colour = Colour::on_surface_muted, .silent = true, .may_break_words = true});
  }
}

}  // namespace motcua::ui
