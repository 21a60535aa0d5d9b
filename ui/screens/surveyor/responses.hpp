#pragma once
#include <optional>
#include <string>
#include <vector>

#include "screens/screen.hpp"

namespace motcua::ui {

/// What this device has filled, newest first, and how far each response has come.
class ResponsesScreen final : public Screen {
 public:
  explicit ResponsesScreen(Services& services) : services_(services) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::my_responses_title); }
  void build(Ui& ui) override;

 private:
  struct Content {
    std::vector<survey::ResponseSummary> responses;
    std::size_t drafts = 0, unsent = 0, sent = 0, refused = 0, shared = 0;
    std::optional<Error> error;
  };
  [[nodiscard]] Content read() const;
  void counts(Ui& ui, const Content& content);
  void entry(Ui& ui, const survey::ResponseSummary& response);
  void actions(Ui& ui, const survey::ResponseSummary& response, const std::string& about);
  void hand_over(const EntityId& entity);
  void discard_dialog(Ui& ui);

  Services& services_;
  Cached<Content> content_;
  std::size_t shown_ = 0;  ///< How many rows; 0 before the first build.
};

}  // namespace motcua::ui
