#include <doctest/doctest.h>

#include "motcua/survey/messages.hpp"
#include "support/app_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using motcua::ui::test::AppScene;
using motcua::ui::test::Office;

namespace {

void sign_in(AppScene& scene) {
  scene.type("Tên đăng nhập", Office::kUser);
  scene.type("Mật khẩu", Office::kPassword);
  scene.press(Role::button, "Đăng nhập");
}

}  // namespace

TEST_CASE("Enter in the password field signs in") {
  AppScene scene("#/admin");
  scene.type("Tên đăng nhập", Office::kUser);
  scene.type("Mật khẩu", Office::kPassword);
  scene.press(Role::text_field, "Mật khẩu");
  CHECK_FALSE(scene.has(Role::button, "Đăng nhập"));
}

TEST_CASE("an admin signs in and sees the counts") {
  AppScene scene("#/admin");
  scene.office.publish("ward-9-items");
  scene.office.add_dossiers();
  scene.check("admin_sign_in_vi");
  sign_in(scene);
  CHECK(scene.has(Role::heading, "Tổng quan"));
  CHECK(scene.says("Hồ sơ chưa xong"));
  CHECK(scene.find(Role::link, "Tổng quan")->flags == kSelected);
  scene.check("admin_overview_vi");
}

TEST_CASE("the overview tells how citizens rated once there are enough ratings, and how much feedback waits") {
  AppScene scene("#/admin");
  const CivilDate today = to_civil(scene.clock.now()).date;
  const CivilDate sunday = CivilDate::from_days(today.days() - today.weekday() - 1);
  using enum feedback::Score;
  scene.office.add_ratings({very_satisfied, satisfied, satisfied, neutral});
  sign_in(scene);
  CHECK(scene.says(
      "Tính vào cuối tuần, khi có thêm từ 5 hồ sơ được đánh giá lần đầu, để không ai đoán được ai đã cho điểm nào"));
  CHECK_FALSE(scene.has(Role::table, "Công dân đánh giá việc giải quyết hồ sơ"));
  scene.office.add_ratings({very_dissatisfied});
  REQUIRE(scene.office.feedback().store({}, {{}, feedback::Subject::time, "Chờ lâu", {}}, scene.clock.now()));
  scene.press(Role::button, "Cập nhật");
  REQUIRE(scene.has(Role::table, "Công dân đánh giá việc giải quyết hồ sơ"));
  CHECK(scene.says("5 đánh giá, tính đến hết ngày " + display_date(sunday)));
  CHECK(scene.says("40\u00A0%"));
  CHECK(scene.says("Phản ánh chưa trả lời"));
  scene.check("admin_overview_rated_vi");
}

TEST_CASE("signing in and out moves the focus to the heading of what is there then") {
  AppScene scene("#/admin");
  sign_in(scene);
  REQUIRE(scene.focus());
  CHECK(scene.focus()->name == "Tổng quan");
  CHECK(scene.focus()->role == Role::heading);
  scene.press(Role::button, "Đăng xuất");
  CHECK(scene.has(Role::text_field, "Mật khẩu"));
  REQUIRE(scene.focus());
  CHECK(scene.focus()->role == Role::heading);
}

TEST_CASE("what was asked for before signing out never reaches the next session") {
  AppScene scene("#/admin");
  sign_in(scene);
  scene.slow_path = survey::kOverviewPath;
  scene.press(Role::button, "Cập nhật");
  scene.press(Role::button, "Đăng xuất");
  SUBCASE("the former session is over for the server: the new user is not signed out") {
    sign_in(scene);
    CHECK(scene.has(Role::heading, "Tổng quan"));
    CHECK(scene.answer_slow(Error{ErrorCode::not_signed_in, {}}));
    CHECK(scene.has(Role::heading, "Tổng quan"));
    CHECK_FALSE(scene.has(Role::text_field, "Mật khẩu"));
  }
  SUBCASE("counts of the former session are not shown to the new user") {
    sign_in(scene);
    CHECK(scene.answer_slow());
    CHECK_FALSE(scene.says("Hồ sơ chưa xong"));
    scene.slow_path.clear();
    scene.settle();
    CHECK(scene.says("Hồ sơ chưa xong"));
  }
  SUBCASE("nobody is signed in yet: nothing is said") {
    CHECK(scene.answer_slow(Error{ErrorCode::not_signed_in, {}}));
    CHECK(scene.has(Role::text_field, "Mật khẩu"));
    CHECK_FALSE(scene.says("Bạn cần đăng nhập lại"));
  }
}

TEST_CASE("a wrong password says so, clears the password and keeps the name") {
  AppScene scene("#/admin");
  scene.type("Tên đăng nhập", Office::kUser);
  scene.type("Mật khẩu", "sai");
  scene.press(Role::button, "Đăng nhập");
  CHECK(scene.says("Sai tên đăng nhập hoặc mật khẩu."));
  CHECK(scene.find(Role::text_field, "Tên đăng nhập")->value == Office::kUser);
  CHECK(scene.find(Role::text_field, "Mật khẩu")->value.empty());
}

TEST_CASE("closing the page signs out: the token is nowhere on the device") {
  AppScene scene("#/admin");
  sign_in(scene);
  CHECK(scene.has(Role::heading, "Tổng quan"));
  scene.restart();
  scene.open("#/admin");
  CHECK(scene.has(Role::text_field, "Mật khẩu"));
  scene.online = false;
  sign_in(scene);
  CHECK(scene.says("Không kết nối được máy chủ. Hãy kiểm tra mạng rồi thử lại."));
}

TEST_CASE("lists with nothing in them say what will be there") {
  AppScene scene("#/admin");
  sign_in(scene);
  scene.open("#/admin/responses");
  CHECK(scene.says("Chưa có phiếu nào"));
  scene.check("admin_responses_empty_vi");
  scene.open("#/admin/dossiers");
  CHECK(scene.says("motcua dossier import"));
}

TEST_CASE("a list that cannot be fetched offers to try again") {
  AppScene scene("#/admin");
  sign_in(scene);
  scene.online = false;
  scene.open("#/admin/dossiers");
  CHECK(scene.says("Không kết nối được máy chủ. Hãy kiểm tra mạng rồi thử lại."));
  scene.online = true;
  scene.press(Role::button, "Thử lại");
  CHECK(scene.says("Chưa có hồ sơ nào"));
}

TEST_CASE("the desk in English") {
  AppScene scene("#/admin", Language::en);
  scene.office.add_dossiers();
  scene.check("admin_sign_in_en");
  scene.type("User name", Office::kUser);
  scene.type("Password", Office::kPassword);
  scene.press(Role::button, "Sign in");
  scene.check("admin_overview_en");
  scene.viewport.width = 1280;
  scene.app().set_viewport(scene.viewport);
  scene.open("#/admin/dossiers");
  scene.check("admin_dossiers_en");
}
