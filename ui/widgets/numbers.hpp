#pragma once
#include <optional>
#include <string>

/// Numbers as fields and sliders read and write them.
namespace motcua::ui {

/// As many as it takes to write the number, at most six.
[[nodiscard]] int decimals(double number);

/// The number that the text begins with, a comma or a point before its decimals; nullopt when there is none.
[[nodiscard]] std::optional<double> number_of(std::string text);

/// With as many decimals as it has, and a point.
[[nodiscard]] std::string plain(double number);

/// A number as people here read it: "2,5", because a point stands between thousands.
[[nodiscard]] std::string with_comma(std::string number);

}  // namespace motcua::ui
