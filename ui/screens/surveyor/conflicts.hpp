#pragma once
#include <optional>
#include <string>
#include <vector>

#include "screens/screen.hpp"

namespace motcua::ui {

/// Questions of a response that two people answered differently, side by side: who, when, what. One answer is chosen
/// and stands, also for the others.
class ConflictsScreen final : public Screen {
 public:
  ConflictsScreen(Services& services, const EntityId& entity) : services_(services), entity_(entity) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::conflicts_title); }
  void build(Ui& ui) override;

 private:
  using Found = Result<std::vector<survey::AnswerConflict>>;
  void question(Ui& ui, const survey::AnswerConflict& conflict);
  void decide(const std::string& ref, const std::string& value);
  [[nodiscard]] std::string who(const Ui& ui, const survey::AnswerConflict::Side& side) const;

  Services& services_;
  EntityId entity_;
  Cached<Found> found_;
};

}  // namespace motcua::ui
