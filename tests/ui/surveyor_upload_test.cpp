#include <doctest/doctest.h>

#include "screens/surveyor/upload.hpp"
#include "support/survey_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

constexpr const char* kPhoto = "Chụp hoặc chọn ảnh: Ảnh nơi tiếp nhận";
constexpr const char* kReplace = "Thay tệp khác: Ảnh nơi tiếp nhận";
constexpr const char* kRemove = "Bỏ tệp: Ảnh nơi tiếp nhận";
constexpr const char* kPaper = "Chọn tệp: Giấy hẹn";

/// The form on screen, nothing answered, no network.
struct Fixture {
  AppScene scene;
  Fixture() {
    prepare(scene, {"test:photo.xml"});
    scene.open("#/survey/new/photo/1");
  }
  void take_photo(const std::string& content = "ảnh thứ nhất", const char* name = kPhoto) {
    scene.choose_file(name, content, "image/jpeg", "IMG_0001.jpg");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a photo question offers the camera, says how large a picture may be, and looks right") {
  const Node* field = scene.find(Role::file_field, kPhoto);
  REQUIRE(field != nullptr);
  CHECK(field->value.starts_with("image/*|environment|640|"));
  CHECK((field->flags & kRequired) != 0);
  CHECK(scene.find(Role::file_field, kPaper)->value.starts_with("|||"));  // Any file.
  take_photo();
  CHECK(scene.says("IMG_0001.jpg"));
  CHECK(scene.says("1 KB"));
  scene.check("surveyor_upload_vi");
}

TEST_CASE_FIXTURE(Fixture, "while a file is stored the question says so and takes no other") {
  scene.choose_file(kPhoto, "ảnh", "image/jpeg", "a.jpg", false);
  const Node* field = scene.find(Role::file_field, "Đang lưu tệp vào máy: Ảnh nơi tiếp nhận");
  REQUIRE(field != nullptr);
  CHECK((field->flags & kDisabled) != 0);
  CHECK((field->flags & kBusy) != 0);
  scene.finish_file();
  CHECK(scene.has(Role::file_field, kReplace));
  CHECK(scene.says("Đã lưu trên máy lúc"));
}

TEST_CASE_FIXTURE(Fixture, "a photo that was taken away or replaced can be had back") {
  take_photo();
  scene.press(Role::button, kRemove);
  CHECK(scene.has(Role::file_field, kPhoto));
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.says("IMG_0001.jpg"));
  scene.choose_file(kReplace, "ảnh thứ hai", "image/jpeg", "IMG_0002.jpg");
  CHECK(scene.says("IMG_0002.jpg"));
  CHECK_FALSE(scene.says("IMG_0001.jpg"));
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.says("IMG_0001.jpg"));
}

TEST_CASE_FIXTURE(Fixture, "what is no picture is refused beside the question") {
  scene.choose_file(kPhoto, "chữ", "text/plain", "ghi chú.txt");
  CHECK(scene.find(Role::file_field, kPhoto)->description == "Loại tệp không dùng được ở đây: text/plain.");
  take_photo();
  CHECK(scene.find(Role::file_field, kReplace)->description.empty());
}

TEST_CASE_FIXTURE(Fixture, "no room for a file is said beside the question, and the answer stays what it was") {
  take_photo();
  scene.fail_file(kReplace, {ErrorCode::disk_full, ""});
  CHECK(scene.find(Role::file_field, kReplace)->description == message({ErrorCode::disk_full, ""}, Language::vi));
  CHECK(scene.says("IMG_0001.jpg"));
}

TEST_CASE_FIXTURE(Fixture, "a photo outlives the program, and one that was chosen and not answered with does not") {
  take_photo();
  take_photo("ảnh thừa", kReplace);
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.files().size() == 2);
  scene.restart();
  CHECK(scene.files().size() == 2);  // It could still be had back.
  scene.open("#/survey/responses");
  press_starting(scene, "Làm tiếp");
  CHECK(scene.says("IMG_0001.jpg"));
  scene.press(Role::button, "Hoàn tất");
  scene.restart();
  REQUIRE(scene.files().size() == 1);
  CHECK(scene.files().begin()->first == sha256(as_bytes("ảnh thứ nhất")));
}

TEST_CASE_FIXTURE(Fixture, "a draft that is thrown away takes its files along") {
  take_photo();
  scene.open("#/survey/responses");
  press_starting(scene, "Xoá nháp");
  scene.press(Role::button, "Xoá nháp");
  scene.restart();
  CHECK(scene.files().empty());
}

TEST_CASE_FIXTURE(Fixture, "a file that is ready after the person left the questionnaire is put into its draft") {
  scene.choose_file(kPaper, "giấy", "application/pdf", "giấy hẹn.pdf");
  scene.choose_file(kPhoto, "ảnh", "image/jpeg", "a.jpg", false);
  scene.open("#/survey");
  scene.finish_file();
  CHECK(scene.says("Đã lưu tệp vào phiếu nháp"));
  scene.open("#/survey/responses");
  press_starting(scene, "Làm tiếp");
  CHECK(scene.says("a.jpg"));
}

TEST_CASE_FIXTURE(Fixture, "a response is not finished while a file of it is being stored") {
  take_photo();
  scene.choose_file(kPaper, "giấy", "application/pdf", "giấy hẹn.pdf", false);
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.says("Đang ghi âm hoặc đang lưu tệp"));
  CHECK(scene.has(Role::button, "Hoàn tất"));
  scene.finish_file();
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.address().starts_with("#/survey/done/"));
  CHECK(scene.files().size() == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "a file that comes after the response was finished leaves it finished, and the person is told") {
  take_photo();
  const std::string id = scene.address().substr(std::string_view("#/survey/fill/").size(), 32);
  scene.press(Role::button, "Hoàn tất");
  const Bytes content = to_bytes("muộn");
  scene.app().file_kept(
      id + " /data/photo",
      {.sha256 = sha256(content), .size = content.size(), .media_type = "image/jpeg", .original_name = "b.jpg"});
  scene.settle();
  CHECK(scene.says("Phiếu đã hoàn tất trước khi tệp lưu xong"));
  CHECK(scene.says("sẽ gửi khi có mạng"));
}

TEST_CASE_FIXTURE(Fixture, "a file that cannot be stored is told also on a page that has no such question") {
  scene.choose_file(kPhoto, "ảnh", "image/jpeg", "a.jpg", false);
  const std::string target = scene.find(Role::file_field, "Đang lưu tệp vào máy: Ảnh nơi tiếp nhận")->value;
  scene.open("#/survey");
  scene.app().file_failed(target.substr(target.rfind('|') + 1), {ErrorCode::disk_full, ""});
  scene.settle();
  CHECK(scene.says(message({ErrorCode::disk_full, ""}, Language::vi)));
}

TEST_CASE_FIXTURE(Fixture, "an update is not offered while a file is being stored") {
  take_photo();
  scene.app().on_update_ready();
  scene.settle();
  CHECK(scene.has(Role::button, "Cập nhật"));
  scene.choose_file(kPaper, "giấy", "application/pdf", "giấy hẹn.pdf", false);
  CHECK_FALSE(scene.has(Role::button, "Cập nhật"));
  scene.finish_file();
  CHECK(scene.has(Role::button, "Cập nhật"));
}

TEST_CASE_FIXTURE(Fixture, "a finished response goes first and its files follow; both are told") {
  take_photo();
  scene.choose_file(kPaper, std::string(600'000, 'g'), "application/pdf", "giấy hẹn.pdf");
  scene.press(Role::button, "Hoàn tất");
  scene.slow_path = "/v1/attachments/chunk";
  scene.set_online(true);
  CHECK(scene.office.responses() == 1);
  scene.open("#/survey/sync");
  CHECK(scene.says("Đã gửi 0/2 tệp, 0 %"));
  CHECK(scene.answer_slow());  // One of them.
  CHECK(scene.says("Đã gửi 1/2 tệp"));
  scene.open("#/survey/responses");
  CHECK(scene.says("Đã gửi 1/2 tệp"));
  while (scene.answer_slow()) {
  }
  CHECK_FALSE(scene.says("tệp, "));
  CHECK(scene.office.files.size() == 2);
  CHECK(scene.office.files.contains(sha256(as_bytes("ảnh thứ nhất"))));
}

TEST_CASE("sizes are told as people say them") {
  CHECK(size_text(Language::vi, 1) == "1 KB");
  CHECK(size_text(Language::vi, 850'000) == "850 KB");
  CHECK(size_text(Language::vi, 1'250'000) == "1,2 MB");
  CHECK(size_text(Language::en, 1'250'000) == "1.2 MB");
  CHECK(size_text(Language::vi, 2'500'000'000) == "2,5 GB");
}

TEST_CASE("a target names its question, also in a repeat") {
  SeededRandom random(3);
  const EntityId id = EntityId::random(random);
  const auto target = parse_upload_target(upload_target(id, "/data/member[2]/photo"));
  REQUIRE(target);
  CHECK(target->response == id);
  CHECK(target->ref == "/data/member[2]/photo");
  CHECK_FALSE(parse_upload_target("x /data/photo"));
  CHECK_FALSE(parse_upload_target(id.hex()));
}
