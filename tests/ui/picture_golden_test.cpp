#include <doctest/doctest.h>

#include "support/kit_scene.hpp"
#include "support/picture_golden.hpp"

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

Picture picture_of(KitScene& scene, Icon icon, Colour fill, const std::string& words) {
  scene.viewport.width = 200;
  scene.viewport.height = 200;
  const auto build = [&](Ui& ui) {
    const auto column = ui.column({.padding = Edges::all(space::l), .align = Align::start, .fill = fill});
    if (icon != Icon::none) ui.icon(icon, 40);
    ui.text(words);
  };
  scene.show(build);
  scene.show(build);
  return reduce(scene.picture(), kCell);
}

}  // namespace

TEST_CASE("a kept picture is the same when it is read again, and so is one a little off") {
  KitScene scene;
  const Picture now = picture_of(scene, Icon::home, Colour::surface, "Hồ sơ");
  const auto kept = from_text(to_text(now));
  REQUIRE(kept);
  CHECK(kept->width == 20);
  CHECK(difference(*kept, now).empty());
  Picture near = now;
  for (std::uint32_t& pixel : near.pixels) {
    for (const unsigned shift : {0U, 8U, 16U}) {
      if ((pixel >> shift & 0xFFU) > 8) pixel -= 8U << shift;
    }
  }
  CHECK(difference(*kept, near).empty());
  CHECK_FALSE(from_text("20 20\nAAAA"));
  CHECK_FALSE(from_text(""));
}

TEST_CASE("a picture differs when an icon is missing, a colour is another, or something moved, and says where") {
  KitScene scene;
  const Picture now = picture_of(scene, Icon::home, Colour::surface, "Hồ sơ");
  const std::string without = difference(now, picture_of(scene, Icon::none, Colour::surface, "Hồ sơ"));
  CHECK(without.contains("cells of 10 dp differ"));
  CHECK(without.contains(" y "));
  CHECK_FALSE(difference(now, picture_of(scene, Icon::home, Colour::primary_container, "Hồ sơ")).empty());
  Picture smaller = now;
  smaller.height = 10;
  CHECK(difference(now, smaller) == "another size");
}
