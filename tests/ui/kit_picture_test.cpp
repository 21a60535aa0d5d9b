#include <doctest/doctest.h>

#include "support/kit_scene.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/progress.hpp"
#include "widgets/surface.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

TEST_CASE("try") {
  for (bool dark : {false, true}) {
  KitScene scene;
  scene.viewport.density = 2;
  scene.viewport.dark = dark;
  scene.viewport.height = 1400;
  scene.show([](Ui& ui) {
    const auto page = ui.column({.gap = 16, .padding = Edges::all(16), .fill = Colour::background});
    ui.text("Hồ sơ của bạn đến đâu rồi? Ẩn Ửng Ỗ", {.style = type::display, .heading = 1});
    {
      const auto c = card(ui);
      ui.text("Tra cứu", {.style = type::headline, .heading = 2});
      text_field(ui, "a", {.label = "Mã hồ sơ", .value = "H26.18-261123-0001", .hint = "Ở đầu giấy tiếp nhận"});
      text_field(ui, "b", {.label = "Mã tra cứu", .problem = "Hãy điền ô này", .required = true});
      button(ui, "go", {.label = "Tra cứu", .icon = Icon::search});
      const auto w = ui.wrap({.gap = 8});
      button(ui, "go2", {.label = "Phụ", .look = Look::tonal});
      button(ui, "go3", {.label = "Viền", .look = Look::outlined});
      button(ui, "go4", {.label = "Chữ", .look = Look::text});
      button(ui, "go5", {.label = "Xoá", .icon = Icon::trash, .look = Look::danger});
      button(ui, "go6", {.label = "Tắt", .disabled = true});
      button(ui, "go7", {.label = "Đang tải", .busy = true});
    }
    {
      const auto c = card(ui);
      link_row(ui, "l", {.href = "#/", .icon = Icon::description, .title = "Đăng ký khai sinh", .subtitle = "Dữ liệu lúc 08:30"});
      const auto w = ui.wrap({.gap = 8});
      chip(ui, "Đang xử lý", Tone::info, Icon::pending);
      chip(ui, "Đã xong", Tone::success, Icon::check_circle);
      chip(ui, "Bổ sung", Tone::warning, Icon::warning);
      chip(ui, "Từ chối", Tone::danger, Icon::error);
    }
    radio_card(ui, "r1", {.label = "Hài lòng", .selected = true});
    radio_card(ui, "r2", {.label = "Rất hài lòng"});
    checkbox(ui, "c1", {.label = "Loa xã", .checked = true});
    progress_bar(ui, "p", "Tiến độ", 12, 48);
    notice(ui, "n", {.tone = Tone::warning, .icon = Icon::wifi_off, .title = "Không có mạng", .text = "Đang xem bản lưu trên máy", .action = "Thử lại"});
    skeleton(ui, 3);
  });
  for (auto& p : scene.ui().problems()) MESSAGE(p);
  write_png(scene.picture(), dark ? "/tmp/kit_dark.png" : "/tmp/kit_light.png");
  }
}
