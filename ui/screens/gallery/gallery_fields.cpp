#include "screens/gallery/gallery_parts.hpp"
#include "widgets/field.hpp"
#include "widgets/number_field.hpp"
#include "widgets/search_field.hpp"
#include "widgets/slider.hpp"

namespace motcua::ui::gallery {
namespace {

void texts(Ui& ui, State& state) {
  const auto box = section(ui, Text::gallery_text_fields);
  if (auto typed = text_field(
          ui, "name", {.label = "Họ và tên", .value = state.name, .hint = ui.tr(Text::gallery_hint), .required = true}))
    state.name = *typed;
  text_field(ui, "empty", {.label = ui.tr(Text::dossier_code), .field = Field::code, .example = "H26.18-231101-0001"});
  ui.pose(ui.id("focused"), Ui::Pose::focused);
  text_field(ui, "focused", {.label = ui.tr(Text::gallery_focused), .value = "Phú Thượng"});
  text_field(ui, "wrong",
             {.label = ui.tr(Text::gallery_wrong),
              .value = "2027-02-30",
              .shown = "30/02/2027",
              .field = Field::date,
              .problem = ui.tr(Text::gallery_wrong_text)});
  text_field(ui, "readonly", {.label = ui.tr(Text::gallery_disabled), .value = kLong, .readonly = true});
  text_field(ui, "secret", {.label = "Mật khẩu", .value = "mật khẩu", .field = Field::password});
  text_field(ui, "area", {.label = "Ý kiến", .value = kLong, .area = true});
}

void numbers(Ui& ui, State& state) {
  const auto box = section(ui, Text::gallery_numbers);
  if (auto now = number_field(ui, "people",
                              {.label = "Số người trong hộ",
                               .value = state.people,
                               .unit = "người",
                               .lowest = 1,
                               .highest = 30,
                               .hint = ui.tr(Text::gallery_hint),
                               .required = true}))
    state.people = *now;
  number_field(ui, "wrong",
               {.label = ui.tr(Text::gallery_wrong),
                .value = "240,5",
                .unit = "km",
                .highest = 200,
                .decimal = true,
                .problem = ui.tr(Text::gallery_wrong_text)});
  number_field(ui, "off", {.label = ui.tr(Text::gallery_disabled), .value = "2", .disabled = true});
  const auto keys = ui.keyed("score");
  if (auto now = slider(ui, "slider", {.label = "Chấm điểm", .value = state.score})) state.score = number_of(*now);
}

void searches(Ui& ui, Services& services, State& state) {
  const auto box = section(ui, Text::gallery_searches);
  if (auto typed = search_field(ui, "search", {.label = ui.tr(Text::select_search), .value = state.search}))
    state.search = *typed;
  search_field(ui, "full", {.label = ui.tr(Text::choices_search_example), .value = "Đăng ký khai sinh"});
  std::string ward;
  for (const SelectEntry& entry : wards()) {
    if (entry.key == state.ward) ward = entry.label;
  }
  if (select_field(ui, "ward",
                   {.label = "Phường, xã",
                    .shown = ward,
                    .hint = ui.tr(Text::gallery_hint),
                    .open = services.navigator.overlay() == "ward"}))
    services.navigator.open_overlay("ward");
  select_field(ui, "wrong",
               {.label = ui.tr(Text::gallery_wrong), .problem = ui.tr(Text::gallery_wrong_text), .required = true});
  select_field(ui, "long", {.label = "Thủ tục", .shown = kLong});
  select_field(ui, "off", {.label = ui.tr(Text::gallery_disabled), .shown = "Phường Tứ Liên", .disabled = true});
}

}  // namespace

const std::vector<SelectEntry>& wards() {
  static const std::vector<SelectEntry> kWards{
      {"1", "Phường Phú Thượng", "Quận Tây Hồ"},
      {"2", "Phường Nhật Tân", "Quận Tây Hồ"},
      {"3", "Phường Tứ Liên", "Quận Tây Hồ"},
      {"4", "Phường Quảng An", "Quận Tây Hồ"},
      {"5", "Phường Xuân La", "Quận Tây Hồ"},
      {"6", "Phường Yên Phụ", "Quận Tây Hồ"},
      {"7", "Phường Bưởi", "Quận Tây Hồ"},
      {"8", "Phường Thụy Khuê", "Quận Tây Hồ"},
      {"9", "Phường Minh Khai", "Quận Hai Bà Trưng"},
      {"10", "Phường Minh Khai", "Quận Bắc Từ Liêm"},
      {"11", "Phường Đội Cấn", "Quận Ba Đình"},
      {"12", "Xã Nghĩa Hành, thôn Xuân Đình và các khu lân cận", ""},
  };
  return kWards;
}

void fields(Ui& ui, Services& services, State& state) {
  texts(ui, state);
  numbers(ui, state);
  searches(ui, services, state);
}

}  // namespace motcua::ui::gallery
