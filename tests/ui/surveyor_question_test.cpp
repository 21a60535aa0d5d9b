#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/question.hpp"
#include "support/kit_scene.hpp"
#include "tokens.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;
using forms::ControlKind;
using forms::ItemView;

namespace {

ItemView satisfaction(std::string value = {}) {
  return {.ref = "/data/q15",
          .control = ControlKind::select1,
          .appearance = "likert",
          .label = "15. Hình thức công khai thông tin về thủ tục hành chính đa dạng, dễ tiếp cận, dễ hiểu",
          .value = std::move(value),
          .choices = {{"1", "Rất không hài lòng"},
                      {"2", "Không hài lòng"},
                      {"3", "Bình thường"},
                      {"4", "Hài lòng"},
                      {"5", "Rất hài lòng"},
                      {"0", "Không có ý kiến / chưa sử dụng"}},
          .required = true};
}

ItemView sex(std::string value = {}) {
  return {.ref = "/data/sex",
          .control = ControlKind::select1,
          .label = "Giới tính",
          .value = std::move(value),
          .choices = {{"1", "Nam"}, {"2", "Nữ"}}};
}

ItemView channels(std::string value = {}) {
  return {.ref = "/data/c2",
          .control = ControlKind::select,
          .label = "Câu 2. Ông/Bà theo dõi các chính sách ở câu 1 qua những kênh thông tin nào?",
          .hint = "Có thể chọn nhiều kênh",
          .value = std::move(value),
          .choices = {{"1", "Loa phát thanh xã, phường"}, {"2", "Mạng internet"}}};
}

const Node* find(const SemanticTree& tree, Role role, std::string_view name) {
  const auto found =
      std::find_if(tree.begin(), tree.end(), [&](const Node& node) { return node.role == role && node.name == name; });
  return found == tree.end() ? nullptr : &*found;
}

/// One question alone on a screen.
class Scene {
 public:
  explicit Scene(ItemView shown) : item(std::move(shown)) {}
  const SemanticTree& show() {
    return kit.show([this](Ui& ui) { build(ui); });
  }
  /// What the question returns when the node is pressed.
  std::optional<std::string> press(Role role, std::string_view name) {
    const Node* node = find(show(), role, name);
    if (node == nullptr) return std::nullopt;
    kit.send({Ui::Event::activate, node->id, {}}, [this](Ui& ui) { build(ui); });
    return std::exchange(answer, std::nullopt);
  }

  ItemView item;
  QuestionOptions options;
  KitScene kit;

 private:
  void build(Ui& ui) {
    const auto page = ui.scroller("page", {.padding = Edges::all(space::l)}, {});
    if (auto value = question(ui, item, options)) answer = std::move(value);
  }
  std::optional<std::string> answer;
};

}  // namespace

TEST_CASE("a satisfaction question is a radio group with five steps and a way to say nothing") {
  Scene scene(satisfaction());
  const auto& tree = scene.show();
  const Node* group = find(tree, Role::radio_group, scene.item.label);
  REQUIRE(group != nullptr);
  CHECK((group->flags & kRequired) != 0);
  CHECK(std::count_if(tree.begin(), tree.end(), [](const Node& n) { return n.role == Role::radio; }) == 6);
  CHECK(scene.press(Role::radio, "Hài lòng") == "4");
  CHECK(scene.press(Role::radio, "Không có ý kiến / chưa sử dụng") == "0");
}

TEST_CASE("the step that was chosen is the only one checked") {
  Scene scene(satisfaction("5"));
  for (const Node& node : scene.show()) {
    if (node.role == Role::radio) CHECK(((node.flags & kChecked) != 0) == (node.name == "Rất hài lòng"));
  }
}

TEST_CASE("steps are at least as large as a finger on every phone") {
  for (const float width : {320.0F, 360.0F, 390.0F, 1280.0F}) {
    Scene scene(satisfaction());
    scene.kit.viewport.width = width;
    for (const Node& node : scene.show()) {
      if (node.role != Role::radio) continue;
      CAPTURE(width);
      CAPTURE(node.name);
      CHECK(node.w >= kTouch);
      CHECK(node.h >= kTouch);
    }
    for (const auto& problem : scene.kit.ui().problems()) FAIL_CHECK(problem);
  }
}

TEST_CASE("large text or a narrow screen turns the scale into a list") {
  const ItemView item = satisfaction();
  CHECK(choice_layout(item, 256, 1) == ChoiceLayout::scale);
  CHECK(choice_layout(item, 240, 1) == ChoiceLayout::stacked);
  CHECK(choice_layout(item, 326, 2) == ChoiceLayout::stacked);
}

TEST_CASE("two short answers stand side by side, long ones under each other") {
  ItemView item = sex();
  CHECK(choice_layout(item, 256, 1) == ChoiceLayout::row);
  CHECK(choice_layout(item, 256, 2) == ChoiceLayout::row);
  item.choices[1].label = "Một số công chức gây phiền hà, sách nhiễu";
  CHECK(choice_layout(item, 256, 1) == ChoiceLayout::stacked);
}

TEST_CASE("everything fits at text scale 2 and 320 px") {
  for (const ItemView& item : {satisfaction("3"), sex("1"), channels("1 2")}) {
    Scene scene(item);
    scene.kit.viewport.width = 320;
    scene.kit.viewport.text_scale = 2;
    scene.options.problem = "Câu này bắt buộc trả lời.";
    scene.show();
    CAPTURE(item.ref);
    for (const auto& problem : scene.kit.ui().problems()) FAIL_CHECK(problem);
  }
}

TEST_CASE("several answers are checkboxes in a named group, each press adds or takes out one") {
  Scene scene(channels("1"));
  const Node* group = find(scene.show(), Role::group, scene.item.label);
  REQUIRE(group != nullptr);
  CHECK(group->description == "Có thể chọn nhiều kênh");
  CHECK(scene.press(Role::checkbox, "Mạng internet") == "1 2");
  CHECK(scene.press(Role::checkbox, "Loa phát thanh xã, phường") == "");
}

TEST_CASE("an optional choice can be taken back, a required one only changed") {
  Scene optional(sex("1"));
  CHECK(optional.press(Role::button, "Bỏ chọn: Giới tính") == "");
  Scene required(satisfaction("3"));
  CHECK(find(required.show(), Role::button, "Bỏ chọn: " + required.item.label) == nullptr);
}

TEST_CASE("the type of a typed question decides the keyboard") {
  const std::array<std::pair<forms::DataType, Field>, 4> kinds{{{forms::DataType::string, Field::text},
                                                                {forms::DataType::integer, Field::integer},
                                                                {forms::DataType::decimal, Field::decimal},
                                                                {forms::DataType::date, Field::date}}};
  for (const auto& [type, field] : kinds) {
    Scene scene({.ref = "/data/x", .type = type, .label = "Tuổi"});
    const Node* node = find(scene.show(), Role::text_field, "Tuổi");
    REQUIRE(node != nullptr);
    CHECK(node->field == field);
  }
  Scene area({.ref = "/data/note", .appearance = "multiline", .label = "Ý kiến khác"});
  CHECK(find(area.show(), Role::text_area, "Ý kiến khác") != nullptr);
}

TEST_CASE("a problem is told with the field and marks it") {
  Scene scene({.ref = "/data/x", .label = "Tuổi", .hint = "Số tuổi tròn"});
  scene.options.problem = "Tuổi phải từ 18";
  const Node* node = find(scene.show(), Role::text_field, "Tuổi");
  REQUIRE(node != nullptr);
  CHECK(node->description == "Tuổi phải từ 18");
  CHECK((node->flags & kInvalid) != 0);
}

TEST_CASE("what a question refused stays in its field") {
  Scene scene({.ref = "/data/x", .type = forms::DataType::integer, .label = "Tuổi", .value = "12"});
  const std::string typed = "12a";
  scene.options.typed = &typed;
  CHECK(find(scene.show(), Role::text_field, "Tuổi")->value == "12a");
}

TEST_CASE("what is only to be read is text and takes no answer") {
  Scene scene({.ref = "/data/total", .label = "Tổng điểm", .value = "42", .readonly = true});
  const auto& tree = scene.show();
  CHECK(find(tree, Role::text, "Tổng điểm") != nullptr);
  CHECK(find(tree, Role::text, "42") != nullptr);
  CHECK(std::none_of(tree.begin(), tree.end(), [](const Node& n) { return n.role == Role::text_field; }));
}

TEST_CASE("words in another language than the interface's say so") {
  Scene scene(satisfaction());
  scene.options.language = "en";
  CHECK(find(scene.show(), Role::radio, "Hài lòng")->language == "en");
}
