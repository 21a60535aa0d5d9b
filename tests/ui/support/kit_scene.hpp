#pragma once
#include <functional>

#include "support/picture.hpp"
#include "ui.hpp"

struct ImGuiContext;

namespace motcua::ui::test {

/// A Ui alone, for the kit's own tests: builds what it is given, once for an event and once to paint, as the app does.
class KitScene {
 public:
  KitScene();
  ~KitScene();
  KitScene(const KitScene&) = delete;
  KitScene& operator=(const KitScene&) = delete;

  Viewport viewport;
  Language language = Language::vi;
  std::int64_t now_ms = 0;
  Ui& ui() { return ui_; }

  const SemanticTree& show(const std::function<void(Ui&)>& build);
  void send(Ui::Event event, const std::function<void(Ui&)>& build);
  /// The last shown frame.
  [[nodiscard]] Picture picture() const;

 private:
  ImGuiContext* context_;
  FontSet fonts_;
  Ui ui_;
};

}  // namespace motcua::ui::test
