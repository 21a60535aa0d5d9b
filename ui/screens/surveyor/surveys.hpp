#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "screens/screen.hpp"
#include "screens/surveyor/lost_work.hpp"

namespace motcua::ui {

/// The surveys that can be filled, and the way back to unfinished ones.
class SurveysScreen final : public Screen {
 public:
  /// `back`: where the arrow leads; empty: this is the surveyor's first page.
  explicit SurveysScreen(Services& services, std::string back = {})
      : services_(services), lost_(services), back_(std::move(back)) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::surveys_title); }
  void build(Ui& ui) override;

 private:
  struct Content {
    std::vector<survey::SurveyVersion> surveys;
    std::size_t drafts = 0;
    bool enrolled = false;
    std::optional<Error> error;
  };
  [[nodiscard]] Content read() const;
  void nothing_yet(Ui& ui, bool enrolled);
  void survey_card(Ui& ui, const survey::SurveyVersion& survey);

  Services& services_;
  LostWork lost_;
  std::string back_;
  Cached<Content> content_;
};

}  // namespace motcua::ui
