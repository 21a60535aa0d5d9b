#include <doctest/doctest.h>

#include <algorithm>

#include "motcua/dossier/messages.hpp"
#include "motcua/survey/messages.hpp"
#include "support/app_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::AppScene;
using motcua::ui::test::Office;

namespace {

constexpr const char* kLate = "H26.18-231102-0002";     ///< Due on the 16th.
constexpr const char* kWaiting = "H26.18-231101-0001";  ///< Waits for a supplement.

void sign_in(AppScene& scene, const std::string& user = Office::kUser) {
  scene.type("Tên đăng nhập", user);
  scene.type("Mật khẩu", Office::kPassword);
  scene.press(Role::button, "Đăng nhập");
}

void on_a_desk(AppScene& scene) {
  scene.viewport.width = 1280;
  scene.viewport.height = 800;
  scene.app().set_viewport(scene.viewport);
  scene.settle();
}

/// Two days on, when one dossier of the small set is overdue.
void on_the_17th(AppScene& scene) { scene.clock.set(Instant{scene.clock.now().ms + 2 * 86'400'000LL}); }

}  // namespace

TEST_CASE("the list of dossiers has a row each, a table on a desk and cards on a phone") {
  AppScene scene("#/admin");
  scene.office.add_dossiers();
  on_the_17th(scene);
  sign_in(scene);
  scene.press(Role::link, "Hồ sơ");
  CHECK(scene.has(Role::button, kWaiting));
  CHECK(scene.says("Cần bổ sung giấy tờ"));
  CHECK_FALSE(scene.has(Role::table, "Hồ sơ"));
  scene.check("admin_dossiers_phone_vi");
  on_a_desk(scene);
  REQUIRE(scene.has(Role::table, "Hồ sơ"));
  CHECK(scene.find(Role::table, "Hồ sơ")->value == "3");
  CHECK(scene.find(Role::column_header, "Hẹn trả")->value == "none");
  CHECK(scene.find(Role::column_header, "Tiếp nhận")->value == "descending");
  scene.check("admin_dossiers_desk_vi");
}

TEST_CASE("filters of dossiers stand in the address, and Back restores the list before") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  on_the_17th(scene);
  sign_in(scene);
  on_a_desk(scene);
  scene.press(Role::toggle_button, "Quá hạn");
  CHECK(scene.address() == "#/admin/dossiers?overdue=1");
  CHECK(scene.says("1 hồ sơ"));
  CHECK(scene.has(Role::button, kLate));
  CHECK_FALSE(scene.has(Role::button, kWaiting));
  CHECK(scene.says("đã qua thời điểm hẹn trả"));
  scene.press(Role::toggle_button, "Cần bổ sung giấy tờ");
  CHECK(scene.says("Không có gì khớp"));
  scene.back();
  CHECK(scene.has(Role::button, kLate));
  CHECK((scene.find(Role::toggle_button, "Quá hạn")->flags & kChecked) != 0);
  scene.back();
  CHECK(scene.has(Role::button, kWaiting));
  CHECK((scene.find(Role::toggle_button, "Quá hạn")->flags & kChecked) == 0);
}

TEST_CASE("an address with filters opens the list so; keys that nobody knows are passed over") {
  AppScene scene("#/admin/dossiers?state=5&lac=1&sort=due&q=xay%20dung");
  scene.office.add_dossiers();
  sign_in(scene);
  on_a_desk(scene);
  CHECK(scene.has(Role::button, kWaiting));
  CHECK_FALSE(scene.has(Role::button, kLate));
  CHECK(scene.find(Role::text_field, "Tìm theo mã hoặc thủ tục")->value == "xay dung");
  CHECK(scene.find(Role::column_header, "Hẹn trả")->value == "ascending");
  scene.open("#/admin/dossiers?state=x");
  CHECK(scene.says("2 hồ sơ"));
}

TEST_CASE("what is typed narrows the list, changes the address in its place and keeps the field") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  sign_in(scene);
  const std::string before = scene.address();
  scene.type("Tìm theo mã hoặc thủ tục", "khai sinh");
  CHECK(scene.address() == "#/admin/dossiers?q=khai%20sinh");
  CHECK(scene.says("1 hồ sơ"));
  CHECK(scene.has(Role::button, kLate));
  CHECK(scene.find(Role::text_field, "Tìm theo mã hoặc thủ tục")->value == "khai sinh");
  scene.type("Tìm theo mã hoặc thủ tục", "không có gì như vậy");
  CHECK(scene.says("Không có gì khớp"));
  scene.press(Role::button, "Hiện tất cả");
  CHECK(scene.address() == before);
  CHECK(scene.says("2 hồ sơ"));
}

TEST_CASE("the field that is typed in stays the same one when nothing matches any more") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  sign_in(scene);
  for (const bool desk : {false, true}) {
    if (desk) on_a_desk(scene);
    CAPTURE(desk);
    const NodeId before = scene.find(Role::text_field, "Tìm theo mã hoặc thủ tục")->id;
    scene.type("Tìm theo mã hoặc thủ tục", "không có gì như vậy");
    CHECK(scene.says("Không có gì khớp"));
    CHECK(scene.find(Role::text_field, "Tìm theo mã hoặc thủ tục")->id == before);
    scene.press(Role::button, "Hiện tất cả");
  }
}

TEST_CASE("who types is not ahead of the network: one question at a time, and the last one counts") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  sign_in(scene);
  scene.slow_path = dossier::kDossierListPath;
  scene.type("Tìm theo mã hoặc thủ tục", "k");
  scene.type("Tìm theo mã hoặc thủ tục", "kh");
  scene.type("Tìm theo mã hoặc thủ tục", "khai sinh");
  CHECK(scene.says("2 hồ sơ"));  // Of before, until the answer comes.
  CHECK(scene.answer_slow());
  CHECK(scene.answer_slow());
  CHECK_FALSE(scene.answer_slow());
  CHECK(scene.says("1 hồ sơ"));
}

TEST_CASE("the head of a column puts the list in order, and turns it round") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  sign_in(scene);
  on_a_desk(scene);
  scene.press(Role::button, "Hẹn trả");
  CHECK(scene.address() == "#/admin/dossiers?sort=due");
  CHECK(scene.find(Role::column_header, "Hẹn trả")->value == "ascending");
  scene.press(Role::button, "Hẹn trả");
  CHECK(scene.address() == "#/admin/dossiers?sort=due&order=desc");
  CHECK(scene.find(Role::column_header, "Hẹn trả")->value == "descending");
}

TEST_CASE("of a hundred thousand dossiers few are in the tree, and the last one can be reached") {
  AppScene scene("#/admin/dossiers");
  scene.office.made_up_dossiers = 100'000;
  sign_in(scene);
  for (const bool desk : {false, true}) {
    if (desk) on_a_desk(scene);
    CAPTURE(desk);
    CHECK(scene.app().semantics().size() < 600);
    scene.scroll_to(20'000'000);
    CHECK(scene.has(Role::button, "A-99999"));
    CHECK_FALSE(scene.has(Role::button, "A-0"));
    CHECK(scene.app().semantics().size() < 600);
    scene.scroll_to(0);
    CHECK(scene.has(Role::button, "A-0"));
  }
  CHECK(scene.office.asked_pages.size() < 20);  // Nobody looked at the middle.
}

TEST_CASE("rows that are on their way are announced as busy, and those that did not come can be asked for again") {
  AppScene scene("#/admin/dossiers");
  scene.office.made_up_dossiers = 1000;
  sign_in(scene);
  on_a_desk(scene);
  scene.slow_path = dossier::kDossierListPath;
  scene.scroll_to(60'000);
  CHECK(scene.has(Role::cell, "Đang tải…"));
  CHECK(scene.answer_slow(Error{ErrorCode::server_failed, {}}));
  CHECK(scene.has(Role::cell, "Chưa tải được phần này"));
  scene.slow_path.clear();
  scene.press(Role::button, "Thử lại");
  CHECK(scene.has(Role::button, "A-770"));
}

TEST_CASE("the keyboard goes from row to row, to the end of the list, and opens a row") {
  AppScene scene("#/admin/dossiers");
  scene.office.made_up_dossiers = 1000;
  sign_in(scene);
  on_a_desk(scene);
  const auto row = [&] {
    const auto focus = scene.focus();
    REQUIRE(focus);
    REQUIRE(focus->role == Role::row);
    return focus->value;
  };
  scene.key("j");
  CHECK(row() == "2");  // The head is the first.
  scene.key("ArrowDown");
  CHECK(row() == "3");
  scene.key("k");
  CHECK(row() == "2");
  scene.key("ArrowUp");
  CHECK(row() == "2");
  scene.key("End");
  CHECK(row() == "1001");
  scene.key("PageUp");
  CHECK(std::stoi(row()) < 1000);
  scene.key("Home");
  CHECK(row() == "2");
  std::size_t stops = 0;
  for (const Node& node : scene.app().semantics()) stops += node.role == Role::row && (node.flags & kTabStop) != 0;
  CHECK(stops == 1);
  scene.key("Enter");
  REQUIRE(scene.has(Role::dialog, "A-0"));
  CHECK(scene.says("Thủ tục 0"));
  scene.back();
  CHECK(row() == "2");
}

TEST_CASE("shortcuts lead to lists and to the search field, and are listed") {
  AppScene scene("#/admin");
  scene.office.add_dossiers();
  sign_in(scene);
  on_a_desk(scene);
  scene.key("g");
  scene.key("d");
  CHECK(scene.address() == "#/admin/dossiers");
  scene.key("/");
  REQUIRE(scene.focus());
  CHECK(scene.focus()->name == "Tìm theo mã hoặc thủ tục");
  scene.key("g");
  scene.key("r");
  CHECK(scene.address() == "#/admin/responses");
  scene.key("g");
  scene.key("o");
  CHECK(scene.address() == "#/admin");
  scene.key("?");
  REQUIRE(scene.has(Role::dialog, "Phím tắt"));
  CHECK(scene.says("Đến ô tìm kiếm"));
  scene.check("admin_shortcuts_vi");
}

TEST_CASE("shortcuts of one character can be turned off for good; the keys of rows go on") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  sign_in(scene);
  on_a_desk(scene);
  const auto takes_keys = [&] { return (scene.app().semantics().front().flags & kTakesKeys) != 0; };
  CHECK(takes_keys());
  scene.press(Role::button, "Phím tắt");
  scene.press(Role::toggle_switch, "Dùng phím tắt một ký tự");
  scene.back();
  CHECK_FALSE(takes_keys());
  scene.key("ArrowDown");
  REQUIRE(scene.focus());
  CHECK(scene.focus()->role == Role::row);
  scene.restart();
  scene.open("#/admin/dossiers");
  sign_in(scene);
  CHECK_FALSE(takes_keys());
}

TEST_CASE("an officer is led to the dossiers and sees no way to anything else") {
  AppScene scene("#/admin");
  scene.office.add_dossiers();
  sign_in(scene, Office::kOfficer);
  CHECK(scene.address() == "#/admin/dossiers");
  CHECK(scene.has(Role::button, kLate));
  CHECK_FALSE(scene.has(Role::link, "Phiếu"));
  scene.key("g");
  scene.key("r");
  CHECK(scene.address() == "#/admin/dossiers");
}

TEST_CASE("the filtered list is exported by the office and printed from the list") {
  AppScene scene("#/admin/dossiers?overdue=1");
  scene.office.add_dossiers();
  on_the_17th(scene);
  sign_in(scene);
  scene.press(Role::button, "Xuất tệp CSV");
  CHECK(scene.saved_file().name == "ho-so.csv");
  CHECK(as_text(scene.saved_file().bytes) == "1 rows");
  scene.press(Role::button, "In danh sách");
  const PrintDocument& printed = scene.printed();
  CHECK(printed.title == "Hồ sơ – Phường Mẫu");
  REQUIRE(printed.rows.size() == 1);
  CHECK(printed.rows[0].size() == printed.columns.size());
  CHECK(printed.rows[0][0] == kLate);
  CHECK(printed.rows[0][4] == "16/11/2023");
}

TEST_CASE("of a long list the first thousand rows are printed, and it says so") {
  AppScene scene("#/admin/dossiers");
  scene.office.made_up_dossiers = 3204;
  sign_in(scene);
  scene.press(Role::button, "In danh sách");
  CHECK(scene.printed().rows.size() == 1000);
  CHECK(scene.printed().rows[999][0] == "A-999");
  CHECK(std::ranges::count(scene.printed().notes, "Chỉ in 1.000 dòng đầu") == 1);
}

TEST_CASE("the counts lead to the lists of what they count") {
  AppScene scene("#/admin");
  scene.office.add_dossiers();
  scene.office.add_responses(3);
  scene.office.broken = {{"/data/age", {ErrorCode::answer_required, {}}}};
  on_the_17th(scene);
  sign_in(scene);
  scene.press(Role::link, "1 Hồ sơ quá hạn");
  CHECK(scene.address() == "#/admin/dossiers?overdue=1&sort=due");
  CHECK(scene.has(Role::button, kLate));
  scene.back();
  scene.press(Role::link, "3 Phiếu sai quy tắc");
  CHECK(scene.address() == "#/admin/responses?broken=1");
  CHECK(scene.says("3 phiếu"));
}

TEST_CASE("a response that breaks rules is marked in the list, and tells each rule in words when it is opened") {
  AppScene scene("#/admin/responses");
  scene.office.add_responses(1);
  scene.office.broken = {{"/data/age", {ErrorCode::answer_required, {}}}};
  sign_in(scene);
  CHECK(scene.says("Sai 3 quy tắc"));
  scene.press(Role::button,
              "Phiếu khảo sát hài lòng tại bộ phận một cửa (9 nội dung), Người khảo sát mẫu, 05:13 15/11/2023");
  REQUIRE(scene.has(Role::dialog, "Phiếu khảo sát hài lòng tại bộ phận một cửa (9 nội dung)"));
  CHECK(scene.says("/data/age: Câu này bắt buộc trả lời."));
  CHECK(scene.says("… và 2 quy tắc khác"));
  scene.check("admin_response_details_vi");
}

TEST_CASE("responses are marked as seen after a question, and that can be undone") {
  AppScene scene("#/admin/responses");
  scene.office.add_responses(3);
  sign_in(scene);
  on_a_desk(scene);
  scene.key("j");
  scene.key("x");
  CHECK(scene.says("Đã chọn 1 phiếu"));
  scene.key("j");
  scene.key(" ");
  CHECK(scene.says("Đã chọn 2 phiếu"));
  scene.check("admin_responses_chosen_vi");
  scene.press(Role::button, "Đánh dấu đã xem");
  REQUIRE(scene.has(Role::dialog, "Đánh dấu 2 phiếu là đã xem?"));
  scene.press(Role::button, "Đánh dấu");
  CHECK(scene.says("Đã đánh dấu 2 phiếu"));
  CHECK(scene.says("quantri, 05:13 15/11/2023"));
  CHECK_FALSE(scene.says("Đã chọn"));
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.says("Đã bỏ dấu 2 phiếu"));
  CHECK_FALSE(scene.says("quantri, 05:13 15/11/2023"));
}

TEST_CASE("all that a list has can be chosen at once, also what is not in sight") {
  AppScene scene("#/admin/responses?unseen=1");
  scene.office.add_responses(250);
  sign_in(scene);
  on_a_desk(scene);
  scene.press(Role::checkbox, "Chọn tất cả");
  CHECK(scene.says("Đã chọn 250 phiếu"));
  scene.press(Role::button, "Đánh dấu đã xem");
  REQUIRE(scene.has(Role::dialog, "Đánh dấu 250 phiếu là đã xem?"));
  scene.press(Role::button, "Đánh dấu");
  CHECK(scene.says("Đã đánh dấu 250 phiếu"));
  CHECK(scene.says("Không có gì khớp"));  // Nothing is unseen any more.
}

TEST_CASE("what comes in after the list was drawn is not marked with all of it") {
  AppScene scene("#/admin/responses?unseen=1");
  scene.office.add_responses(5);
  sign_in(scene);
  on_a_desk(scene);
  scene.press(Role::checkbox, "Chọn tất cả");
  scene.office.add_responses(2);
  scene.press(Role::button, "Đánh dấu đã xem");
  REQUIRE(scene.has(Role::dialog, "Đánh dấu 5 phiếu là đã xem?"));
  scene.press(Role::button, "Đánh dấu");
  CHECK(scene.says("Đã đánh dấu 5 phiếu"));
  CHECK(scene.says("2 phiếu"));
}

TEST_CASE("Escape clears the choice; what is chosen is exported as the office makes it") {
  AppScene scene("#/admin/responses");
  scene.office.add_responses(2);
  sign_in(scene);
  on_a_desk(scene);
  scene.key("j");
  scene.key("x");
  scene.press(Role::button, "Xuất tệp CSV");
  CHECK(scene.saved_file().name == "ward-9-items.csv");
  CHECK(as_text(scene.saved_file().bytes).size() == 4 + 34);
  scene.key("Escape");
  CHECK_FALSE(scene.says("Đã chọn"));
}

TEST_CASE("a mark that could not be sent says so, and nothing is lost of the choice") {
  AppScene scene("#/admin/responses");
  scene.office.add_responses(1);
  sign_in(scene);
  on_a_desk(scene);
  scene.key("j");
  scene.key("x");
  scene.online = false;
  scene.press(Role::button, "Đánh dấu đã xem");
  CHECK(scene.says("Không kết nối được máy chủ. Hãy kiểm tra mạng rồi thử lại."));
  CHECK(scene.says("Đã chọn 1 phiếu"));
}

TEST_CASE("a session that ended while a list is open asks who is there, and shows nothing more") {
  AppScene scene("#/admin/dossiers");
  scene.office.add_dossiers();
  sign_in(scene);
  scene.slow_path = dossier::kDossierListPath;
  scene.type("Tìm theo mã hoặc thủ tục", "khai");
  CHECK(scene.answer_slow(Error{ErrorCode::not_signed_in, {}}));
  CHECK(scene.has(Role::text_field, "Mật khẩu"));
  CHECK_FALSE(scene.has(Role::button, kLate));
}

TEST_CASE("a page number after the list is an unknown address") {
  AppScene scene("#/admin/dossiers/2");
  CHECK(scene.has(Role::heading, "Không có trang này"));
}
