#include <array>

#include "screens/gallery/gallery_parts.hpp"
#include "widgets/badge.hpp"
#include "widgets/controls.hpp"
#include "widgets/list.hpp"
#include "widgets/person_row.hpp"
#include "widgets/skeleton.hpp"
#include "widgets/table.hpp"
#include "widgets/timeline.hpp"

namespace motcua::ui::gallery {
namespace {

void rows(Ui& ui) {
  const auto list = list_section(ui, "rows", {.title = ui.tr(Text::gallery_rows)});
  list_row(ui, "link",
           {.title = "Phiếu của tôi",
            .detail = "Phỏng vấn hôm nay",
            .icon = Icon::inbox,
            .count = 12,
            .counted = "12 chưa gửi",
            .href = "#/survey"});
  list_row(ui, "value", {.title = "Phiên bản", .icon = Icon::info, .value = "1.4.2"});
  list_row(ui, "button", {.title = "Gửi ngay", .detail = kLong, .icon = Icon::sync, .pressable = true});
  list_row(ui, "danger",
           {.title = ui.tr(Text::gallery_danger), .icon = Icon::trash, .pressable = true, .danger = true});
  list_row(ui, "off",
           {.title = ui.tr(Text::gallery_disabled), .icon = Icon::lock, .pressable = true, .disabled = true});
}

void people(Ui& ui) {
  const auto box = section(ui, Text::gallery_people);
  person_row(ui, {.name = "Trần Quốc Việt",
                  .role = "Công chức một cửa, UBND phường Phú Thượng",
                  .contact = "0900 000 001",
                  .state = "Đang trực",
                  .tone = Tone::success});
  divider(ui);
  person_row(ui, {.name = "Lê Nguyễn Hoàng Thị Phương Nghiêm", .role = "Điều tra viên", .state = "Nghỉ"});
}

void signs(Ui& ui) {
  const auto box = section(ui, Text::gallery_signs);
  struct Sign {
    const char* label;
    Tone tone;
    Icon icon;
  };
  constexpr std::array kSigns{Sign{"Chờ", Tone::neutral, Icon::pending}, Sign{"Đang xử lý", Tone::info, Icon::sync},
                              Sign{"Đã gửi", Tone::success, Icon::cloud_done},
                              Sign{"3 chưa gửi", Tone::warning, Icon::cloud_upload},
                              Sign{"Bị từ chối", Tone::danger, Icon::block}};
  {
    const auto chips = ui.wrap({.gap = space::s});
    for (const Sign& sign : kSigns) chip(ui, sign.label, sign.tone, sign.icon);
  }
  const auto badges = ui.node("badges", Flow::wrap, {.gap = space::m, .align = Align::centre},
                              {.role = Role::image, .name = ui.tr(Text::gallery_signs)});
  icon_badge(ui, {.icon = Icon::door_open, .fill = Colour::brand, .colour = Colour::gold});
  icon_badge(ui, {.icon = Icon::description});
  for (const Sign& sign : kSigns)
    icon_badge(
        ui,
        {.icon = sign.icon, .fill = container(sign.tone), .colour = on_container(sign.tone), .radius = radius::full});
  count_badge(ui, 1);
  count_badge(ui, 42, Tone::info);
  count_badge(ui, 1000);
}

void steps(Ui& ui) {
  const auto box = section(ui, Text::gallery_steps);
  timeline(ui, "steps", ui.tr(Text::gallery_steps),
           {{"Đã có kết quả", "08:30 23/11/2026", "UBND phường Phú Thượng", "Mang theo giấy tiếp nhận", Icon::task_alt,
             Tone::success},
            {"Đang xử lý", "21/11/2026", kLong, "", Icon::pending, Tone::info},
            {"Đã tiếp nhận", "20/11/2026", "Bộ phận một cửa", "", Icon::inbox, Tone::neutral}});
}

void table_demo(Ui& ui) {
  section_title(ui, ui.tr(Text::gallery_table));
  constexpr std::array kNames{"Trần Thị Mai", "Nguyễn Văn Bình"};
  const auto status = [](Ui& cell, std::size_t row) {
    chip(cell, row == 0 ? "Quá hạn" : "Đã xong", row == 0 ? Tone::danger : Tone::success);
  };
  TableState state;
  state.chosen = {"1"};
  table(ui, "table",
        {.name = ui.tr(Text::gallery_table),
         .columns = {{"Mã hồ sơ", 1}, {"Người nộp", 1, SortOrder::ascending}, {"Tình trạng", 1}},
         .rows = kNames.size() + 2,
         .state =
             [&](std::size_t row) {
               if (row < kNames.size()) return RowState::there;
               return row == kNames.size() ? RowState::coming : RowState::failed;
             },
         .key = [](std::size_t row) { return std::to_string(row); },
         .label = [](std::size_t row) { return "H26.18-231101-000" + std::to_string(row + 1); },
         .cell =
             [&](Ui& cell, std::size_t row, std::size_t column) {
               if (column == 1) cell.text(kNames[row]);
               if (column == 2) status(cell, row);
             },
         .card =
             [&](Ui& card, std::size_t row) {
               card.text(kNames[row]);
               status(card, row);
             },
         .card_height = {120, 60},
         .choosable = true},
        state);
}

void waiting(Ui& ui) {
  section_title(ui, ui.tr(Text::loading));
  const auto box = ui.column({.padding = Edges::symmetric(0, space::s),
                              .fill = Colour::surface,
                              .radius = radius::l,
                              .elevation = elevation::card});
  skeleton_rows(ui, 3);
}

}  // namespace

void lists(Ui& ui) {
  rows(ui);
  people(ui);
  signs(ui);
  steps(ui);
  table_demo(ui);
  waiting(ui);
}

}  // namespace motcua::ui::gallery
