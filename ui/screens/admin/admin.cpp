#include "screens/admin/admin.hpp"

#include "screens/admin/screens.hpp"

namespace motcua::ui {

std::unique_ptr<Screen> make_admin_screen(const Route& route, Services& services) {
  if (route.path.size() == 1) return make_overview_screen(services);
  if (route.path.size() > 2) return nullptr;
  if (route.part(1) == "responses") return make_response_list_screen(route, services);
  if (route.part(1) == "dossiers") return make_dossier_list_screen(route, services);
  return nullptr;
}

}  // namespace motcua::ui
