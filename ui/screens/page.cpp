#include "screens/page.hpp"

#include <array>
#include <span>

#include "motcua/base/civil_time.hpp"

#include "painter.hpp"
#include "widgets/banner.hpp"
#include "widgets/controls.hpp"
#include "widgets/snackbar.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

/// Share of the height above which a page begins with one hand.
constexpr float kLowStart = 0.25F;
constexpr const char* kSettings = "#/settings";

struct Place {
  const char* href;
  Icon icon;
  Text label;
};
constexpr std::array kSurveyorPlaces{Place{"#/survey", Icon::ballot, Text::nav_surveys},
                                     Place{"#/survey/responses", Icon::inbox, Text::nav_responses},
                                     Place{"#/survey/sync", Icon::sync, Text::nav_sync}};
constexpr std::array kAdminPlaces{Place{"#/admin", Icon::bar_chart, Text::nav_overview},
                                  Place{"#/admin/responses", Icon::inbox, Text::nav_responses_all},
                                  Place{"#/admin/dossiers", Icon::folder_open, Text::nav_dossiers}};
constexpr std::array kOfficerPlaces{kAdminPlaces[2]};

std::span<const Place> places(Area area) {
  if (area == Area::surveyor) return kSurveyorPlaces;
  if (area == Area::admin) return kAdminPlaces;
  if (area == Area::officer) return kOfficerPlaces;
  return {};
}

/// One entry of the bar or the rail: an icon in a pill over its word.
void place_link(Ui& ui, const Place& place, bool current) {
  const auto link =
      ui.node(place.href, Flow::column,
              {.gap = 4,
               .padding = Edges::symmetric(4, 8),
               .align = Align::centre,
               .justify = Justify::centre,
               .grow = 1,
               .min_height = 64,
               .radius = radius::m},
              {.role = Role::link, .name = ui.tr(place.label), .value = place.href, .flags = current ? kSelected : 0U});
  const Colour colour = current ? Colour::on_primary_container : Colour::on_surface_muted;
  {
    const auto pill = ui.row({.align = Align::centre,
                              .justify = Justify::centre,
                              .min_width = 60,
                              .min_height = 32,
                              .fill = current ? Colour::primary_container : Colour::none,
                              .radius = radius::full});
    ui.icon(place.icon, 24, colour);
  }
  ui.text(ui.tr(place.label), {.style = current ? type::caption_strong : type::caption,
                               .colour = current ? Colour::on_surface : Colour::on_surface_muted,
                               .align = Align::centre,
                               .silent = true,
                               .capped = true});
}

void bottom_bar(Ui& ui, const PageOptions& options) {
  const auto bar = ui.node("places", Flow::row,
                           {.padding = {space::s + ui.viewport().inset_left, 2, space::s + ui.viewport().inset_right,
                                        2 + ui.viewport().inset_bottom},
                            .fill = Colour::surface,
                            .elevation = 2},
                           {.role = Role::navigation, .name = ui.tr(Text::nav_name)});
  for (const Place& place : places(options.area)) place_link(ui, place, options.current == place.href);
}

void rail(Ui& ui, const PageOptions& options) {
  const auto bar = ui.node("places", Flow::column,
                           {.gap = space::s,
                            .padding = {space::s + ui.viewport().inset_left, space::l, space::s, space::l},
                            .width = kRailWidth * ui.icon_scale() + ui.viewport().inset_left,
                            .fill = Colour::surface},
                           {.role = Role::navigation, .name = ui.tr(Text::nav_name)});
  for (const Place& place : places(options.area)) {
    const auto item = ui.column();
    place_link(ui, place, options.current == place.href);
  }
}

/// How much work the server does not have: always in sight of the surveyor.
void unsent_link(Ui& ui, const Services& services) {
  struct Look {
    std::string label;
    Tone tone;
    Icon icon;
  };
  const auto status = services.sync().status();
  Look look{ui.tr(Text::all_sent), Tone::success, Icon::cloud_done};
  if (status.unsent > 0) {
    look = {ui.tr(Text::unsent_count, std::to_string(status.unsent)), Tone::warning, Icon::cloud_upload};
  } else if (status.refused > 0) {
    look = {ui.tr(Text::refused_count, std::to_string(status.refused)), Tone::danger, Icon::block};
  }
  const auto link = ui.node("unsent", Flow::row, {.align = Align::centre, .min_height = kTouch, .radius = radius::full},
                            {.role = Role::link, .name = look.label, .value = "#/survey/sync"});
  const auto centred = ui.column({.self = Align::centre});
  chip(ui, look.label, look.tone, look.icon, true);
}

void language_button(Ui& ui, Services& services, Colour colour) {
  const bool vietnamese = services.language == Language::vi;
  const NodeId id = ui.id("language");
  const auto box = ui.node(
      "language", Flow::row,
      {.gap = 6,
       .padding = Edges::symmetric(space::s, 0),
       .align = Align::centre,
       .justify = Justify::centre,
       .min_width = kTouch,
       .min_height = kTouch,
       .radius = radius::full},
      {.role = Role::button, .name = vietnamese ? "English" : "Tiếng Việt", .language = vietnamese ? "en" : "vi"});
  ui.icon(Icon::language, 20, colour);
  ui.text(vietnamese ? "EN" : "VI", {.style = type::small_strong, .colour = colour, .silent = true, .capped = true});
  if (!ui.activated(id)) return;
  services.speak(vietnamese ? Language::en : Language::vi);
}

void settings_link(Ui& ui, Colour colour) {
  const auto link = ui.node("settings", Flow::row,
                            {.align = Align::centre,
                             .justify = Justify::centre,
                             .min_width = kTouch,
                             .min_height = kTouch,
                             .radius = radius::full},
                            {.role = Role::link, .name = ui.tr(Text::settings_title), .value = kSettings});
  ui.icon(Icon::settings, 24, colour);
}

/// `lowest`: nothing lies between it and the screen's lower edge.
void app_bar(Ui& ui, Services& services, const PageOptions& options, bool lowest = false) {
  const bool low = services.preferences.one_hand && !ui.wide();
  const bool branded = static_cast<bool>(options.hero);
  const Colour colour = branded ? Colour::on_brand : Colour::on_surface;
  const auto bar =
      ui.node("bar", Flow::row,
              {.gap = space::xs,
               .padding = {space::s + ui.viewport().inset_left, space::xs + (low ? 0 : ui.viewport().inset_top),
                           space::s + ui.viewport().inset_right, space::xs + (lowest ? ui.viewport().inset_bottom : 0)},
               .align = Align::centre,
               .fill = branded ? Colour::brand : Colour::background},
              {.role = Role::banner});
  if (options.on_back) {
    if (icon_button(ui, "up", {.icon = Icon::arrow_back, .name = ui.tr(Text::back), .colour = colour}))
      options.on_back();
  } else if (!options.back.empty()) {
    const auto link = ui.node("back", Flow::row,
                              {.align = Align::centre,
                               .justify = Justify::centre,
                               .min_width = kTouch,
                               .min_height = kTouch,
                               .radius = radius::full},
                              {.role = Role::link, .name = ui.tr(Text::back), .value = options.back});
    ui.icon(Icon::arrow_back, 24, colour);
  } else {
    const auto sign = ui.node("home", Flow::row,
                              {.gap = space::s,
                               .padding = Edges::symmetric(space::s, 0),
                               .align = Align::centre,
                               .min_height = kTouch,
                               .radius = radius::full},
                              {.role = Role::link, .name = ui.tr(Text::app_name), .value = "#/"});
    {
      const auto mark = ui.column({.self = Align::centre});
      icon_badge(ui, {.icon = Icon::door_open,
                      .size = 34,
                      .fill = branded ? Colour::gold : Colour::brand,
                      .colour = branded ? Colour::brand_deep : Colour::gold,
                      .radius = 10});
    }
    // Beside the count of unsent work a phone has no room for the word.
    if (!ui.huge_text() && (options.area != Area::surveyor || ui.wide())) {
      ui.text(ui.tr(Text::app_name), {.style = type::headline, .colour = colour, .silent = true});
    }
  }
  ui.spring();
  const bool surveyor = options.area == Area::surveyor && !options.plain;
  if (surveyor) unsent_link(ui, services);
  // A surveyor chooses the language once, in the settings; beside the count of unsent work there is no room for both.
  if (!surveyor) language_button(ui, services, colour);
  if (surveyor || options.hero) settings_link(ui, colour);
}

/// What concerns the whole app, over the content of every page.
void banners(Ui& ui, Services& services) {
  if (services.storage_unavailable) {
    banner(ui, "storage",
           {.tone = Tone::warning,
            .icon = Icon::warning,
            .text = services.error_text({ErrorCode::storage_unavailable, {}})});
  }
  if (services.update_ready && !services.work_in_memory &&
      banner(ui, "update",
             {.tone = Tone::info,
              .icon = Icon::download,
              .title = ui.tr(Text::update_ready),
              .text = ui.tr(Text::update_ready_text),
              .action = ui.tr(Text::update_now)}) == BannerAnswer::action) {
    services.host.apply_update();
  }
}

void snackbar(Ui& ui, Services& services) {
  const auto& now = services.snackbar;
  const SnackbarOptions options = now ? SnackbarOptions{now->text, now->action} : SnackbarOptions{};
  if (!snackbar(ui, "snackbar", options)) return;
  const auto undo = std::move(services.snackbar->undo);
  services.snackbar.reset();
  if (undo) undo();
}

}  // namespace

void page(Ui& ui, Services& services, const PageOptions& options, const std::function<void()>& content) {
  const bool navigated = !options.plain && !places(options.area).empty();
  const bool railed = navigated && ui.wide();
  {
    const auto frame = ui.column({.fill = Colour::background});
    // With one hand what is pressed lies at the lower edge, and a page begins where the thumb reaches it.
    const bool low = services.preferences.one_hand && !ui.wide();
    if (!low) app_bar(ui, services, options);
    const auto across = ui.row({.grow = 1});
    if (railed) rail(ui, options);
    const auto main = ui.node("main", Flow::column, {.grow = 1}, {.role = Role::main});
    {
      const std::string place = options.place.empty() ? to_hash({services.navigator.route().path, {}}) : options.place;
      const auto room = options.fill ? ui.column({.grow = 1}) : ui.scroller(place, {.grow = 1}, {});
      const Viewport& v = ui.viewport();
      if (low) ui.gap(v.inset_top + (options.hero ? 0 : kLowStart * v.height));
      banners(ui, services);
      if (options.hero) options.hero();
      const auto column =
          ui.column({.gap = space::l,
                     .padding = {space::l + v.inset_left, space::s, space::l + v.inset_right, space::xxl},
                     .grow = options.fill ? 1.0F : 0.0F,
                     .max_width = (options.table ? kTableWidth : kContentWidth) * ui.text_scale()});
      if (!options.title.empty()) {
        const auto head = ui.column({.padding = {space::xs, space::xs, space::xs, 0}});
        ui.text(options.title, {.style = type::display, .heading = 1});
        ui.text(options.subtitle, {.colour = Colour::on_surface_muted});
      }
      content();
    }
    snackbar(ui, services);
    if (low) app_bar(ui, services, options, !navigated && !options.bottom);
    if (options.bottom) options.bottom();
    if (navigated && !railed) bottom_bar(ui, options);
  }
  if (options.dialog) options.dialog();
}

BottomRoom bottom_room(Ui& ui) {
  const Viewport& v = ui.viewport();
  auto bar = ui.column({.padding = {space::l + v.inset_left, space::s, space::l + v.inset_right, space::m},
                        .fill = Colour::surface,
                        .elevation = 2});
  auto room = ui.column({.gap = space::s, .max_width = kContentWidth * ui.text_scale() - 2 * space::l});
  return {std::move(bar), std::move(room)};
}

std::string when(const Ui& ui, Instant then, Instant now) {
  const std::int64_t minutes = (now.ms - then.ms) / 60'000;
  if (minutes >= 0 && minutes < 1) return ui.tr(Text::just_now);
  if (minutes >= 1 && minutes < 60) return ui.tr(Text::minutes_ago, std::to_string(minutes));
  return display_instant(then);
}

}  // namespace motcua::ui
