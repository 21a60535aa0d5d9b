#include <doctest/doctest.h>

#include "screens/dossier_words.hpp"
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
      "Cấp giấy phép xây dựng nhà ở riêng lẻ, H26.18-231101-0001, Cần bổ sung giấy tờ, Nộp thêm giấy tờ mà cơ quan yêu "
      "cầu, Dữ liệu lúc 05:13 15/11/2023";
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

TEST_CASE("the link of a receipt opens the dossier at once, and the lookup code does not stay in the address") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.open(dossier::receipt_link("H26.18-231101-0001", "ABC123"));
  CHECK(scene.address() == "#/dossier/H26.18-231101-0001");
  CHECK(scene.has(Role::heading, "Cần bổ sung giấy tờ"));
  scene.back();
  CHECK(scene.address() == "#/");
  CHECK(scene.find(Role::text_field, "Mã tra cứu")->value.empty());
}

TEST_CASE("a link that does not fit shows both codes as they were read, to be put right") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.open("#/d/H26.18-231101-0001/SAI");
  CHECK(scene.address() == "#/");
  CHECK(scene.says("Không tìm thấy hồ sơ khớp với mã hồ sơ và mã tra cứu"));
  CHECK(scene.find(Role::text_field, "Mã hồ sơ")->value == "H26.18-231101-0001");
  CHECK(scene.find(Role::text_field, "Mã tra cứu")->value == "SAI");
}

TEST_CASE("without a network a link opens the dossier that is kept, by the right lookup code only") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.open("#/d/H26.18-231101-0001/ABC123");
  scene.set_online(false);
  scene.open("#/d/H26.18-231101-0001/SAI");
  CHECK(scene.says("Tra cứu cần có mạng"));
  scene.open("#/d/h26.18-231101-0001/abc-123");
  CHECK(scene.address() == "#/dossier/H26.18-231101-0001");
}

TEST_CASE("the first page fetches every kept dossier that may have changed, and what waits for the citizen is first") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.office.add_returned_dossier();
  for (const char* link :
       {"#/d/H26.18-231101-0001/ABC123", "#/d/H26.18-231103-0003/QRS456", "#/d/H26.18-231102-0002/XYZ789"})
    scene.open(link);
  scene.clock.advance_ms(3'600'000);
  scene.restart();
  std::vector<std::string> rows;
  for (const Node& node : scene.app().semantics()) {
    if (node.role == Role::link && node.value.starts_with("#/dossier/")) rows.push_back(node.name);
  }
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].find("H26.18-231101-0001") != std::string::npos);
  CHECK(rows[0].find("06:13 15/11/2023") != std::string::npos);
  CHECK(rows[1].find("H26.18-231102-0002") != std::string::npos);
  CHECK(rows[1].find("Hẹn trả 11:00 16/11/2023") != std::string::npos);
  CHECK(rows[1].find("06:13 15/11/2023") != std::string::npos);
  // What is over does not change; it is fetched when somebody asks for it.
  CHECK(rows[2].find("H26.18-231103-0003") != std::string::npos);
  CHECK(rows[2].find("05:13 15/11/2023") != std::string::npos);
  scene.check("citizen_home_several_vi");
  scene.press(Role::button, "Cập nhật tất cả");
  CHECK_FALSE(scene.says("05:13 15/11/2023"));
}

TEST_CASE("every state tells the citizen what comes next") {
  for (int number = 1; number <= 10; ++number) {
    const StateWords& words = words_of(*dossier::state_from_number(number));
    for (const Language language : {Language::vi, Language::en}) CHECK_FALSE(translate(language, words.next).empty());
  }
  CHECK(words_of(dossier::State::supplement_requested).asks);
  CHECK_FALSE(words_of(dossier::State::processing).asks);
}

TEST_CASE("the app offers a place on the home screen once a dossier is kept, and never again after a no") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.app().on_installable(Install::prompt);
  scene.settle();
  CHECK_FALSE(scene.has(Role::button, "Thêm vào máy"));
  scene.open("#/d/H26.18-231101-0001/ABC123");
  scene.back();
  CHECK(scene.has(Role::button, "Thêm vào máy"));
  scene.check("citizen_install_vi");
  scene.press(Role::button, "Không hiện nữa");
  CHECK_FALSE(scene.has(Role::button, "Thêm vào máy"));
  CHECK_FALSE(scene.install_offered());
  scene.restart();
  scene.app().on_installable(Install::prompt);
  scene.settle();
  CHECK_FALSE(scene.has(Role::button, "Thêm vào máy"));
}

TEST_CASE("where the browser can ask it does; on iOS the words say how") {
  AppScene scene;
  scene.office.add_dossiers();
  scene.open("#/d/H26.18-231101-0001/ABC123");
  scene.back();
  scene.app().on_installable(Install::by_hand);
  scene.settle();
  CHECK(scene.says("Thêm vào MH chính"));
  CHECK_FALSE(scene.has(Role::button, "Thêm vào máy"));
  scene.check("citizen_install_ios_vi");
  scene.app().on_installable(Install::prompt);
  scene.settle();
  scene.press(Role::button, "Thêm vào máy");
  CHECK(scene.install_offered());
  CHECK_FALSE(scene.has(Role::button, "Thêm vào máy"));
}

TEST_CASE("what is shared and printed tells how far the dossier is, and never the lookup code") {
  AppScene scene;
  scene.office.add_dossiers();
  look_up(scene, "H26.18-231102-0002", "XYZ789");
  scene.press(Role::button, "Chia sẻ");
  CHECK(scene.shared() ==
        "Đăng ký khai sinh\nMã hồ sơ: H26.18-231102-0002\nTrạng thái: Đang xử lý\nHẹn trả kết quả: 11:00 16/11/2023\n"
        "Dữ liệu lúc 05:13 15/11/2023");
  scene.app().on_copied();
  scene.settle();
  CHECK(scene.says("Đã chép"));
  scene.press(Role::button, "In");
  CHECK(scene.printed().title == "Đăng ký khai sinh");
  std::string paper;
  for (const auto& note : scene.printed().notes) paper += note + "\n";
  for (const auto& row : scene.printed().rows) paper += row.at(0) + "|" + row.at(1) + "\n";
  CHECK(paper.find("Hẹn trả kết quả: 11:00 16/11/2023\n") != std::string::npos);
  CHECK(paper.find("09:30 14/11/2023|Đang xử lý · Bộ phận Một Cửa\n") != std::string::npos);
  CHECK(paper.find("XYZ789") == std::string::npos);
}

TEST_CASE("a scanned receipt opens its dossier; another code says what to do; without a camera there is no button") {
  AppScene scene;
  scene.office.add_dossiers();
  CHECK_FALSE(scene.has(Role::button, "Quét mã QR"));
  scene.app().on_can_scan();
  scene.settle();
  scene.check("citizen_home_scan_vi");
  const auto camera_says = [&](const std::string& text) {
    scene.press(Role::button, "Quét mã QR");
    const Node* camera = scene.find(Role::scanner, "Đưa mã QR trên giấy tiếp nhận vào khung");
    REQUIRE(camera != nullptr);
    scene.app().set_text(camera->id, text);
    scene.settle();
  };
  camera_says("denied");
  CHECK(scene.says("Không dùng được máy ảnh"));
  camera_says("code https://example.com/menu");
  CHECK(scene.says("Đây không phải mã trên giấy tiếp nhận"));
  camera_says("code https://hoso.example/" + dossier::receipt_link("H26.18-231101-0001", "ABC123"));
  CHECK(scene.address() == "#/dossier/H26.18-231101-0001");
}
