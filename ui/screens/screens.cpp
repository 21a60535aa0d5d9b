#include "screens/admin/admin.hpp"
#include "screens/citizen/citizen.hpp"
#include "screens/gallery/gallery.hpp"
#include "screens/page.hpp"
#include "screens/screen.hpp"
#include "screens/settings/settings_screen.hpp"
#include "screens/surveyor/surveyor.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

class NotFoundScreen final : public Screen {
 public:
  explicit NotFoundScreen(Services& services) : services_(services) {}
  std::string title(const Ui& ui) const override { return ui.tr(Text::not_found_title); }
  void build(Ui& ui) override {
    page(ui, services_, {.title = ui.tr(Text::not_found_title), .back = "#/"}, [&] {
      if (empty_state(ui, "lost",
                      {.icon = Icon::help,
                       .title = ui.tr(Text::not_found_text),
                       .action = ui.tr(Text::go_home),
                       .action_icon = Icon::home})) {
        services_.navigator.go("#/", true);
      }
    });
  }

 private:
  Services& services_;
};

}  // namespace

std::unique_ptr<Screen> make_screen(const Route& route, Services& services) {
  std::unique_ptr<Screen> screen;
  if (route.path.empty()) screen = make_home_screen(route, services);
  if (route.part(0) == "d" && route.path.size() == 3) screen = make_home_screen(route, services);
  if (route.part(0) == "dossier" && route.path.size() == 2) screen = make_dossier_screen(route, services);
  if (route.part(0) == "feedback") screen = make_feedback_screen(route, services);
  if (route.part(0) == "survey") screen = make_surveyor_screen(route, services);
  if (route.part(0) == "admin") screen = make_admin_screen(route, services);
  if (route.part(0) == "gallery") screen = make_gallery_screen(route, services);
  if (route.path.size() == 1 && route.part(0) == "settings") screen = make_settings_screen(services);
  if (!screen) screen = std::make_unique<NotFoundScreen>(services);
  return screen;
}

}  // namespace motcua::ui
