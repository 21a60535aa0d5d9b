#pragma once
#include <initializer_list>
#include <string_view>

#include "support/app_scene.hpp"

namespace motcua::ui::test {

void enrol(AppScene& scene);
/// An enrolled device that has loaded these forms and is offline: "x.xml" of assets/forms, "test:x.xml" of
/// tests/ui/forms.
void prepare(AppScene& scene, std::initializer_list<const char*> forms);
/// Presses the answer `label` of the radio group `question`.
void choose(AppScene& scene, std::string_view question, std::string_view label);
/// Gives the last answer to every open question of the page: for satisfaction the one below the scale. How many that
/// were.
std::size_t answer_page(AppScene& scene);
/// Presses the first button whose name begins with `start`; a missing one fails the test.
void press_starting(AppScene& scene, std::string_view start);
/// The names of the buttons that begin with `start`.
[[nodiscard]] std::vector<std::string> buttons_starting(AppScene& scene, std::string_view start);

}  // namespace motcua::ui::test
