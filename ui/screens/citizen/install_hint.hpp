#pragma once
#include <string>

#include "screens/screen.hpp"

namespace motcua::ui {

/// Says, until the reader does not want to hear it again, that the app can be put on the phone's home screen.
class InstallHint {
 public:
  explicit InstallHint(Services& services) : services_(services) {}
  void build(Ui& ui);

 private:
  void dismiss();

  Services& services_;
  Cached<bool> dismissed_;
};

}  // namespace motcua::ui
