#include "screens/admin/shortcuts.hpp"

#include <array>

#include "widgets/controls.hpp"
#include "widgets/sheet.hpp"
#include "widgets/surface.hpp"
#include "widgets/toggle_switch.hpp"

namespace motcua::ui {
namespace {

constexpr const char* kSetting = "shortcuts";
constexpr const char* kOverlay = "shortcuts";
/// After "g" the next key has so long.
constexpr std::int64_t kLedMs = 2000;

struct Entry {
  const char* keys;
  Text what;
};
constexpr std::array kEntries{
    Entry{"?", Text::key_help},           Entry{"/", Text::key_search},          Entry{"G O", Text::key_go_overview},
    Entry{"G R", Text::key_go_responses}, Entry{"G D", Text::key_go_dossiers},   Entry{"J", Text::key_next},
    Entry{"K", Text::key_previous},       Entry{"Page Home End", Text::key_far}, Entry{"Enter", Text::key_open},
    Entry{"X", Text::key_choose},         Entry{"Esc", Text::key_clear},
};

}  // namespace

bool Shortcuts::on() const {
  if (!on_) {
    const auto stored = services_.settings.read(kSetting);
    on_ = !(stored && *stored == "off");
  }
  return *on_;
}

void Shortcuts::listen(Ui& ui) {
  search_wanted_ = clear_wanted_ = false;
  if (!on() || !services_.navigator.overlay().empty()) return;
  ui.take_keys();
  if (!ui.key().empty()) take(ui.key());
}

void Shortcuts::take(std::string_view key) {
  if (const auto led = std::exchange(led_, std::nullopt); led && services_.now().ms - led->ms <= kLedMs) return go(key);
  if (key == "g") led_ = services_.now();
  if (key == "?") services_.navigator.open_overlay(kOverlay);
  search_wanted_ = key == "/";
  clear_wanted_ = key == "Escape";
}

void Shortcuts::go(std::string_view key) {
  const bool officer = services_.desk && services_.desk->role == kOfficerRole;
  if (key == "d") services_.navigator.go("#/admin/dossiers");
  if (key == "o" && !officer) services_.navigator.go("#/admin");
  if (key == "r" && !officer) services_.navigator.go("#/admin/responses");
}

void Shortcuts::help_button(Ui& ui) {
  if (!ui.wide()) return;
  if (icon_button(ui, "keys", {.icon = Icon::keyboard, .name = ui.tr(Text::keys_title)}))
    services_.navigator.open_overlay(kOverlay);
}

bool Shortcuts::dialog(Ui& ui) {
  if (services_.navigator.overlay() != kOverlay) return false;
  const auto body = [&] {
    if (toggle_switch(ui, "on", {.label = ui.tr(Text::keys_on), .detail = ui.tr(Text::keys_on_text), .on = on()})) {
      on_ = !on();
      if (const Status written = services_.settings.write(kSetting, *on_ ? "on" : "off"); !written)
        services_.show(services_.error_text(written.error()));
    }
    const auto list =
        ui.node("keys", Flow::column, {.gap = space::xs}, {.role = Role::list, .name = ui.tr(Text::keys_title)});
    for (const Entry& entry : kEntries) {
      const auto row = ui.node(entry.keys, Flow::wrap, {.gap = space::s, .align = Align::centre, .min_height = 36},
                               {.role = Role::list_item});
      {
        const auto keys = ui.row({.min_width = 150 * ui.text_scale()});
        const auto plate = ui.row({.padding = Edges::symmetric(space::s, 2),
                                   .fill = Colour::surface_low,
                                   .border = Colour::outline,
                                   .radius = radius::s});
        ui.text(entry.keys, {.style = type::small_strong});
      }
      const auto what = ui.column({.grow = 1, .min_width = 180 * ui.text_scale()});
      ui.text(ui.tr(entry.what));
    }
  };
  if (sheet(ui, "shortcuts", {.title = ui.tr(Text::keys_title), .body = body})) services_.navigator.close_overlay();
  return true;
}

}  // namespace motcua::ui
