#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "motcua/dossier/messages.hpp"
#include "painter.hpp"
#include "screens/citizen/citizen.hpp"
#include "screens/dossier_words.hpp"
#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

class HomeScreen final : public Screen {
 public:
  explicit HomeScreen(Services& services) : services_(services), lookup_(services.requests) {}

  std::string title(const Ui& ui) const override { return ui.tr(Text::app_name); }

  void build(Ui& ui) override {
    page(ui, services_, {.area = Area::citizen, .hero = [&] { hero(ui); }}, [&] {
      saved(ui);
      entrances(ui);
    });
  }

 private:
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
  }

  void look_up(Ui& ui) {
    tried_ = true;
    problem_.clear();
    if (trim(code_).empty()) return ui.want_focus(ui.id("code"));
    if (trim(lookup_code_).empty()) return ui.want_focus(ui.id("lookup_code"));
    lookup_.post(
        {dossier::kLookupPath, dossier::encode(dossier::LookupRequest{code_, lookup_code_}), {}},
        [this](const Reply& reply) {
          auto found = read_reply<dossier::LookupReply>(
              reply, [](ByteView bytes) { return dossier::decode<dossier::LookupReply>(bytes); });
          if (!found) {
            problem_ = found.error().code == ErrorCode::network_unreachable
                           ? translate(services_.language, Text::lookup_offline)
                           : services_.error_text(found.error());
            return;
          }
          const std::string code = found->view.code;
          if (const Status kept = services_.saved.save({std::move(found->view), lookup_code_, services_.now()});
              !kept) {
            problem_ = services_.error_text(kept.error());
            return;
          }
          services_.keep_data();
          services_.navigator.go(link_to({"dossier", code}));
        });
  }

  void saved(Ui& ui) {
    const auto& dossiers = saved_.get(services_, [&] { return services_.saved.list(); });
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
    const auto list =
        ui.node("saved", Flow::column, {.gap = space::m}, {.role = Role::list, .name = ui.tr(Text::saved_dossiers)});
    for (const auto& dossier : *dossiers) {
      const auto item = ui.node(dossier.view.code, Flow::column, {}, {.role = Role::list_item});
      saved_row(ui, dossier);
    }
  }

  void saved_row(Ui& ui, const dossier::SavedDossier& dossier) {
    const dossier::PublicView& view = dossier.view;
    const std::string as_of = ui.tr(Text::data_as_of, display_instant(view.as_of));
    const std::string spoken =
        view.procedure_name + ", " + view.code + ", " + ui.tr(words_of(view.state).label) + ", " + as_of;
    const auto link = ui.node("open", Flow::row,
                              {.gap = space::s,
                               .padding = Edges::all(space::l),
                               .align = Align::centre,
                               .fill = Colour::surface,
                               .radius = radius::l,
                               .elevation = 1},
                              {.role = Role::link, .name = spoken, .value = link_to({"dossier", view.code})});
    {
      const auto words = ui.column({.gap = 6, .grow = 1});
      ui.text(view.procedure_name, {.style = type::body_strong, .silent = true});
      ui.text(view.code,
              {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .may_break_words = true});
      state_chip(ui, view.state, true);
      ui.text(as_of, {.style = type::caption, .colour = Colour::on_surface_muted, .silent = true});
    }
    ui.icon(Icon::chevron_right, 24, Colour::on_surface_muted);
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
  Cached<Result<std::vector<dossier::SavedDossier>>> saved_;
  std::string code_, lookup_code_, problem_;
  bool tried_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_home_screen(Services& services) { return std::make_unique<HomeScreen>(services); }

}  // namespace motcua::ui
