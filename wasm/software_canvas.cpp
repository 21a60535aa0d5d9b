#include <emscripten.h>
#include <imgui.h>

#include <algorithm>

#include "canvas.hpp"
#include "motcua/ui/software_renderer.hpp"

// clang-format off
EM_JS(int, canvas_open_2d, (void), {
  Module.context2d = Module.canvas.getContext("2d", {alpha: false});
  return Module.context2d ? 1 : 0;
})
EM_JS(void, canvas_show, (const void* pixels, int width, int height), {
  const { canvas } = Module;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const bytes = new Uint8ClampedArray(HEAPU8.buffer, pixels, width * height * 4);
  Module.context2d.putImageData(new ImageData(bytes, width, height), 0, 0);
})
// clang-format on

namespace motcua::wasm {
namespace {

/// Finer than this the processor does not draw: each step costs as many pixels more as it is hard to see.
constexpr float kFinest = 2;
constexpr ImGuiBackendFlags kAbilities = ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;

class SoftwareCanvas final : public Canvas {
 public:
  SoftwareCanvas() { ImGui::GetIO().BackendFlags |= kAbilities; }
  SoftwareCanvas(const SoftwareCanvas&) = delete;
  SoftwareCanvas& operator=(const SoftwareCanvas&) = delete;
  ~SoftwareCanvas() override { ImGui::GetIO().BackendFlags &= ~kAbilities; }

  float density(float wanted) const override { return std::min(wanted, kFinest); }

  void draw() override {
    const ImVec4& paper = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
    const ui::Picture& picture = renderer_.draw(*ImGui::GetDrawData(), ImGui::ColorConvertFloat4ToU32(paper));
    canvas_show(picture.pixels.data(), picture.width, picture.height);
  }

  std::uint64_t texture(int width, int height, std::span<const std::uint32_t> pixels) override {
    return renderer_.add_texture(width, height, pixels);
  }

 private:
  ui::SoftwareRenderer renderer_;
};

}  // namespace

std::unique_ptr<Canvas> open_software_canvas() {
  return canvas_open_2d() != 0 ? std::make_unique<SoftwareCanvas>() : nullptr;
}

}  // namespace motcua::wasm
