#include <doctest/doctest.h>

#include <algorithm>

#include "support/survey_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

constexpr const char* kFamily = "test:family.xml";
constexpr const char* kNewFamily = "Làm phiếu mới: Phiếu gia đình";
constexpr const char* kControls = "test:controls.xml";
constexpr const char* kNewControls = "Làm phiếu mới: Mọi loại câu hỏi";
constexpr const char* kDone = "Xong, về danh sách";

void begin(AppScene& scene) {
  prepare(scene, {kFamily});
  scene.press(Role::button, kNewFamily);
}

/// Fills the page of a member that is on screen.
void fill_member(AppScene& scene, std::string_view name, std::string_view sex, std::string_view age) {
  scene.type("Tên gọi", name);
  choose(scene, "Giới tính của " + std::string(name), sex);
  scene.type("Tuổi", age);
}

/// Lan with one job, and Minh, who is a child; the screen is at the overview.
void fill_family(AppScene& scene) {
  press_starting(scene, "Thành viên 1, ");
  fill_member(scene, "Lan", "Nữ", "35");
  scene.press(Role::button, "Tiếp tục");
  scene.press(Role::button, "Thêm Công việc");
  scene.type("Làm gì?", "Thợ may");
  scene.type("Mỗi tuần mấy giờ?", "40");
  scene.press(Role::button, kDone);
  scene.press(Role::button, kDone);
  scene.press(Role::button, "Thêm Thành viên");
  fill_member(scene, "Minh", "Nam", "9");
  scene.press(Role::button, kDone);
}

std::string focused(const AppScene& scene) { return scene.focus() ? scene.focus()->name : std::string(); }

std::vector<std::string> members(AppScene& scene) { return buttons_starting(scene, "Thành viên "); }

}  // namespace

TEST_CASE("the overview of a repeat tells how many there are, what they are and how far each is") {
  AppScene scene;
  begin(scene);
  CHECK(scene.has(Role::heading, "Người trong nhà"));
  CHECK(scene.has(Role::heading, "Thành viên"));
  CHECK(scene.has(Role::text, "1 mục"));
  CHECK(members(scene) == std::vector<std::string>{"Thành viên 1, Chưa trả lời, còn 2 câu bắt buộc"});
  scene.check("surveyor_repeat_first_vi");
  fill_family(scene);
  CHECK(scene.has(Role::text, "2 mục"));
  CHECK(members(scene) ==
        std::vector<std::string>{"Thành viên 1, Lan · Nữ · 35, 5/5 câu", "Thành viên 2, Minh · Nam · 9, 3/3 câu"});
  scene.check("surveyor_repeat_filled_vi");
}

TEST_CASE(
    "an instance opens on its own pages under its own address, and Back leads to the overview it was opened from") {
  AppScene scene;
  begin(scene);
  scene.type("Nhà có mấy người?", "2");
  const std::string draft = scene.address();
  press_starting(scene, "Thành viên 1, ");
  CHECK(scene.address() == draft + "/people/member/1");
  CHECK(focused(scene) == "Thành viên 1");
  fill_member(scene, "Lan", "Nữ", "35");
  CHECK(scene.has(Role::heading, "Thành viên 1: Lan"));
  scene.press(Role::button, "Tiếp tục");
  CHECK(scene.has(Role::text, "Thành viên 1: Lan"));
  CHECK(focused(scene) == "Việc làm");
  CHECK(scene.address() == draft + "/people/member/1/work");
  scene.back();
  CHECK(scene.address() == draft);
  CHECK(focused(scene) == "Người trong nhà");
}

TEST_CASE("adding goes straight to the new instance, and its end leads back") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  CHECK(scene.has(Role::heading, "Người trong nhà"));
  CHECK(focused(scene) == "Người trong nhà");
  scene.press(Role::button, "Thêm Thành viên");
  CHECK(scene.address().ends_with("/people/member/3"));
  CHECK(scene.has(Role::heading, "Thành viên 3"));
  scene.back();
  CHECK(members(scene).size() == 3);
}

TEST_CASE("a repeat inside an instance is filled there, and the arrow leads one level up") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  press_starting(scene, "Thành viên 1, ");
  scene.press(Role::button, "Tiếp tục");
  press_starting(scene, "Công việc 1, Thợ may · 40");
  CHECK(scene.has(Role::heading, "Thành viên 1: Lan · Công việc 1: Thợ may"));
  scene.check("surveyor_repeat_inner_vi");
  scene.press(Role::button, "Quay lại");
  CHECK(scene.has(Role::heading, "Việc làm"));
  scene.press(Role::button, "Quay lại");
  CHECK(scene.has(Role::heading, "Người trong nhà"));
}

TEST_CASE("a removed instance is put back with every answer and in its place") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  scene.press(Role::button, "Xoá Thành viên 1, Lan · Nữ · 35");
  CHECK(members(scene) == std::vector<std::string>{"Thành viên 1, Minh · Nam · 9, 3/3 câu"});
  CHECK(scene.says("Đã xoá Thành viên 1: Lan · Nữ · 35"));
  scene.check("surveyor_repeat_removed_vi");
  SUBCASE("undone") {
    scene.press(Role::button, "Hoàn tác");
    CHECK(members(scene).size() == 2);
    press_starting(scene, "Thành viên 1, Lan · Nữ · 35, 5/5 câu");
    scene.press(Role::button, "Tiếp tục");
    CHECK(buttons_starting(scene, "Công việc 1, Thợ may · 40").size() == 1);
  }
  SUBCASE("undone, and found again after a restart") {
    scene.press(Role::button, "Hoàn tác");
    const std::string address = scene.address();
    scene.restart();
    scene.open(address);
    CHECK(members(scene) ==
          std::vector<std::string>{"Thành viên 1, Lan · Nữ · 35, 5/5 câu", "Thành viên 2, Minh · Nam · 9, 3/3 câu"});
  }
  SUBCASE("left so: a restart finds the one that stayed") {
    const std::string address = scene.address();
    scene.restart();
    scene.open(address);
    CHECK(members(scene) == std::vector<std::string>{"Thành viên 1, Minh · Nam · 9, 3/3 câu"});
  }
  SUBCASE("after another answer it cannot be taken back any more") {
    scene.type("Nhà có mấy người?", "1");
    CHECK_FALSE(scene.has(Role::button, "Hoàn tác"));
  }
}

TEST_CASE("where the form counts the instances they are neither added nor removed") {
  AppScene scene;
  begin(scene);
  scene.press(Role::button, "Tiếp tục");
  CHECK(scene.has(Role::heading, "Lần đến"));
  CHECK(scene.has(Role::text, "2 mục"));
  CHECK_FALSE(scene.has(Role::button, "Thêm Lần đến"));
  CHECK(buttons_starting(scene, "Xoá ").empty());
}

TEST_CASE("what is wrong inside an instance is counted there, and the list at the end leads into it") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  press_starting(scene, "Thành viên 2, ");
  scene.type("Tuổi", "900");
  scene.type("Tên gọi", "");
  CHECK(scene.find(Role::text_field, "Tuổi")->description == "Tuổi từ 0 đến 120");
  scene.back();
  CHECK(members(scene).back() == "Thành viên 2, Nam · 900, 2/3 câu, còn 1 câu bắt buộc, 1 câu chưa đúng");
  while (scene.has(Role::button, "Tiếp tục")) scene.press(Role::button, "Tiếp tục");
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Còn 2 câu cần xem lại"));
  scene.check("surveyor_repeat_check_vi");
  press_starting(scene, "Thành viên 2: Nam, Tuổi: Tuổi từ 0 đến 120");
  CHECK(scene.address().ends_with("/people/member/2"));
  CHECK(focused(scene) == "Tuổi");
  scene.type("Tuổi", "9");
  scene.type("Tên gọi", "Minh");
  scene.press(Role::button, kDone);
  CHECK(scene.has(Role::heading, "Người trong nhà"));
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
}

TEST_CASE("a restart finds the instance under its address, with every answer") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  press_starting(scene, "Thành viên 1, ");
  scene.press(Role::button, "Tiếp tục");
  press_starting(scene, "Công việc 1, ");
  const std::string address = scene.address();
  scene.restart();
  scene.open(address);
  CHECK(scene.find(Role::text_field, "Làm gì?")->value == "Thợ may");
  scene.press(Role::button, "Quay lại");
  CHECK(focused(scene) == "Việc làm");
  scene.press(Role::button, "Quay lại");
  CHECK(focused(scene) == "Người trong nhà");
  scene.open(scene.address() + "/khong/co/9");
  CHECK(scene.has(Role::heading, "Người trong nhà"));
}

TEST_CASE("an instance opened before the first answer goes on under the draft's address") {
  AppScene scene;
  begin(scene);
  press_starting(scene, "Thành viên 1, ");
  CHECK(scene.address() == "#/survey/new/family/1/people/member/1");
  scene.type("Tên gọi", "Lan");
  CHECK(scene.address().starts_with("#/survey/fill/"));
  CHECK(scene.address().ends_with("/people/member/1"));
  scene.back();
  CHECK(members(scene) == std::vector<std::string>{"Thành viên 1, Lan, 1/3 câu, còn 1 câu bắt buộc"});
  CHECK(scene.address().starts_with("#/survey/fill/"));
}

TEST_CASE("the language of a form is changed inside an instance") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  press_starting(scene, "Thành viên 1, ");
  scene.press(Role::button, "Chuyển phiếu sang English");
  CHECK(scene.has(Role::heading, "Member 1: Lan"));
  CHECK(scene.find(Role::text_field, "Given name")->value == "Lan");
  CHECK(scene.has(Role::radio_group, "Sex of Lan"));
}

TEST_CASE("a response with repeats is finished, sent and taken by the office") {
  AppScene scene;
  begin(scene);
  fill_family(scene);
  while (scene.has(Role::button, "Tiếp tục")) scene.press(Role::button, "Tiếp tục");
  scene.press(Role::button, "Hoàn tất");
  scene.set_online(true);
  CHECK(scene.has(Role::heading, "Đã hoàn tất và đã gửi"));
  CHECK(scene.office.responses() == 1);
}

TEST_CASE("a full disk while adding is told, and saving again keeps the instance") {
  AppScene scene;
  begin(scene);
  scene.type("Nhà có mấy người?", "2");
  const std::string address = scene.address();
  scene.database().execute("PRAGMA query_only = 1").value();
  scene.press(Role::button, "Thêm Thành viên");
  CHECK(scene.has(Role::button, "Lưu lại"));
  CHECK(scene.says("Chưa lưu được"));
  scene.database().execute("PRAGMA query_only = 0").value();
  scene.press(Role::button, "Lưu lại");
  CHECK_FALSE(scene.has(Role::button, "Lưu lại"));
  scene.restart();
  scene.open(address);
  CHECK(members(scene).size() == 2);
}

TEST_CASE("an answer of another type is told in words what to type, in the reader's language") {
  AppScene scene;
  prepare(scene, {kControls});
  scene.press(Role::button, kNewControls);
  scene.press(Role::button, "Tiếp tục");
  const auto told = [&](const char* field, const char* typed) {
    scene.type(field, typed);
    return scene.find(Role::text_field, field)->description;
  };
  CHECK(told("Năm cấp", "201") == "Nhập năm bốn chữ số");
  CHECK(told("Chi phí", "12 nghìn") == "Nhập một số nguyên, ví dụ 12");
  CHECK(told("Số km", "2,5 km") == "Nhập một số, ví dụ 12,5");
  CHECK(told("Số km", "2,5").empty());
  scene.press(Role::button, "Tiếp tục");
  scene.type("Gõ toạ độ các điểm: Đường đi", "21.0285");
  CHECK(scene.find(Role::text_area, "Gõ toạ độ các điểm: Đường đi")
            ->description.starts_with("Mỗi điểm là vĩ độ, dấu cách, kinh độ"));
}

TEST_CASE("every control in the form, as it is first seen and answered") {
  AppScene scene;
  prepare(scene, {kControls});
  scene.press(Role::button, kNewControls);
  scene.check("surveyor_controls_scale_vi");
  scene.press(Role::button, "Tăng: Chấm điểm dịch vụ");
  scene.press(Role::button, "Tăng: Chấm điểm dịch vụ");
  scene.press(Role::button, "Đưa lên: Giấy tờ");
  scene.press(Role::checkbox, "Tôi đồng ý trả lời\u00A0*");
  scene.check("surveyor_controls_scale_answered_vi");
  scene.press(Role::button, "Tiếp tục");
  scene.type("Ngày đến", "2023-11-10");
  scene.type("Tháng sinh", "1980-02");
  scene.type("Năm cấp", "2019");
  scene.type("Giờ đến", "08:30");
  scene.type("Ngày giờ hẹn", "2023-11-20T09:00");
  scene.type("Chi phí", "1250000");
  scene.type("Số km", "7,5");
  choose(scene, "Có hẹn trước không?", "Không");
  scene.check("surveyor_controls_time_vi");
  scene.press(Role::button, "Tiếp tục");
  scene.type("Vĩ độ", "21,0285");
  scene.type("Kinh độ", "105.8542");
  scene.type("Gõ toạ độ các điểm: Đường đi", "21.0285 105.8542;21.0290 105.8550");
  scene.check("surveyor_controls_place_vi");
  scene.press(Role::button, "Tiếp tục");
  scene.press(Role::button, "Phường, bắt buộc: Chưa chọn");
  scene.type("Tìm lựa chọn: Phường", "dong da");
  choose(scene, "Phường", "Phường Đống Đa");
  scene.type("Tìm lựa chọn: Các phường đã đến", "láng");
  scene.press(Role::checkbox, "Phường Láng");
  scene.check("surveyor_controls_lists_vi");
  const std::string address = scene.address();
  scene.restart();
  scene.open(address);
  CHECK(scene.has(Role::button, "Phường, bắt buộc: Phường Đống Đa"));
  CHECK((scene.find(Role::checkbox, "Phường Láng")->flags & kChecked) != 0);
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
}
