#pragma once
#include <optional>
#include <string>

#include "screens/screen.hpp"
#include "screens/surveyor/lost_work.hpp"

namespace motcua::ui {

/// A one-time code from the administrator makes this device the surveyor's.
class EnrolScreen final : public Screen {
 public:
  explicit EnrolScreen(Services& services) : services_(services), pending_(services.requests), lost_(services) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::enrol_title); }
  void build(Ui& ui) override;

 private:
  void send();
  void take(const Reply& reply);
  [[nodiscard]] std::string problem(const Ui& ui) const;

  Services& services_;
  Pending pending_;
  LostWork lost_;
  std::string code_;
  bool empty_ = false;          ///< Sent without a code.
  std::optional<Error> error_;  ///< Of the last attempt.
  bool focus_code_ = false;
  Cached<std::optional<sync::Enrolment>> enrolment_;
};

}  // namespace motcua::ui
