#pragma once
#include <optional>
#include <string>

#include "motcua/feedback/outbox.hpp"
#include "screens/screen.hpp"

namespace motcua::ui {

/// On a dossier's page: how satisfied the citizen is, in two taps, and what became of the answer. It is on the phone
/// before it is shown as given, and goes to the office when there is a network.
class RatingCard {
 public:
  RatingCard(Services& services, std::string code) : services_(services), code_(std::move(code)) {}
  void build(Ui& ui, const dossier::SavedDossier& dossier);
  /// Chosen or written, and not given yet.
  [[nodiscard]] bool has_unsaved() const { return draft_.has_value(); }

 private:
  void ask(Ui& ui, const dossier::SavedDossier& dossier, const std::optional<feedback::MyRating>& given);
  void reasons(Ui& ui);
  void show_given(Ui& ui, const feedback::MyRating& given);
  void give(Ui& ui, const dossier::SavedDossier& dossier);

  Services& services_;
  std::string code_;
  std::optional<feedback::Rating> draft_;  ///< Chosen, not given yet.
  std::optional<Error> failed_;
  Cached<Result<std::optional<feedback::MyRating>>> given_;
};

}  // namespace motcua::ui
