#include <array>

#include "screens/gallery/gallery_parts.hpp"
#include "widgets/banner.hpp"
#include "widgets/controls.hpp"
#include "widgets/progress.hpp"
#include "widgets/skeleton.hpp"
#include "widgets/snackbar.hpp"

namespace motcua::ui::gallery {
namespace {

void staying(Ui& ui) {
  section_title(ui, ui.tr(Text::gallery_staying));
  struct Kind {
    const char* key;
    Tone tone;
    Icon icon;
    Text title;
  };
  constexpr std::array kKinds{Kind{"info", Tone::info, Icon::info, Text::update_ready},
                              Kind{"success", Tone::success, Icon::check_circle, Text::all_sent},
                              Kind{"warning", Tone::warning, Icon::wifi_off, Text::no_network_title},
                              Kind{"danger", Tone::danger, Icon::error, Text::gallery_wrong},
                              Kind{"neutral", Tone::neutral, Icon::help, Text::gallery_normal}};
  for (const Kind& kind : kKinds)
    notice(ui, kind.key,
           {.tone = kind.tone,
            .icon = kind.icon,
            .title = ui.tr(kind.title),
            .text = kind.tone == Tone::info ? ui.tr(Text::update_ready_text) : std::string(kLong),
            .action = kind.tone == Tone::info ? ui.tr(Text::update_now) : std::string()});
  banner(ui, "banner",
         {.tone = Tone::warning,
          .icon = Icon::cloud_off,
          .title = ui.tr(Text::no_network_title),
          .text = kLong,
          .action = ui.tr(Text::try_again),
          .dismissible = true});
}

void over(Ui& ui, Services& services) {
  const auto box = section(ui, Text::gallery_over);
  snackbar(ui, "plain", {.text = ui.tr(Text::all_sent)});
  snackbar(ui, "undo", {.text = kLong, .action = ui.tr(Text::undo)});
  const auto row = ui.wrap({.gap = space::m});
  if (button(ui, "say", {.label = ui.tr(Text::gallery_show_snackbar), .look = Look::tonal}))
    services.show(ui.tr(Text::all_sent), ui.tr(Text::undo));
  if (button(ui, "ask", {.label = ui.tr(Text::gallery_show_dialog), .look = Look::tonal}))
    services.navigator.open_overlay("ask");
  if (button(ui, "sheet", {.label = ui.tr(Text::gallery_show_sheet), .look = Look::tonal}))
    services.navigator.open_overlay("sheet");
}

void waiting(Ui& ui) {
  const auto box = section(ui, Text::gallery_waiting);
  progress_bar(ui, "known", ui.tr(Text::gallery_busy), 64, 100);
  progress_bar(ui, "unknown", ui.tr(Text::loading), 0, 0);
  skeleton(ui, 3);
}

void nothing(Ui& ui) {
  const auto box = section(ui, Text::gallery_nothing);
  empty_state(ui, "empty",
              {.title = ui.tr(Text::gallery_nothing),
               .text = kLong,
               .action = ui.tr(Text::try_again),
               .action_icon = Icon::refresh});
}

}  // namespace

void messages(Ui& ui, Services& services) {
  staying(ui);
  over(ui, services);
  waiting(ui);
  nothing(ui);
}

}  // namespace motcua::ui::gallery
