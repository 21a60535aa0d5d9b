#include <doctest/doctest.h>

#include <array>

#include "lint.hpp"
#include "router.hpp"
#include "support/kit_scene.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/progress.hpp"
#include "widgets/surface.hpp"
#include "widgets/virtual_rows.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::KitScene;

namespace {

struct Pair {
  Colour text, background;
};

const std::array kThemes{&theme_for(false, false), &theme_for(true, false), &theme_for(false, true),
                         &theme_for(true, true)};

const Node* named(const SemanticTree& tree, std::string_view name) {
  for (const Node& node : tree) {
    if (node.name == name) return &node;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("every text colour has a contrast of at least 4.5 on what it stands on, in every theme") {
  constexpr std::array kPairs{
      Pair{Colour::on_surface, Colour::background},
      Pair{Colour::on_surface, Colour::surface},
      Pair{Colour::on_surface, Colour::surface_low},
      Pair{Colour::on_surface_muted, Colour::background},
      Pair{Colour::on_surface_muted, Colour::surface},
      Pair{Colour::on_surface_muted, Colour::surface_low},
      Pair{Colour::on_surface_muted, Colour::quiet},
      Pair{Colour::primary, Colour::background},
      Pair{Colour::primary, Colour::surface},
      Pair{Colour::on_primary, Colour::primary},
      Pair{Colour::on_primary_container, Colour::primary_container},
      Pair{Colour::on_brand, Colour::brand},
      Pair{Colour::on_brand, Colour::brand_deep},
      Pair{Colour::on_success_container, Colour::success_container},
      Pair{Colour::on_warning_container, Colour::warning_container},
      Pair{Colour::danger, Colour::background},
      Pair{Colour::danger, Colour::surface},
      Pair{Colour::on_danger, Colour::danger},
      Pair{Colour::on_danger_container, Colour::danger_container},
      Pair{Colour::on_inverse, Colour::inverse},
      Pair{Colour::inverse_action, Colour::inverse},
  };
  for (const Theme* theme : kThemes) {
    for (const auto& [text, background] : kPairs) {
      CAPTURE(theme->dark);
      CAPTURE(theme->high_contrast);
      CAPTURE(static_cast<int>(text));
      CAPTURE(static_cast<int>(background));
      CHECK(contrast((*theme)[text], (*theme)[background]) >= (theme->high_contrast ? 7.0 : 4.5));
    }
  }
}

TEST_CASE("edges of controls, the focus ring and signs have a contrast of at least 3") {
  constexpr std::array kPairs{
      Pair{Colour::outline, Colour::background},  Pair{Colour::outline, Colour::surface},
      Pair{Colour::outline, Colour::surface_low}, Pair{Colour::focus, Colour::background},
      Pair{Colour::focus, Colour::surface},       Pair{Colour::primary, Colour::primary_container},
      Pair{Colour::primary, Colour::quiet},       Pair{Colour::gold, Colour::brand},
      Pair{Colour::brand_deep, Colour::gold},     Pair{Colour::danger, Colour::surface_low},
      Pair{Colour::focus, Colour::surface_low},   Pair{Colour::likert_1, Colour::surface},
      Pair{Colour::likert_2, Colour::surface},    Pair{Colour::likert_3, Colour::surface},
      Pair{Colour::likert_4, Colour::surface},    Pair{Colour::likert_5, Colour::surface},
      Pair{Colour::series_1, Colour::surface},    Pair{Colour::series_2, Colour::surface},
      Pair{Colour::series_3, Colour::surface},
  };
  for (const Theme* theme : kThemes) {
    for (const auto& [a, b] : kPairs) {
      CAPTURE(theme->dark);
      CAPTURE(theme->high_contrast);
      CAPTURE(static_cast<int>(a));
      CAPTURE(static_cast<int>(b));
      CHECK(contrast((*theme)[a], (*theme)[b]) >= (theme->high_contrast ? 4.5 : 3.0));
    }
  }
}

TEST_CASE("contrast is what WCAG says it is") {
  CHECK(contrast({0, 0, 0}, {255, 255, 255}) == doctest::Approx(21));
  CHECK(contrast({119, 119, 119}, {255, 255, 255}) == doctest::Approx(4.48).epsilon(0.01));
}

TEST_CASE("lines of every type style are at least 1.4 times its size") {
  for (const TypeStyle& style : kTypeScale) CHECK(style.line >= 1.4F * style.size);
}

TEST_CASE("text wraps between words and takes a line's height for each") {
  KitScene scene;
  scene.viewport.width = 150;
  const auto& tree = scene.show([](Ui& ui) {
    const auto column = ui.column();
    ui.text("Trình tự tiếp nhận hồ sơ");
    ui.text("Ngắn");
  });
  REQUIRE(named(tree, "Trình tự tiếp nhận hồ sơ") != nullptr);
  CHECK(named(tree, "Trình tự tiếp nhận hồ sơ")->h == 2 * type::body.line);
  CHECK(named(tree, "Ngắn")->h == type::body.line);
  CHECK(named(tree, "Ngắn")->y == 2 * type::body.line);
  CHECK(scene.ui().problems().empty());
}

TEST_CASE("a word that is too wide is broken, and the layout says so unless it is a code") {
  KitScene scene;
  scene.viewport.width = 60;
  scene.show([](Ui& ui) {
    const auto column = ui.column();
    ui.text("H26.18-231101-0001", {.may_break_words = true});
  });
  CHECK(scene.ui().problems().empty());
  scene.show([](Ui& ui) {
    const auto column = ui.column();
    ui.text("Nghiêngngảngặtnghẽo");
  });
  CHECK(scene.ui().problems().size() == 1);
}

TEST_CASE("what grows shares the room that the others leave") {
  KitScene scene;
  scene.viewport.width = 300;
  const auto& tree = scene.show([](Ui& ui) {
    const auto row = ui.row({.gap = 10});
    {
      const auto a = ui.node("a", Flow::column, {.width = 90}, {.role = Role::group, .name = "a"});
    }
    {
      const auto b = ui.node("b", Flow::column, {.grow = 1}, {.role = Role::group, .name = "b"});
    }
    {
      const auto c = ui.node("c", Flow::column, {.grow = 3}, {.role = Role::group, .name = "c"});
    }
  });
  CHECK(named(tree, "b")->w == 47.5F);
  CHECK(named(tree, "c")->w == 142.5F);
  CHECK(named(tree, "c")->x == 157.5F);
}

TEST_CASE("a wrapping row goes on in the next line when its room is used up") {
  KitScene scene;
  scene.viewport.width = 300;
  const auto& tree = scene.show([](Ui& ui) {
    const auto column = ui.column();
    const auto wrap = ui.wrap({.gap = 10});
    for (const char* name : {"a", "b", "c"})
      const auto box = ui.node(name, Flow::column, {.width = 120, .height = 50}, {.role = Role::group, .name = name});
  });
  CHECK(named(tree, "b")->x == 130);
  CHECK(named(tree, "c")->x == 0);
  CHECK(named(tree, "c")->y == 60);
}

TEST_CASE("scrolling moves no node: rectangles are those of the content") {
  KitScene scene;
  const auto build = [](Ui& ui) {
    const auto column = ui.column();
    const auto scroller = ui.scroller("s", {.grow = 1}, "danh sách");
    for (int i = 0; i < 50; ++i) button(ui, std::to_string(i), {.label = "nút " + std::to_string(i)});
  };
  const SemanticTree before = scene.show(build);
  scene.ui().set_scroll(named(before, "danh sách")->id, 500);
  const SemanticTree after = scene.show(build);
  CHECK(before == after);
  CHECK(named(after, "danh sách")->content_height == 50 * kTouch);
}

TEST_CASE("an id depends on its keys and not on its place") {
  KitScene scene;
  const auto list = [](std::vector<std::string> keys) {
    return [keys = std::move(keys)](Ui& ui) {
      const auto column = ui.column();
      for (const auto& key : keys) {
        const auto scope = ui.keyed(key);
        button(ui, "open", {.label = key});
      }
    };
  };
  const SemanticTree one = scene.show(list({"x", "y"}));
  const SemanticTree two = scene.show(list({"new", "x", "y"}));
  CHECK(named(one, "y")->id == named(two, "y")->id);
  CHECK(named(one, "x")->id != named(one, "y")->id);
}

TEST_CASE("a tap is handled by its button once, and by no disabled one") {
  KitScene scene;
  int taps = 0;
  bool disabled = false;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    if (button(ui, "b", {.label = "Gửi", .disabled = disabled})) ++taps;
  };
  const NodeId id = named(scene.show(build), "Gửi")->id;
  scene.send({Ui::Event::activate, id, {}}, build);
  scene.show(build);
  CHECK(taps == 1);
  disabled = true;
  scene.send({Ui::Event::activate, id, {}}, build);
  CHECK(taps == 1);
}

TEST_CASE("a field tells its description: the hint, or the problem in its place") {
  KitScene scene;
  std::string problem;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column();
    text_field(ui, "f", {.label = "Mã", .value = "A", .hint = "ở đầu giấy", .problem = problem, .required = true});
  };
  const Node hint = *named(scene.show(build), "Mã");
  CHECK(hint.description == "ở đầu giấy");
  CHECK(hint.flags == kRequired);
  problem = "thiếu";
  const Node bad = *named(scene.show(build), "Mã");
  CHECK(bad.description == "thiếu");
  CHECK(bad.flags == (kRequired | kInvalid));
  CHECK(bad.font_px == 16);
}

TEST_CASE("of ten thousand rows only those near the window are built") {
  KitScene scene;
  std::size_t built = 0;
  const auto build = [&](Ui& ui) {
    built = 0;
    const auto column = ui.column();
    const auto scroller = ui.scroller("s", {.grow = 1}, "danh sách");
    virtual_rows(ui, "rows", 10'000, 56, [&](std::size_t i) {
      ++built;
      button(ui, std::to_string(i), {.label = "dòng " + std::to_string(i)});
    });
  };
  const SemanticTree top = scene.show(build);
  CHECK(named(top, "dòng 0") != nullptr);
  CHECK(named(top, "danh sách")->content_height == 560'000);
  CHECK(built < 60);
  scene.ui().set_scroll(named(top, "danh sách")->id, 280'000);
  const SemanticTree middle = scene.show(build);
  CHECK(named(middle, "dòng 0") == nullptr);
  REQUIRE(named(middle, "dòng 5000") != nullptr);
  CHECK(built < 60);
}

TEST_CASE("what moves asks for frames, unless the reader wants no motion") {
  KitScene scene;
  const auto build = [](Ui& ui) {
    const auto column = ui.column();
    progress_bar(ui, "p", "Đang gửi", 0, 0);
  };
  scene.show(build);
  CHECK(scene.ui().animating());
  scene.viewport.reduced_motion = true;
  scene.show(build);
  CHECK_FALSE(scene.ui().animating());
}

namespace {

/// A screen that the lint has nothing to say of, and what a test makes wrong of it.
struct Tree {
  Viewport viewport;
  SemanticTree nodes{{.id = 1, .role = Role::root, .w = 390, .h = 844},
                     {.id = 2, .parent = 1, .role = Role::main, .w = 390, .h = 844},
                     {.id = 3, .parent = 2, .role = Role::heading, .w = 100, .h = 40, .level = 1, .name = "Đầu đề"},
                     {.id = 4, .parent = 2, .role = Role::button, .y = 50, .w = 100, .h = 48, .name = "Gửi"}};
  Node& button = nodes[3];
  void add(Node node) {
    node.id = static_cast<NodeId>(nodes.size() + 1);
    if (node.parent == 0) node.parent = 2;
    if (node.w == 0) node.w = 60;
    if (node.h == 0) node.h = kTouch;
    if (node.y == 0 && node.parent == 2) node.y = 60 * static_cast<float>(node.id);
    nodes.push_back(node);
  }
  /// What is wrong, without the node that it is wrong of.
  [[nodiscard]] std::vector<std::string> found() const {
    auto problems = lint(nodes, viewport);
    for (std::string& problem : problems) {
      if (const auto quote = problem.rfind("\" "); quote != std::string::npos) problem.erase(0, quote + 2);
    }
    return problems;
  }
};
using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("the lint: names, sizes and places of what is pressed") {
  CHECK(Tree().found().empty());
  {
    Tree tree;
    tree.button.name.clear();
    CHECK(tree.found() == Found{"button has no name"});
  }
  {
    Tree tree;
    tree.button.h = 40;
    CHECK(tree.found() == Found{"is smaller than 48 dp"});
  }
  {
    Tree tree;
    tree.button.x = 350;
    CHECK(tree.found() == Found{"leaves the screen sideways", "leaves its parent sideways"});
  }
  {
    Tree tree;
    tree.button.y = 820;
    CHECK(tree.found() == Found{"leaves the screen above or below", "leaves its parent above or below"});
  }
  {
    Tree tree;
    tree.add({.parent = 4, .role = Role::link, .name = "trong", .value = "#/"});
    CHECK(tree.found() == Found{"is inside another control"});
  }
}

TEST_CASE("the lint: nothing overlaps, whatever it is, but a dialog") {
  Tree tree;
  tree.add({.role = Role::text, .x = 20, .y = 70, .name = "chữ"});
  REQUIRE(tree.found().size() == 1);
  CHECK(tree.found()[0] == "overlaps text \"chữ\"");
  Tree modal;
  modal.add({.role = Role::dialog, .x = 20, .y = 30, .w = 300, .h = 200, .name = "Xoá?"});
  modal.add({.parent = 5, .role = Role::heading, .level = 2, .name = "Xoá?"});
  CHECK(modal.found().empty());
}

TEST_CASE("the lint: headings, and what stands in what") {
  {
    Tree tree;
    tree.add({.role = Role::heading, .level = 3, .name = "Mục"});
    CHECK(tree.found() == Found{"skips a heading level"});
  }
  {
    Tree tree;
    tree.nodes[2].level = 2;
    CHECK(tree.found() == Found{"skips a heading level", "there are 0 h1, not one"});
  }
  {
    Tree tree;
    tree.add({.role = Role::dialog, .name = "Xoá?"});
    CHECK(tree.found() == Found{"has no heading"});
  }
  {
    Tree tree;
    tree.add({.role = Role::radio, .name = "Có"});
    tree.add({.role = Role::tab, .name = "Chờ"});
    tree.add({.role = Role::option, .name = "Phú Thượng"});
    CHECK(tree.found() == Found{"is outside a radio group", "is outside a tab list", "is outside a list box"});
  }
  {
    Tree tree;
    tree.add({.role = Role::tab_list, .name = "Hồ sơ"});
    tree.add({.parent = 5, .role = Role::group});
    tree.add({.parent = 6, .role = Role::tab, .name = "Chờ"});
    CHECK(tree.found() == Found{"does not show one tab as selected"});
  }
  {
    Tree tree;
    tree.add({.role = Role::text_field, .name = "Mã"});
    tree.add({.role = Role::link, .name = "đi"});
    CHECK(tree.found() == Found{"does not say what it takes", "leads nowhere"});
  }
  {
    Tree tree;
    tree.nodes[1].role = Role::group;
    CHECK(tree.found() == Found{"there are 0 main, not one"});
  }
}

TEST_CASE("addresses go to routes and back, whatever a code holds") {
  const Route route = parse_route("#/dossier/H26%2F18-1%7E~remove");
  CHECK(route.part(0) == "dossier");
  CHECK(route.part(1) == "H26/18-1~");
  CHECK(route.overlay == "remove");
  CHECK(parse_route(to_hash(route)) == route);
  CHECK(link_to({"dossier", "Mã số"}) == "#/dossier/M%C3%A3%20s%E1%BB%91");
  CHECK(parse_route("").path.empty());
  CHECK(parse_route("#/a%FF").part(1).empty());
}

TEST_CASE("an address may say what a list is narrowed to; keys that nobody knows do no harm") {
  const Route route = parse_route("#/admin/dossiers?state=4&q=khai%20sinh%20%26%3D%7E%3F&state=5&&=x&flag~ask");
  CHECK(route.path.size() == 2);
  CHECK(route.overlay == "ask");
  CHECK(route.asked("state") == "4");
  CHECK(route.asked("q") == "khai sinh &=~?");
  CHECK(route.asked("flag").empty());
  CHECK(route.asked("unknown").empty());
  CHECK(parse_route(to_hash(route)) == route);
  CHECK(to_hash(parse_route("#/admin/dossiers?q=%E1")) == "#/admin/dossiers?q=");
  CHECK(parse_route("#/a?b/c").path.size() == 1);
}

TEST_CASE("every message has both languages and the same number of places to fill") {
  const auto places = [](const std::string& text) {
    int count = 0;
    for (std::size_t at = text.find('\x01'); at != std::string::npos; at = text.find('\x01', at + 1)) ++count;
    return count;
  };
  for (int i = 0; i < static_cast<int>(Text::count_); ++i) {
    const std::string vi = translate(Language::vi, static_cast<Text>(i), {"\x01", "\x01", "\x01"});
    const std::string en = translate(Language::en, static_cast<Text>(i), {"\x01", "\x01", "\x01"});
    CAPTURE(vi);
    CHECK_FALSE(vi.empty());
    CHECK_FALSE(en.empty());
    CHECK(places(vi) == places(en));
  }
}
