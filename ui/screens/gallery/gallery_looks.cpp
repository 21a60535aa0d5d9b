// Charts, and the tokens that all is made of.
#include <array>

#include "charts/bars.hpp"
#include "charts/distribution.hpp"
#include "charts/lines.hpp"
#include "screens/gallery/gallery_parts.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui::gallery {
namespace {

void shares(Ui& ui) {
  const auto box = section(ui, Text::gallery_shares);
  distribution(ui, "shares",
               {.name = ui.tr(Text::gallery_shares),
                .label_title = "Nội dung",
                .steps = {"Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"},
                .rows = {{"Nơi tiếp nhận và trả kết quả", {2, 5, 14, 61, 40}},
                         {"Thái độ của công chức", {1, 2, 9, 48, 62}},
                         {kLong, {12, 20, 31, 40, 19}},
                         {ui.tr(Text::gallery_nothing), {0, 0, 0, 0, 0}}}});
}

void amounts(Ui& ui) {
  const auto box = section(ui, Text::gallery_amounts);
  bars(ui, "amounts",
       {.name = ui.tr(Text::gallery_amounts),
        .label_title = "Đơn vị",
        .value_title = "Hồ sơ",
        .bars = {{"Phường Phú Thượng", 1204, "1.204"},
                 {"Phường Tứ Liên", 876, "876"},
                 {kLong, 310, "310"},
                 {"Phường Bưởi", 3, "3"},
                 {"Phường Yên Phụ", 0, "0"}}});
}

void course(Ui& ui) {
  const auto box = section(ui, Text::gallery_course);
  lines(ui, "course",
        {.name = ui.tr(Text::gallery_course),
         .point_title = "Tuần",
         .points = {"02/11", "09/11", "16/11", "23/11", "30/11", "07/12"},
         .lines = {{"Tiếp nhận", {120, 156, 141, 188, 172, 194}},
                   {"Trả đúng hạn", {98, 120, 133, 150, 158, 171}},
                   {"Quá hạn", {12, 20, 9, 14, 6, 4}}}});
}

void type_scale(Ui& ui) {
  struct Step {
    const char* name;
    TypeStyle style;
  };
  constexpr std::array kSteps{Step{"display", type::display},
                              Step{"title", type::title},
                              Step{"headline", type::headline},
                              Step{"body", type::body},
                              Step{"body_strong", type::body_strong},
                              Step{"small", type::small},
                              Step{"small_strong", type::small_strong},
                              Step{"caption", type::caption},
                              Step{"caption_strong", type::caption_strong}};
  const auto box = section(ui, Text::gallery_type);
  for (const Step& step : kSteps) {
    const auto line = ui.column();
    ui.text(std::string(step.name) + " " + std::to_string(static_cast<int>(step.style.size)),
            {.style = type::caption, .colour = Colour::on_surface_muted, .may_break_words = true, .language = "en"});
    ui.text("Nghiễm nhiên ướt đẫm, giữ lấy từng chữ Ộ Ẵ Ỹ", {.style = step.style});
  }
}

void swatch(Ui& ui, const char* name, Colour ground, Colour text) {
  const auto box = ui.column({.padding = Edges::symmetric(space::m, space::m),
                              .fill = ground,
                              .border = Colour::divider,
                              .radius = radius::m});
  ui.text(name, {.style = type::small_strong, .colour = text, .may_break_words = true, .language = "en"});
}

void colours(Ui& ui) {
  const auto box = section(ui, Text::gallery_colours);
  const auto grid = ui.grid({.gap = space::s, .columns = 4, .column_width = 150 * ui.icon_scale()});
  swatch(ui, "background", Colour::background, Colour::on_surface);
  swatch(ui, "surface", Colour::surface, Colour::on_surface);
  swatch(ui, "surface_low", Colour::surface_low, Colour::on_surface_muted);
  swatch(ui, "quiet", Colour::quiet, Colour::on_surface_muted);
  swatch(ui, "primary", Colour::primary, Colour::on_primary);
  swatch(ui, "primary_container", Colour::primary_container, Colour::on_primary_container);
  swatch(ui, "brand", Colour::brand, Colour::on_brand);
  swatch(ui, "brand_deep", Colour::brand_deep, Colour::gold);
  swatch(ui, "success_container", Colour::success_container, Colour::on_success_container);
  swatch(ui, "warning_container", Colour::warning_container, Colour::on_warning_container);
  swatch(ui, "danger_container", Colour::danger_container, Colour::on_danger_container);
  swatch(ui, "danger", Colour::danger, Colour::on_danger);
  swatch(ui, "inverse", Colour::inverse, Colour::on_inverse);
}

void shapes(Ui& ui) {
  struct Shape {
    const char* name;
    float radius;
    int elevation;
  };
  constexpr std::array kShapes{Shape{"s 8", radius::s, elevation::flat}, Shape{"m 12", radius::m, elevation::card},
                               Shape{"l 20", radius::l, elevation::bar},
                               Shape{"full", radius::full, elevation::dialog}};
  const auto box = section(ui, Text::gallery_shapes);
  const auto grid = ui.grid({.gap = space::xl, .padding = Edges::all(space::s), .columns = 4, .column_width = 72});
  for (const Shape& shape : kShapes) {
    const auto tile = ui.column({.align = Align::centre,
                                 .justify = Justify::centre,
                                 .min_height = 72,
                                 .fill = Colour::surface,
                                 .border = shape.elevation == elevation::flat ? Colour::divider : Colour::none,
                                 .radius = shape.radius,
                                 .elevation = shape.elevation});
    ui.text(shape.name, {.style = type::small_strong, .language = "en"});
  }
}

}  // namespace

void charts(Ui& ui) {
  shares(ui);
  amounts(ui);
  course(ui);
  const auto box = section(ui, Text::gallery_nothing);
  bars(ui, "empty", {});
}

void looks(Ui& ui) {
  type_scale(ui);
  colours(ui);
  shapes(ui);
}

}  // namespace motcua::ui::gallery
