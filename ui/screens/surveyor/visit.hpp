#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kept.hpp"
#include "screens/screen.hpp"

namespace motcua::ui {

/// The response that an assignment asks for, with what the office filled in. Fails with not_found when it is not
/// assigned here, or its form is not on this device.
[[nodiscard]] Result<survey::ResponseDraft> begin_interview(Services& services, const EntityId& assignment);

/// One address: where it is, what the office says of it, the interview, or why there was none.
class VisitScreen final : public Screen {
 public:
  VisitScreen(Services& services, const EntityId& assignment) : services_(services), assignment_(assignment) {}
  [[nodiscard]] std::string title(const Ui& ui) const override;
  void build(Ui& ui) override;

 private:
  struct Content {
    std::optional<survey::Task> task;
    std::optional<survey::Assignment> next_reserve;
    std::optional<survey::Assignment> replaced_by;
    std::optional<EntityId> unfinished;  ///< A response to go on with, also one from another device.
    std::optional<survey::SurveyVersion> form;
    std::optional<Error> error;
  };
  [[nodiscard]] Content read() const;
  void build_gone(Ui& ui, const Content& content);
  void state(Ui& ui, const survey::Task& task);
  void address(Ui& ui, const survey::Assignment& assignment);
  void about(Ui& ui, const Content& content);
  void outcomes(Ui& ui, const Content& content);
  void history(Ui& ui, const survey::Task& task);
  void bottom(Ui& ui, const Content& content);

  Services& services_;
  EntityId assignment_;
  Kept<Content> content_;
};

/// Why a visit came to no interview: one tap on a reason records it, and leads back to the list or on to
/// the reserve.
class OutcomeScreen final : public Screen {
 public:
  OutcomeScreen(Services& services, const EntityId& assignment, survey::VisitOutcome outcome);
  [[nodiscard]] std::string title(const Ui& ui) const override;
  void build(Ui& ui) override;
  [[nodiscard]] bool has_unsaved() const override { return !note_.empty(); }

 private:
  struct Content {
    std::optional<survey::Assignment> assignment;  ///< Nothing: it is not assigned any more, or settled.
    std::optional<survey::Assignment> next_reserve;
  };
  [[nodiscard]] Content read() const;
  void build_impossible(Ui& ui, bool no_reserve);
  void record(Ui& ui, std::string_view reason, std::string note = {});

  Services& services_;
  EntityId assignment_;
  survey::VisitOutcome outcome_;
  Kept<Content> content_;
  std::string note_;
};

}  // namespace motcua::ui
