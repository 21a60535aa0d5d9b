#include "motcua/base/civil_time.hpp"
#include "motcua/dossier/messages.hpp"
#include "screens/citizen/citizen.hpp"
#include "screens/dossier_words.hpp"
#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"
#include "widgets/timeline.hpp"

namespace motcua::ui {
namespace {

/// A copy that is younger is not fetched again when its page opens.
constexpr std::int64_t kFreshMs = 60'000;

std::string day(const std::optional<Instant>& instant) {
  return instant ? display_date(to_civil(*instant).date) : std::string();
}

class DossierScreen final : public Screen {
 public:
  DossierScreen(std::string code, Services& services)
      : services_(services), refresh_(services.requests), code_(std::move(code)) {
    const auto found = services_.saved.find(code_);
    if (found && *found && services_.now().ms - (*found)->fetched_at.ms > kFreshMs) refresh(**found, false);
  }

  std::string title(const Ui& ui) const override {
    return ui.tr(Text::dossier_title) + " " + code_ + " – " + ui.tr(Text::app_name);
  }

  void build(Ui& ui) override {
    const auto& found = saved_.get(services_, [&] { return services_.saved.find(code_); });
    if (!found || !*found) {
      page(ui, services_, {.title = ui.tr(Text::dossier_title), .back = "#/"}, [&] {
        if (!found) {
          notice(ui, "broken",
                 {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(found.error())});
        } else if (empty_state(ui, "unknown",
                               {.icon = Icon::search,
                                .title = ui.tr(Text::dossier_unknown_title),
                                .text = ui.tr(Text::dossier_unknown_text),
                                .action = ui.tr(Text::look_up)})) {
          services_.navigator.go("#/", true);
        }
      });
      return;
    }
    const dossier::SavedDossier& saved = **found;
    page(ui, services_, {.title = saved.view.procedure_name, .subtitle = saved.view.code, .back = "#/"}, [&] {
      state(ui, saved);
      ask(ui, saved.view);
      facts(ui, saved.view);
      history(ui, saved.view);
      const NodeId remove = ui.id("remove");
      button(ui, "remove",
             {.label = ui.tr(Text::dossier_remove), .icon = Icon::trash, .look = Look::text, .self = Align::centre});
      if (ui.activated(remove)) forget(ui, saved);
    });
  }

 private:
  void state(Ui& ui, const dossier::SavedDossier& saved) {
    const dossier::PublicView& view = saved.view;
    const StateWords& words = words_of(view.state);
    const auto box = card(ui, {.gap = space::m, .padding = Edges::all(20)});
    {
      const auto row = ui.wrap({.gap = space::l, .align = Align::centre});
      icon_badge(ui, {.icon = words.icon,
                      .size = 56,
                      .fill = container(words.tone),
                      .colour = on_container(words.tone),
                      .radius = radius::full});
      ui.text(ui.tr(words.label), {.style = type::title, .heading = 2, .grow = 1});
    }
    ui.text(ui.tr(words.meaning), {.colour = Colour::on_surface_muted});
    if (view.due && !dossier::is_terminal(view.state)) {
      const auto due = ui.row({.gap = space::m,
                               .padding = Edges::symmetric(space::l, space::m),
                               .align = Align::centre,
                               .fill = Colour::surface_low,
                               .radius = radius::m});
      ui.icon(Icon::event, 24, Colour::primary);
      const auto column = ui.column({.grow = 1});
      ui.text(ui.tr(Text::dossier_due), {.style = type::small, .colour = Colour::on_surface_muted});
      ui.text(display_instant(*view.due), {.style = type::headline});
    }
    divider(ui);
    const auto foot = ui.wrap({.gap = space::s, .align = Align::centre});
    {
      const auto status = ui.node("as_of", Flow::column, {.grow = 1, .min_width = 180}, {.role = Role::status});
      ui.text(ui.tr(Text::data_as_of, display_instant(view.as_of)),
              {.style = type::small, .colour = Colour::on_surface_muted});
      if (failed_)
        ui.text(failed_->code == ErrorCode::network_unreachable ? ui.tr(Text::dossier_offline)
                                                                : services_.error_text(*failed_),
                {.style = type::small_strong, .colour = Colour::on_surface});
    }
    const bool busy = refresh_.waiting();
    if (button(ui, "refresh",
               {.label = ui.tr(Text::dossier_refresh), .icon = Icon::refresh, .look = Look::tonal, .busy = busy}))
      refresh(saved, true);
  }

  static void ask(Ui& ui, const dossier::PublicView& view) {
    const StateWords& words = words_of(view.state);
    if (!words.ask) return;
    const auto box = ui.node("ask", Flow::row,
                             {.gap = space::m,
                              .padding = Edges::all(20),
                              .align = Align::start,
                              .fill = container(words.tone),
                              .radius = radius::l},
                             {.role = Role::region, .name = ui.tr(Text::dossier_asked)});
    const Colour colour = on_container(words.tone);
    ui.icon(Icon::assignment, 24, colour);
    const auto column = ui.column({.gap = space::xs, .grow = 1});
    ui.text(ui.tr(Text::dossier_asked), {.style = type::headline, .colour = colour, .heading = 2});
    ui.text(ui.tr(*words.ask), {.colour = colour});
    if (!view.events.empty()) ui.text(view.events.back().note, {.style = type::body_strong, .colour = colour});
    if (view.state == dossier::State::processed)
      ui.text(view.collect_at, {.style = type::body_strong, .colour = colour});
  }

  static void facts(Ui& ui, const dossier::PublicView& view) {
    const auto box = card(ui, {.gap = space::l, .padding = Edges::all(20)});
    ui.text(ui.tr(Text::dossier_facts), {.style = type::headline, .heading = 2});
    fact(ui, Icon::event, ui.tr(Text::dossier_received), day(view.received));
    if (dossier::is_terminal(view.state)) fact(ui, Icon::schedule, ui.tr(Text::dossier_due), day(view.due));
    fact(ui, Icon::task_alt, ui.tr(Text::dossier_finished), day(view.finished));
    fact(ui, Icon::apartment, ui.tr(Text::dossier_unit), view.unit);
    fact(ui, Icon::location_on, ui.tr(Text::dossier_collect), view.collect_at);
  }

  static void history(Ui& ui, const dossier::PublicView& view) {
    const auto box = card(ui, {.gap = space::l, .padding = Edges::all(20)});
    ui.text(ui.tr(Text::dossier_timeline), {.style = type::headline, .heading = 2});
    std::vector<TimelineStep> steps;
    for (auto event = view.events.rbegin(); event != view.events.rend(); ++event) {
      const StateWords& words = words_of(event->state);
      steps.push_back(
          {ui.tr(words.label), display_instant(event->at), event->unit, event->note, words.icon, words.tone});
    }
    timeline(ui, "steps", ui.tr(Text::dossier_timeline), steps);
  }

  void refresh(const dossier::SavedDossier& saved, bool by_hand) {
    refresh_.post(
        {dossier::kLookupPath, dossier::encode(dossier::LookupRequest{saved.view.code, saved.lookup_code}), {}},
        [this, lookup_code = saved.lookup_code, by_hand](const Reply& reply) {
          auto found = read_reply<dossier::LookupReply>(
              reply, [](ByteView bytes) { return dossier::decode<dossier::LookupReply>(bytes); });
          failed_.reset();
          if (!found) {
            failed_ = found.error();
            return;
          }
          if (const Status kept = services_.saved.save({std::move(found->view), lookup_code, services_.now()}); !kept) {
            failed_ = kept.error();
          } else if (by_hand) {
            services_.show(translate(services_.language, Text::dossier_refreshed));
          }
        });
  }

  void forget(Ui& ui, const dossier::SavedDossier& saved) {
    refresh_.drop();
    if (const Status gone = services_.saved.remove(code_); !gone)
      return services_.show(services_.error_text(gone.error()));
    services_.show(ui.tr(Text::dossier_removed), ui.tr(Text::undo), [&services = services_, copy = saved] {
      if (const Status back = services.saved.save(copy); !back) services.show(services.error_text(back.error()));
    });
    services_.navigator.go("#/", true);
  }

  Services& services_;
  Pending refresh_;
  std::string code_;
  std::optional<Error> failed_;
  Cached<Result<std::optional<dossier::SavedDossier>>> saved_;
};

}  // namespace

std::unique_ptr<Screen> make_dossier_screen(const Route& route, Services& services) {
  return std::make_unique<DossierScreen>(std::string(route.part(1)), services);
}

}  // namespace motcua::ui
