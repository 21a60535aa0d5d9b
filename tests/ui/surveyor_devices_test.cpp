#include <doctest/doctest.h>

#include "motcua/base/bytes.hpp"
#include "motcua/base/sha256.hpp"
#include "screens/surveyor/place.hpp"
#include "support/survey_scene.hpp"
#include "widgets/pad.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

constexpr const char* kSignature = "Ký vào khung này: Chữ ký";
constexpr const char* kKeep = "Lưu chữ ký: Chữ ký";
constexpr const char* kPicture = "Chọn ảnh có sẵn: Chữ ký";
constexpr const char* kMeasure = "Lấy vị trí ở đây: Vị trí";

struct Fixture {
  AppScene scene;
  Fixture() { prepare(scene, {"test:devices.xml"}); }
  void at(const std::string& place) {
    scene.open("#/survey/new/devices/1");
    if (!place.empty()) scene.open("#/survey/new/devices/1" + place);
  }
  /// What the page tells of a device.
  void tell(Role role, std::string_view name, std::string_view text) {
    const Node* node = scene.find(role, name);
    REQUIRE_MESSAGE(node != nullptr, name << " on\n" << scene.screen());
    scene.app().set_text(node->id, text);
    scene.settle();
  }
  [[nodiscard]] std::string value(Role role, std::string_view name) const {
    const Node* node = scene.find(role, name);
    return node == nullptr ? "not there" : node->value;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a signature is drawn, its last stroke taken back, and kept as a picture") {
  at("");
  CHECK((scene.find(Role::keep_drawing, kKeep)->flags & kDisabled) != 0);
  tell(Role::pad, kSignature, "begin 10 20 30.5 40");
  tell(Role::pad, kSignature, "50 60 begin 70 80");
  CHECK((scene.find(Role::keep_drawing, kKeep)->flags & kDisabled) == 0);
  CHECK(value(Role::keep_drawing, kKeep).ends_with("|signature.png|M10 20L30.5 40L50 60M70 80L70 80"));
  scene.check("surveyor_signature_drawn_vi");
  scene.press(Role::button, "Xoá nét cuối: Chữ ký");
  CHECK(value(Role::keep_drawing, kKeep).ends_with("|M10 20L30.5 40L50 60"));
  scene.choose_file(kPicture, "PNG", "image/png", "signature.png");
  CHECK_FALSE(scene.has(Role::pad, kSignature));
  CHECK(scene.says("signature.png"));
  CHECK(scene.says("Đã lưu trên máy lúc"));
}

TEST_CASE_FIXTURE(Fixture, "who signs again begins with an empty box, and what was kept stays until then") {
  at("");
  tell(Role::pad, kSignature, "begin 10 20 30 40");
  scene.choose_file(kPicture, "PNG", "image/png", "signature.png");
  scene.press(Role::button, "Ký lại: Chữ ký");
  CHECK((scene.find(Role::keep_drawing, kKeep)->flags & kDisabled) != 0);
  tell(Role::pad, kSignature, "begin 1 2 3 4");
  CHECK(value(Role::keep_drawing, kKeep).ends_with("|M1 2L3 4"));
  scene.choose_file(kPicture, "PNG 2", "image/png", "signature.png");
  CHECK(scene.has(Role::button, "Ký lại: Chữ ký"));
  scene.press(Role::button, "Bỏ tệp: Chữ ký");
  CHECK(scene.has(Role::pad, kSignature));
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.has(Role::button, "Ký lại: Chữ ký"));
}

TEST_CASE_FIXTURE(Fixture, "a signature that must be there can be a picture, for who cannot draw") {
  at("");
  const Node* picture = scene.find(Role::file_field, kPicture);
  REQUIRE(picture != nullptr);
  CHECK((picture->flags & kRequired) != 0);
  CHECK(picture->value.starts_with("image/*|"));
  scene.check("surveyor_signature_vi");
}

TEST_CASE("what is no stroke is passed over, and a drawing has an end") {
  AppScene scene;
  prepare(scene, {"test:devices.xml"});
  scene.open("#/survey/new/devices/1");
  const NodeId pad = scene.find(Role::pad, kSignature)->id;
  for (const char* bad : {"", "5 6", "begin x 7", "begin nan 1e99", "end"}) {
    scene.app().set_text(pad, bad);
    scene.settle();
  }
  CHECK_FALSE(to_path({{{1, 2}, {3, 4}}}).empty());
  std::string many = "begin";
  for (int i = 0; i < 30'000; ++i) many += " 1 2";
  scene.app().set_text(pad, many);
  scene.settle();
  CHECK(scene.find(Role::keep_drawing, kKeep)->value.size() < 200'000);
}

TEST_CASE_FIXTURE(Fixture, "a recording shows its seconds, and a microphone that is not allowed says what to do") {
  at("/voice");
  scene.check("surveyor_audio_vi");
  tell(Role::recorder, "Ghi âm: Lời kể", "on");
  CHECK(scene.has(Role::recorder, "Dừng và lưu 0:00: Lời kể"));
  scene.wait_ms(63'000);
  CHECK(scene.has(Role::recorder, "Dừng và lưu 1:03: Lời kể"));
  tell(Role::recorder, "Dừng và lưu 1:03: Lời kể", "off");
  scene.choose_file("Chọn tệp âm thanh: Lời kể", "webm", "audio/webm", "audio.webm");
  CHECK(value(Role::player, "Nghe lại: Lời kể") == to_hex(sha256(as_bytes("webm"))) + "|audio/webm");
  tell(Role::recorder, "Ghi âm: Lời kể", "denied");
  CHECK(scene.says("Chưa dùng được micrô"));
  scene.check("surveyor_audio_kept_vi");
}

TEST_CASE_FIXTURE(Fixture, "a place is measured: the best reading is kept and taken at any accuracy") {
  at("/here");
  tell(Role::locator, kMeasure, "on");
  CHECK(scene.says("Đang đo"));
  constexpr const char* kStop = "Dừng đo: Vị trí";
  tell(Role::locator, kStop, "21.0285000 105.8542000 12.0 40.0");
  tell(Role::locator, kStop, "21.0286000 105.8543000 12.0 18.0");
  tell(Role::locator, kStop, "21.0299000 105.8599000 12.0 90.0");
  CHECK(scene.says("sai số khoảng 18 m"));
  scene.check("surveyor_place_measuring_vi");
  scene.press(Role::button, "Dùng vị trí này (±18 m)");
  CHECK(value(Role::text_field, "Vĩ độ") == "21.0286000");
  CHECK(value(Role::locator, kMeasure) == "off");  // The page stops with it.
  CHECK(scene.says("Sai số khoảng 18 m"));
}

TEST_CASE_FIXTURE(Fixture, "a reading that is good enough is taken by itself") {
  at("/here");
  tell(Role::locator, kMeasure, "on");
  tell(Role::locator, "Dừng đo: Vị trí", "21.0286000 105.8543000 12.0 4.6");
  CHECK(scene.has(Role::locator, kMeasure));
  CHECK(value(Role::text_field, "Kinh độ") == "105.8543000");
}

TEST_CASE_FIXTURE(Fixture, "where no place can be measured it says why, and coordinates can be typed") {
  at("/here");
  tell(Role::locator, kMeasure, "on");
  tell(Role::locator, "Dừng đo: Vị trí", "denied");
  CHECK(scene.says("Chưa được phép lấy vị trí"));
  scene.type("Vĩ độ", "21,03");
  scene.type("Kinh độ", "105,85");
  CHECK(scene.says("Đã lưu trên máy lúc"));
  tell(Role::locator, kMeasure, "failed");
  CHECK(scene.says("Chưa đo được vị trí"));
}

TEST_CASE("only four numbers in their bounds are a place") {
  CHECK(measured_place("21.03 105.85 8 4.7"));
  for (const char* bad : {"", "on", "21.03 105.85 8", "91 105.85 8 4.7", "21.03 181 8 4.7", "21.03 105.85 8 x"}) {
    CAPTURE(bad);
    CHECK_FALSE(measured_place(bad));
  }
}

TEST_CASE_FIXTURE(Fixture, "a way and an area are walked point by point, the last point can be taken back") {
  at("/here");
  const auto walk = [&](const std::string& what, const char* reading) {
    if (!scene.has(Role::locator, "Dừng đo: " + what)) tell(Role::locator, "Lấy vị trí ở đây: " + what, "on");
    tell(Role::locator, "Dừng đo: " + what, reading);
    press_starting(scene, "Thêm điểm này");
  };
  const std::string typed = "Gõ toạ độ các điểm: ";
  walk("Đường đi", "21.1 105.1 0.0 9.0");
  walk("Đường đi", "21.2 105.2 0.0 9.0");
  walk("Đường đi", "21.3 105.3 0.0 9.0");
  CHECK(scene.says("Đã có 3 điểm"));
  CHECK(value(Role::text_area, typed + "Đường đi") == "21.1 105.1 0.0 9.0;21.2 105.2 0.0 9.0;21.3 105.3 0.0 9.0");
  scene.press(Role::button, "Bỏ điểm cuối: Đường đi");
  CHECK(scene.says("Đã có 2 điểm"));
  tell(Role::locator, "Dừng đo: Đường đi", "off");
  for (const char* corner : {"21.1 105.1 0.0 9.0", "21.2 105.1 0.0 9.0", "21.2 105.2 0.0 9.0"})
    walk("Thửa đất", corner);
  CHECK(value(Role::text_area, typed + "Thửa đất") ==
        "21.1 105.1 0.0 9.0;21.2 105.1 0.0 9.0;21.2 105.2 0.0 9.0;21.1 105.1 0.0 9.0");
  CHECK(scene.says("Đã có 3 điểm"));
}

TEST_CASE_FIXTURE(Fixture, "a code is scanned or typed, and a browser without a scanner says so") {
  at("/voice");
  constexpr const char* kCode = "Mã trên giấy hẹn";
  constexpr const char* kFrame = "Đưa mã vào khung. Cũng có thể gõ mã bên dưới.";
  scene.press(Role::button, "Quét mã: Mã trên giấy hẹn");
  CHECK(scene.has(Role::scanner, kFrame));
  CHECK(scene.has(Role::text_field, kCode));
  scene.check("surveyor_scanner_vi");
  tell(Role::scanner, kFrame, "code H26.18-260115-0001");
  CHECK_FALSE(scene.has(Role::scanner, kFrame));
  CHECK(value(Role::text_field, kCode) == "H26.18-260115-0001");
  scene.press(Role::button, "Quét mã: Mã trên giấy hẹn");
  tell(Role::scanner, kFrame, "denied");
  CHECK(scene.says("Chưa quét được ở trình duyệt này"));
  CHECK(value(Role::text_field, kCode) == "H26.18-260115-0001");
}

TEST_CASE_FIXTURE(Fixture, "a page that is left ends what it measured, and the next begins quietly") {
  at("/here");
  tell(Role::locator, kMeasure, "on");
  scene.press(Role::button, "Tiếp tục");
  scene.press(Role::button, "Phần trước");
  CHECK(scene.has(Role::locator, kMeasure));
}

TEST_CASE_FIXTURE(Fixture, "a range is stars, a standing scale or a list, as the form says") {
  at("/stars");
  scene.check("surveyor_ranges_vi");
  choose(scene, "Chấm sao", "4 trên 5 sao");
  CHECK((scene.find(Role::radio, "4 trên 5 sao")->flags & kChecked) != 0);
  const Node* high = scene.find(Role::radio, "4");
  const Node* low = scene.find(Role::radio, "0");
  REQUIRE(high != nullptr);
  CHECK(high->y < low->y);
  choose(scene, "Bậc thang", "0");
  scene.press(Role::button, "Số giờ chờ: Chưa chọn");
  choose(scene, "Số giờ chờ", "1,5");
  CHECK(scene.has(Role::button, "Số giờ chờ: 1,5"));
  scene.check("surveyor_ranges_answered_vi");
}
