#pragma once
#include <memory>

#include "screens/screen.hpp"

namespace motcua::ui {

/// The surveyor's screen for an address under "#/survey"; nullptr for one that is not there.
///
///   #/survey                        surveys to fill
///   #/survey/enrol                  a one-time code makes this device the surveyor's
///   #/survey/new/FORM/VERSION       a new response; from its first answer on it lives under the next address
///   #/survey/fill/ENTITY            a draft, continued
///   #/survey/conflicts/ENTITY       what two people answered differently, to decide
///   #/survey/done/ENTITY            where a finished response is now
///   #/survey/responses              what this device has filled, and how far each has come
///   #/survey/sync                   what is unsent, and why
[[nodiscard]] std::unique_ptr<Screen> make_surveyor_screen(const Route& route, Services& services);

}  // namespace motcua::ui
