#pragma once
#include <optional>
#include <string>

#include "screens/screen.hpp"

namespace motcua::ui {

/// A response was finished: says where this one is now (here, on the server, refused there) and leads on.
class DoneScreen final : public Screen {
 public:
  DoneScreen(Services& services, const EntityId& entity) : services_(services), entity_(entity) {}
  [[nodiscard]] std::string title(const Ui& ui) const override {
    return title_.empty() ? ui.tr(Text::app_name) : title_;
  }
  void build(Ui& ui) override;

 private:
  using Found = Result<std::optional<survey::ResponseSummary>>;
  /// The finished response, or nullopt: not here, or a draft still.
  [[nodiscard]] Found read() const;
  void build_missing(Ui& ui, const Found& found);
  void build_done(Ui& ui, const survey::ResponseSummary& response);

  Services& services_;
  EntityId entity_;
  std::string title_;  ///< As last built.
  Cached<Found> found_;
};

}  // namespace motcua::ui
