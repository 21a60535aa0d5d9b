#pragma once
#include <optional>
#include <string>

#include "support/picture.hpp"

/// Pictures of screens, strongly reduced, as files that are compared and kept. They hold what the tree does not:
/// colours, shapes, what lies where.
namespace motcua::ui::test {

/// One cell of a kept picture is so many dp wide and high.
inline constexpr int kCell = 10;
/// A channel of a cell may differ by so much of 255: more than rounding and another compiler make, less than another
/// colour or a missing icon.
inline constexpr int kCellTolerance = 26;
/// So many cells may differ by more.
inline constexpr int kCellsOff = 3;

/// The mean of each `factor` × `factor` pixels.
[[nodiscard]] Picture reduce(const Picture& picture, int factor);

/// "WIDTH HEIGHT", then a line a row with two letters a cell: sixteen steps each of red, green and blue.
[[nodiscard]] std::string to_text(const Picture& picture);
/// nullopt when the text is no picture.
[[nodiscard]] std::optional<Picture> from_text(const std::string& text);

/// What differs, in words for who reads a failing test: how much, and where it is worst. Empty when they are the same
/// within the tolerance.
[[nodiscard]] std::string difference(const Picture& golden, const Picture& now);

/// `picture` with each pixel `factor` times as large, to look at.
[[nodiscard]] Picture enlarge(const Picture& picture, int factor);

}  // namespace motcua::ui::test
