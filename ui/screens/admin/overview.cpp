#include "motcua/base/civil_time.hpp"
#include "motcua/survey/messages.hpp"
#include "screens/admin/desk_screen.hpp"
#include "screens/admin/screens.hpp"

namespace motcua::ui {
namespace {

class OverviewScreen final : public DeskScreen<survey::OverviewReply> {
 public:
  using DeskScreen::DeskScreen;

 protected:
  std::string desk_title(const Ui& ui) const override { return ui.tr(Text::overview_title); }
  PageOptions frame(const Ui& ui) const override {
    const DeskSession& desk = *services().desk;
    return {.area = Area::admin,
            .title = ui.tr(Text::overview_title),
            .subtitle = ui.tr(Text::signed_in_as, desk.account_name, desk.office_name),
            .current = "#/admin",
            .table = true};
  }
  sync::HttpRequest request() const override {
    return {survey::kOverviewPath, survey::encode(survey::OverviewRequest{}), {}};
  }
  Result<survey::OverviewReply> read(ByteView bytes) const override {
    return survey::decode<survey::OverviewReply>(bytes);
  }

  void show(Ui& ui, const survey::OverviewReply& reply) override {
    {
      const auto grid =
          ui.node("counts", Flow::wrap, {.gap = space::m}, {.role = Role::list, .name = ui.tr(Text::overview_title)});
      count(ui, Icon::inbox, Text::count_responses, reply.responses, Tone::info);
      count(ui, Icon::folder_open, Text::count_dossiers, reply.dossiers, Tone::info);
      count(ui, Icon::hourglass_top, Text::count_dossiers_open, reply.dossiers_open, Tone::info);
      count(ui, Icon::ballot, Text::count_surveys, reply.surveys, Tone::neutral);
      count(ui, Icon::smartphone, Text::count_devices, reply.devices, Tone::neutral);
      count(ui, Icon::warning, Text::count_quarantined, reply.quarantined,
            reply.quarantined > 0 ? Tone::warning : Tone::neutral);
      if (reply.responses_broken > 0)
        count(ui, Icon::warning, Text::count_broken, reply.responses_broken, Tone::warning);
    }
    const auto foot = ui.wrap({.gap = space::s, .align = Align::centre});
    {
      const auto words = ui.column({.grow = 1, .min_width = 200});
      ui.text(ui.tr(Text::overview_as_of, display_instant(reply.server_time)),
              {.style = type::small, .colour = Colour::on_surface_muted});
    }
    if (button(ui, "refresh", {.label = ui.tr(Text::dossier_refresh), .icon = Icon::refresh, .look = Look::tonal}))
      fetch();
    if (button(ui, "sign-out", {.label = ui.tr(Text::sign_out), .icon = Icon::logout, .look = Look::outlined})) {
      services().desk.reset();
      services().heading_wanted = true;
    }
  }

 private:
  static void count(Ui& ui, Icon icon, Text label, std::uint64_t value, Tone tone) {
    const auto item = ui.node(std::to_string(static_cast<int>(label)), Flow::column,
                              {.gap = space::s,
                               .padding = Edges::all(20),
                               .grow = 1,
                               .min_width = (ui.wide() ? 240.0F : 150.0F) * ui.text_scale(),
                               .fill = Colour::surface,
                               .radius = radius::l,
                               .elevation = 1},
                              {.role = Role::list_item});
    icon_badge(ui, {.icon = icon, .size = 44, .fill = container(tone), .colour = on_container(tone)});
    ui.text(grouped(value), {.style = type::display});
    ui.text(ui.tr(label), {.style = type::small, .colour = Colour::on_surface_muted});
  }
};

}  // namespace

std::unique_ptr<Screen> make_overview_screen(Services& services) { return std::make_unique<OverviewScreen>(services); }

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ".");
  return digits;
}

}  // namespace motcua::ui
