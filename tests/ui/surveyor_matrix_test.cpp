#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "support/survey_scene.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

constexpr const char* kNewSipas = "Làm phiếu mới: Phiếu khảo sát sự hài lòng của người dân (SIPAS 2023)";
constexpr const char* kNoOpinion = "Không có ý kiến / chưa sử dụng";
constexpr const char* kFirst =
    "1. Cơ quan nhà nước cung cấp, giải thích thông tin về chính sách bằng nhiều hình thức, dễ tìm, dễ thấy";
constexpr const char* kSecond = "2. Cơ quan nhà nước cung cấp thông tin về chính sách đầy đủ, dễ hiểu";
/// Longer than the answer that ends a page is seen before the next page comes, and than a late tap is still late.
constexpr std::int64_t kPause = 2000;
/// As long as the former only.
constexpr std::int64_t kTurn = 500;

/// An open radio group that must be answered, from the top of the page.
const Node* open_group(AppScene& scene) {
  const SemanticTree& tree = scene.app().semantics();
  for (const Node& group : tree) {
    if (group.role != Role::radio_group || (group.flags & kRequired) == 0) continue;
    const bool answered = std::ranges::any_of(
        tree, [&](const Node& node) { return node.parent == group.id && (node.flags & kChecked) != 0; });
    if (!answered) return &group;
  }
  return nullptr;
}

const Node* radio_of(AppScene& scene, NodeId group, std::string_view name = {}) {
  for (const Node& node : scene.app().semantics()) {
    if (node.role == Role::radio && node.parent == group && (name.empty() || node.name == name)) return &node;
  }
  return nullptr;
}

void touch(AppScene& scene, NodeId node) {
  scene.app().focused(node, false);
  scene.app().activate(node);
  scene.settle();
}

/// A tap of a finger, and the time that a person takes for the next.
void tap(AppScene& scene, NodeId node) {
  touch(scene, node);
  scene.wait_ms(kPause);
}

/// The statements of SIPAS are on screen.
void to_statements(AppScene& scene) {
  prepare(scene, {"sipas-2023"});
  scene.open("#/survey/new/sipas-2023/2023.1");
  scene.open("#/survey/new/sipas-2023/2023.1/c9/a");
  REQUIRE(scene.find(Role::radio_group, kFirst) != nullptr);
}

std::string focused_group(AppScene& scene) {
  const auto focus = scene.focus();
  if (!focus) return "nothing";
  for (const Node& node : scene.app().semantics()) {
    if (node.id == focus->parent) return node.name;
  }
  return "no group";
}

}  // namespace

TEST_CASE("SIPAS's 33 statements take 40 taps at most, from the start to the end") {
  AppScene scene;
  prepare(scene, {"sipas-2023"});
  int statements = 0;
  int about_the_person = 0;
  int turns = 0;
  scene.press(Role::button, kNewSipas);
  for (int taps = 0; taps < 100 && !scene.has(Role::button, "Hoàn tất"); ++taps) {
    if (const Node* group = open_group(scene)) {
      ++(radio_of(scene, group->id, kNoOpinion) != nullptr ? statements : about_the_person);
      tap(scene, radio_of(scene, group->id)->id);
    } else {
      ++turns;
      scene.press(Role::button, "Tiếp tục");
    }
  }
  scene.press(Role::button, "Hoàn tất");
  CHECK(scene.has(Role::heading, "Đã hoàn tất, sẽ gửi khi có mạng"));
  CHECK(statements == 33);
  const int path = 1 + statements + turns + 1;
  MESSAGE("taps: " << path << " with start, pages without required questions and finish; with the " << about_the_person
                   << " required questions about the person " << path + about_the_person);
  CHECK(path <= 40);
  CHECK(about_the_person == 7);
}

TEST_CASE("after a tap the next statement has the focus, at the end of a page the next page has come") {
  AppScene scene;
  to_statements(scene);
  const Node* first = scene.find(Role::radio_group, kFirst);
  tap(scene, radio_of(scene, first->id, "Hài lòng")->id);
  CHECK(focused_group(scene) == kSecond);
  CHECK(scene.has(Role::heading, "I. Chính sách – A. Trách nhiệm giải trình"));
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kSecond)->id, "Hài lòng")->id);
  CHECK(scene.has(Role::heading, "I. Chính sách – B. Cơ hội tham gia của người dân"));
  REQUIRE(scene.focus());
  CHECK(scene.focus()->level == 1);
  CHECK(scene.says("Đã sang phần tiếp theo"));
  scene.press(Role::button, "Quay lại phần trước");
  CHECK(scene.has(Role::heading, "I. Chính sách – A. Trách nhiệm giải trình"));
  CHECK((radio_of(scene, scene.find(Role::radio_group, kSecond)->id, "Hài lòng")->flags & kChecked) != 0);
}

TEST_CASE("the answer that ends a page is seen first, and another tap meanwhile changes it and stays") {
  AppScene scene;
  to_statements(scene);
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kFirst)->id)->id);
  const NodeId second = scene.find(Role::radio_group, kSecond)->id;
  scene.app().activate(radio_of(scene, second, "Hài lòng")->id);
  scene.settle();
  CHECK((radio_of(scene, second, "Hài lòng")->flags & kChecked) != 0);
  scene.app().activate(radio_of(scene, second, "Bình thường")->id);
  scene.settle();
  scene.wait_ms(10 * kPause);
  CHECK(scene.has(Role::radio_group, kSecond));
  CHECK((radio_of(scene, second, "Bình thường")->flags & kChecked) != 0);
}

TEST_CASE("a tap just as the page turns by itself neither skips a page nor answers what nobody has read") {
  AppScene scene;
  to_statements(scene);
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kFirst)->id)->id);
  touch(scene, radio_of(scene, scene.find(Role::radio_group, kSecond)->id)->id);
  scene.wait_ms(kTurn);
  const std::string turned = "I. Chính sách – B. Cơ hội tham gia của người dân";
  REQUIRE(scene.has(Role::heading, turned));
  scene.press(Role::button, "Tiếp tục");
  CHECK(scene.has(Role::heading, turned));
  const NodeId unread = open_group(scene)->id;
  touch(scene, radio_of(scene, unread)->id);
  REQUIRE(open_group(scene));
  CHECK(open_group(scene)->id == unread);
  scene.wait_ms(kPause);
  touch(scene, radio_of(scene, unread)->id);
  CHECK((open_group(scene) == nullptr || open_group(scene)->id != unread));
  scene.press(Role::button, "Tiếp tục");
  CHECK_FALSE(scene.has(Role::heading, turned));
}

TEST_CASE("whoever corrects an earlier answer stays where they are") {
  AppScene scene;
  to_statements(scene);
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kFirst)->id)->id);
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kSecond)->id)->id);
  scene.press(Role::button, "Phần trước");
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kFirst)->id, "Rất hài lòng")->id);
  CHECK(scene.has(Role::radio_group, kSecond));
}

TEST_CASE("with the keyboard an arrow key only chooses, and Enter on the choice goes on") {
  AppScene scene;
  to_statements(scene);
  const NodeId radio = radio_of(scene, scene.find(Role::radio_group, kFirst)->id, "Hài lòng")->id;
  const auto key = [&] {
    scene.app().focused(radio, true);
    scene.app().activate(radio);
    scene.settle();
  };
  key();
  CHECK(focused_group(scene) != kSecond);
  key();
  CHECK(focused_group(scene) == kSecond);
}

TEST_CASE("who has switched it off, or sits at a desk, turns the pages alone") {
  AppScene scene;
  SUBCASE("switched off") {
    scene.open("#/settings");
    scene.press(Role::checkbox, "Tự sang câu tiếp theo");
  }
  SUBCASE("at a desk") {
    scene.viewport.width = 1280;
    scene.app().set_viewport(scene.viewport);
  }
  to_statements(scene);
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kFirst)->id)->id);
  CHECK(focused_group(scene) != kSecond);
  tap(scene, radio_of(scene, scene.find(Role::radio_group, kSecond)->id)->id);
  CHECK(scene.has(Role::radio_group, kSecond));
}

TEST_CASE("a table of a form is a card of statements, its head is no question") {
  AppScene scene;
  prepare(scene, {"test:choices.xml"});
  scene.open("#/survey/new/choices/1");
  CHECK(scene.has(Role::radio_group, "Thời gian chờ"));
  CHECK_FALSE(scene.has(Role::radio_group, "Nội dung"));
  CHECK(scene.says("0/9 câu"));
  scene.check("surveyor_table_vi");
  choose(scene, "Thời gian chờ", "Tốt");
  choose(scene, "Biển chỉ dẫn", "Được");
  CHECK(focused_group(scene) == "Nơi chờ sạch sẽ");  // What must be answered and was passed over.
  CHECK(scene.has(Role::button, "Bỏ chọn: Biển chỉ dẫn"));
  scene.check("surveyor_table_answered_vi");
}

TEST_CASE("lists are folded, searched or in columns as the form says") {
  AppScene scene;
  prepare(scene, {"test:choices.xml"});
  scene.open("#/survey/new/choices/1");
  scene.open("#/survey/new/choices/1/service");
  CHECK_FALSE(scene.has(Role::radio, "Hộ tịch"));
  scene.check("surveyor_lists_vi");
  const Node* fold = scene.find(Role::button, "Lĩnh vực: Chưa chọn");
  REQUIRE(fold != nullptr);
  CHECK(fold->description == "Ghi trên giấy hẹn");
  CHECK((fold->flags & (kExpandable | kExpanded)) == kExpandable);
  scene.press(Role::button, "Lĩnh vực: Chưa chọn");
  CHECK((scene.find(Role::button, "Lĩnh vực: Chưa chọn")->flags & kExpanded) != 0);
  choose(scene, "Lĩnh vực", "Hộ tịch");
  CHECK_FALSE(scene.has(Role::radio, "Đất đai"));
  REQUIRE(scene.focus());
  CHECK(scene.focus()->name == "Lĩnh vực: Hộ tịch");
  const Node* desk = scene.find(Role::checkbox, "Trực tiếp");
  const Node* web = scene.find(Role::checkbox, "Trên mạng");
  const Node* post = scene.find(Role::checkbox, "Bưu điện");
  CHECK(desk->y == web->y);
  CHECK(desk->x < web->x);
  CHECK(post->y > desk->y);
  CHECK(post->w == desk->w);
  CHECK(scene.has(Role::text_field, "Tìm lựa chọn: Phường"));
}

TEST_CASE("where the form says quick, one tap leads on even for who turns the pages alone") {
  AppScene scene;
  scene.open("#/settings");
  scene.press(Role::checkbox, "Tự sang câu tiếp theo");
  prepare(scene, {"test:choices.xml"});
  scene.open("#/survey/new/choices/1");
  choose(scene, "Thời gian chờ", "Tốt");
  choose(scene, "Nơi chờ sạch sẽ", "Tốt");
  scene.press(Role::button, "Tiếp tục");
  scene.press(Role::button, "Tiếp tục");
  choose(scene, "Có quay lại không?", "Không bao giờ quay lại nữa");
  scene.wait_ms(kPause);
  CHECK(scene.has(Role::text_field, "Ghi chú"));
}

TEST_CASE("the satisfaction statements look right on a phone and on a desk") {
  AppScene scene;
  to_statements(scene);
  choose(scene, kFirst, "Hài lòng");
  scene.check("surveyor_statements_vi");
}
