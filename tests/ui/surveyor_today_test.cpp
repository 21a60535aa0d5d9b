#include <doctest/doctest.h>

#include <algorithm>

#include "motcua/survey/visits.hpp"
#include "support/survey_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;
using survey::VisitOutcome;

namespace {

constexpr const char* kForm = "ward-9-items";
constexpr std::int64_t kMinute = 60'000;

survey::Assignment household(int number, const std::string& due, bool reserve = false) {
  survey::Assignment out;
  out.form_id = kForm;
  out.key = "MAU-0" + std::to_string(number);
  out.label = "Hộ mẫu " + std::to_string(number);
  out.address = "Số " + std::to_string(number) + ", ngõ Mẫu, phường Mẫu";
  out.unit = "Tổ dân phố Mẫu 1";
  out.due = due;
  out.order = number;
  out.reserve = reserve;
  if (number == 2) out.notes = "Chỉ có người ở nhà sau 17:00";
  if (number == 1) out.answers = {{"/data/a/field", "Hộ tịch"}};
  return out;
}

/// Three households and a reserve on an enrolled device, offline. It is 15/11/2023 there.
void assigned(AppScene& scene) {
  scene.office.publish(kForm);
  scene.office.assign(household(1, "2023-11-15"));
  scene.office.assign(household(2, "2023-11-12"));
  scene.office.assign(household(3, "2023-11-20"));
  scene.office.assign(household(9, "", true));
  enrol(scene);
  scene.set_online(false);
}

std::vector<std::string> links(AppScene& scene, std::string_view start = "Hộ mẫu") {
  std::vector<std::string> out;
  for (const Node& node : scene.app().semantics()) {
    if (node.role == Role::link && node.name.starts_with(start)) out.push_back(node.name);
  }
  return out;
}

void visit(AppScene& scene, const std::string& start) {
  const auto found = links(scene, start);
  if (found.empty()) FAIL("no address \"" << start << "…\" on\n" << scene.screen());
  scene.press(Role::link, found.front());
}

void interview(AppScene& scene) {
  answer_page(scene);
  while (scene.has(Role::button, "Tiếp tục")) {
    scene.press(Role::button, "Tiếp tục");
    answer_page(scene);
  }
  scene.press(Role::button, "Hoàn tất");
}

}  // namespace

TEST_CASE("what is assigned is the surveyor's first page, in order, with how each stands and when it is due") {
  AppScene scene;
  assigned(scene);
  CHECK(scene.address() == "#/survey");
  CHECK(scene.has(Role::heading, "Hôm nay"));
  CHECK(scene.says("Thứ tư, 15/11/2023"));
  CHECK(links(scene) == std::vector<std::string>{"Hộ mẫu 1, Số 1, ngõ Mẫu, phường Mẫu, Chưa đến, Hạn hôm nay",
                                                 "Hộ mẫu 2, Số 2, ngõ Mẫu, phường Mẫu, Chưa đến, Quá hạn 12/11/2023",
                                                 "Hộ mẫu 3, Số 3, ngõ Mẫu, phường Mẫu, Chưa đến, Hạn 20/11/2023"});
  CHECK(scene.has(Role::progress, "Đã xong 0/3 địa chỉ"));
  scene.check("surveyor_today_vi");
  scene.press(Role::link, "Mọi mẫu phiếu, Làm phiếu không theo danh sách");
  CHECK(scene.has(Role::heading, "Khảo sát"));
  CHECK_FALSE(buttons_starting(scene, "Làm phiếu mới: ").empty());
}

TEST_CASE("today's page in English") {
  AppScene scene("#/", Language::en);
  scene.office.publish(kForm);
  scene.office.assign(household(1, "2023-11-15"));
  scene.open("#/survey/enrol");
  scene.type("Enrolment code", Office::kEnrolCode);
  scene.press(Role::button, "Enrol");
  scene.check("surveyor_today_en");
  visit(scene, "Hộ mẫu 1");
  scene.check("surveyor_visit_en");
  scene.press(Role::button, "Not at home");
  scene.check("surveyor_visit_reasons_en");
  scene.press(Role::button, "Nobody was at home");
  CHECK(scene.says("Recorded: Not at home, Nobody was at home"));
  scene.open("#/survey/day");
  scene.check("surveyor_day_en");
}

TEST_CASE("a surveyor to whom nothing is assigned has the list of surveys as before") {
  AppScene scene;
  prepare(scene, {kForm});
  CHECK(scene.has(Role::heading, "Khảo sát"));
  CHECK_FALSE(scene.has(Role::heading, "Hôm nay"));
  CHECK_FALSE(buttons_starting(scene, "Làm phiếu mới: ").empty());
}

TEST_CASE("the list is searched without marks and filtered by what is done") {
  AppScene scene;
  assigned(scene);
  scene.type("Tìm theo tên, địa chỉ, mã", "ho mau 3");
  CHECK(links(scene).size() == 1);
  scene.type("Tìm theo tên, địa chỉ, mã", "không ai");
  CHECK(links(scene).empty());
  CHECK(scene.says("Không có địa chỉ nào khớp"));
  scene.type("Tìm theo tên, địa chỉ, mã", "");
  scene.press(Role::radio, "Đã xong");
  CHECK(scene.says("Chưa có địa chỉ nào xong"));
  scene.press(Role::radio, "Tất cả");
  CHECK(links(scene).size() == 3);
}

TEST_CASE("an address says where it is, what to know, and leads to the map; its text can be copied") {
  AppScene scene;
  assigned(scene);
  visit(scene, "Hộ mẫu 2");
  CHECK(scene.has(Role::heading, "Hộ mẫu 2"));
  CHECK(scene.says("Số 2, ngõ Mẫu, phường Mẫu"));
  CHECK(scene.says("Chỉ có người ở nhà sau 17:00"));
  CHECK(scene.says("Quá hạn 12/11/2023"));
  const Node* map = scene.find(Role::link, "Mở bản đồ");
  REQUIRE(map != nullptr);
  CHECK(map->value.starts_with("geo:0,0?q=S%E1%BB%91%202%2C"));
  CHECK(scene.find(Role::button, "Chép địa chỉ")->value == "Số 2, ngõ Mẫu, phường Mẫu");
  scene.check("surveyor_visit_vi");
  scene.press(Role::button, "Chép địa chỉ");
  CHECK(scene.says("Đã chép địa chỉ"));
}

TEST_CASE("an interview begins with what the office filled in, is gone on with, and its end is the completed visit") {
  AppScene scene;
  assigned(scene);
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Bắt đầu phỏng vấn");
  CHECK(scene.find(Role::text_field, "Lĩnh vực của thủ tục đã làm")->value == "Hộ tịch");
  answer_page(scene);
  CHECK(scene.address().starts_with("#/survey/fill/"));
  scene.restart();
  scene.open("#/survey");
  CHECK(links(scene, "Hộ mẫu 1").front().find("Đang phỏng vấn") != std::string::npos);
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Làm tiếp phỏng vấn");
  interview(scene);
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
  scene.press(Role::button, "Về danh sách hôm nay");
  CHECK(scene.address() == "#/survey");
  CHECK(links(scene).size() == 2);
  CHECK(scene.has(Role::progress, "Đã xong 1/3 địa chỉ"));
  scene.restart();
  scene.open("#/survey");
  scene.press(Role::radio, "Đã xong");
  CHECK(links(scene).front().find("Hoàn thành") != std::string::npos);
  visit(scene, "Hộ mẫu 1");
  CHECK_FALSE(scene.has(Role::button, "Bắt đầu phỏng vấn"));
  scene.check("surveyor_visit_completed_vi");

  scene.set_online(true);
  CHECK(scene.has(Role::link, "Đã gửi hết"));
  REQUIRE(scene.office.visits().size() == 1);
  CHECK(scene.office.visits()[0].outcome == VisitOutcome::completed);
}

TEST_CASE("another outcome is recorded in two taps, can be taken back, and somebody who was out is visited again") {
  AppScene scene;
  assigned(scene);
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Vắng nhà");
  scene.check("surveyor_visit_reasons_vi");
  scene.press(Role::button, "Hẹn đến lúc khác");
  CHECK(scene.address() == "#/survey");
  CHECK(scene.says("Đã ghi: Vắng nhà, Hẹn đến lúc khác"));
  CHECK(scene.has(Role::link, "1 chưa gửi"));
  CHECK(links(scene).front().find("Vắng nhà") != std::string::npos);
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.says("Đã bỏ lần ghi đó"));
  CHECK(links(scene).front().find("Chưa đến") != std::string::npos);
  scene.wait_ms(10 * kMinute);

  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Vắng nhà");
  scene.press(Role::button, "Không có ai ở nhà");
  scene.wait_ms(60 * kMinute);
  CHECK_FALSE(scene.has(Role::button, "Hoàn tác"));
  visit(scene, "Hộ mẫu 1");
  CHECK(scene.has(Role::button, "Bắt đầu phỏng vấn"));
  scene.press(Role::button, "Từ chối");
  scene.type("Lý do khác, viết ngắn gọn, không ghi tên người", "Đang có đám cưới");
  scene.press(Role::button, "Ghi lại");
  CHECK(links(scene, "Hộ mẫu 1").empty());
  scene.press(Role::radio, "Đã xong");
  visit(scene, "Hộ mẫu 1");
  CHECK(scene.says("Từ chối · đã đến 2 lần"));
  CHECK(scene.says("Đang có đám cưới"));
  scene.check("surveyor_visit_twice_vi");
  scene.set_online(true);
  const auto visits = scene.office.visits();
  REQUIRE(visits.size() == 2);
  CHECK(std::ranges::any_of(visits, [](const auto& one) { return one.note == "Đang có đám cưới"; }));
}

TEST_CASE("Back leaves the reasons, and nothing is recorded") {
  AppScene scene;
  assigned(scene);
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Từ chối");
  scene.back();
  CHECK(scene.has(Role::button, "Bắt đầu phỏng vấn"));
  CHECK(scene.has(Role::link, "Đã gửi hết"));
}

TEST_CASE("a replacement takes the next reserve into the list, and leads to it") {
  AppScene scene;
  assigned(scene);
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Thay bằng hộ dự bị");
  CHECK(scene.says("Hộ thay: Hộ mẫu 9, Số 9, ngõ Mẫu, phường Mẫu"));
  scene.press(Role::button, "Đến nhiều lần vẫn vắng");
  CHECK(scene.has(Role::heading, "Hộ mẫu 9"));
  CHECK(scene.says("Thay cho hộ mã MAU-01"));
  scene.check("surveyor_visit_reserve_vi");
  scene.open("#/survey");
  CHECK(links(scene).front().starts_with("Hộ mẫu 9"));
  CHECK(scene.has(Role::progress, "Đã xong 1/4 địa chỉ"));
  visit(scene, "Hộ mẫu 2");
  CHECK(scene.says("Không còn hộ dự bị trong đơn vị này"));
  const Node* replace = scene.find(Role::button, "Thay bằng hộ dự bị");
  REQUIRE(replace != nullptr);
  CHECK((replace->flags & kDisabled) != 0);
}

TEST_CASE("what the office takes back is gone from the list, and its page says so") {
  AppScene scene;
  assigned(scene);
  visit(scene, "Hộ mẫu 1");
  scene.office.withdraw("MAU-01");
  scene.set_online(true);
  CHECK(scene.has(Role::heading, "Địa chỉ này không còn được giao cho bạn"));
  scene.check("surveyor_visit_gone_vi");
  scene.press(Role::button, "Về danh sách hôm nay");
  CHECK(links(scene).size() == 2);
}

TEST_CASE("the sync page tells in words what each round did, and what failed") {
  AppScene scene;
  assigned(scene);
  scene.open("#/survey/sync");
  CHECK(scene.says("Đã nhận 4 địa chỉ mới và 1 mẫu phiếu"));
  scene.open("#/survey");
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Bắt đầu phỏng vấn");
  interview(scene);
  scene.open("#/survey");
  visit(scene, "Hộ mẫu 2");
  scene.press(Role::button, "Vắng nhà");
  scene.press(Role::button, "Không có ai ở nhà");
  scene.wait_ms(30 * kMinute);
  scene.open("#/survey/sync");
  CHECK(scene.says("Chưa gửi nhận được"));
  scene.office.assign(household(4, ""));
  scene.set_online(true);
  CHECK(scene.says("Đã gửi 1 phiếu và 2 lần đến thăm, nhận 1 địa chỉ mới"));
  scene.check("surveyor_sync_history_vi");
}

TEST_CASE("little room on the device is said on the sync page") {
  AppScene scene;
  assigned(scene);
  scene.app().on_storage(460e6, 480e6);
  scene.open("#/survey/sync");
  CHECK(scene.says("Máy sắp hết chỗ"));
}

TEST_CASE("the day's summary counts what was done, says what is not sent, and is saved as a text") {
  AppScene scene;
  assigned(scene);
  scene.open("#/survey/day");
  CHECK(scene.says("Thời gian phỏng vấn (trung vị, phút): chưa có"));
  scene.open("#/survey");
  visit(scene, "Hộ mẫu 1");
  scene.press(Role::button, "Bắt đầu phỏng vấn");
  scene.wait_ms(1000);
  answer_page(scene);
  scene.wait_ms(12 * kMinute);
  interview(scene);
  scene.open("#/survey");
  visit(scene, "Hộ mẫu 2");
  scene.press(Role::button, "Từ chối");
  scene.press(Role::button, "Không có thời gian");
  scene.open("#/survey");
  scene.press(Role::link, "Tổng kết ngày, 2 lần đến, 1 phiếu hoàn thành");
  for (const char* figure : {"Địa chỉ đã đến: 2", "Hoàn thành: 1", "Từ chối: 1", "Vắng nhà: 0", "Phiếu hoàn thành: 1",
                             "Thời gian phỏng vấn (trung vị, phút): 12", "Chưa gửi về cơ quan: 3"})
    CHECK_MESSAGE(scene.has(Role::text, figure), figure << " is not on\n" << scene.screen());
  CHECK(scene.says("còn 3 mục chưa gửi"));
  scene.check("surveyor_day_vi");
  scene.press(Role::button, "Lưu ra tệp để gửi");
  CHECK(scene.saved_file().name == "motcua-2023-11-15.txt");
  const std::string text(as_text(scene.saved_file().bytes));
  for (const char* line : {"Thứ tư, 15/11/2023", "Người khảo sát: Người khảo sát mẫu", "  Từ chối: 1\n",
                           "còn 3 mục chưa gửi", "Chỉ tính việc bạn làm trên máy này"})
    CHECK_MESSAGE(text.find(line) != std::string::npos, line << " is not in\n" << text);
  CHECK(text.find("Hộ mẫu") == std::string::npos);  // Nobody's name.
  scene.press(Role::button, "Ngày trước");
  CHECK(scene.says("Thứ ba, 14/11/2023"));
  CHECK(scene.has(Role::text, "Địa chỉ đã đến: 0"));
}
