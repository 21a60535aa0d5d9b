#include "screens/citizen/install_hint.hpp"

#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

constexpr std::string_view kSetting = "install_hint";

}  // namespace

void InstallHint::build(Ui& ui) {
  if (services_.installable == Install::no || services_.storage_unavailable) return;
  const bool dismissed = dismissed_.get(services_, [&] {
    const auto setting = services_.settings.read(kSetting);
    return !setting || setting->has_value();
  });
  if (dismissed) return;
  const auto box = card(ui, "install", {.role = Role::region, .name = ui.tr(Text::install_title)},
                        {.gap = space::s, .padding = Edges::all(20)});
  ui.text(ui.tr(Text::install_title), {.style = type::headline, .heading = 2});
  ui.text(ui.tr(Text::install_text));
  const bool asks = services_.installable == Install::prompt;
  if (!asks) ui.text(ui.tr(Text::install_ios), {.style = type::body_strong});
  const auto row = ui.wrap({.gap = space::s});
  if (asks && button(ui, "now", {.label = ui.tr(Text::install_now), .icon = Icon::download})) {
    services_.host.offer_install();
    dismiss();
  }
  if (button(ui, "dismiss", {.label = ui.tr(Text::install_dismiss), .look = Look::text})) dismiss();
}

void InstallHint::dismiss() {
  if (const Status written = services_.settings.write(kSetting, "dismissed"); !written)
    services_.show(services_.error_text(written.error()));
}

}  // namespace motcua::ui
