#pragma once
#include "screens/admin/shortcuts.hpp"
#include "screens/admin/sign_in.hpp"
#include "screens/screen.hpp"

namespace motcua::ui {

/// Why something was not done, for a person at the desk: nothing of it waits on this device.
[[nodiscard]] std::string failure_text(const Ui& ui, const Error& error);

/// What the desk's screens share: signing in first, the keyboard's shortcuts, and who may see what. An officer sees
/// dossiers only and is led to them.
class DeskScreen : public Screen {
 public:
  explicit DeskScreen(Services& services) : services_(services), sign_in_(services), shortcuts_(services) {}

  std::string title(const Ui& ui) const final;
  void build(Ui& ui) final;

 protected:
  [[nodiscard]] virtual std::string desk_title(const Ui& ui) const = 0;
  [[nodiscard]] virtual bool for_officers() const { return false; }
  /// Nothing of one account is shown to the next, nor what is still on its way.
  virtual void forget() = 0;
  /// Builds the page by `desk_page`, while somebody is signed in who may see it.
  virtual void desk(Ui& ui) = 0;

  /// The page with the desk's navigation and dialogs; `dialog` is the screen's own.
  void desk_page(Ui& ui, PageOptions options, const std::function<void()>& content);
  [[nodiscard]] Services& services() const { return services_; }
  [[nodiscard]] Shortcuts& shortcuts() { return shortcuts_; }
  /// A request in the name of who is signed in.
  [[nodiscard]] sync::HttpRequest signed_request(const char* path, Bytes body) const;
  /// True when the error ends the session: then signing in says so.
  bool ends_session(const Error& error);
  /// Says what could not be fetched; true when it is to be tried again.
  static bool failure_notice(Ui& ui, const Error& error);
  static void loading(Ui& ui);

 private:
  Services& services_;
  SignIn sign_in_;
  Shortcuts shortcuts_;
};

}  // namespace motcua::ui
