#include <doctest/doctest.h>

#include "support/app_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::AppScene;

namespace {

void look_up(AppScene& scene, const char* code, const char* lookup_code) {
  scene.type("Mã hồ sơ", code);
  scene.type("Mã tra cứu", lookup_code);
  scene.press(Role::button, "Tra cứu");
}

}  // namespace

TEST_CASE("a citizen looks a dossier up with both codes and sees its state, due date and time line") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "h26.18 – 231101 - 0001", "abc-123");
  CHECK(scene.address() == "#/dossier/H26.18-231101-0001");
  CHECK(scene.has(Role::heading, "Cấp giấy phép xây dựng nhà ở riêng lẻ"));
  CHECK(scene.has(Role::heading, "Cần bổ sung giấy tờ"));
  CHECK(scene.says("Bổ sung bản vẽ mặt bằng có ghi kích thước"));
  CHECK(scene.says("17:00 01/12/2023"));
  CHECK(scene.asked_to_persist());
  REQUIRE(scene.focus());
  CHECK(scene.focus()->level == 1);
}

TEST_CASE("Enter in the lookup form looks up") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.type("Mã hồ sơ", "H26.18-231101-0001");
  scene.type("Mã tra cứu", "ABC123");
  scene.press(Role::text_field, "Mã tra cứu");
  CHECK(scene.address() == "#/dossier/H26.18-231101-0001");
}

TEST_CASE("a wrong dossier code and a wrong lookup code get the same answer, spoken at once") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "H26.18-231101-0001", "SAI");
  const std::string wrong_second = scene.screen();
  CHECK(scene.says("Không tìm thấy hồ sơ khớp với mã hồ sơ và mã tra cứu"));
  AppScene other;
  other.office.add_dossiers();
  look_up(other, "H26.18-231101-9999", "ABC123");
  CHECK(other.says("Không tìm thấy hồ sơ khớp với mã hồ sơ và mã tra cứu"));
  CHECK(scene.address() == "#/");
  scene.check("citizen_lookup_failed_vi");
}

TEST_CASE("an empty field is named as the problem and takes the focus; nothing is sent") {
  AppScene scene;
  scene.online = false;
  scene.type("Mã hồ sơ", "H26.18-231101-0001");
  scene.press(Role::button, "Tra cứu");
  const Node* field = scene.find(Role::text_field, "Mã tra cứu");
  REQUIRE(field != nullptr);
  CHECK((field->flags & kInvalid) != 0);
  CHECK(field->description == "Hãy điền ô này");
  REQUIRE(scene.focus());
  CHECK(scene.focus()->name == "Mã tra cứu");
  CHECK_FALSE(scene.says("Tra cứu cần có mạng"));
}

TEST_CASE("looking up without a network says so and keeps what was typed") {
  AppScene scene;
  scene.online = false;
  look_up(scene, "H26.18-231101-0001", "ABC123");
  CHECK(scene.says("Tra cứu cần có mạng"));
  CHECK(scene.find(Role::text_field, "Mã hồ sơ")->value == "H26.18-231101-0001");
}

TEST_CASE("a kept dossier is seen without a network, after a restart, with its age") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "H26.18-231101-0001", "ABC123");
  scene.online = false;
  scene.clock.advance_ms(3'600'000);
  scene.restart();
  const std::string row =
      "Cấp giấy phép xây dựng nhà ở riêng lẻ, H26.18-231101-0001, Cần bổ sung giấy tờ, Dữ liệu lúc 05:13 15/11/2023";
  REQUIRE(scene.has(Role::link, row));
  scene.check("citizen_home_saved_vi");
  scene.press(Role::link, row);
  CHECK(scene.says("Dữ liệu lúc 05:13 15/11/2023"));
  CHECK(scene.says("Đang xem bản lưu trên máy"));
  CHECK(scene.has(Role::heading, "Cần bổ sung giấy tờ"));
  scene.check("citizen_dossier_offline_vi");
}

TEST_CASE("an older copy is refreshed when its page opens, a fresh one only by hand") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "H26.18-231102-0002", "XYZ789");
  CHECK(scene.says("Dữ liệu lúc 05:13 15/11/2023"));
  scene.clock.advance_ms(120'000);
  scene.back();
  scene.open("#/dossier/H26.18-231102-0002");
  CHECK(scene.says("Dữ liệu lúc 05:15 15/11/2023"));
  scene.clock.advance_ms(30'000);
  scene.press(Role::button, "Cập nhật");
  CHECK(scene.says("Đã cập nhật"));
  scene.check("citizen_dossier_vi");
}

TEST_CASE("removing a dossier from the phone can be taken back") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "H26.18-231102-0002", "XYZ789");
  scene.press(Role::button, "Xoá khỏi máy này");
  CHECK(scene.address() == "#/");
  CHECK_FALSE(scene.says("Đăng ký khai sinh"));
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.says("Đăng ký khai sinh"));
}

TEST_CASE("a dossier can be looked up where nothing can be kept, under a banner that says so") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.app().on_storage_unavailable();
  look_up(scene, "H26.18-231102-0002", "XYZ789");
  CHECK(scene.says("Đăng ký khai sinh"));
  CHECK(scene.says("Trình duyệt này không giữ được dữ liệu"));
}

TEST_CASE("the way back disappears after a while") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "H26.18-231102-0002", "XYZ789");
  scene.press(Role::button, "Xoá khỏi máy này");
  CHECK(scene.has(Role::button, "Hoàn tác"));
  scene.wait_ms(10'000);
  CHECK_FALSE(scene.has(Role::button, "Hoàn tác"));
}

TEST_CASE("an address of a dossier that is not kept says what to do") {
  AppScene scene("#/dossier/H26.18-000000-0000");
  CHECK(scene.says("Hồ sơ này chưa được lưu trên máy"));
  scene.check("citizen_dossier_unknown_vi");
  scene.press(Role::button, "Tra cứu");
  CHECK(scene.address() == "#/");
}

TEST_CASE("the first page in both languages") {
  AppScene vietnamese;
  vietnamese.check("citizen_home_vi");
  AppScene english("#/", Language::en);
  CHECK(english.page_language() == "en");
  english.check("citizen_home_en");
}

TEST_CASE("a dossier in English") {
  AppScene scene("#/", Language::en);
  scene.office.add_dossiers();
  scene.type("Dossier code", "H26.18-231101-0001");
  scene.type("Lookup code", "ABC123");
  scene.press(Role::button, "Look up");
  scene.check("citizen_dossier_en");
}
