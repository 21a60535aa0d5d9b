#include <doctest/doctest.h>

#include <algorithm>

#include "lint.hpp"
#include "support/kit_scene.hpp"
#include "widgets/table.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::KitScene;

namespace {

/// A table of rows "0", "1", …; row 7 failed and row 8 is on its way.
struct Example {
  KitScene scene;
  TableState state;
  TableAnswer answer;
  std::size_t rows = 100'000;

  Example() {
    scene.viewport.width = 1280;
    scene.viewport.height = 800;
  }
  void build(Ui& ui) {
    const auto page = ui.node("main", Flow::column, {.grow = 1}, {.role = Role::main});
    ui.text("Danh sách", {.style = type::title, .heading = 1});
    answer = table(
        ui, "t",
        {.name = "Bảng",
         .columns = {{"Mã", 1}, {"Tên", 2, SortOrder::ascending}},
         .rows = rows,
         .state = [](std::size_t i) { return i == 7   ? RowState::failed
                                             : i == 8 ? RowState::coming
                                                      : RowState::there; },
         .key = [](std::size_t i) { return std::to_string(i); },
         .label = [](std::size_t i) { return std::to_string(i); },
         .cell = [](Ui& u, std::size_t i, std::size_t) { u.text("tên " + std::to_string(i)); },
         .card = [](Ui& u, std::size_t i) { u.text("tên " + std::to_string(i)); },
         .card_height = {48, 80},
         .choosable = true,
         .fills = true},
        state);
  }
  const SemanticTree& show() {
    return scene.show([this](Ui& ui) { build(ui); });
  }
  void press(NodeId node) {
    scene.send({Ui::Event::activate, node, {}}, [this](Ui& ui) { build(ui); });
  }
  void key(const char* name) {
    scene.send({Ui::Event::press, 0, name}, [this](Ui& ui) { build(ui); });
  }
  const Node* named(Role role, std::string_view name) {
    const auto& tree = scene.ui().tree();
    const auto found = std::ranges::find_if(tree, [&](const Node& n) { return n.role == role && n.name == name; });
    return found == tree.end() ? nullptr : &*found;
  }
};

}  // namespace

TEST_CASE("a table says how many rows it has, which of them each is, and how it is in order") {
  Example example;
  example.show();
  example.show();  // The second frame knows where the rows lie.
  REQUIRE(example.named(Role::table, "Bảng") != nullptr);
  CHECK(example.named(Role::table, "Bảng")->value == "100001");
  CHECK(example.named(Role::column_header, "Tên")->value == "ascending");
  CHECK(example.named(Role::column_header, "Mã")->value.empty());
  const auto& tree = example.scene.ui().tree();
  CHECK(std::ranges::count(tree, std::string("2"), &Node::value) == 1);
  CHECK(tree.size() < 400);
  for (const auto& problem : lint(tree, example.scene.viewport)) FAIL_CHECK(problem);
  CHECK(example.scene.ui().problems().empty());
}

TEST_CASE("the head of a table stays while its rows scroll") {
  Example example;
  example.show();
  const auto& tree = example.show();
  const auto scroller = std::ranges::find(tree, Role::scroller, &Node::role);
  REQUIRE(scroller != tree.end());
  const Node head = *example.named(Role::column_header, "Tên");
  example.scene.ui().set_scroll(scroller->id, 3'000'000);
  example.show();
  REQUIRE(example.named(Role::column_header, "Tên") != nullptr);
  CHECK(*example.named(Role::column_header, "Tên") == head);
  CHECK(example.named(Role::button, "0") == nullptr);
  CHECK(example.named(Role::button, "41670") != nullptr);
}

TEST_CASE("the row that the keyboard is on is there wherever the table is scrolled to") {
  Example example;
  example.show();
  example.key("End");
  CHECK(example.state.cursor == 99'999);
  example.show();
  CHECK(example.named(Role::button, "99999") != nullptr);
  CHECK(example.named(Role::button, "0") != nullptr);
  CHECK(example.scene.ui().problems().empty());
}

TEST_CASE("a row is chosen by its box, all by that of the head, and one tap less is none") {
  Example example;
  example.show();
  example.press(example.named(Role::checkbox, "Chọn: 3")->id);
  CHECK(example.state.chosen == std::set<std::string>{"3"});
  example.press(example.named(Role::checkbox, "Chọn: 3")->id);
  CHECK_FALSE(example.state.any_chosen());
  example.press(example.named(Role::checkbox, "Chọn tất cả")->id);
  CHECK(example.state.is_chosen("99999"));
  example.press(example.named(Role::checkbox, "Chọn: 3")->id);
  CHECK_FALSE(example.state.any_chosen());
}

TEST_CASE("pressing a label opens its row, pressing a head asks for another order, and what failed can be retried") {
  Example example;
  example.show();
  example.press(example.named(Role::button, "4")->id);
  CHECK(example.answer.opened == 4);
  example.press(example.named(Role::button, "Tên")->id);
  CHECK(example.answer.sorted == 1);
  example.press(example.named(Role::button, "Thử lại")->id);
  CHECK(example.answer.retry);
}

TEST_CASE("on a phone a table is a list of cards that tell their place") {
  Example example;
  example.scene.viewport = {};
  example.show();
  const auto& tree = example.show();
  CHECK(example.named(Role::list, "Bảng") != nullptr);
  CHECK(std::ranges::count(tree, std::string("1|100000"), &Node::value) == 1);
  example.press(example.named(Role::button, "4")->id);
  CHECK(example.answer.opened == 4);
}
