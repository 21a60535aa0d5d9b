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

const Node* named(const SemanticTree& tree, std::string_view name) {
  for (const Node& node : tree) {
    if (node.name == name) return &node;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("every text colour has a contrast of at least 4.5 on what it stands on, in both themes") {
  constexpr std::array kPairs{
      Pair{Colour::on_surface, Colour::background},
      Pair{Colour::on_surface, Colour::surface},
      Pair{Colour::on_surface, Colour::surface_low},
      Pair{Colour::on_surface_muted, Colour::background},
      Pair{Colour::on_surface_muted, Colour::surface},
      Pair{Colour::on_surface_muted, Colour::surface_low},
      Pair{Colour::on_surface_muted, Colour::divider},
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
  for (const Theme* theme : {&light_theme(), &dark_theme()}) {
    for (const auto& [text, background] : kPairs) {
      CAPTURE(theme->dark);
      CAPTURE(static_cast<int>(text));
      CAPTURE(static_cast<int>(background));
      CHECK(contrast((*theme)[text], (*theme)[background]) >= 4.5);
    }
  }
}

TEST_CASE("edges of controls, the focus ring and signs have a contrast of at least 3") {
  constexpr std::array kPairs{
      Pair{Colour::outline, Colour::background},  Pair{Colour::outline, Colour::surface},
      Pair{Colour::outline, Colour::surface_low}, Pair{Colour::focus, Colour::background},
      Pair{Colour::focus, Colour::surface},       Pair{Colour::primary, Colour::primary_container},
      Pair{Colour::primary, Colour::divider},     Pair{Colour::gold, Colour::brand},
      Pair{Colour::brand_deep, Colour::gold},     Pair{Colour::danger, Colour::surface_low},
      Pair{Colour::focus, Colour::surface_low},
  };
  for (const Theme* theme : {&light_theme(), &dark_theme()}) {
    for (const auto& [a, b] : kPairs) {
      CAPTURE(theme->dark);
      CAPTURE(static_cast<int>(a));
      CAPTURE(static_cast<int>(b));
      CHECK(contrast((*theme)[a], (*theme)[b]) >= 3.0);
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

TEST_CASE("the lint finds what it is there to find") {
  const Viewport viewport;
  const Node root{.id = 1, .role = Role::root, .w = 390, .h = 844};
  const Node h1{.id = 2, .parent = 1, .role = Role::heading, .y = 800, .w = 100, .h = 40, .level = 1, .name = "Đầu đề"};
  const Node good{.id = 3, .parent = 1, .role = Role::button, .w = 100, .h = 48, .name = "Gửi"};
  CHECK(lint({root, h1, good}, viewport).empty());
  Node bad = good;
  bad.name.clear();
  CHECK(lint({root, h1, bad}, viewport).size() == 1);
  bad = good;
  bad.h = 40;
  CHECK(lint({root, h1, bad}, viewport).size() == 1);
  bad = good;
  bad.x = 350;
  CHECK(lint({root, h1, bad}, viewport).size() == 2);  // the screen and its parent
  bad = good;
  bad.role = Role::radio;
  CHECK(lint({root, h1, bad}, viewport).size() == 1);
  Node other = good;
  other.id = 4;
  other.x = 50;
  CHECK(lint({root, h1, good, other}, viewport).size() == 1);
  CHECK(lint({root, good}, viewport).size() == 1);
  Node h3 = h1;
  h3.id = 5;
  h3.level = 3;
  CHECK(lint({root, h1, h3, good}, viewport).size() == 1);
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
