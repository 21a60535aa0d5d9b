#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kept.hpp"
#include "screens/screen.hpp"
#include "screens/surveyor/lost_work.hpp"
#include "screens/surveyor/surveys.hpp"

namespace motcua::ui {

/// Whom the surveyor is to visit, in order, with how each stands. Where nothing is assigned, the list of surveys.
class TodayScreen final : public Screen {
 public:
  explicit TodayScreen(Services& services);
  [[nodiscard]] std::string title(const Ui& ui) const override;
  void build(Ui& ui) override;

 private:
  struct Content {
    std::vector<survey::Task> tasks;
    std::size_t settled = 0;
    std::size_t visits_today = 0;
    std::size_t finished_today = 0;
    std::optional<Error> error;
  };
  [[nodiscard]] Content read() const;
  /// The places in `content.tasks` that the search and the filter let through.
  [[nodiscard]] std::vector<std::size_t> shown(const Content& content) const;
  void progress(Ui& ui, const Content& content);
  void search(Ui& ui);
  void list(Ui& ui, const Content& content);
  void row(Ui& ui, const survey::Task& task, std::size_t number);

  Services& services_;
  LostWork lost_;
  SurveysScreen surveys_;
  Kept<Content> content_;
  std::string sought_;
  std::string filter_;
  std::size_t limit_;
  bool has_tasks_ = false;
};

}  // namespace motcua::ui
