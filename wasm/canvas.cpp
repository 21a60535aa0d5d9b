#include "canvas.hpp"

#include <GLES3/gl3.h>
#include <emscripten.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <cmath>

// clang-format off
EM_JS_DEPS(canvas, "$GL")
EM_JS(int, canvas_create_context, (void), {
  const context = GL.createContext(Module.canvas, {
    majorVersion: 2, alpha: false, depth: false, stencil: false, antialias: false, powerPreference: "low-power"});
  return context && GL.makeContextCurrent(context) ? 1 : 0;
})
EM_JS(void, canvas_resize, (int width, int height), {
  if (Module.canvas.width !== width) Module.canvas.width = width;
  if (Module.canvas.height !== height) Module.canvas.height = height;
})
// clang-format on

namespace motcua::wasm {

bool Canvas::open() { return canvas_create_context() != 0 && ImGui_ImplOpenGL3_Init("#version 300 es"); }

void Canvas::begin() {
  if (!lost_) ImGui_ImplOpenGL3_NewFrame();
}

void Canvas::draw(float width, float height, float density) {
  if (lost_) return;
  const int width_px = static_cast<int>(std::lround(width * density));
  const int height_px = static_cast<int>(std::lround(height * density));
  canvas_resize(width_px, height_px);
  glViewport(0, 0, width_px, height_px);
  const ImVec4& paper = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glClearColor(paper.x, paper.y, paper.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Canvas::on_context_restored() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplOpenGL3_Init("#version 300 es");
  lost_ = false;
}

}  // namespace motcua::wasm
