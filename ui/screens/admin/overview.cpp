#include <numeric>

#include "charts/distribution.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/survey/messages.hpp"
#include "screens/admin/desk_screen.hpp"
#include "screens/admin/screens.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

class OverviewScreen final : public DeskScreen {
 public:
  explicit OverviewScreen(Services& services) : DeskScreen(services), request_(services.requests) {}

 protected:
  std::string desk_title(const Ui& ui) const override { return ui.tr(Text::overview_title); }

  void forget() override {
    request_.drop();
    counts_.reset();
    failed_.reset();
  }

  void desk(Ui& ui) override {
    if (!counts_ && !failed_ && !request_.waiting()) fetch();
    const DeskSession& session = *services().desk;
    desk_page(ui,
              {.title = ui.tr(Text::overview_title),
               .subtitle = ui.tr(Text::signed_in_as, session.account_name, session.office_name),
               .current = "#/admin"},
              [&] {
                if (failed_ && failure_notice(ui, *failed_)) fetch();
                if (counts_) {
                  show(ui, *counts_);
                } else if (!failed_) {
                  loading(ui);
                }
              });
  }

 private:
  void fetch() {
    failed_.reset();
    request_.post(signed_request(survey::kOverviewPath, survey::encode(survey::OverviewRequest{})),
                  [this](const Reply& reply) {
                    if (!services().desk) return;  // Signed out since.
                    const auto counts = read_reply<survey::OverviewReply>(
                        reply, [](ByteView bytes) { return survey::decode<survey::OverviewReply>(bytes); });
                    if (counts) {
                      counts_ = *counts;
                    } else if (!ends_session(counts.error())) {
                      failed_ = counts.error();
                    }
                  });
  }

  void show(Ui& ui, const survey::OverviewReply& counts) {
    {
      const auto grid =
          ui.node("counts", Flow::wrap, {.gap = space::m}, {.role = Role::list, .name = ui.tr(Text::overview_title)});
      count(ui, Icon::inbox, Text::count_responses, counts.responses, Tone::info, "#/admin/responses");
      count(ui, Icon::visibility, Text::count_unseen, counts.responses_unseen, Tone::info,
            "#/admin/responses?unseen=1");
      if (counts.responses_broken > 0)
        count(ui, Icon::warning, Text::count_broken, counts.responses_broken, Tone::warning,
              "#/admin/responses?broken=1");
      count(ui, Icon::folder_open, Text::count_dossiers, counts.dossiers, Tone::info, "#/admin/dossiers");
      count(ui, Icon::hourglass_top, Text::count_dossiers_open, counts.dossiers_open, Tone::info,
            "#/admin/dossiers?open=1");
      count(ui, Icon::schedule, Text::count_overdue, counts.dossiers_overdue,
            counts.dossiers_overdue > 0 ? Tone::danger : Tone::success, "#/admin/dossiers?overdue=1&sort=due");
      count(ui, Icon::mail, Text::count_feedback, counts.feedback_unanswered,
            counts.feedback_unanswered > 0 ? Tone::warning : Tone::success);
      count(ui, Icon::ballot, Text::count_surveys, counts.surveys, Tone::neutral);
      count(ui, Icon::smartphone, Text::count_devices, counts.devices, Tone::neutral);
      count(ui, Icon::warning, Text::count_quarantined, counts.quarantined,
            counts.quarantined > 0 ? Tone::warning : Tone::neutral);
    }
    ui.text(ui.tr(Text::overdue_meaning), {.style = type::small, .colour = Colour::on_surface_muted});
    ratings(ui, counts);
    const auto foot = ui.wrap({.gap = space::s, .align = Align::centre});
    {
      const auto words = ui.column({.grow = 1, .min_width = 200});
      ui.text(ui.tr(Text::overview_as_of, display_instant(counts.server_time)),
              {.style = type::small, .colour = Colour::on_surface_muted});
    }
    shortcuts().help_button(ui);
    if (button(ui, "refresh", {.label = ui.tr(Text::dossier_refresh), .icon = Icon::refresh, .look = Look::tonal}))
      fetch();
    if (button(ui, "sign-out", {.label = ui.tr(Text::sign_out), .icon = Icon::logout, .look = Look::outlined})) {
      services().desk.reset();
      services().heading_wanted = true;
    }
  }

  static void ratings(Ui& ui, const survey::OverviewReply& counts) {
    const auto box = card(ui, {.gap = space::m, .padding = Edges::all(20)});
    ui.text(ui.tr(Text::overview_ratings), {.style = type::headline, .heading = 2});
    ui.text(ui.tr(Text::overview_ratings_rule, std::to_string(survey::kFewestRatings)),
            {.style = type::small, .colour = Colour::on_surface_muted});
    if (counts.ratings.empty()) return;
    const std::string count = grouped(std::accumulate(counts.ratings.begin(), counts.ratings.end(), std::uint64_t{0}));
    const auto through = CivilDate::from_days(static_cast<std::int64_t>(counts.ratings_through));
    distribution(
        ui, "ratings",
        {.name = ui.tr(Text::overview_ratings),
         .label_title = ui.tr(Text::rating_title),
         .steps = {ui.tr(Text::score_1), ui.tr(Text::score_2), ui.tr(Text::score_3), ui.tr(Text::score_4),
                   ui.tr(Text::score_5)},
         .rows = {{counts.ratings_through == 0 ? count  // An office before 1.5.
                                               : ui.tr(Text::overview_ratings_count, count, display_date(through)),
                   counts.ratings}}});
  }

  /// With `href` the whole card leads to the list of what was counted.
  static void count(Ui& ui, Icon icon, Text label, std::uint64_t value, Tone tone, const char* href = "") {
    const auto item =
        ui.node(std::to_string(static_cast<int>(label)), Flow::column,
                {.grow = 1, .min_width = (ui.wide() ? 240.0F : 150.0F) * ui.text_scale()}, {.role = Role::list_item});
    const bool leads = *href != '\0';
    const Box box{.gap = space::s,
                  .padding = Edges::all(20),
                  .grow = 1,
                  .fill = Colour::surface,
                  .radius = radius::l,
                  .elevation = 1};
    const auto card = leads ? ui.node("open", Flow::column, box,
                                      {.role = Role::link, .name = grouped(value) + " " + ui.tr(label), .value = href})
                            : ui.column(box);
    {
      const auto top = ui.row({.align = Align::centre, .justify = Justify::between});
      icon_badge(ui, {.icon = icon, .size = 44, .fill = container(tone), .colour = on_container(tone)});
      if (leads) ui.icon(Icon::chevron_right, 22, Colour::on_surface_muted);
    }
    ui.text(grouped(value), {.style = type::display, .silent = leads});
    ui.text(ui.tr(label), {.style = type::small, .colour = Colour::on_surface_muted, .silent = leads});
  }

  Pending request_;
  std::optional<survey::OverviewReply> counts_;
  std::optional<Error> failed_;
};

}  // namespace

std::unique_ptr<Screen> make_overview_screen(Services& services) { return std::make_unique<OverviewScreen>(services); }

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ".");
  return digits;
}

}  // namespace motcua::ui
