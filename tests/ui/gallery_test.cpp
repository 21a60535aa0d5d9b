#include <doctest/doctest.h>

#include "charts/distribution.hpp"
#include "charts/lines.hpp"
#include "support/app_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::AppScene;

TEST_CASE("the gallery: every page of it in both languages") {
  for (const Language language : {Language::vi, Language::en}) {
    AppScene scene("#/gallery", language);
    const std::string tag = language == Language::vi ? "_vi" : "_en";
    for (const char* page : {"buttons", "choices", "fields", "lists", "messages", "charts", "looks"}) {
      scene.open(std::string("#/gallery/") + page);
      scene.check(std::string("gallery_") + page + tag);
    }
  }
}

TEST_CASE("the gallery: what lies over the page is a step of the history, and the focus returns") {
  AppScene scene("#/gallery/messages");
  scene.press(Role::button, "Mở tấm trượt");
  CHECK(scene.address() == "#/gallery/messages~sheet");
  CHECK(scene.has(Role::dialog, "Mở tấm trượt"));
  CHECK(scene.focus()->role == Role::heading);
  scene.check("gallery_sheet_vi");
  scene.press(Role::button, "Đóng");
  CHECK(scene.address() == "#/gallery/messages");
  CHECK(scene.focus()->name == "Mở tấm trượt");
  scene.press(Role::button, "Mở câu hỏi");
  scene.check("gallery_dialog_vi");
  scene.back();
  CHECK_FALSE(scene.has(Role::dialog, "Mở câu hỏi"));
}

TEST_CASE("the gallery: a ward is found without its marks and stands in its field") {
  AppScene scene("#/gallery/fields");
  scene.press(Role::button, "Phường, xã: Phường Tứ Liên");
  scene.check("gallery_select_vi");
  scene.type("Tìm trong danh sách", "minh khai bac");
  scene.press(Role::option, "Phường Minh Khai, Quận Bắc Từ Liêm");
  CHECK(scene.address() == "#/gallery/fields");
  CHECK(scene.has(Role::button, "Phường, xã: Phường Minh Khai"));
}

TEST_CASE("the gallery: tabs change the page in place, without a step of the history") {
  AppScene scene("#/gallery");
  scene.press(Role::tab, "Biểu đồ");
  CHECK(scene.address() == "#/gallery/charts");
  CHECK(scene.has(Role::table, "Mức độ hài lòng"));
}

TEST_CASE("shares are whole per cents that sum up to a hundred") {
  CHECK(percents({1, 1, 1}) == std::vector{34, 33, 33});
  CHECK(percents({0, 0}) == std::vector{0, 0});
  CHECK(percents({999, 1}) == std::vector{100, 0});
  CHECK(percents({1, 2, 9, 48, 62}) == std::vector{1, 2, 7, 39, 51});
}

TEST_CASE("a scale ends at a round number that holds the highest") {
  CHECK(round_end(0) == 1);
  CHECK(round_end(5) == 5);
  CHECK(round_end(194) == 200);
  CHECK(round_end(501) == 1000);
}
