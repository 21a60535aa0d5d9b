#include <doctest/doctest.h>

#include <algorithm>

#include "folded_search.hpp"
#include "support/kit_scene.hpp"
#include "widgets/banner.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/filter_chip.hpp"
#include "widgets/list.hpp"
#include "widgets/number_field.hpp"
#include "widgets/search_field.hpp"
#include "widgets/segmented.hpp"
#include "widgets/select.hpp"
#include "widgets/sheet.hpp"
#include "widgets/snackbar.hpp"
#include "widgets/tabs.hpp"
#include "widgets/toggle_switch.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::KitScene;

namespace {

const Node* named(const SemanticTree& tree, std::string_view name) {
  for (const Node& node : tree) {
    if (node.name == name) return &node;
  }
  return nullptr;
}

/// Where the node lies on the screen.
Rect placed(const SemanticTree& tree, const Node& node) {
  Rect rect{node.x, node.y, node.w, node.h};
  for (NodeId up = node.parent; up != 0;) {
    const auto parent = std::ranges::find(tree, up, &Node::id);
    if (parent == tree.end()) break;
    rect.x += parent->x;
    rect.y += parent->y;
    up = parent->parent;
  }
  return rect;
}

const std::vector<SelectEntry> kWards{
    {"1", "Phường Phú Thượng", ""}, {"2", "Phường Nhật Tân", ""},  {"3", "Phường Tứ Liên", ""},
    {"4", "Phường Quảng An", ""},   {"5", "Phường Xuân La", ""},   {"6", "Phường Yên Phụ", ""},
    {"7", "Phường Bưởi", ""},       {"8", "Phường Thụy Khuê", ""}, {"9", "Phường Đất Đỏ", "Bà Rịa"},
    {"10", "Phường Đất Đỏ", "Huế"},
};

}  // namespace

TEST_CASE("a grid has as many columns as it says, and fewer where one would be too narrow") {
  KitScene scene;
  scene.viewport.width = 400;
  const auto build = [](Ui& ui) {
    const auto column = ui.column();
    const auto grid = ui.grid({.gap = 10, .columns = 3, .column_width = 120});
    for (const char* name : {"a", "b", "c", "d"})
      const auto box = ui.node(name, Flow::column, {.height = 50}, {.role = Role::group, .name = name});
  };
  SemanticTree tree = scene.show(build);
  CHECK(named(tree, "a")->w == doctest::Approx((400 - 20) / 3.0));
  CHECK(named(tree, "c")->y == 0);
  CHECK(named(tree, "d")->y == 60);
  scene.viewport.width = 300;
  tree = scene.show(build);
  CHECK(named(tree, "a")->w == 145);
  CHECK(named(tree, "c")->y == 60);
  scene.viewport.width = 200;
  tree = scene.show(build);
  CHECK(named(tree, "d")->y == 180);
}

TEST_CASE("tabs are all in sight, whatever the width, and say which of them is shown") {
  KitScene scene;
  scene.viewport.width = 600;
  std::string selected = "waiting";
  std::optional<std::string> pressed;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    if (auto now = tabs(ui, "tabs",
                        {.name = "Hồ sơ",
                         .tabs = {{"waiting", "Đang chờ"}, {"done", "Đã có kết quả"}, {"late", "Quá hạn"}},
                         .selected = selected}))
      pressed = now;
    const auto panel = tab_panel(ui, "panel", selected);
    ui.text("nội dung");
  };
  SemanticTree tree = scene.show(build);
  CHECK(named(tree, "Đang chờ")->flags == kSelected);
  CHECK(named(tree, "Quá hạn")->flags == 0);
  CHECK(named(tree, "Đang chờ")->y == named(tree, "Quá hạn")->y);
  scene.send({Ui::Event::activate, named(tree, "Quá hạn")->id, {}}, build);
  CHECK(pressed == "late");
  scene.viewport.width = 320;
  scene.viewport.text_scale = 2;
  tree = scene.show(build);
  CHECK(named(tree, "Quá hạn")->y > named(tree, "Đang chờ")->y);
  CHECK(scene.ui().problems().empty());
}

TEST_CASE("a segmented choice is a group of radios that gives the key of what was pressed") {
  KitScene scene;
  std::optional<std::string> chosen;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    if (auto now = segmented(ui, "size", {.label = "Cỡ chữ", .segments = {{"m", "Vừa"}, {"l", "Lớn"}}, .chosen = "m"}))
      chosen = now;
  };
  const SemanticTree tree = scene.show(build);
  CHECK(named(tree, "Cỡ chữ")->role == Role::radio_group);
  CHECK(named(tree, "Vừa")->flags == kChecked);
  scene.send({Ui::Event::activate, named(tree, "Vừa")->id, {}}, build);
  CHECK_FALSE(chosen);
  scene.send({Ui::Event::activate, named(tree, "Lớn")->id, {}}, build);
  CHECK(chosen == "l");
}

TEST_CASE("a sheet is never higher than the screen: what is too long scrolls, and its buttons stay in sight") {
  KitScene scene;
  scene.viewport = {.width = 320, .height = 480, .reduced_motion = true, .text_scale = 2};
  int lines = 60;
  const auto build = [&](Ui& ui) {
    sheet(ui, "sheet",
          {.title = "Chọn đơn vị hành chính cấp xã nơi tiếp nhận",
           .body =
               [&] {
                 for (int i = 0; i < lines; ++i) ui.text("dòng " + std::to_string(i));
               },
           .actions = [&] { button(ui, "ok", {.label = "Chọn"}); }});
  };
  SemanticTree tree = scene.show(build);
  const Rect full = placed(tree, *named(tree, "Chọn"));
  CHECK(full.y >= 0);
  CHECK(full.y + full.h <= 480);
  const auto scroller = std::ranges::find(tree, Role::scroller, &Node::role);
  CHECK(scroller->content_height > scroller->h);
  CHECK(scroller->h > 0);
  CHECK(scene.ui().problems().empty());

  lines = 1;
  scene.viewport.text_scale = 1;
  tree = scene.show(build);
  const auto dialog = std::ranges::find(tree, Role::dialog, &Node::role);
  CHECK(dialog->y + dialog->h == 480);  // At the lower edge, and no higher than it needs to be.
  CHECK(dialog->h < 300);
}

TEST_CASE("a number field steps between its ends, and from nothing to the lowest") {
  KitScene scene;
  std::string value;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    if (auto now =
            number_field(ui, "people", {.label = "Số người", .value = value, .lowest = 1, .highest = 3, .step = 1}))
      value = *now;
  };
  const auto press = [&](const char* name) {
    const Node* button = named(scene.show(build), name);
    REQUIRE(button != nullptr);
    scene.send({Ui::Event::activate, button->id, {}}, build);
  };
  press("Tăng: Số người");
  CHECK(value == "1");
  press("Tăng: Số người");
  press("Tăng: Số người");
  CHECK(value == "3");
  press("Tăng: Số người");
  CHECK(value == "3");
  CHECK((named(scene.show(build), "Tăng: Số người")->flags & kDisabled) != 0);
  press("Giảm: Số người");
  CHECK(value == "2");
  const NodeId field = named(scene.show(build), "Số người")->id;
  scene.send({Ui::Event::type, field, "12x"}, build);
  CHECK(value == "12x");  // Not corrected under the person's fingers.
  value = "1,5";
  press("Tăng: Số người");
  CHECK(value == "2.5");
}

TEST_CASE("a search field that holds something can be cleared, and keeps the focus") {
  KitScene scene;
  std::string value = "đất";
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    if (auto now = search_field(ui, "q", {.label = "Tìm hồ sơ", .value = value})) value = *now;
  };
  const SemanticTree tree = scene.show(build);
  scene.send({Ui::Event::activate, named(tree, "Xoá chữ đang tìm")->id, {}}, build);
  CHECK(value.empty());
  CHECK(scene.ui().take_wanted_focus() == named(tree, "Tìm hồ sơ")->id);
  CHECK(named(scene.show(build), "Xoá chữ đang tìm") == nullptr);
}

TEST_CASE("words are found without their marks and in any order") {
  CHECK(FoldedSearch("dat dai").matches("Đăng ký đất đai"));
  CHECK(FoldedSearch("ĐAI đất").matches("Đăng ký đất đai"));
  CHECK_FALSE(FoldedSearch("đất nhà").matches("Đăng ký đất đai"));
  CHECK(FoldedSearch("  ").matches("bất cứ"));
}

TEST_CASE("a select finds by a name without marks and by what tells two of the same name apart") {
  KitScene scene;
  SelectState state;
  std::optional<SelectAnswer> answer;
  const auto build = [&](Ui& ui) {
    if (auto now = select_sheet(ui, "wards", {.title = "Phường", .entries = &kWards, .chosen = "2"}, state))
      answer = now;
  };
  SemanticTree tree = scene.show(build);
  CHECK(named(tree, "Phường Nhật Tân")->flags == kSelected);
  CHECK(std::ranges::count(tree, Role::option, &Node::role) == 10);
  const NodeId field = named(tree, "Tìm trong danh sách")->id;
  scene.send({Ui::Event::type, field, "dat do hue"}, build);
  tree = scene.show(build);
  CHECK(std::ranges::count(tree, Role::option, &Node::role) == 1);
  CHECK(named(tree, "1 mục") != nullptr);
  scene.send({Ui::Event::activate, named(tree, "Phường Đất Đỏ, Huế")->id, {}}, build);
  REQUIRE(answer);
  CHECK(answer->chosen == "10");
  CHECK(state.search.empty());
  answer.reset();
  tree = scene.show(build);
  scene.send({Ui::Event::activate, named(tree, "Đóng")->id, {}}, build);
  REQUIRE(answer);
  CHECK_FALSE(answer->chosen);
}

TEST_CASE("of a thousand entries a select shows the first and says how many there are") {
  KitScene scene;
  std::vector<SelectEntry> many;
  for (int i = 0; i < 1000; ++i) many.push_back({std::to_string(i), "Thủ tục " + std::to_string(i), ""});
  SelectState state;
  const SemanticTree tree =
      scene.show([&](Ui& ui) { select_sheet(ui, "many", {.title = "Thủ tục", .entries = &many}, state); });
  CHECK(std::ranges::count(tree, Role::option, &Node::role) == 60);
  CHECK(named(tree, "Thủ tục 5")->value == "6|1000");
}

TEST_CASE("a row of a list is one control with one name, or plain text") {
  KitScene scene;
  bool pressed = false;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    const auto list = list_section(ui, "settings", {.title = "Máy này"});
    list_row(ui, "read", {.title = "Phiên bản", .value = "1.4"});
    list_row(ui, "go", {.title = "Phiếu", .count = 3, .counted = "3 chưa gửi", .href = "#/survey"});
    if (list_row(ui, "wipe", {.title = "Xoá dữ liệu", .pressable = true, .danger = true})) pressed = true;
  };
  const SemanticTree tree = scene.show(build);
  CHECK(named(tree, "Phiên bản")->role == Role::text);
  CHECK(named(tree, "Phiếu, 3 chưa gửi")->role == Role::link);
  CHECK(named(tree, "Máy này")->role == Role::heading);
  scene.send({Ui::Event::activate, named(tree, "Xoá dữ liệu")->id, {}}, build);
  CHECK(pressed);
}

TEST_CASE("a switch and a filter chip say what they are and whether they are on") {
  KitScene scene;
  int taps = 0;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    if (toggle_switch(ui, "s", {.label = "Dễ đọc hơn", .detail = "Chữ đậm nét", .on = true})) ++taps;
    if (filter_chip(ui, "f", {.label = "Quá hạn", .count = "4"})) ++taps;
    if (toggle_switch(ui, "off", {.label = "Tắt hẳn", .disabled = true})) ++taps;
  };
  const SemanticTree tree = scene.show(build);
  CHECK(dump({*named(tree, "Dễ đọc hơn")}) == "switch \"Dễ đọc hơn\" [checked] — \"Chữ đậm nét\"\n");
  CHECK(dump({*named(tree, "Quá hạn (4)")}) == "toggle \"Quá hạn (4)\"\n");
  for (const char* name : {"Dễ đọc hơn", "Quá hạn (4)", "Tắt hẳn"})
    scene.send({Ui::Event::activate, named(tree, name)->id, {}}, build);
  CHECK(taps == 2);
}

TEST_CASE("a banner can be acted on and put away, a snackbar taken back") {
  KitScene scene;
  BannerAnswer answer = BannerAnswer::none;
  bool undone = false;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    const BannerAnswer now = banner(ui, "b", {.title = "Có phiên bản mới", .action = "Cập nhật", .dismissible = true});
    if (now != BannerAnswer::none) answer = now;
    if (snackbar(ui, "s", {.text = "Đã xoá phiếu", .action = "Hoàn tác"})) undone = true;
  };
  const SemanticTree tree = scene.show(build);
  scene.send({Ui::Event::activate, named(tree, "Cập nhật")->id, {}}, build);
  CHECK(answer == BannerAnswer::action);
  scene.send({Ui::Event::activate, named(tree, "Ẩn thông báo")->id, {}}, build);
  CHECK(answer == BannerAnswer::dismissed);
  scene.send({Ui::Event::activate, named(tree, "Hoàn tác")->id, {}}, build);
  CHECK(undone);
}

TEST_CASE("what changes is seen to change, and is there at once for who wants no motion") {
  KitScene scene;
  float target = 0;
  float at = -1;
  const auto build = [&](Ui& ui) { at = ui.eased(ui.id("x"), target, 200); };
  scene.show(build);
  CHECK(at == 0);
  CHECK_FALSE(scene.ui().animating());
  target = 1;
  scene.show(build);
  CHECK(at == 0);
  CHECK(scene.ui().animating());
  scene.now_ms = 100;
  scene.show(build);
  CHECK(at > 0.5F);
  CHECK(at < 1);
  scene.now_ms = 200;
  scene.show(build);
  CHECK(at == 1);
  CHECK_FALSE(scene.ui().animating());
  target = 0;
  scene.viewport.reduced_motion = true;
  scene.show(build);
  CHECK(at == 0);
  CHECK_FALSE(scene.ui().animating());
}

TEST_CASE("text that is too weak on what it stands on is a problem, and so is an icon") {
  KitScene scene;
  scene.show([](Ui& ui) {
    const auto column = ui.column({.fill = Colour::primary});
    ui.text("đọc được", {.colour = Colour::on_primary});
    ui.text("không đọc được", {.colour = Colour::on_surface_muted});
  });
  REQUIRE(scene.ui().problems().size() == 1);
  CHECK(scene.ui().problems()[0] == "too little contrast: \"không đọc được\"");
}
