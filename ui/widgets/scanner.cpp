#include "widgets/scanner.hpp"

#include "widgets/controls.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {

std::optional<std::string> scanner(Ui& ui, std::string& state, const ScannerOptions& options) {
  std::optional<std::string> scanned;
  if (state == "on") {
    if (const auto told = ui.typed(ui.id("camera"))) {
      if (told->starts_with("code ")) scanned = told->substr(5);
      state = scanned ? "off" : *told;
    }
    ui.text(options.hint, {.style = type::small, .colour = Colour::on_surface_muted});
    const auto camera =
        ui.node("camera", Flow::column, {.min_height = 240, .fill = Colour::surface_low, .radius = radius::m},
                {.role = Role::scanner, .name = options.hint});
  }
  const bool on = state == "on";
  const std::string label = on ? ui.tr(Text::scan_stop) : options.label;
  if (button(ui, "scan",
             {.label = label,
              .icon = on ? Icon::stop_circle : Icon::qr_code_scanner,
              .look = on ? Look::outlined : Look::tonal,
              .name = options.subject.empty() ? label : label + ": " + options.subject}))
    state = on ? "off" : "on";
  const auto status = ui.node("scanned", Flow::column, {}, {.role = Role::status});
  if (state == "denied") problem_line(ui, options.denied, false);
  return scanned;
}

}  // namespace motcua::ui
