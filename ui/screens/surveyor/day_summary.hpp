#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kept.hpp"
#include "motcua/survey/day_summary.hpp"
#include "screens/screen.hpp"

namespace motcua::ui {

/// What this person did on this device on one day, to show or to send: visits, responses, and what is not sent yet.
class DaySummaryScreen final : public Screen {
 public:
  DaySummaryScreen(Services& services, const CivilDate& day) : services_(services), day_(day) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::day_title); }
  void build(Ui& ui) override;

 private:
  struct Figure {
    std::string label;
    std::string value;
    bool strong = false;
  };
  struct Part {
    std::string title;
    std::vector<Figure> figures;
  };
  [[nodiscard]] static std::vector<Part> parts(const Ui& ui, const survey::DaySummary& summary);
  /// What the figures do not say.
  [[nodiscard]] static std::vector<std::string> reservations(const Ui& ui, const survey::DaySummary& summary);
  void days(Ui& ui);
  void save(Ui& ui, const survey::DaySummary& summary);

  Services& services_;
  CivilDate day_;
  Kept<Result<survey::DaySummary>> summary_;
};

}  // namespace motcua::ui
