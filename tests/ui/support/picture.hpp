#pragma once
#include <cstdint>
#include <string>
#include <vector>

struct ImDrawData;

namespace motcua::ui::test {

/// An RGB image.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

/// What a renderer does for ImGui's textures; call after each frame that is not rasterised.
void accept_textures(const ImDrawData& data);

/// Draws Dear ImGui's triangles in software: how people look at a screen without a browser.
[[nodiscard]] Picture rasterise(const ImDrawData& data);

/// Writes an uncompressed PNG.
void write_png(const Picture& picture, const std::string& path);

}  // namespace motcua::ui::test
