#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "services.hpp"
#include "ui.hpp"

namespace motcua::ui {

/// One place of the app. Made when the address comes to it, gone when it leaves; dialogs over it do not make it anew.
class Screen {
 public:
  virtual ~Screen() = default;
  /// For the browser's tab and history.
  [[nodiscard]] virtual std::string title(const Ui& ui) const = 0;
  /// Builds the whole frame, by `page()`. Also where events are handled: a widget returns what was done to it.
  virtual void build(Ui& ui) = 0;
  /// The address changed. True when the new one is a place inside this screen, which then shows it and gives the focus
  /// itself; false, and the screen is left. When only the query changed the screen stays in any case.
  virtual bool arrive(const Route& route) {
    (void)route;
    return false;
  }
  /// When the screen wants to be built again though nothing has happened.
  [[nodiscard]] virtual std::optional<Instant> wake_at() const { return std::nullopt; }
  /// Whether something that a person wrote or drew here is in memory only: an update of the app is not offered then.
  [[nodiscard]] virtual bool has_unsaved() const { return false; }
  /// A file is stored that somebody chose for `target`. False when it is not for this screen.
  virtual bool file_kept(std::string_view target, const KeptFile& file) {
    (void)target;
    (void)file;
    return false;
  }
};

/// The screen for an address; an unknown one gets a page that says so.
[[nodiscard]] std::unique_ptr<Screen> make_screen(const Route& route, Services& services);

}  // namespace motcua::ui
