#include <doctest/doctest.h>

#include "keepsake.hpp"
#include "motcua/sync/unsent_file.hpp"
#include "support/survey_scene.hpp"

// What a surveyor has on a device, and what they are told when it is not there any more.

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

constexpr const char* kField = "Lĩnh vực của thủ tục đã làm";

void begin_draft(AppScene& scene, std::string_view text) {
  scene.open("#/survey");
  press_starting(scene, "Làm phiếu mới");
  scene.type(kField, text);
}

void enrol_with(AppScene& scene, const std::string& code) {
  scene.open("#/survey/enrol");
  scene.type("Mã ghi danh", code);
  scene.press(Role::button, "Ghi danh");
  REQUIRE(scene.address() == "#/survey");
}

}  // namespace

TEST_CASE("a keepsake is read as it was written, and nothing else is one") {
  SeededRandom random{5};
  const Keepsake keepsake{DeviceId::random(random), 12, 3};
  const std::string text = to_text(keepsake);
  CHECK(parse_keepsake(text) == keepsake);
  for (std::size_t size = 0; size < text.size(); ++size) CHECK(parse_keepsake(text.substr(0, size)) != keepsake);
  for (const char* other : {"", "x", "0 0 0", "{\"unsent\":1}"}) CHECK_FALSE(parse_keepsake(other));
  CHECK_FALSE(parse_keepsake(keepsake.device.hex() + " -1 0"));
  CHECK_FALSE(parse_keepsake(text + " 9"));
}

TEST_CASE("what is on the device is remembered apart from its data, as it changes") {
  AppScene scene;
  CHECK(scene.remembered().empty());
  prepare(scene, {"ward-9-items"});
  REQUIRE(parse_keepsake(scene.remembered()));
  CHECK(parse_keepsake(scene.remembered())->drafts == 0);
  begin_draft(scene, "Hộ tịch");
  CHECK(parse_keepsake(scene.remembered())->drafts == 1);
  CHECK(parse_keepsake(scene.remembered())->unsent == 0);
}

TEST_CASE("a surveyor whose data the browser deleted is told how much that was, until they say that they know") {
  SeededRandom random{5};
  const auto tell = [&](AppScene& scene, std::int64_t unsent, std::int64_t drafts) {
    scene.app().on_evicted(to_text({DeviceId::random(random), unsent, drafts}));
    scene.settle();
  };
  AppScene scene("#/survey");
  tell(scene, 2, 1);
  CHECK(scene.has(Role::text, "Trình duyệt đã xoá dữ liệu của ứng dụng trên máy này"));
  CHECK(scene.says("2 phiếu chưa gửi và 1 nháp"));
  scene.check("surveyor_evicted_vi");
  scene.restart();
  scene.open("#/survey/enrol");
  CHECK(scene.says("2 phiếu chưa gửi và 1 nháp"));
  scene.press(Role::button, "Đã hiểu");
  CHECK_FALSE(scene.says("2 phiếu chưa gửi và 1 nháp"));
  scene.restart();
  scene.open("#/survey");
  CHECK_FALSE(scene.says("Trình duyệt đã xoá dữ liệu"));

  AppScene sent("#/survey");
  tell(sent, 0, 0);
  CHECK(sent.says("Không mất phiếu nào"));
  AppScene nonsense("#/survey");
  nonsense.app().on_evicted("something else");
  nonsense.settle();
  CHECK_FALSE(nonsense.says("Trình duyệt đã xoá dữ liệu"));
}

TEST_CASE("enrolling anew tells of the work that the server last heard of on other devices") {
  SeededRandom random{5};
  AppScene scene;
  const DeviceId lost = DeviceId::random(random);
  scene.office.former = {{lost, 4, Instant{scene.clock.now().ms - 3 * 60'000}}};
  enrol(scene);
  CHECK(scene.has(Role::text, "Một thiết bị khác của bạn còn 4 phiếu chưa gửi"));
  CHECK(scene.says("Thiết bị " + lost.hex().substr(0, 8) + ", liên lạc lần cuối 3 phút trước"));
  scene.check("surveyor_former_device_vi");
  scene.press(Role::button, "Đã hiểu");
  CHECK_FALSE(scene.says("Một thiết bị khác của bạn"));
}

TEST_CASE("two surveyors on one device: neither sees the other's work, and each one's is sent under their own name") {
  AppScene scene;
  prepare(scene, {"ward-9-items"});
  begin_draft(scene, "Của người thứ nhất");
  const std::string draft = scene.address();
  scene.set_online(true);
  enrol_with(scene, Office::kSecondCode);
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "Chưa có phiếu nào trên máy này"));
  scene.open(draft);
  CHECK_FALSE(scene.has(Role::text_field, kField));
  scene.open("#/survey/sync");
  CHECK(scene.says("0 phiếu chưa gửi, 1 nháp"));
  CHECK(parse_keepsake(scene.remembered())->drafts == 1);
  scene.check("surveyor_sync_aside_vi");
  begin_draft(scene, "Của người thứ hai");
  scene.restart();

  enrol_with(scene, Office::kEnrolCode);
  scene.open("#/survey/responses");
  CHECK(buttons_starting(scene, "Làm tiếp").size() == 1);
  press_starting(scene, "Làm tiếp");
  CHECK(scene.find(Role::text_field, kField)->value == "Của người thứ nhất");
}

TEST_CASE("a draft that is opened while its form is on the way says so, and opens by itself when it has come") {
  AppScene scene;
  prepare(scene, {"ward-9-items"});
  begin_draft(scene, "Của người thứ nhất");
  scene.set_online(true);
  enrol_with(scene, Office::kSecondCode);
  scene.slow_path = sync::kChangesPath;
  enrol_with(scene, Office::kEnrolCode);
  scene.open("#/survey/responses");
  press_starting(scene, "Làm tiếp");
  CHECK(scene.says("Biểu mẫu của phiếu này chưa có trên máy. Phiếu mở ra ngay khi biểu mẫu được tải về."));
  while (!scene.has(Role::text_field, kField)) REQUIRE(scene.answer_slow());
  CHECK(scene.find(Role::text_field, kField)->value == "Của người thứ nhất");
}

TEST_CASE("a device that was cut off goes on saving, says what to do, and sends everything after a new enrolment") {
  AppScene scene;
  prepare(scene, {"ward-9-items"});
  scene.office.cut_off();
  begin_draft(scene, "Hộ tịch");
  scene.set_online(true);
  scene.open("#/survey/sync");
  CHECK(scene.says("Lần gửi gần nhất chưa được"));
  CHECK(scene.has(Role::button, "Ghi danh lại"));
  scene.open("#/survey/responses");
  press_starting(scene, "Làm tiếp");
  scene.type(kField, "Đất đai");
  scene.restart();
  scene.open("#/survey/responses");
  press_starting(scene, "Làm tiếp");
  CHECK(scene.find(Role::text_field, kField)->value == "Đất đai");
  enrol_with(scene, Office::kEnrolCode);
  scene.open("#/survey/sync");
  CHECK(scene.says("Máy chủ đã có mọi phiếu đã hoàn tất"));
  scene.open("#/survey/responses");
  CHECK(buttons_starting(scene, "Làm tiếp").size() == 1);
}

TEST_CASE("the copy from before an update goes with the first good sync, not before") {
  AppScene scene;
  enrol(scene);
  CHECK(scene.backup_dropped());
  AppScene offline("#/survey");
  offline.set_online(false);
  offline.wait_ms(3'600'000);
  CHECK_FALSE(offline.backup_dropped());
}

TEST_CASE("a draft is sent as it is, and what was sent can be edited and is a draft again with the next answer") {
  AppScene scene;
  scene.office.publish("ward-9-items");
  enrol(scene);
  begin_draft(scene, "Hộ tịch");
  scene.open("#/survey/responses");
  press_starting(scene, "Gửi bản nháp");
  CHECK(scene.has(Role::text, "Bản nháp trên máy chủ"));
  scene.check("surveyor_responses_shared_vi");
  press_starting(scene, "Làm tiếp");
  CHECK(scene.find(Role::text_field, kField)->value == "Hộ tịch");
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "Bản nháp trên máy chủ"));
  press_starting(scene, "Làm tiếp");
  scene.type(kField, "Đất đai");
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "Nháp"));
}

TEST_CASE("two answers of two devices stand side by side, with who and when, and the chosen one holds") {
  AppScene scene;
  scene.office.publish("ward-9-items");
  enrol(scene);
  begin_draft(scene, "Hộ tịch");
  scene.open("#/survey/responses");
  press_starting(scene, "Gửi bản nháp");
  press_starting(scene, "Làm tiếp");
  scene.set_online(false);
  scene.type(kField, "Đất đai");
  scene.open("#/survey/responses");
  press_starting(scene, "Gửi bản nháp");
  scene.clock.advance_ms(60'000);
  scene.office.write_elsewhere("/data/a/field", "Xây dựng");
  scene.clock.advance_ms(60'000);
  scene.set_online(true);
  scene.open("#/survey/responses");
  CHECK(scene.has(Role::text, "1 câu có hai câu trả lời khác nhau"));
  scene.press(Role::button, "Xem và chọn");
  CHECK(scene.has(Role::button, "Chọn câu này: Đất đai"));
  CHECK(scene.has(Role::button, "Chọn câu này: Xây dựng"));
  CHECK(scene.has(Role::text, "Máy này, 2 phút trước"));
  scene.check("surveyor_conflicts_vi");
  scene.press(Role::button, "Chọn câu này: Đất đai");
  CHECK(scene.has(Role::text, "Không còn câu nào phải chọn"));
  scene.check("surveyor_conflicts_none_vi");
  scene.open("#/survey/responses");
  CHECK_FALSE(scene.says("hai câu trả lời khác nhau"));
  press_starting(scene, "Làm tiếp");
  CHECK(scene.find(Role::text_field, kField)->value == "Đất đai");
}

TEST_CASE("what is not sent is saved to a file that holds all of it, drafts too, and no token") {
  AppScene scene;
  prepare(scene, {"ward-9-items"});
  scene.open("#/survey/sync");
  CHECK_FALSE(scene.has(Role::button, "Lưu ra tệp"));
  begin_draft(scene, "Hộ tịch");
  scene.open("#/survey/responses");
  press_starting(scene, "Gửi bản nháp");
  begin_draft(scene, "Đất đai");
  scene.open("#/survey/sync");
  scene.check("surveyor_sync_file_vi");
  scene.press(Role::button, "Lưu ra tệp");
  CHECK(scene.says("Đã lưu 1 phiếu chưa gửi và 1 nháp ra tệp"));
  CHECK(scene.saved_file().name.ends_with("-2023-11-15.motcua-unsent"));
  const auto file = sync::decode_unsent_file(scene.saved_file().bytes);
  REQUIRE(file);
  CHECK(file->account_name == "Người khảo sát mẫu");
  CHECK(file->operations.size() == 1);
  REQUIRE(file->drafts.size() == 1);
  CHECK(as_text(scene.saved_file().bytes).find("first-token") == std::string_view::npos);
}
