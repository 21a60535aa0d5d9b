#include <doctest/doctest.h>

#include "motcua/wire/message.hpp"
#include "support/app_scene.hpp"

// What a citizen says of the office from a phone: a rating, feedback; and how few taps that takes.

using namespace motcua;
using namespace motcua::ui;
using motcua::feedback::Reason;
using motcua::feedback::Score;
using motcua::ui::test::AppScene;

namespace {

constexpr const char* kCode = "H26.18-231103-0003";
constexpr const char* kQuestion = "Ông/Bà có hài lòng với việc giải quyết hồ sơ này không?";

/// A phone on which the dossier is kept, whose result was handed out. Counts what a finger does from then on.
struct Citizen {
  AppScene scene;
  int taps = 0;

  explicit Citizen(Language language = Language::vi) : scene("#/", language) {
    scene.office.add_dossiers();
    scene.office.add_returned_dossier();
    scene.open("#/d/H26.18-231103-0003/QRS456");
    REQUIRE(scene.address() == "#/dossier/H26.18-231103-0003");
    scene.open("#/");
  }
  void tap(Role role, std::string_view name) {
    ++taps;
    scene.press(role, name);
  }
  void open_dossier() {
    for (const Node& node : scene.app().semantics()) {
      if (node.role == Role::link && node.value.starts_with("#/dossier/"))
        return tap(Role::link, std::string(node.name));
    }
    FAIL("no dossier is kept");
  }
  /// Of the office: its only rating.
  [[nodiscard]] feedback::RatingRow rating() {
    const auto rows = scene.office.ratings().list();
    REQUIRE(rows->size() == 1);
    return rows->front();
  }
};

}  // namespace

TEST_CASE("a rating takes three taps from the first page, without a reason asked of low scores") {
  Citizen citizen;
  citizen.open_dossier();
  REQUIRE(citizen.scene.has(Role::heading, kQuestion));
  citizen.tap(Role::radio, "Rất không hài lòng");
  citizen.tap(Role::button, "Gửi đánh giá");
  CHECK(citizen.taps <= 4);
  CHECK(citizen.scene.says("Đã gửi đến cơ quan"));
  CHECK(citizen.rating().score == Score::very_dissatisfied);
  CHECK(citizen.rating().reasons.empty());
  REQUIRE(citizen.scene.focus());
  CHECK(citizen.scene.focus()->name == "Đổi đánh giá");
}

TEST_CASE("reasons and a comment go with the rating; a reason can be taken back") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.open_dossier();
  scene.press(Role::radio, "Hài lòng");
  scene.press(Role::checkbox, "Chi phí");
  scene.press(Role::checkbox, "Thái độ phục vụ");
  scene.press(Role::checkbox, "Thời gian giải quyết");
  scene.press(Role::checkbox, "Chi phí");
  scene.type("Ý kiến thêm (không bắt buộc)", "Cán bộ nhiệt tình");
  scene.check("citizen_rating_vi");
  scene.press(Role::button, "Gửi đánh giá");
  CHECK(citizen.rating().reasons == std::vector{Reason::attitude, Reason::time});
  CHECK(citizen.rating().comment == "Cán bộ nhiệt tình");
  scene.check("citizen_rated_vi");
}

TEST_CASE("a rating given without a network is kept through a restart and arrives once when there is one") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  scene.set_online(false);
  citizen.open_dossier();
  scene.press(Role::radio, "Không hài lòng");
  scene.press(Role::button, "Gửi đánh giá");
  CHECK(scene.says("Đã lưu trên máy, sẽ gửi khi có mạng"));
  CHECK(scene.office.ratings().summary()->count() == 0);
  scene.check("citizen_rated_offline_vi");
  scene.restart();
  scene.set_online(true);
  CHECK(citizen.rating().score == Score::dissatisfied);
  CHECK(citizen.rating().versions == 1);
  citizen.open_dossier();
  CHECK(scene.says("Đã gửi đến cơ quan"));
}

TEST_CASE("a rating that a restored office has lost waits on the phone until it is there again") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.open_dossier();
  scene.press(Role::radio, "Không hài lòng");
  scene.press(Role::button, "Gửi đánh giá");
  CHECK(scene.says("Đã gửi đến cơ quan"));
  scene.office.lose_ratings();
  scene.wait_ms(11 * 60'000);
  scene.set_online(false);
  scene.set_online(true);
  CHECK(citizen.rating().score == Score::dissatisfied);
  CHECK(scene.says("Đã gửi đến cơ quan"));
}

TEST_CASE("a rating can be changed; giving up the change keeps the one that was given") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.open_dossier();
  scene.press(Role::radio, "Bình thường");
  scene.press(Role::button, "Gửi đánh giá");
  scene.press(Role::button, "Đổi đánh giá");
  CHECK((scene.find(Role::radio, "Bình thường")->flags & kChecked) != 0);
  scene.press(Role::radio, "Rất hài lòng");
  scene.press(Role::button, "Huỷ");
  CHECK(scene.has(Role::text, "Bình thường"));
  CHECK(citizen.rating().score == Score::neutral);
  scene.press(Role::button, "Đổi đánh giá");
  scene.press(Role::radio, "Rất hài lòng");
  scene.press(Role::button, "Gửi đánh giá");
  CHECK(citizen.rating().score == Score::very_satisfied);
  CHECK(citizen.rating().versions == 2);
}

TEST_CASE("a rating that the office does not take stays on the phone, says why, and can be sent again") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.open_dossier();
  scene.slow_path = feedback::kRatePath;
  scene.press(Role::radio, "Hài lòng");
  scene.press(Role::button, "Gửi đánh giá");
  CHECK(scene.says("Đã lưu trên máy"));
  REQUIRE(scene.answer_slow(Error{ErrorCode::lookup_failed, {}}));
  CHECK(scene.says("Cơ quan chưa nhận được"));
  CHECK(scene.says("Không tìm thấy hồ sơ khớp"));
  scene.check("citizen_rating_refused_vi");
  scene.slow_path.clear();
  scene.press(Role::button, "Gửi lại");
  CHECK(citizen.rating().score == Score::satisfied);
}

TEST_CASE("in a window that keeps nothing a rating is not said to be saved") {
  Citizen citizen;
  citizen.scene.app().on_storage_unavailable();
  citizen.scene.set_online(false);
  citizen.open_dossier();
  citizen.scene.press(Role::radio, "Hài lòng");
  citizen.scene.press(Role::button, "Gửi đánh giá");
  CHECK(citizen.scene.says("Chưa gửi; hãy giữ trang này mở"));
  CHECK_FALSE(citizen.scene.says("Đã lưu trên máy"));
}

TEST_CASE("removing a dossier takes its rating from the phone, the office keeps it") {
  Citizen citizen;
  citizen.open_dossier();
  citizen.scene.press(Role::radio, "Hài lòng");
  citizen.scene.press(Role::button, "Gửi đánh giá");
  citizen.scene.press(Role::button, "Xoá khỏi máy này");
  CHECK(citizen.scene.database().query_integer("SELECT count(*) FROM my_rating").value() == 0);
  CHECK(citizen.scene.office.ratings().summary()->count() == 1);
}

TEST_CASE("feedback takes at most five taps and the text, and its answer is there when the app is opened again") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.tap(Role::link, "Phản ánh, kiến nghị, Góp ý với cơ quan và xem trả lời");
  scene.check("citizen_feedback_none_vi");
  citizen.tap(Role::button, "Viết phản ánh");
  citizen.tap(Role::radio, "Thời hạn");
  ++citizen.taps;  // Into the text.
  scene.type("Nội dung", "Chờ quá lâu ở quầy số 3");
  scene.check("citizen_feedback_write_vi");
  citizen.tap(Role::button, "Gửi phản ánh");
  CHECK(citizen.taps <= 5);
  CHECK(scene.address() == "#/feedback");
  CHECK(scene.says("Đã gửi đến cơ quan"));
  const auto rows = scene.office.feedback().list(true);
  REQUIRE(rows->size() == 1);
  const auto& row = rows->front();
  CHECK(row.text == "Chờ quá lâu ở quầy số 3");
  CHECK(row.subject == feedback::Subject::time);
  CHECK(scene.says("Mã phản ánh " + row.receipt));
  scene.check("citizen_feedback_sent_vi");

  REQUIRE(scene.office.feedback().answer(row.receipt, "Chúng tôi đã mở thêm quầy.", scene.clock.now()));
  scene.clock.advance_ms(20LL * 60 * 1000);
  scene.restart();
  CHECK(scene.has(Role::link, "Phản ánh, kiến nghị, Cơ quan đã trả lời bạn"));
  scene.press(Role::link, "Phản ánh, kiến nghị, Cơ quan đã trả lời bạn");
  CHECK(scene.has(Role::text, "Chúng tôi đã mở thêm quầy."));
  scene.check("citizen_feedback_answered_vi");
  scene.open("#/");
  CHECK(scene.has(Role::link, "Phản ánh, kiến nghị, Góp ý với cơ quan và xem trả lời"));
}

TEST_CASE("feedback on a dossier names it to the office; a telephone number goes with it and then leaves the phone") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.open_dossier();
  scene.press(Role::link, "Phản ánh về hồ sơ này, Góp ý với cơ quan và xem trả lời");
  CHECK(scene.says(kCode));
  scene.type("Nội dung", "Tên trong giấy khai sinh bị sai dấu");
  scene.type("Số điện thoại (không bắt buộc)", "0912 345 678");
  scene.press(Role::button, "Gửi phản ánh");
  const auto rows = scene.office.feedback().list(true);
  REQUIRE(rows->size() == 1);
  CHECK(rows->front().dossier_code == kCode);
  CHECK(scene.office.feedback().phone(rows->front().receipt) == "0912345678");
  CHECK(scene.database().query_integer("SELECT count(*) FROM my_feedback WHERE phone <> ''").value() == 0);
}

TEST_CASE("an update, which would lose what is being written, is offered once it is sent") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  scene.open("#/feedback/new");
  scene.app().on_update_ready();
  scene.settle();
  CHECK(scene.has(Role::button, "Cập nhật"));
  scene.type("Nội dung", "Ghế chờ hỏng");
  CHECK_FALSE(scene.has(Role::button, "Cập nhật"));
  scene.press(Role::button, "Gửi phản ánh");
  CHECK(scene.has(Role::button, "Cập nhật"));
}

TEST_CASE("feedback without words, or with something else for a number, is not sent; the field says what is wrong") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  scene.open("#/feedback/new");
  scene.press(Role::button, "Gửi phản ánh");
  CHECK(scene.find(Role::text_area, "Nội dung")->description == "Hãy điền ô này");
  CHECK(scene.focus()->name == "Nội dung");
  scene.type("Nội dung", "Ghế chờ hỏng");
  scene.type("Số điện thoại (không bắt buộc)", "hỏi hàng xóm");
  scene.press(Role::button, "Gửi phản ánh");
  CHECK(scene.find(Role::text_field, "Số điện thoại (không bắt buộc)")->description ==
        "Nhập từ 8 đến 15 chữ số, hoặc để trống");
  CHECK(scene.address() == "#/feedback/new");
  scene.check("citizen_feedback_wrong_vi");
  CHECK(scene.office.feedback().list(false)->empty());
}

TEST_CASE("feedback written without a network waits on the phone and is sent once; another phone reads the answer") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  scene.set_online(false);
  scene.open("#/feedback/new");
  scene.type("Nội dung", "Ghế chờ hỏng");
  scene.press(Role::button, "Gửi phản ánh");
  CHECK(scene.says("Đã lưu trên máy, sẽ gửi khi có mạng"));
  CHECK_FALSE(scene.has(Role::button, "Xoá khỏi máy này"));
  scene.restart();
  scene.set_online(true);
  const auto rows = scene.office.feedback().list(false);
  REQUIRE(rows->size() == 1);

  AppScene other("#/feedback");
  other.type("Mã phản ánh", "xyz");
  other.press(Role::button, "Xem trả lời");
  CHECK(other.says("Mã có 12 chữ và số"));
  other.type("Mã phản ánh", "0000 0000 0000");
  other.press(Role::button, "Xem trả lời");
  CHECK(other.says("Cơ quan không có phản ánh mang mã này"));
  const std::string receipt = rows->front().receipt;
  scene.open("#/feedback");
  scene.type("Mã phản ánh", receipt);
  scene.press(Role::button, "Xem trả lời");
  CHECK(scene.says("chưa trả lời"));
  REQUIRE(scene.office.feedback().answer(receipt, "Đã thay ghế mới.", scene.clock.now()));
  scene.press(Role::button, "Xem trả lời");
  CHECK(scene.has(Role::text, "Đã thay ghế mới."));
}

TEST_CASE("undo brings a removed dossier back with its rating, and removed feedback with its receipt") {
  Citizen citizen;
  AppScene& scene = citizen.scene;
  citizen.open_dossier();
  scene.press(Role::radio, "Hài lòng");
  scene.press(Role::button, "Gửi đánh giá");
  scene.press(Role::button, "Xoá khỏi máy này");
  scene.press(Role::button, "Hoàn tác");
  citizen.open_dossier();
  CHECK(scene.says("Bạn đã đánh giá"));

  scene.open("#/feedback/new");
  scene.type("Nội dung", "Ghế chờ hỏng");
  scene.press(Role::button, "Gửi phản ánh");
  scene.open("#/feedback");
  const std::string receipt = scene.office.feedback().list(false)->front().receipt;
  scene.press(Role::button, "Xoá khỏi máy này: " + receipt);
  CHECK(scene.says("Chưa có phản ánh nào"));
  scene.press(Role::button, "Hoàn tác");
  CHECK(scene.says("Ghế chờ hỏng"));
  CHECK(scene.says(receipt));
}

TEST_CASE("what a citizen says, in English") {
  AppScene scene("#/", Language::en);
  scene.office.add_returned_dossier();
  scene.open("#/d/H26.18-231103-0003/QRS456");
  scene.press(Role::radio, "Dissatisfied");
  scene.check("citizen_rating_en");
  scene.open("#/feedback/new");
  scene.check("citizen_feedback_write_en");
  scene.type("What you want to say", "The chairs are broken");
  scene.press(Role::button, "Send the feedback");
  scene.check("citizen_feedback_sent_en");
}
