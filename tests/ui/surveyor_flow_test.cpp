#include <doctest/doctest.h>

#include <algorithm>

#include "support/survey_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

constexpr const char* kWard = "ward-9-items";
constexpr const char* kSipas = "sipas-2023";
constexpr const char* kNewWard = "Làm phiếu mới: Phiếu khảo sát hài lòng tại bộ phận một cửa (9 nội dung)";
constexpr const char* kNewSipas = "Làm phiếu mới: Phiếu khảo sát sự hài lòng của người dân (SIPAS 2023)";

bool chosen(const AppScene& scene, std::string_view question, std::string_view label, App& app) {
  const Node* group = scene.find(Role::radio_group, question);
  if (group == nullptr) return false;
  return std::any_of(app.semantics().begin(), app.semantics().end(), [&](const Node& node) {
    return node.parent == group->id && node.role == Role::radio && node.name == label && (node.flags & kChecked) != 0;
  });
}

void fill_ward(AppScene& scene) {
  scene.press(Role::button, kNewWard);
  scene.type("Lĩnh vực của thủ tục đã làm", "Hộ tịch");
  answer_page(scene);
  while (scene.has(Role::button, "Tiếp tục")) {
    scene.press(Role::button, "Tiếp tục");
    answer_page(scene);
  }
  scene.press(Role::button, "Hoàn tất");
}

}  // namespace

TEST_CASE("Enter in the code field enrols") {
  AppScene scene;
  scene.open("#/survey/enrol");
  scene.type("Mã ghi danh", Office::kEnrolCode);
  scene.press(Role::text_field, "Mã ghi danh");
  CHECK(scene.address() == "#/survey");
}

TEST_CASE("a surveyor enrols with a code, and the surveys are there") {
  AppScene scene("#/survey");
  scene.office.publish(kWard);
  CHECK(scene.has(Role::text, "Thiết bị chưa ghi danh"));
  scene.press(Role::button, "Ghi danh thiết bị");
  scene.type("Mã ghi danh", Office::kEnrolCode);
  scene.press(Role::button, "Ghi danh");
  CHECK(scene.address() == "#/survey");
  CHECK(scene.has(Role::button, kNewWard));
  CHECK(scene.says("Phiên bản 2026.1"));
  CHECK(scene.says("Tiếng Việt, English"));
  CHECK(scene.asked_to_persist());
}

TEST_CASE("a wrong code is told beside the field, which has the focus, and the device stays as it was") {
  AppScene scene("#/survey/enrol");
  scene.type("Mã ghi danh", "SAI-0000");
  scene.press(Role::button, "Ghi danh");
  const Node* field = scene.find(Role::text_field, "Mã ghi danh");
  REQUIRE(field != nullptr);
  CHECK(field->description.starts_with("Mã ghi danh không đúng, đã dùng hoặc đã hết hạn"));
  CHECK((field->flags & kInvalid) != 0);
  REQUIRE(scene.focus());
  CHECK(scene.focus()->id == field->id);
  CHECK(field->value == "SAI-0000");
  scene.check("surveyor_enrol_wrong_vi");
  scene.open("#/survey");
  CHECK(scene.has(Role::text, "Thiết bị chưa ghi danh"));
}

TEST_CASE("an empty code, no network and too many attempts each say what to do") {
  AppScene scene("#/survey/enrol");
  scene.press(Role::button, "Ghi danh");
  CHECK(scene.find(Role::text_field, "Mã ghi danh")->description == "Hãy điền ô này");
  scene.type("Mã ghi danh", Office::kEnrolCode);
  scene.office.answer_with = Error{ErrorCode::too_many_attempts, "5 phút"};
  scene.press(Role::button, "Ghi danh");
  CHECK(scene.find(Role::text_field, "Mã ghi danh")->description ==
        "Bạn đã thử quá nhiều lần. Hãy chờ 5 phút rồi thử lại.");
  scene.set_online(false);
  scene.press(Role::button, "Ghi danh");
  CHECK(scene.find(Role::text_field, "Mã ghi danh")->description ==
        "Ghi danh cần có mạng một lần. Hãy kết nối rồi thử lại.");
  scene.check("surveyor_enrol_offline_vi");
}

TEST_CASE("without any survey the list says to connect once") {
  AppScene scene;
  enrol(scene);
  CHECK(scene.has(Role::text, "Chưa có mẫu phiếu nào"));
  scene.check("surveyor_surveys_empty_vi");
  scene.office.publish(kWard);
  scene.press(Role::button, "Tải ngay");
  CHECK(scene.has(Role::button, kNewWard));
}

TEST_CASE("the whole SIPAS form is filled by roles and names, offline, and drains when the network is back") {
  AppScene scene;
  prepare(scene, {kSipas});
  scene.press(Role::button, kNewSipas);
  scene.type("Xã, phường", "Phường Cửa Nam");
  choose(scene, "Giới tính", "Nữ");
  CHECK(scene.address().starts_with("#/survey/fill/"));
  std::size_t pages = 1;
  std::size_t answers = 2 + answer_page(scene);
  while (scene.has(Role::button, "Tiếp tục")) {
    scene.press(Role::button, "Tiếp tục");
    ++pages;
    REQUIRE(scene.focus());
    CHECK(scene.focus()->role == Role::heading);
    answers += answer_page(scene);
    if (scene.has(Role::checkbox, "Mạng internet")) scene.press(Role::checkbox, "Mạng internet");
    if (scene.has(Role::text_area, "Ý kiến khác")) scene.type("Ý kiến khác", "Tạo điều kiện tốt, việt hoá");
  }
  CHECK(pages == 15);
  CHECK(answers > 60);
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
  CHECK(scene.has(Role::link, "1 chưa gửi"));
  CHECK(scene.office.responses() == 0);
  scene.set_online(true);
  CHECK(scene.has(Role::link, "Đã gửi hết"));
  CHECK(scene.has(Role::heading, "Đã hoàn tất và đã gửi"));
  CHECK(scene.office.responses() == 1);
}

TEST_CASE("after each answer a restart finds it, and the draft goes on where it was left") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  scene.type("Lĩnh vực của thủ tục đã làm", "Hộ tịch");
  CHECK(scene.says("Đã lưu trên máy lúc 05:13"));
  const auto reopen = [&] {
    scene.restart();
    scene.open("#/survey");
    scene.press(Role::link, "1 phiếu đang làm dở, Mở để làm tiếp");
    for (const Node& node : scene.app().semantics()) {
      if (node.role == Role::button && node.name.starts_with("Làm tiếp: ")) {
        scene.press(Role::button, std::string(node.name));
        return;
      }
    }
    FAIL("no draft on\n" << scene.screen());
  };
  reopen();
  CHECK(scene.find(Role::text_field, "Lĩnh vực của thủ tục đã làm")->value == "Hộ tịch");
  choose(scene, "Giới tính", "Nam");
  reopen();
  CHECK(chosen(scene, "Giới tính", "Nam", scene.app()));
  choose(scene, "Độ tuổi", "25–34 tuổi");
  choose(scene, "Trình độ học vấn", "Khác");
  scene.type("Số phiếu giấy, nếu có", "17");
  reopen();
  CHECK(scene.has(Role::heading, "I. Công chức giải quyết công việc"));
  choose(scene, "1. Thái độ giao tiếp lịch sự", "Rất hài lòng");
  reopen();
  CHECK(chosen(scene, "1. Thái độ giao tiếp lịch sự", "Rất hài lòng", scene.app()));
}

TEST_CASE("nothing is said to be saved before the first answer") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  CHECK_FALSE(scene.says("Đã lưu"));
  CHECK(scene.address() == "#/survey/new/ward-9-items/2026.1");
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "Chưa có phiếu nào trên máy này"));
}

TEST_CASE("required questions left open keep the response from being finished, and the list leads to each") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  scene.type("Lĩnh vực của thủ tục đã làm", "Hộ tịch");
  answer_page(scene);
  while (scene.has(Role::button, "Tiếp tục")) {
    scene.press(Role::button, "Tiếp tục");
    if (!scene.has(Role::heading, "II. Kết quả giải quyết")) answer_page(scene);
  }
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Còn 2 câu cần xem lại"));
  REQUIRE(scene.focus());
  CHECK(scene.focus()->level == 1);
  scene.check("surveyor_fill_check_vi");
  scene.press(Role::button, "5. Kết quả có thông tin đầy đủ, chính xác: Câu này bắt buộc trả lời.");
  CHECK(scene.has(Role::heading, "II. Kết quả giải quyết"));
  REQUIRE(scene.focus());
  CHECK(scene.focus()->role == Role::radio);
  const Node* group = scene.find(Role::radio_group, "5. Kết quả có thông tin đầy đủ, chính xác");
  REQUIRE(group != nullptr);
  CHECK(scene.focus()->parent == group->id);
  CHECK((group->flags & kInvalid) != 0);
  CHECK(group->description == "Câu này bắt buộc trả lời.");
  answer_page(scene);
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
}

TEST_CASE("an answer that breaks its rule is kept, told beside it, and blocks the end") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  scene.type("Số phiếu giấy, nếu có", "số 7!");
  const Node* field = scene.find(Role::text_field, "Số phiếu giấy, nếu có");
  REQUIRE(field != nullptr);
  CHECK(field->value == "số 7!");
  CHECK(field->description == "Số phiếu chỉ gồm chữ, số và các dấu - / .");
  scene.type("Số phiếu giấy, nếu có", "7");
  CHECK(scene.find(Role::text_field, "Số phiếu giấy, nếu có")->description.empty());
}

TEST_CASE("a full disk is told at once, what was saved stays, and saving again works when there is room") {
  AppScene scene;
  prepare(scene, {kSipas});
  scene.press(Role::button, kNewSipas);
  scene.type("Xã, phường", "Phường Cửa Nam");
  const std::string address = scene.address();
  const auto pages = [&](const char* sql) {
    auto statement = scene.database().prepare(sql);
    REQUIRE(statement);
    REQUIRE(statement->step());
    return statement->integer(0);
  };
  const auto full = pages("PRAGMA page_count");
  REQUIRE(scene.database().execute("PRAGMA max_page_count = " + std::to_string(full)));
  const std::string large(40'000, 'x');
  scene.type("Thôn, tổ dân phố", large);
  const auto is_alert = [](const Node& n) { return n.role == Role::alert; };
  const auto& tree = scene.app().semantics();
  CHECK(std::any_of(tree.begin(), tree.end(), is_alert));
  CHECK(scene.says("Máy đã hết chỗ lưu"));
  CHECK_FALSE(scene.says("Đã lưu trên máy"));
  CHECK(scene.find(Role::text_field, "Thôn, tổ dân phố")->value == large);

  SUBCASE("the program dies: the last saved state is there") {
    scene.restart();
    scene.open(address);
    CHECK(scene.find(Role::text_field, "Xã, phường")->value == "Phường Cửa Nam");
    CHECK(scene.find(Role::text_field, "Thôn, tổ dân phố")->value.empty());
  }
  SUBCASE("room is made: saving again keeps the answer") {
    scene.press(Role::button, "Lưu lại");
    CHECK(scene.says("Máy đã hết chỗ lưu"));
    REQUIRE(scene.database().execute("PRAGMA max_page_count = 1073741823"));
    scene.press(Role::button, "Lưu lại");
    CHECK_FALSE(scene.says("Máy đã hết chỗ lưu"));
    CHECK(scene.says("Đã lưu trên máy"));
    scene.restart();
    scene.open(address);
    CHECK(scene.find(Role::text_field, "Thôn, tổ dân phố")->value == large);
  }
}

TEST_CASE("a response moves from draft to unsent to sent in the list") {
  AppScene scene;
  prepare(scene, {kWard});
  fill_ward(scene);
  scene.press(Role::button, "Phiếu mới");
  scene.clock.advance_ms(60'000);
  scene.type("Lĩnh vực của thủ tục đã làm", "Đất đai");
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "1 nháp"));
  CHECK(scene.has(Role::text, "1 chưa gửi"));
  scene.check("surveyor_responses_vi");
  scene.set_online(true);
  CHECK(scene.has(Role::text, "1 đã gửi"));
  CHECK_FALSE(scene.has(Role::text, "1 chưa gửi"));
}

TEST_CASE("a draft is discarded after a question, and Back answers no") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  scene.type("Lĩnh vực của thủ tục đã làm", "Đất đai");
  scene.open("#/survey/responses");
  const auto discard = [&] {
    for (const Node& node : scene.app().semantics()) {
      if (node.role == Role::button && node.name.starts_with("Xoá nháp: ")) {
        scene.press(Role::button, std::string(node.name));
        return;
      }
    }
    FAIL("no draft on\n" << scene.screen());
  };
  discard();
  CHECK(scene.has(Role::dialog, "Xoá phiếu nháp này?"));
  scene.check("surveyor_discard_vi");
  scene.back();
  CHECK_FALSE(scene.has(Role::dialog, "Xoá phiếu nháp này?"));
  CHECK(scene.has(Role::text, "1 nháp"));
  discard();
  scene.press(Role::button, "Xoá nháp");
  CHECK(scene.has(Role::text, "Chưa có phiếu nào trên máy này"));
  CHECK(scene.says("Đã xoá phiếu nháp"));
}

TEST_CASE("a response that the server refused says why, and is counted") {
  AppScene scene;
  prepare(scene, {kWard});
  fill_ward(scene);
  scene.office.refuse_all = true;
  scene.set_online(true);
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "1 bị từ chối"));
  CHECK(scene.says("Không tìm thấy form"));
  scene.open("#/survey/sync");
  CHECK(scene.has(Role::text, "1 bị từ chối"));
  scene.check("surveyor_sync_refused_vi");
}

TEST_CASE("the end of a refused response says that it was refused and why, and nothing says that all is sent") {
  AppScene scene;
  prepare(scene, {kWard});
  fill_ward(scene);
  const std::string address = scene.address();
  CHECK(address.starts_with("#/survey/done/"));
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
  scene.check("surveyor_done_unsent_vi");
  scene.office.refuse_all = true;
  scene.set_online(true);
  CHECK(scene.has(Role::heading, "Đã hoàn tất nhưng bị máy chủ từ chối"));
  CHECK(scene.says("Không tìm thấy form"));
  CHECK_FALSE(scene.says("Đã gửi hết"));
  CHECK_FALSE(scene.says("đã gửi"));
  scene.check("surveyor_done_refused_vi");

  // Another one that is accepted: each page tells of its own response.
  scene.office.refuse_all = false;
  scene.press(Role::button, "Về danh sách");
  fill_ward(scene);
  CHECK(scene.has(Role::heading, "Đã hoàn tất và đã gửi"));
  CHECK(scene.address() != address);
  scene.open(address);
  CHECK(scene.has(Role::heading, "Đã hoàn tất nhưng bị máy chủ từ chối"));
  scene.open("#/survey/sync");
  CHECK(scene.has(Role::text, "Đã gửi hết, 1 bị từ chối"));
  CHECK(scene.has(Role::link, "1 bị từ chối"));
  CHECK_FALSE(scene.says("Máy chủ đã có mọi phiếu đã hoàn tất"));
}

TEST_CASE("the end of a response that is not here, or not finished, says so") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.open("#/survey/done/00000000000040008000000000000000");
  CHECK(scene.has(Role::heading, "Không có phiếu này"));
  CHECK_FALSE(scene.says("Phiếu đã lưu chắc chắn"));
  scene.check("surveyor_done_unknown_vi");
  scene.press(Role::button, "Về danh sách");
  scene.press(Role::button, kNewWard);
  scene.type("Lĩnh vực của thủ tục đã làm", "Đất đai");
  const std::string draft = scene.address().substr(std::string("#/survey/fill/").size());
  scene.open("#/survey/done/" + draft);
  CHECK(scene.has(Role::heading, "Không có phiếu này"));
  scene.open("#/survey/done/ward-9-items/2026.1");
  CHECK(scene.has(Role::heading, "Không có trang này"));
}

TEST_CASE("where nothing can be kept no response is begun and no device enrolled, and why is said") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  scene.app().on_storage_unavailable();
  scene.settle();
  for (const char* address : {"#/survey/new/ward-9-items/2026.1", "#/survey", "#/survey/enrol",
                              "#/survey/fill/00000000000040008000000000000000"}) {
    CAPTURE(address);
    scene.open(address);
    CHECK(scene.has(Role::heading, "Không khảo sát được trong cửa sổ này"));
    CHECK(scene.says("Hãy mở trang này bằng cửa sổ thường"));
    CHECK_FALSE(scene.has(Role::button, kNewWard));
    CHECK_FALSE(scene.has(Role::button, "Ghi danh"));
    CHECK_FALSE(scene.has(Role::text_field, "Lĩnh vực của thủ tục đã làm"));
    CHECK_FALSE(scene.says("Đã lưu trên máy"));
  }
  scene.check("surveyor_no_storage_vi");
  scene.open("#/survey/sync");
  CHECK_FALSE(scene.says("phiếu được giữ trên máy"));
  scene.open("#/survey");
  scene.press(Role::button, "Về trang đầu");
  CHECK(scene.address() == "#/");
}

TEST_CASE("a form that is open when the storage goes away is closed with the reason") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  scene.app().on_storage_unavailable();
  scene.settle();
  CHECK(scene.has(Role::heading, "Không khảo sát được trong cửa sổ này"));
  CHECK_FALSE(scene.has(Role::text_field, "Lĩnh vực của thủ tục đã làm"));
}

TEST_CASE("the note about enrolling is there on the next page, and goes after five seconds or with that page") {
  AppScene scene;
  scene.office.publish(kWard);
  enrol(scene);
  CHECK(scene.address() == "#/survey");
  CHECK(scene.says("Đã ghi danh: "));
  SUBCASE("time passes") {
    scene.wait_ms(4000);
    CHECK(scene.says("Đã ghi danh: "));
    scene.wait_ms(1000);
    CHECK_FALSE(scene.says("Đã ghi danh: "));
  }
  SUBCASE("a form is begun") {
    scene.press(Role::button, kNewWard);
    CHECK(scene.address() == "#/survey/new/ward-9-items/2026.1");
    CHECK_FALSE(scene.says("Đã ghi danh: "));
  }
}

TEST_CASE("sync tells in words what is unsent, and sends when asked") {
  AppScene scene;
  prepare(scene, {kWard});
  fill_ward(scene);
  scene.press(Role::link, "Đồng bộ");
  CHECK(scene.has(Role::text, "1 chưa gửi"));
  CHECK(scene.has(Role::text, "Không có mạng"));
  CHECK(scene.says("Người khảo sát mẫu"));
  scene.check("surveyor_sync_unsent_vi");
  scene.online = true;  // The network is back before the browser says so.
  scene.press(Role::button, "Gửi ngay");
  CHECK(scene.has(Role::text, "Đã gửi hết"));
  CHECK(scene.says("Máy chủ đã có mọi phiếu đã hoàn tất"));
}

TEST_CASE("the form is shown in another of its languages, answers kept") {
  AppScene scene;
  prepare(scene, {kWard});
  scene.press(Role::button, kNewWard);
  choose(scene, "Giới tính", "Nữ");
  scene.press(Role::button, "Chuyển phiếu sang English");
  const Node* sex = scene.find(Role::radio_group, "Sex");
  REQUIRE(sex != nullptr);
  CHECK(sex->language == "en");
  CHECK(chosen(scene, "Sex", "Female", scene.app()));
}

TEST_CASE("an address of a draft that is not here says so") {
  AppScene scene("#/survey/fill/00000000000040008000000000000000");
  CHECK(scene.has(Role::heading, "Không mở được phiếu"));
  scene.check("surveyor_fill_gone_vi");
}

TEST_CASE("every surveyor screen in both languages") {
  for (const Language language : {Language::vi, Language::en}) {
    const bool vi = language == Language::vi;
    const std::string end = vi ? "_vi" : "_en";
    AppScene scene("#/survey/enrol", language);
    scene.check("surveyor_enrol" + end);
    scene.open("#/survey");
    scene.check("surveyor_not_enrolled" + end);
    scene.office.publish(kSipas);
    scene.office.publish(kWard);
    scene.open("#/survey/enrol");
    scene.type(vi ? "Mã ghi danh" : "Enrolment code", Office::kEnrolCode);
    scene.press(Role::button, vi ? "Ghi danh" : "Enrol");
    scene.wait_ms(5000);  // The note about it goes by itself.
    scene.check("surveyor_surveys" + end);
    scene.open("#/survey/new/sipas-2023/2023.1");
    scene.check("surveyor_fill_first" + end);
    scene.open("#/survey/new/ward-9-items/2026.1");
    scene.press(Role::button, vi ? "Tiếp tục" : "Continue");
    choose(scene, "1. Thái độ giao tiếp lịch sự", "Hài lòng");
    scene.check("surveyor_fill_scale" + end);
    scene.open("#/survey/responses");
    scene.check("surveyor_responses_draft" + end);
    scene.open("#/survey/sync");
    scene.check("surveyor_sync" + end);
  }
}

TEST_CASE("the end of a sent response in both languages") {
  AppScene scene;
  prepare(scene, {kWard});
  fill_ward(scene);
  scene.set_online(true);
  scene.check("surveyor_done_vi");
  scene.open("#/settings");
  scene.press(Role::radio, "English");
  scene.press(Role::button, "Back");
  scene.check("surveyor_done_en");
}
