#pragma once
#include <string>
#include <utility>

#include "screens/screen.hpp"

namespace motcua::ui {

/// A response was finished: says where it is now and leads on.
class DoneScreen final : public Screen {
 public:
  DoneScreen(Services& services, std::string form_id, std::string version)
      : services_(services), form_id_(std::move(form_id)), version_(std::move(version)) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::done_title); }
  void build(Ui& ui) override;

 private:
  Services& services_;
  std::string form_id_, version_;
};

}  // namespace motcua::ui
