// Buttons and choices.
#include <array>

#include "screens/gallery/gallery_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/filter_chip.hpp"
#include "widgets/segmented.hpp"
#include "widgets/surface.hpp"
#include "widgets/tabs.hpp"
#include "widgets/toggle_switch.hpp"

namespace motcua::ui::gallery {
namespace {

void kinds(Ui& ui) {
  struct Kind {
    Look look;
    Text label;
    Icon icon;
  };
  constexpr std::array kKinds{
      Kind{Look::filled, Text::gallery_filled, Icon::send}, Kind{Look::tonal, Text::gallery_tonal, Icon::add},
      Kind{Look::outlined, Text::gallery_outlined, Icon::share}, Kind{Look::text, Text::gallery_quiet, Icon::none},
      Kind{Look::danger, Text::gallery_danger, Icon::trash}};
  const auto box = section(ui, Text::gallery_kinds);
  {
    const auto row = ui.wrap({.gap = space::m, .align = Align::centre});
    for (const Kind& kind : kKinds)
      button(ui, ui.tr(kind.label), {.label = ui.tr(kind.label), .icon = kind.icon, .look = kind.look});
  }
  {
    const auto row = ui.wrap({.gap = space::s, .align = Align::centre});
    icon_button(ui, "search", {.icon = Icon::search, .name = ui.tr(Text::select_search), .colour = Colour::primary});
    icon_button(ui, "close", {.icon = Icon::close, .name = ui.tr(Text::close)});
    icon_button(ui, "undo",
                {.icon = Icon::undo, .name = ui.tr(Text::undo), .colour = Colour::on_surface_muted, .disabled = true});
  }
  button(ui, "long", {.label = kLong, .look = Look::tonal});
  expander(ui, "shut", {.label = ui.tr(Text::gallery_states)});
  expander(ui, "open", {.label = ui.tr(Text::gallery_kinds), .open = true});
}

void states(Ui& ui, Look look, Key key) {
  const auto scope = ui.keyed(key);
  const auto row = ui.wrap({.gap = space::m, .align = Align::centre});
  button(ui, "normal", {.label = ui.tr(Text::gallery_normal), .look = look});
  ui.pose(ui.id("focused"), Ui::Pose::focused);
  button(ui, "focused", {.label = ui.tr(Text::gallery_focused), .look = look});
  ui.pose(ui.id("pressed"), Ui::Pose::pressed);
  button(ui, "pressed", {.label = ui.tr(Text::gallery_pressed), .look = look});
  button(ui, "disabled", {.label = ui.tr(Text::gallery_disabled), .look = look, .disabled = true});
  button(ui, "busy", {.label = ui.tr(Text::gallery_busy), .look = look, .busy = true});
}

void flip(State& state, const char* key) {
  if (state.on.erase(key) == 0) state.on.insert(key);
}

void filters(Ui& ui, State& state) {
  const auto box = section(ui, Text::gallery_filters);
  const auto group =
      ui.node("filters", Flow::wrap, {.gap = space::s}, {.role = Role::group, .name = ui.tr(Text::gallery_filters)});
  struct Filter {
    const char* key;
    const char* label;
    const char* count;
    Icon icon;
  };
  constexpr std::array kFilters{Filter{"late", "Quá hạn", "4", Icon::schedule},
                                Filter{"mine", "Của tôi", "27", Icon::person},
                                Filter{"long", "Chờ bổ sung giấy tờ", "", Icon::none}};
  for (const Filter& filter : kFilters) {
    if (filter_chip(
            ui, filter.key,
            {.label = filter.label, .icon = filter.icon, .count = filter.count, .on = state.on.contains(filter.key)}))
      flip(state, filter.key);
  }
  ui.pose(ui.id("focused"), Ui::Pose::focused);
  filter_chip(ui, "focused", {.label = ui.tr(Text::gallery_focused)});
  filter_chip(ui, "disabled", {.label = ui.tr(Text::gallery_disabled), .disabled = true});
}

void switches(Ui& ui, State& state) {
  section_title(ui, ui.tr(Text::gallery_switches));
  const auto box = ui.column({.padding = Edges::symmetric(0, space::xs),
                              .fill = Colour::surface,
                              .radius = radius::l,
                              .elevation = elevation::card});
  if (toggle_switch(ui, "big",
                    {.label = "Chữ đậm và rõ nét",
                     .detail = "Chữ đen hẳn, viền đậm, dễ đọc ngoài nắng",
                     .icon = Icon::contrast,
                     .on = state.on.contains("big")}))
    flip(state, "big");
  if (toggle_switch(ui, "hand", {.label = "Dùng một tay", .on = state.on.contains("hand")})) flip(state, "hand");
  ui.pose(ui.id("focused"), Ui::Pose::focused);
  toggle_switch(ui, "focused", {.label = ui.tr(Text::gallery_focused), .on = true});
  toggle_switch(ui, "off", {.label = ui.tr(Text::gallery_disabled), .disabled = true});
  toggle_switch(ui, "on", {.label = ui.tr(Text::gallery_disabled), .detail = kLong, .on = true, .disabled = true});
}

void segments(Ui& ui, State& state) {
  const auto box = section(ui, Text::gallery_segments);
  if (auto chosen = segmented(ui, "span",
                              {.label = ui.tr(Text::gallery_course),
                               .segments = {{"day", "Ngày"}, {"week", "Tuần"}, {"month", "Tháng"}},
                               .chosen = state.segment}))
    state.segment = *chosen;
  segmented(ui, "long",
            {.label = ui.tr(Text::gallery_normal),
             .segments = {{"a", "Tại bộ phận một cửa", Icon::business}, {"b", "Gửi qua bưu điện", Icon::mail}},
             .chosen = "b"});
  segmented(ui, "off",
            {.label = ui.tr(Text::gallery_disabled),
             .segments = {{"yes", ui.tr(Text::yes)}, {"no", ui.tr(Text::no)}},
             .disabled = true});
}

void answers(Ui& ui, State& state) {
  const auto box = section(ui, Text::gallery_answers);
  {
    const auto group = ui.node("radios", Flow::column, {.gap = space::s},
                               {.role = Role::radio_group, .name = ui.tr(Text::gallery_answers)});
    radio_card(ui, "a", {.label = "Hài lòng", .chosen = true});
    radio_card(ui, "b", {.label = kLong});
    radio_card(ui, "c", {.label = ui.tr(Text::gallery_disabled), .disabled = true});
  }
  const auto group =
      ui.node("boxes", Flow::column, {.gap = space::s}, {.role = Role::group, .name = ui.tr(Text::gallery_answers)});
  if (checkbox(ui, "mine", {.label = "Tôi nộp thay người khác", .chosen = state.on.contains("agree")}))
    flip(state, "agree");
  ui.pose(ui.id("focused"), Ui::Pose::focused);
  checkbox(ui, "focused", {.label = ui.tr(Text::gallery_focused), .chosen = true});
  checkbox(ui, "off", {.label = ui.tr(Text::gallery_disabled), .disabled = true});
}

void tab_demo(Ui& ui, State& state) {
  const auto box = section(ui, Text::gallery_tabs);
  const std::vector<Tab> all{{"waiting", "Đang chờ", Icon::hourglass_top},
                             {"done", "Đã xong", Icon::check_circle},
                             {"late", "Quá hạn", Icon::schedule}};
  if (auto pressed = tabs(ui, "tabs", {.name = ui.tr(Text::gallery_tabs), .tabs = all, .selected = state.tab}))
    state.tab = *pressed;
  for (const Tab& tab : all) {
    if (tab.key != state.tab) continue;
    const auto panel = tab_panel(ui, "panel", tab.label, {.padding = Edges::symmetric(0, space::s)});
    ui.text(kLong, {.colour = Colour::on_surface_muted});
  }
}

}  // namespace

void buttons(Ui& ui) {
  kinds(ui);
  const auto box = section(ui, Text::gallery_states);
  states(ui, Look::filled, "filled");
  states(ui, Look::tonal, "tonal");
  states(ui, Look::outlined, "outlined");
  states(ui, Look::text, "text");
  states(ui, Look::danger, "danger");
}

void choices(Ui& ui, State& state) {
  filters(ui, state);
  switches(ui, state);
  segments(ui, state);
  answers(ui, state);
  tab_demo(ui, state);
}

}  // namespace motcua::ui::gallery
