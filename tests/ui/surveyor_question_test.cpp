#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "screens/surveyor/answer_text.hpp"
#include "screens/surveyor/choice_search.hpp"
#include "screens/surveyor/choices.hpp"
#include "screens/surveyor/question.hpp"
#include "screens/surveyor/special_questions.hpp"
#include "support/kit_scene.hpp"
#include "tokens.hpp"
#include "widgets/slider.hpp"

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
  QuestionState state;
  QuestionOptions options{.state = &state};
  KitScene kit;

  /// What the question returns when the page tells this of a node.
  std::optional<std::string> tell(NodeId node, std::string text) {
    show();
    kit.send({Ui::Event::type, node, std::move(text)}, [this](Ui& ui) { build(ui); });
    return std::exchange(answer, std::nullopt);
  }

  /// What the question returns when this is typed.
  std::optional<std::string> type(Role role, std::string_view name, std::string text) {
    const Node* node = find(show(), role, name);
    if (node == nullptr) return std::nullopt;
    kit.send({Ui::Event::type, node->id, std::move(text)}, [this](Ui& ui) { build(ui); });
    return std::exchange(answer, std::nullopt);
  }

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

TEST_CASE("a scale whose values fall, or are no numbers, does not smile at the wrong end") {
  ItemView item = satisfaction();
  std::reverse(item.choices.begin(), item.choices.begin() + 5);
  CHECK(choice_layout(item, 256, 1) == ChoiceLayout::scale);
  Scene scene(item);
  CHECK(scene.press(Role::radio, "Rất hài lòng") == "5");
  item.choices[2].value = "3a";
  CHECK(choice_layout(item, 256, 1) == ChoiceLayout::stacked);
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

namespace {

ItemView score(std::string value = {}) {
  return {.ref = "/data/score",
          .control = ControlKind::range,
          .type = forms::DataType::integer,
          .label = "Chấm điểm",
          .value = std::move(value),
          .range = forms::Range{.start = 0, .end = 10, .step = 1}};
}

ItemView order(std::string value = {}) {
  return {.ref = "/data/order",
          .control = ControlKind::rank,
          .label = "Xếp thứ tự",
          .value = std::move(value),
          .choices = {{.value = "time", .label = "Thời gian chờ"},
                      {.value = "attitude", .label = "Thái độ"},
                      {.value = "paper", .label = "Giấy tờ"}}};
}

/// As many communes as a district had, and more.
ItemView commune(std::string value = {}) {
  ItemView item{.ref = "/data/commune", .control = ControlKind::select1, .label = "Xã", .value = std::move(value)};
  for (int i = 1; i <= 500; ++i)
    item.choices.push_back(
        {.value = std::to_string(i), .label = "Xã " + std::to_string(i) + (i == 321 ? " Đông Anh" : "")});
  return item;
}

std::size_t count(const SemanticTree& tree, Role role) {
  return static_cast<std::size_t>(std::ranges::count(tree, role, &Node::role));
}

}  // namespace

TEST_CASE("a range is a slider with its ends, its step and what it says, and a button for one step at either side") {
  Scene scene(score("7"));
  const Node* slider = find(scene.show(), Role::slider, "Chấm điểm");
  REQUIRE(slider != nullptr);
  CHECK(slider->value == "0|10|1|7|7");
  CHECK(scene.press(Role::button, "Tăng: Chấm điểm") == "8");
  CHECK(scene.press(Role::button, "Giảm: Chấm điểm") == "6");
  CHECK(scene.type(Role::slider, "Chấm điểm", "3") == "3");
  CHECK(scene.type(Role::slider, "Chấm điểm", "99") == "10");
  CHECK(scene.press(Role::button, "Bỏ chọn: Chấm điểm") == "");
}

TEST_CASE("an unanswered range says so, and the first step leads to its lowest") {
  Scene scene(score());
  CHECK(find(scene.show(), Role::slider, "Chấm điểm")->value == "0|10|1||Chưa chọn");
  CHECK(scene.press(Role::button, "Tăng: Chấm điểm") == "0");
  CHECK(scene.press(Role::button, "Giảm: Chấm điểm") == "0");
}

TEST_CASE("a range that must be answered says so with its name, its buttons do not") {
  ItemView item = score();
  item.required = true;
  Scene scene(item);
  CHECK(find(scene.show(), Role::slider, "Chấm điểm, bắt buộc") != nullptr);
  CHECK(scene.press(Role::button, "Tăng: Chấm điểm") == "0");
}

TEST_CASE("at its end a range goes no further") {
  Scene scene(score("10"));
  CHECK((find(scene.show(), Role::button, "Tăng: Chấm điểm")->flags & kDisabled) != 0);
  CHECK_FALSE(scene.press(Role::button, "Tăng: Chấm điểm"));
}

TEST_CASE("a number on a scale has no more decimals than its step") {
  const SliderOptions half{.lowest = 0, .highest = 2, .step = 0.5};
  CHECK(on_scale(half, 0.74) == "0.5");
  CHECK(on_scale(half, 5) == "2.0");
  const SliderOptions thirds{.lowest = -1, .highest = 1, .step = 0.1};
  CHECK(on_scale(thirds, 0.30000000000000004) == "0.3");
  const SliderOptions uneven{.lowest = 0, .highest = 10, .step = 3};
  CHECK(on_scale(uneven, 10) == "9");
}

TEST_CASE("a rank is a list whose entries are moved by buttons, and its order may be kept as it is") {
  Scene scene(order());
  CHECK(count(scene.show(), Role::list_item) == 3);
  CHECK(scene.press(Role::button, "Giữ thứ tự này: Xếp thứ tự") == "time attitude paper");
  CHECK(scene.press(Role::button, "Đưa lên: Giấy tờ") == "time paper attitude");
  CHECK_FALSE(scene.press(Role::button, "Đưa lên: Thời gian chờ"));
  scene.item.value = "paper time attitude";
  CHECK(scene.press(Role::button, "Đưa xuống: Giấy tờ") == "time paper attitude");
  CHECK(find(scene.show(), Role::button, "Giữ thứ tự này: Xếp thứ tự") == nullptr);
  CHECK(scene.press(Role::button, "Bỏ chọn: Xếp thứ tự") == "");
}

TEST_CASE("a row of a rank is dragged over others and takes its place where it is let go") {
  Scene scene(order());
  const auto& tree = scene.show();
  std::vector<const Node*> grips;
  std::vector<const Node*> rows;
  for (const Node& node : tree) {
    if (node.role == Role::handle) grips.push_back(&node);
    if (node.role == Role::list_item) rows.push_back(&node);
  }
  REQUIRE(grips.size() == 3);
  const NodeId first = grips[0]->id;
  const float two_rows = rows[2]->y - rows[0]->y + 10;
  CHECK_FALSE(scene.tell(first, std::to_string(two_rows)));
  CHECK(scene.tell(first, std::to_string(two_rows) + " drop") == "attitude paper time");
  CHECK_FALSE(scene.tell(first, "2 drop"));
}

TEST_CASE("what is not ranked comes after what is, and a choice that is gone is left out") {
  CHECK(rank_order(order("paper gone")) == std::vector<std::string>{"paper", "time", "attitude"});
}

TEST_CASE("a long list shows its first choices and is searched without marks") {
  Scene scene(commune());
  CHECK(count(scene.show(), Role::radio) == 8);
  CHECK(find(scene.show(), Role::text, "Đang hiện 8 trong 500 lựa chọn") != nullptr);
  CHECK_FALSE(scene.type(Role::text_field, "Tìm lựa chọn: Xã", "dong  ANH"));
  CHECK(count(scene.show(), Role::radio) == 1);
  CHECK(scene.press(Role::radio, "Xã 321 Đông Anh") == "321");
  CHECK(scene.state.search.empty());
  CHECK_FALSE(scene.type(Role::text_field, "Tìm lựa chọn: Xã", "không có"));
  CHECK(find(scene.show(), Role::text, "Không có lựa chọn nào khớp") != nullptr);
}

TEST_CASE("the choice that is made stands alone until the search goes on") {
  Scene scene(commune("321"));
  CHECK(count(scene.show(), Role::radio) == 1);
  CHECK((find(scene.show(), Role::radio, "Xã 321 Đông Anh")->flags & kChecked) != 0);
  CHECK_FALSE(scene.type(Role::text_field, "Tìm lựa chọn: Xã", "xã 49"));
  CHECK(find(scene.show(), Role::radio, "Xã 321 Đông Anh") != nullptr);
  CHECK(find(scene.show(), Role::radio, "Xã 49") != nullptr);
}

TEST_CASE("a long list shows more when asked") {
  Scene scene(commune());
  CHECK_FALSE(scene.press(Role::button, "Hiện thêm lựa chọn: Xã"));
  CHECK(count(scene.show(), Role::radio) == 32);
}

TEST_CASE("of a long list with several answers the ticked ones are always shown") {
  ItemView item = commune("400 2");
  item.control = ControlKind::select;
  Scene scene(item);
  const auto& tree = scene.show();
  CHECK(count(tree, Role::checkbox) == 9);
  REQUIRE(find(tree, Role::checkbox, "Xã 400") != nullptr);
  CHECK(scene.press(Role::checkbox, "Xã 400") == "2");
}

TEST_CASE("a place is typed as latitude and longitude, and half of one is no answer") {
  Scene scene({.ref = "/data/here", .type = forms::DataType::geopoint, .label = "Vị trí"});
  CHECK_FALSE(scene.type(Role::text_field, "Vĩ độ", "21,03"));
  CHECK(scene.type(Role::text_field, "Kinh độ", "105.85") == "21.03 105.85 0 0");
  scene.item.value = "21.03 105.85 0 0";
  CHECK(find(scene.show(), Role::text_field, "Kinh độ")->value == "105.85");
  CHECK(scene.type(Role::text_field, "Kinh độ", "500") == "");
  scene.item.value = "";
  CHECK(find(scene.show(), Role::text_field, "Kinh độ")->description == "Nhập một số từ -180 đến 180");
}

TEST_CASE("beside a date stands the day of the lunar calendar") {
  Scene scene({.ref = "/data/x", .type = forms::DataType::date, .label = "Ngày giỗ", .value = "2025-07-25"});
  CHECK(find(scene.show(), Role::text, "Âm lịch: 1/6 nhuận, năm Ất Tỵ") != nullptr);
  scene.item.value = "2024-02-10";
  CHECK(find(scene.show(), Role::text, "Âm lịch: 1/1 năm Giáp Thìn") != nullptr);
  scene.item.appearance = "month-year";
  CHECK(find(scene.show(), Role::text, "Âm lịch: 1/1 năm Giáp Thìn") == nullptr);
}

TEST_CASE("yes and no are asked in words") {
  Scene scene({.ref = "/data/tick", .type = forms::DataType::boolean, .label = "Có hẹn không?"});
  CHECK(scene.press(Role::radio, "Có") == "true");
  CHECK(scene.press(Role::radio, "Không") == "false");
}

TEST_CASE("times, months and years are typed in native fields and stored as ODK has them") {
  struct Case {
    forms::DataType type;
    std::string appearance, value, field_text, read;
    Field field;
  };
  using forms::DataType;
  const std::array cases{Case{DataType::date, "", "2026-11-23", "2026-11-23", "23/11/2026", Field::date},
                         Case{DataType::date, "month-year", "2026-11-01", "2026-11", "11/2026", Field::month},
                         Case{DataType::date, "year", "2026-01-01", "2026", "2026", Field::integer},
                         Case{DataType::time, "", "08:30:00.000+07:00", "08:30", "08:30", Field::time},
                         Case{DataType::date_time, "", "2026-11-23T08:30:00.000+07:00", "2026-11-23T08:30",
                              "08:30 23/11/2026", Field::date_time}};
  for (const Case& c : cases) {
    const ItemView item{.ref = "/data/x", .type = c.type, .appearance = c.appearance, .label = "X", .value = c.value};
    CAPTURE(c.value);
    CHECK(field_for(item) == c.field);
    CHECK(to_field(item) == c.field_text);
    CHECK(from_field(item, c.field_text) == c.value);
    CHECK(answer_text(item) == c.read);
  }
}

TEST_CASE("a decimal may be typed with a comma, and large numbers are read in thousands") {
  const ItemView price{
      .ref = "/data/x", .type = forms::DataType::decimal, .appearance = "thousands-sep", .value = "-1234567.5"};
  CHECK(from_field(price, "7,5") == "7.5");
  CHECK(answer_text(price) == "-1.234.567,5");
}

TEST_CASE("a decimal is read with a comma, because a point stands between thousands") {
  const ItemView length{.ref = "/data/x", .type = forms::DataType::decimal, .value = "12.345"};
  CHECK(answer_text(length) == "12,345");
  CHECK(to_field(length) == "12.345");
  ItemView hours = score("1.5");
  hours.range = forms::Range{.start = 0, .end = 2, .step = 0.5};
  Scene scene(hours);
  CHECK(find(scene.show(), Role::slider, "Chấm điểm")->value == "0|2|0.5|1.5|1,5");
}

TEST_CASE("a label that ends in an answer which is not there yet ends before it") {
  ItemView item = score();
  item.label = "Điểm của ";
  item.required = true;
  Scene scene(item);
  CHECK(find(scene.show(), Role::slider, "Điểm của, bắt buộc") != nullptr);
}

TEST_CASE("answers are read by the labels of their choices") {
  CHECK(answer_text(channels("1 2")) == "Loa phát thanh xã, phường, Mạng internet");
  CHECK(answer_text(order("paper time attitude")) == "Giấy tờ; Thời gian chờ; Thái độ");
}

TEST_CASE("the longer explanation is behind a button that says whether it is open") {
  Scene scene({.ref = "/data/x", .label = "Ý kiến", .guidance = "Ghi đúng lời người dân"});
  CHECK(find(scene.show(), Role::text, "Ghi đúng lời người dân") == nullptr);
  const Node* button = find(scene.show(), Role::button, "Giải thích thêm: Ý kiến");
  REQUIRE(button != nullptr);
  CHECK((button->flags & kExpanded) == 0);
  CHECK_FALSE(scene.press(Role::button, "Giải thích thêm: Ý kiến"));
  CHECK(find(scene.show(), Role::text, "Ghi đúng lời người dân") != nullptr);
  CHECK((find(scene.show(), Role::button, "Giải thích thêm: Ý kiến")->flags & kExpanded) != 0);
}

TEST_CASE("every kind of question fits at text scale 2 and 320 px") {
  for (const ItemView& item :
       {score("7"), order(), order("paper time attitude"), commune(), commune("321"),
        ItemView{.ref = "/data/here", .type = forms::DataType::geopoint, .label = "Vị trí"},
        ItemView{.ref = "/data/photo", .control = ControlKind::upload, .label = "Ảnh", .required = true},
        ItemView{.ref = "/data/photo", .control = ControlKind::upload, .label = "Ảnh", .value = "1731900000123.jpg"}}) {
    Scene scene(item);
    scene.kit.viewport.width = 320;
    scene.kit.viewport.text_scale = 2;
    scene.show();
    CAPTURE(item.ref);
    for (const auto& problem : scene.kit.ui().problems()) FAIL_CHECK(problem);
  }
}
