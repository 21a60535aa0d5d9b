#include "support/kit_scene.hpp"

#include <imgui.h>

#include "support/fonts.hpp"

namespace motcua::ui::test {

KitScene::KitScene() : context_(ImGui::CreateContext()), ui_(fonts_) {
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  fonts_.load(test_fonts());
}

KitScene::~KitScene() { ImGui::DestroyContext(context_); }

const SemanticTree& KitScene::show(const std::function<void(Ui&)>& build) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {viewport.width, viewport.height};
  io.DisplayFramebufferScale = {viewport.density, viewport.density};
  if (ImGui::GetFrameCount() > 0) SoftwareRenderer::accept_textures(*ImGui::GetDrawData());
  ImGui::NewFrame();
  fonts_.begin_frame(viewport.text_scale);
  ui_.begin(language, viewport, now_ms, {});
  build(ui_);
  ui_.finish(*ImGui::GetBackgroundDrawList(), theme_for(viewport.dark, viewport.high_contrast));
  ImGui::Render();
  return ui_.tree();
}

void KitScene::send(Ui::Event event, const std::function<void(Ui&)>& build) {
  ui_.begin(language, viewport, now_ms, std::move(event));
  build(ui_);
}

Picture KitScene::picture() const {
  ImGui::SetCurrentContext(context_);
  return SoftwareRenderer().draw(*ImGui::GetDrawData(), IM_COL32_WHITE);
}

}  // namespace motcua::ui::test
