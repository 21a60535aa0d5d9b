#pragma once
#include <cstdint>
#include <memory>
#include <span>

namespace motcua::wasm {

/// Draws Dear ImGui's draw data on the OffscreenCanvas `Module.canvas`. Needs the Dear ImGui context that App::create
/// made, and lives no longer than it.
class Canvas {
 public:
  virtual ~Canvas() = default;
  /// Device pixels a CSS px that are drawn where the screen has `wanted`.
  [[nodiscard]] virtual float density(float wanted) const { return wanted; }
  /// Before App::frame.
  virtual void begin() {}
  /// After App::frame: draws what ImGui::GetDrawData() holds.
  virtual void draw() = 0;
  /// A texture of RGBA pixels, width * height of them, for ui::Thumbnail.
  [[nodiscard]] virtual std::uint64_t texture(int width, int height, std::span<const std::uint32_t> pixels) = 0;
  /// The browser took the graphics context away, as phones do in the background: until it comes back nothing is drawn
  /// and everything else goes on. Every texture is gone.
  virtual void on_context_lost() {}
  virtual void on_context_restored() {}
};

/// By WebGL2 where a graphics card stands behind it and a worker has it, else by the processor; null when it draws in
/// neither way.
[[nodiscard]] std::unique_ptr<Canvas> open_canvas();

/// The one way each; null when there is none.
[[nodiscard]] std::unique_ptr<Canvas> open_webgl_canvas();
[[nodiscard]] std::unique_ptr<Canvas> open_software_canvas();

}  // namespace motcua::wasm
