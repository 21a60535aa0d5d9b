#include <GLES3/gl3.h>
#include <emscripten.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <cmath>

#include "canvas.hpp"

// clang-format off
EM_JS_DEPS(webgl_canvas, "$GL")
// The context's handle; 0 when there is none, and when the browser would only imitate it by the processor: that takes
// several times as long as to draw in ui::SoftwareRenderer.
EM_JS(int, webgl_create_context, (void), {
  const context = GL.createContext(Module.canvas, {
    majorVersion: 2, alpha: false, depth: false, stencil: false, antialias: false, powerPreference: "low-power",
    failIfMajorPerformanceCaveat: true});
  return context && GL.makeContextCurrent(context) ? context : 0;
})
EM_JS(void, webgl_delete_context, (int context), { GL.deleteContext(context); })
EM_JS(void, webgl_resize, (int width, int height), {
  if (Module.canvas.width !== width) Module.canvas.width = width;
  if (Module.canvas.height !== height) Module.canvas.height = height;
})
// clang-format on

namespace motcua::wasm {
namespace {

class WebGlCanvas final : public Canvas {
 public:
  explicit WebGlCanvas(int context) : context_(context) { ImGui_ImplOpenGL3_Init(kGlsl); }
  WebGlCanvas(const WebGlCanvas&) = delete;
  WebGlCanvas& operator=(const WebGlCanvas&) = delete;
  ~WebGlCanvas() override {
    ImGui_ImplOpenGL3_Shutdown();
    webgl_delete_context(context_);
  }

  void begin() override {
    if (!lost_) ImGui_ImplOpenGL3_NewFrame();
  }

  void draw() override {
    if (lost_) return;
    ImDrawData* const data = ImGui::GetDrawData();
    const int width = static_cast<int>(std::lround(data->DisplaySize.x * data->FramebufferScale.x));
    const int height = static_cast<int>(std::lround(data->DisplaySize.y * data->FramebufferScale.y));
    webgl_resize(width, height);
    glViewport(0, 0, width, height);
    const ImVec4& paper = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
    glClearColor(paper.x, paper.y, paper.z, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(data);
  }

  std::uint64_t texture(int width, int height, std::span<const std::uint32_t> pixels) override {
    if (lost_) return 0;
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    return texture;
  }

  void on_context_lost() override { lost_ = true; }

  /// Everything on the graphics card is gone and is made anew at the next frame.
  void on_context_restored() override {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplOpenGL3_Init(kGlsl);
    lost_ = false;
  }

 private:
  static constexpr const char* kGlsl = "#version 300 es";
  int context_;
  bool lost_ = false;
};

}  // namespace

std::unique_ptr<Canvas> open_webgl_canvas() {
  const int context = webgl_create_context();
  return context != 0 ? std::make_unique<WebGlCanvas>(context) : nullptr;
}

}  // namespace motcua::wasm
