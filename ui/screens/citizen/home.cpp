#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "painter.hpp"
#include "screens/citizen/citizen.hpp"
#include "screens/citizen/fetch.hpp"
#include "screens/citizen/install_hint.hpp"
#include "screens/dossier_words.hpp"
#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/scanner.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

/// What the citizen looks at first: what waits for them, then what goes on, then what is over.
int rank(const dossier::SavedDossier& dossier) {
  if (words_of(dossier.view.state).asks) return 0;
  return dossier::is_terminal(dossier.view.state) ? 2 : 1;
}

bool comes_first(const dossier::SavedDossier& a, const dossier::SavedDossier& b) {
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.view.received != b.view.received) return a.view.received > b.view.received;
  return a.view.code < b.view.code;
}

class HomeScreen final : public Screen {
 public:
  HomeScreen(const Route& route, Services& services)
      : services_(services), lookup_(services.requests), refresher_(services) {
    if (route.part(0) != "d") return;
    linked_ = true;
    services_.navigator.go("#/", true);
    read_link(route);
  }

  std::string title(const Ui& ui) const override { return ui.tr(Text::app_name); }

  /// From the link to the plain address: the codes are in the fields.
  bool arrive(const Route& route) override { return linked_ && route.path.empty(); }

  void build(Ui& ui) override {
    if (std::exchange(was_online_, services_.online) != services_.online && services_.online) refresher_.start(false);
    page(ui, services_, {.area = Area::citizen, .hero = [&] { hero(ui); }}, [&] {
      saved(ui);
      install_hint(ui);
      feedback_link(ui);
      entrances(ui);
    });
  }

 private:
  /// What stands in a QR code or bar code.
  void scanned(std::string_view text) {
    const auto at = text.find("#/");
    const Route route = at == std::string_view::npos ? Route{} : parse_route(text.substr(at));
    if (route.part(0) != "d" || route.path.size() != 3) {
      problem_ = translate(services_.language, Text::scan_unknown);
      return;
    }
    read_link(route);
  }

  void hero(Ui& ui) {
    const Viewport& v = ui.viewport();
    const auto band = ui.column({.ground = Colour::brand});
    ui.paint([](Painter& painter, const Rect& rect) {
      // The card stands half out of the band.
      painter.gradient({rect.x, rect.y - 1, rect.w, std::max(0.0F, rect.h - 72)}, Colour::brand, Colour::brand_deep);
    });
    const auto column = ui.column({.gap = space::l,
                                   .padding = {space::l + v.inset_left, space::m, space::l + v.inset_right, space::s},
                                   .max_width = kContentWidth * ui.text_scale()});
    {
      const auto words = ui.column({.gap = space::xs, .padding = Edges::symmetric(space::xs, 0)});
      ui.text(ui.tr(Text::home_title), {.style = type::display, .colour = Colour::on_brand, .heading = 1});
      ui.text(ui.tr(Text::home_subtitle), {.colour = Colour::on_brand});
    }
    form(ui);
  }

  void form(Ui& ui) {
    const auto form = card(ui, "lookup", {.role = Role::region, .name = ui.tr(Text::lookup_form)},
                           {.gap = space::l, .padding = Edges::all(20)});
    const auto missing = [&](const std::string& value) {
      return tried_ && trim(value).empty() ? ui.tr(Text::field_empty) : std::string();
    };
    if (auto typed = text_field(ui, "code",
                                {.label = ui.tr(Text::dossier_code),
                                 .value = code_,
                                 .field = Field::code,
                                 .hint = ui.tr(Text::dossier_code_hint),
                                 .problem = missing(code_),
                                 .example = ui.tr(Text::dossier_code_example)})) {
      code_ = std::move(*typed);
    }
    if (auto typed = text_field(ui, "lookup_code",
                                {.label = ui.tr(Text::lookup_code),
                                 .value = lookup_code_,
                                 .field = Field::code,
                                 .hint = ui.tr(Text::lookup_code_hint),
                                 .problem = missing(lookup_code_)})) {
      lookup_code_ = std::move(*typed);
    }
    if (!problem_.empty())
      notice(ui, "problem", {.tone = Tone::danger, .icon = Icon::error, .text = problem_, .alert = true});
    const bool busy = lookup_.waiting();
    const bool enter = !busy && (entered(ui, "code") || entered(ui, "lookup_code"));
    if (button(ui, "go",
               {.label = ui.tr(busy ? Text::looking_up : Text::look_up), .icon = Icon::search, .busy = busy}) ||
        enter) {
      look_up(ui);
    }
    if (!services_.can_scan) return;
    if (const auto code = scanner(ui, camera_,
                                  {.label = ui.tr(Text::scan),
                                   .hint = ui.tr(Text::scan_receipt),
                                   .denied = ui.tr(Text::scan_receipt_denied)}))
      scanned(*code);
  }

  void look_up(Ui& ui) {
    tried_ = true;
    problem_.clear();
    if (trim(code_).empty()) return ui.want_focus(ui.id("code"));
    if (trim(lookup_code_).empty()) return ui.want_focus(ui.id("lookup_code"));
    fetch();
  }

  void read_link(const Route& route) {
    code_ = route.part(1);
    lookup_code_ = route.part(2);
    fetch();
  }

  void fetch() {
    problem_.clear();
    fetch_dossier(lookup_, services_, code_, lookup_code_, [this](const Result<std::string>& found) {
      if (found) {
        services_.keep_data();
        services_.navigator.go(link_to({"dossier", *found}));
      } else if (const std::string kept = kept_code();
                 !kept.empty() && found.error().code == ErrorCode::network_unreachable) {
        services_.navigator.go(link_to({"dossier", kept}));
      } else {
        problem_ = found.error().code == ErrorCode::network_unreachable
                       ? translate(services_.language, Text::lookup_offline)
                       : services_.error_text(found.error());
      }
    });
  }

  /// The code that was entered, when that dossier is on this phone under the lookup code entered; else empty.
  [[nodiscard]] std::string kept_code() const {
    const auto code = dossier::normalise_code(code_);
    const auto kept = code ? services_.saved.find(*code) : fail(ErrorCode::not_found);
    if (!kept || !*kept) return {};
    const auto entered_code = dossier::normalise_lookup_code(lookup_code_);
    return entered_code && entered_code == dossier::normalise_lookup_code((*kept)->lookup_code) ? *code : std::string();
  }

  [[nodiscard]] const Result<std::vector<dossier::SavedDossier>>& kept() {
    return saved_.get(services_, [&] {
      auto list = services_.saved.list();
      if (list) std::ranges::sort(*list, comes_first);
      return list;
    });
  }

  void saved(Ui& ui) {
    const auto& dossiers = kept();
    section_title(ui, ui.tr(Text::saved_dossiers));
    if (!dossiers) {
      notice(ui, "broken", {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(dossiers.error())});
      return;
    }
    if (dossiers->empty()) {
      empty_state(
          ui, "none",
          {.icon = Icon::bookmark, .title = ui.tr(Text::saved_empty_title), .text = ui.tr(Text::saved_empty_text)});
      return;
    }
    {
      const auto list =
          ui.node("saved", Flow::column, {.gap = space::m}, {.role = Role::list, .name = ui.tr(Text::saved_dossiers)});
      for (const auto& dossier : *dossiers) {
        const auto item = ui.node(dossier.view.code, Flow::column, {}, {.role = Role::list_item});
        saved_row(ui, dossier);
      }
    }
    refresh_all(ui);
  }

  void refresh_all(Ui& ui) {
    const bool busy = refresher_.running();
    const auto status = ui.node("refresh", Flow::column, {}, {.role = Role::status});
    if (refresher_.failed() && !busy) {
      const Error& error = *refresher_.failed();
      ui.text(error.code == ErrorCode::network_unreachable ? ui.tr(Text::dossier_offline) : services_.error_text(error),
              {.style = type::small, .align = Align::centre});
    }
    if (button(ui, "all",
               {.label = ui.tr(busy ? Text::saved_refreshing : Text::saved_refresh),
                .icon = Icon::refresh,
                .look = Look::text,
                .busy = busy,
                .self = Align::centre}))
      refresher_.start(true);
  }

  void saved_row(Ui& ui, const dossier::SavedDossier& dossier) {
    const dossier::PublicView& view = dossier.view;
    const std::string as_of = ui.tr(Text::data_as_of, display_instant(view.as_of));
    const StateWords& words = words_of(view.state);
    // What is asked of the citizen, else when it is promised: what they would open it for.
    std::string next;
    if (words.asks) {
      next = ui.tr(words.next);
    } else if (view.due && !dossier::is_terminal(view.state)) {
      next = ui.tr(Text::saved_due, display_instant(*view.due));
    }
    const std::string spoken = view.procedure_name + ", " + view.code + ", " + ui.tr(words.label) + ", " +
                               (next.empty() ? "" : next + ", ") + as_of;
    const auto link = ui.node("open", Flow::row,
                              {.gap = space::s,
                               .padding = Edges::all(space::l),
                               .align = Align::centre,
                               .fill = Colour::surface,
                               .radius = radius::l,
                               .elevation = 1},
                              {.role = Role::link, .name = spoken, .value = link_to({"dossier", view.code})});
    {
      const auto column = ui.column({.gap = 6, .grow = 1});
      ui.text(view.procedure_name, {.style = type::body_strong, .silent = true});
      ui.text(view.code,
              {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .may_break_words = true});
      state_chip(ui, view.state, true);
      ui.text(next, {.style = words.asks ? type::small_strong : type::small, .silent = true});
      ui.text(as_of, {.style = type::caption, .colour = Colour::on_surface_muted, .silent = true});
    }
    ui.icon(Icon::chevron_right, 24, Colour::on_surface_muted);
  }

  /// Once there is something worth coming back for.
  void install_hint(Ui& ui) {
    if (kept() && !kept()->empty()) install_.build(ui);
  }

  void feedback_link(Ui& ui) {
    const auto& mine = feedback_.get(services_, [&] { return services_.outbox.list(); });
    const auto unseen = [](const feedback::MyFeedback& one) { return one.answered && !one.answer_seen; };
    const bool news = mine && std::ranges::any_of(*mine, unseen);
    const auto group = card(ui, {.gap = 0, .padding = Edges::all(space::s)});
    link_row(ui, "feedback",
             {.href = "#/feedback",
              .icon = news ? Icon::notifications : Icon::mail,
              .title = ui.tr(Text::feedback_title),
              .subtitle = ui.tr(news ? Text::feedback_new_answer : Text::feedback_entrance)});
  }

  void entrances(Ui& ui) {
    section_title(ui, ui.tr(Text::for_staff));
    const auto group = card(ui, {.gap = 0, .padding = Edges::all(space::s)});
    link_row(ui, "surveyor",
             {.href = "#/survey",
              .icon = Icon::ballot,
              .title = ui.tr(Text::surveyor_entrance),
              .subtitle = ui.tr(Text::surveyor_entrance_text)});
    link_row(ui, "admin",
             {.href = "#/admin",
              .icon = Icon::business,
              .title = ui.tr(Text::admin_entrance),
              .subtitle = ui.tr(Text::admin_entrance_text)});
  }

  Services& services_;
  Pending lookup_;
  Refresher refresher_;
  InstallHint install_{services_};
  Cached<Result<std::vector<dossier::SavedDossier>>> saved_;
  Cached<Result<std::vector<feedback::MyFeedback>>> feedback_;
  std::string code_, lookup_code_, problem_;
  std::string camera_;  ///< Of the scanner.
  bool tried_ = false;
  bool linked_ = false;      ///< Came by a receipt's link.
  bool was_online_ = false;  ///< In the last build: with a network the kept dossiers are fetched again.
};

}  // namespace

std::unique_ptr<Screen> make_home_screen(const Route& route, Services& services) {
  return std::make_unique<HomeScreen>(route, services);
}

}  // namespace motcua::ui
