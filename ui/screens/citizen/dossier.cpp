#include "motcua/base/civil_time.hpp"
#include "screens/citizen/citizen.hpp"
#include "screens/citizen/fetch.hpp"
#include "screens/citizen/rating_card.hpp"
#include "screens/dossier_words.hpp"
#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"
#include "widgets/timeline.hpp"

namespace motcua::ui {
namespace {

std::string day(const std::optional<Instant>& instant) {
  return instant ? display_date(to_civil(*instant).date) : std::string();
}

/// For somebody else: how far the dossier is. Without the lookup code, which is its owner's.
std::string shared_text(const Ui& ui, const dossier::PublicView& view) {
  std::string out = view.procedure_name + "\n" + ui.tr(Text::dossier_code) + ": " + view.code + "\n" +
                    ui.tr(Text::shared_state) + ": " + ui.tr(words_of(view.state).label);
  if (view.due && !dossier::is_terminal(view.state))
    out += "\n" + ui.tr(Text::dossier_due) + ": " + display_instant(*view.due);
  return out + "\n" + ui.tr(Text::data_as_of, display_instant(view.as_of));
}

PrintDocument on_paper(const Ui& ui, const dossier::PublicView& view) {
  PrintDocument out{.title = view.procedure_name,
                    .columns = {ui.tr(Text::printed_when), ui.tr(Text::dossier_timeline)}};
  const auto fact = [&](Text label, const std::string& value) {
    if (!value.empty()) out.notes.push_back(ui.tr(label) + ": " + value);
  };
  fact(Text::dossier_code, view.code);
  fact(Text::shared_state, ui.tr(words_of(view.state).label));
  fact(Text::dossier_next, ui.tr(words_of(view.state).next));
  fact(Text::dossier_received, day(view.received));
  fact(Text::dossier_due, view.due ? display_instant(*view.due) : std::string());
  fact(Text::dossier_finished, day(view.finished));
  fact(Text::dossier_unit, view.unit);
  fact(Text::dossier_collect, view.collect_at);
  out.notes.push_back(ui.tr(Text::data_as_of, display_instant(view.as_of)));
  for (const dossier::Event& event : view.events) {
    std::string what = ui.tr(words_of(event.state).label) + " · " + event.unit;
    if (!event.note.empty()) what += " · " + event.note;
    out.rows.push_back({display_instant(event.at), std::move(what)});
  }
  return out;
}

class DossierScreen final : public Screen {
 public:
  DossierScreen(std::string code, Services& services)
      : services_(services), refresh_(services.requests), code_(std::move(code)), rating_(services, code_) {
    const auto found = services_.saved.find(code_);
    if (found && *found && services_.now().ms - (*found)->fetched_at.ms > kFreshMs) refresh(**found, false);
  }

  std::string title(const Ui& ui) const override {
    return ui.tr(Text::dossier_title) + " " + code_ + " – " + ui.tr(Text::app_name);
  }

  [[nodiscard]] bool has_unsaved() const override { return rating_.has_unsaved(); }

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
      next(ui, saved.view);
      // Before it is over the office's work cannot be judged as a whole: then the question stands at the end.
      const bool over = dossier::is_terminal(saved.view.state) || saved.view.state == dossier::State::processed;
      if (over) rating_.build(ui, saved);
      facts(ui, saved.view);
      history(ui, saved.view);
      if (!over) rating_.build(ui, saved);
      tell_office(ui, saved.view);
      carry_along(ui, saved.view);
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

  static void next(Ui& ui, const dossier::PublicView& view) {
    const StateWords& words = words_of(view.state);
    const std::string heading = ui.tr(words.asks ? Text::dossier_asked : Text::dossier_next);
    const auto box = ui.node("next", Flow::row,
                             {.gap = space::m,
                              .padding = Edges::all(20),
                              .align = Align::start,
                              .fill = words.asks ? container(words.tone) : Colour::surface,
                              .radius = radius::l},
                             {.role = Role::region, .name = heading});
    const Colour colour = words.asks ? on_container(words.tone) : Colour::on_surface;
    ui.icon(Icon::assignment, 24, colour);
    const auto column = ui.column({.gap = space::xs, .grow = 1});
    ui.text(heading, {.style = type::headline, .colour = colour, .heading = 2});
    ui.text(ui.tr(words.next), {.colour = colour});
    if (!words.asks) return;
    if (!view.events.empty()) ui.text(view.events.back().note, {.style = type::body_strong, .colour = colour});
    if (view.state == dossier::State::processed)
      ui.text(view.collect_at, {.style = type::body_strong, .colour = colour});
  }

  static void tell_office(Ui& ui, const dossier::PublicView& view) {
    const auto group = card(ui, {.gap = 0, .padding = Edges::all(space::s)});
    link_row(ui, "feedback",
             {.href = link_to({"feedback", "new", view.code}),
              .icon = Icon::mail,
              .title = ui.tr(Text::feedback_about_dossier),
              .subtitle = ui.tr(Text::feedback_entrance)});
  }

  void carry_along(Ui& ui, const dossier::PublicView& view) {
    const auto row = ui.wrap({.gap = space::s});
    if (button(ui, "share",
               {.label = ui.tr(Text::dossier_share), .icon = Icon::share, .look = Look::outlined, .grow = 1}))
      services_.host.share(view.procedure_name, shared_text(ui, view));
    if (button(ui, "print",
               {.label = ui.tr(Text::dossier_print), .icon = Icon::print, .look = Look::outlined, .grow = 1}))
      services_.host.print(on_paper(ui, view));
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
    fetch_dossier(refresh_, services_, saved.view.code, saved.lookup_code,
                  [this, by_hand](const Result<std::string>& fetched) {
                    failed_.reset();
                    if (!fetched) {
                      failed_ = fetched.error();
                    } else if (by_hand) {
                      services_.show(translate(services_.language, Text::dossier_refreshed));
                    }
                  });
  }

  void forget(Ui& ui, const dossier::SavedDossier& saved) {
    refresh_.drop();
    const auto rating = services_.outbox.forget_dossier(code_);
    if (!rating) return services_.show(services_.error_text(rating.error()));
    const auto put_back = [&services = services_, copy = saved, rating = *rating] {
      Status back = services.saved.save(copy);
      if (back && rating) back = services.outbox.put_back(*rating);
      if (!back) return services.show(services.error_text(back.error()));
      services.sender.wake();  // The rating may have been on its way again, after a restore.
    };
    if (const Status gone = services_.saved.remove(code_); !gone) {
      put_back();
      return services_.show(services_.error_text(gone.error()));
    }
    services_.show(ui.tr(Text::dossier_removed), ui.tr(Text::undo), put_back);
    services_.navigator.go("#/", true);
  }

  Services& services_;
  Pending refresh_;
  std::string code_;
  RatingCard rating_;
  std::optional<Error> failed_;
  Cached<Result<std::optional<dossier::SavedDossier>>> saved_;
};

}  // namespace

std::unique_ptr<Screen> make_dossier_screen(const Route& route, Services& services) {
  return std::make_unique<DossierScreen>(std::string(route.part(1)), services);
}

}  // namespace motcua::ui
