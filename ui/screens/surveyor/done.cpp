#include "screens/surveyor/done.hpp"

#include "screens/page.hpp"
#include "widgets/controls.hpp"

namespace motcua::ui {

void DoneScreen::build(Ui& ui) {
  page(ui, services_, {.area = Area::surveyor, .current = "#/survey"}, [&] {
    const bool sent = services_.sync().status().unsent == 0;
    const auto column = ui.column({.gap = space::m, .padding = {0, space::xxl, 0, 0}, .align = Align::centre});
    {
      const auto badge = ui.row({.align = Align::centre,
                                 .justify = Justify::centre,
                                 .self = Align::centre,
                                 .width = 96,
                                 .height = 96,
                                 .fill = Colour::success_container,
                                 .radius = radius::full});
      ui.icon(sent ? Icon::cloud_done : Icon::task_alt, 48, Colour::on_success_container);
    }
    ui.text(ui.tr(sent ? Text::done_sent : Text::done_title),
            {.style = type::title, .align = Align::centre, .heading = 1});
    ui.text(ui.tr(Text::done_text), {.colour = Colour::on_surface_muted, .align = Align::centre});
    ui.gap(space::l);
    const auto buttons = ui.column({.gap = space::s, .self = Align::stretch, .max_width = 400});
    if (button(ui, "new", {.label = ui.tr(Text::done_new), .icon = Icon::add}))
      services_.navigator.go(link_to({"survey", "new", form_id_, version_}), true);
    if (button(ui, "list", {.label = ui.tr(Text::to_surveys), .look = Look::outlined}))
      services_.navigator.go("#/survey", true);
  });
}

}  // namespace motcua::ui
