#pragma once

namespace motcua::wasm {

/// Draws Dear ImGui's draw data by WebGL2 on the OffscreenCanvas `Module.canvas`. The browser may take the context away
/// at any time (phones do in the background); until it comes back nothing is drawn and everything else goes on.
class Canvas {
 public:
  /// Needs the Dear ImGui context that App::create made. False when there is no WebGL2.
  [[nodiscard]] static bool open();
  /// Before App::frame.
  void begin();
  /// After App::frame: draws what ImGui::GetDrawData() holds.
  void draw(float width, float height, float density);
  void on_context_lost() { lost_ = true; }
  /// Everything on the graphics card is gone and is made anew at the next frame.
  void on_context_restored();

 private:
  bool lost_ = false;
};

}  // namespace motcua::wasm
