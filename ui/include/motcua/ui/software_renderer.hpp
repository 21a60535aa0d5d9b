#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <vector>

struct ImDrawData;

namespace motcua::ui {

/// A picture: opaque pixels in rows from the top. In memory each is R, G, B, A.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;
};

/// Draws Dear ImGui's draw data with the processor alone: for browsers that give a worker no WebGL, and for pictures of
/// screens in tests. What it draws is what WebGL draws, but for the rounding of colours.
///
/// It is a renderer with ImGuiBackendFlags_RendererHasTextures and ImGuiBackendFlags_RendererHasVtxOffset; the caller
/// sets the two. One thread.
class SoftwareRenderer {
 public:
  /// Draws a frame over `background` (packed as ImU32). `data` asks for textures; what it asks is done.
  const Picture& draw(const ImDrawData& data, std::uint32_t background);
  /// Takes a texture of RGBA pixels, width * height of them, for Thumbnail::texture.
  [[nodiscard]] std::uint64_t add_texture(int width, int height, std::span<const std::uint32_t> pixels);
  /// Answers what `data` asks for textures, without drawing.
  static void accept_textures(const ImDrawData& data);

 private:
  Picture picture_;
  std::map<std::uint64_t, Picture> textures_;
};

}  // namespace motcua::ui
