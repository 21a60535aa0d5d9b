#include <doctest/doctest.h>

#include "support/app_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::AppScene;

TEST_CASE("nothing is drawn when nothing changed") {
  AppScene scene;
  CHECK_FALSE(scene.app().needs_frame());
  scene.app().set_viewport(scene.viewport);
  scene.app().scrolled(12345, 0);
  CHECK_FALSE(scene.app().needs_frame());
}

TEST_CASE("a changed viewport and scrolling are drawn") {
  AppScene scene;
  Viewport wider = scene.viewport;
  wider.width += 10;
  scene.app().set_viewport(wider);
  CHECK(scene.app().needs_frame());
}

TEST_CASE("the language switch changes every word, the page's language, and is remembered") {
  AppScene scene;
  CHECK(scene.page_language() == "vi");
  scene.press(Role::button, "English");
  CHECK(scene.page_language() == "en");
  CHECK(scene.has(Role::button, "Look up"));
  scene.restart();
  CHECK(scene.has(Role::button, "Look up"));
  CHECK(scene.page_language() == "en");
}

TEST_CASE("an unknown address gets a page that leads home") {
  AppScene scene("#/khong/co");
  CHECK(scene.has(Role::heading, "Không có trang này"));
  scene.check("not_found_vi");
  scene.press(Role::button, "Về trang đầu");
  CHECK(scene.address() == "#/");
}

TEST_CASE("after going somewhere the heading has the focus, and Back leads to where one was") {
  AppScene scene;
  scene.press(Role::link, "Quản trị, Dành cho cán bộ một cửa");
  REQUIRE(scene.focus());
  CHECK(scene.focus()->role == Role::heading);
  CHECK(scene.title() == "Đăng nhập – Một Cửa");
  scene.back();
  CHECK(scene.address() == "#/");
  CHECK(scene.has(Role::button, "Tra cứu"));
}

TEST_CASE("a ready update is offered and applied only when asked") {
  AppScene scene;
  scene.app().on_update_ready();
  scene.settle();
  CHECK(scene.has(Role::text, "Có phiên bản mới"));
  CHECK_FALSE(scene.update_applied());
  scene.check("update_ready_vi");
  scene.press(Role::button, "Cập nhật");
  CHECK(scene.update_applied());
}

TEST_CASE("a browser that keeps nothing is told of on every page") {
  AppScene scene;
  scene.app().on_storage_unavailable();
  scene.settle();
  CHECK(scene.says("Trình duyệt này không giữ được dữ liệu"));
  scene.open("#/admin");
  CHECK(scene.says("Trình duyệt này không giữ được dữ liệu"));
}

TEST_CASE("text that comes decomposed is stored composed") {
  AppScene scene;
  scene.type("Mã hồ sơ", "Ta\xCC\xA3o");  // a + combining dot below
  CHECK(scene.find(Role::text_field, "Mã hồ sơ")->value == "T\xE1\xBA\xA1o");
}

TEST_CASE("the mirror is told only what changed") {
  AppScene scene;
  const SemanticTree before = scene.app().semantics();
  CHECK(encode_mirror_update(before, before).empty());
  scene.type("Mã hồ sơ", "A");
  const Bytes update = encode_mirror_update(before, scene.app().semantics());
  REQUIRE_FALSE(update.empty());
  CHECK(update.size() < 400);
}
