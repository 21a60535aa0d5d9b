#include <doctest/doctest.h>

#include "support/survey_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

TEST_CASE("the settings are one tap from the first page and from the surveyor's pages, and lead back") {
  for (const char* from : {"#/", "#/survey"}) {
    AppScene scene(from);
    scene.press(Role::link, "Cài đặt");
    CHECK(scene.address() == "#/settings");
    scene.press(Role::button, "Quay lại");
    CHECK(scene.address() == from);
  }
}

TEST_CASE("a larger text is there at once and after the next start") {
  AppScene scene("#/");
  const float before = scene.find(Role::text_field, "Mã hồ sơ")->font_px;
  scene.open("#/settings");
  scene.press(Role::radio, "Lớn hơn");
  CHECK((scene.find(Role::radio, "Lớn hơn")->flags & kChecked) != 0);
  scene.restart();
  CHECK(scene.find(Role::text_field, "Mã hồ sơ")->font_px == doctest::Approx(before * 1.3F));
}

TEST_CASE("the colours follow the device until the reader chooses, and the page is told") {
  AppScene scene("#/settings");
  CHECK(scene.page_theme() == "light");
  scene.viewport.dark = true;
  scene.app().set_viewport(scene.viewport);
  scene.settle();
  CHECK(scene.page_theme() == "dark");
  scene.press(Role::radio, "Sáng");
  CHECK(scene.page_theme() == "light");
  scene.restart();
  CHECK(scene.page_theme() == "light");
  scene.open("#/settings");
  scene.press(Role::radio, "Theo máy");
  CHECK(scene.page_theme() == "dark");
}

TEST_CASE("with one hand the bar lies below the content, and the page begins lower") {
  AppScene scene("#/settings");
  const float high = scene.find(Role::heading, "Cài đặt")->y;
  scene.press(Role::checkbox, "Dùng một tay");
  const auto place = [&](Role role) {
    float y = 0;
    for (const Node& node : scene.app().semantics()) {
      if (node.role == role) y = node.y;
    }
    return y;
  };
  CHECK(place(Role::banner) > place(Role::main));
  CHECK(scene.find(Role::heading, "Cài đặt")->y > high + 100);
  scene.check("settings_one_hand_vi");
  scene.viewport.width = 1280;  // At a desk nobody holds the device.
  scene.app().set_viewport(scene.viewport);
  scene.settle();
  CHECK(place(Role::banner) == 0);
}

TEST_CASE("the language of the interface is chosen in the settings") {
  AppScene scene("#/settings");
  scene.press(Role::radio, "English");
  CHECK(scene.page_language() == "en");
  CHECK(scene.has(Role::heading, "Settings"));
  scene.restart();
  CHECK(scene.page_language() == "en");
}

TEST_CASE("the settings look right") {
  AppScene scene("#/settings");
  scene.check("settings_vi");
  AppScene english("#/settings", Language::en);
  english.check("settings_en");
}
