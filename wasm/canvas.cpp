#include "canvas.hpp"

namespace motcua::wasm {

std::unique_ptr<Canvas> open_canvas() {
  auto canvas = open_webgl_canvas();
  return canvas ? std::move(canvas) : open_software_canvas();
}

}  // namespace motcua::wasm
