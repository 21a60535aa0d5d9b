#include "support/picture_golden.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

namespace motcua::ui::test {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
constexpr unsigned kStep = 17;  // 255 / 15

/// R, G, B.
using Rgb = std::array<unsigned, 3>;

Rgb at(const Picture& picture, int x, int y) {
  const std::uint32_t packed = picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
  return {packed & 0xFFU, packed >> 8U & 0xFFU, packed >> 16U & 0xFFU};
}

std::uint32_t packed(const Rgb& colour) { return colour[0] | colour[1] << 8U | colour[2] << 16U | 0xFF000000U; }

/// A picture whose pixels are what `colour` says of each.
template <class Of>
Picture painted(int width, int height, Of colour) {
  Picture out{width, height, {}};
  out.pixels.reserve(static_cast<std::size_t>(width * height));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) out.pixels.push_back(packed(colour(x, y)));
  }
  return out;
}

}  // namespace

Picture reduce(const Picture& picture, int factor) {
  const auto mean = [&](int x, int y) {
    Rgb sum{};
    unsigned count = 0;
    for (int py = y * factor; py < std::min((y + 1) * factor, picture.height); ++py) {
      for (int px = x * factor; px < std::min((x + 1) * factor, picture.width); ++px, ++count) {
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += at(picture, px, py)[i];
      }
    }
    for (unsigned& channel : sum) channel /= count;
    return sum;
  };
  return painted((picture.width + factor - 1) / factor, (picture.height + factor - 1) / factor, mean);
}

std::string to_text(const Picture& picture) {
  std::string text = std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n";
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      unsigned cell = 0;
      for (const unsigned channel : at(picture, x, y)) cell = cell << 4U | (channel + kStep / 2) / kStep;
      text += kLetters[cell >> 6U];
      text += kLetters[cell & 63U];
    }
    text += '\n';
  }
  return text;
}

std::optional<Picture> from_text(const std::string& text) {
  std::istringstream in(text);
  int width = 0;
  int height = 0;
  if (!(in >> width >> height) || width < 1 || height < 1 || width > 10'000 || height > 10'000) return std::nullopt;
  Picture picture{width, height, {}};
  std::string row;
  for (int y = 0; y < height; ++y) {
    if (!(in >> row) || row.size() != static_cast<std::size_t>(width) * 2) return std::nullopt;
    for (std::size_t x = 0; x < row.size(); x += 2) {
      const std::size_t high = kLetters.find(row[x]);
      const std::size_t low = kLetters.find(row[x + 1]);
      if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
      const std::size_t cell = high << 6U | low;
      const auto channel = [cell](unsigned shift) { return static_cast<unsigned>(cell >> shift & 15U) * kStep; };
      picture.pixels.push_back(packed({channel(8), channel(4), channel(0)}));
    }
  }
  return picture;
}

std::string difference(const Picture& golden, const Picture& now) {
  if (golden.width != now.width || golden.height != now.height) return "another size";
  int off = 0;
  int worst = 0;
  int worst_x = 0;
  int worst_y = 0;
  for (int y = 0; y < now.height; ++y) {
    for (int x = 0; x < now.width; ++x) {
      int most = 0;
      const Rgb was = at(golden, x, y);
      const Rgb is = at(now, x, y);
      for (std::size_t i = 0; i < is.size(); ++i)
        most = std::max(most, std::abs(static_cast<int>(was[i]) - static_cast<int>(is[i])));
      if (most > kCellTolerance) ++off;
      if (most <= worst) continue;
      worst = most;
      worst_x = x;
      worst_y = y;
    }
  }
  if (off <= kCellsOff) return {};
  std::ostringstream words;
  words << off << " of " << now.width * now.height << " cells of " << kCell << " dp differ, most (" << worst
        << " of 255) at x " << worst_x * kCell << " … " << (worst_x + 1) * kCell << " dp, y " << worst_y * kCell
        << " … " << (worst_y + 1) * kCell << " dp";
  return words.str();
}

Picture enlarge(const Picture& picture, int factor) {
  return painted(picture.width * factor, picture.height * factor,
                 [&](int x, int y) { return at(picture, x / factor, y / factor); });
}

}  // namespace motcua::ui::test
