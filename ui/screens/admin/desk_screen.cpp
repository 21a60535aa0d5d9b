#include "screens/admin/desk_screen.hpp"

#include "widgets/progress.hpp"
#include "widgets/skeleton.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

std::string failure_text(const Ui& ui, const Error& error) {
  if (error.code == ErrorCode::network_unreachable) return ui.tr(Text::desk_offline);
  if (error.code == ErrorCode::frame_too_large) return ui.tr(Text::list_too_long);
  return message(error, ui.language());
}

std::string DeskScreen::title(const Ui& ui) const {
  return (services_.desk ? desk_title(ui) : ui.tr(Text::sign_in_title)) + " – " + ui.tr(Text::app_name);
}

void DeskScreen::build(Ui& ui) {
  if (!services_.desk) {
    forget();
    return sign_in_.build(ui);
  }
  if (services_.desk->role == kOfficerRole && !for_officers()) {
    services_.navigator.go("#/admin/dossiers", true);
    return page(ui, services_, {.area = Area::officer, .title = desk_title(ui), .table = true}, [&] { loading(ui); });
  }
  shortcuts_.listen(ui);
  desk(ui);
}

void DeskScreen::desk_page(Ui& ui, PageOptions options, const std::function<void()>& content) {
  options.area = services_.desk->role == kOfficerRole ? Area::officer : Area::admin;
  options.table = true;
  options.dialog = [&, own = std::move(options.dialog)] {
    if (shortcuts_.dialog(ui)) return;
    if (own) own();
  };
  page(ui, services_, options, content);
}

sync::HttpRequest DeskScreen::signed_request(const char* path, Bytes body) const {
  return {path, std::move(body), services_.desk ? services_.desk->token : std::string()};
}

bool DeskScreen::ends_session(const Error& error) {
  if (error.code != ErrorCode::not_signed_in) return false;
  services_.desk.reset();
  sign_in_.expired(error);
  return true;
}

bool DeskScreen::failure_notice(Ui& ui, const Error& error) {
  return notice(ui, "failed",
                {.tone = Tone::danger,
                 .icon = Icon::cloud_off,
                 .text = failure_text(ui, error),
                 .action = ui.tr(Text::try_again),
                 .alert = true});
}

void DeskScreen::loading(Ui& ui) {
  const auto waiting = ui.node("loading", Flow::column, {.gap = space::l},
                               {.role = Role::status, .name = ui.tr(Text::loading), .flags = kBusy});
  const auto box = card(ui, {.padding = Edges::all(space::xl)});
  skeleton(ui, 6);
}

}  // namespace motcua::ui
