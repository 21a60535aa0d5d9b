#include "screens/surveyor/surveyor.hpp"

#include "screens/surveyor/done.hpp"
#include "screens/surveyor/enrol.hpp"
#include "screens/surveyor/fill.hpp"
#include "screens/surveyor/responses.hpp"
#include "screens/surveyor/surveys.hpp"
#include "screens/surveyor/sync.hpp"

namespace motcua::ui {

std::unique_ptr<Screen> make_surveyor_screen(const Route& route, Services& services) {
  if (route.part(0) != "survey") return nullptr;
  const std::string_view place = route.part(1);
  const std::size_t parts = route.path.size();
  if (parts == 1) return std::make_unique<SurveysScreen>(services);
  if (parts == 2 && place == "enrol") return std::make_unique<EnrolScreen>(services);
  if (parts == 2 && place == "responses") return std::make_unique<ResponsesScreen>(services);
  if (parts == 2 && place == "sync") return std::make_unique<SyncScreen>(services);
  // A form without a version has an address that is one part shorter.
  if ((parts == 3 || parts == 4) && place == "new")
    return std::make_unique<FillScreen>(services, std::string(route.part(2)), std::string(route.part(3)));
  if ((parts == 3 || parts == 4) && place == "done")
    return std::make_unique<DoneScreen>(services, std::string(route.part(2)), std::string(route.part(3)));
  if (parts == 3 && place == "fill") {
    if (const auto entity = EntityId::from_hex(route.part(2))) return std::make_unique<FillScreen>(services, *entity);
  }
  return nullptr;
}

}  // namespace motcua::ui
