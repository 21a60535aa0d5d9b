#include "browser_files.hpp"

#include <emscripten.h>

// clang-format off
EM_JS_DEPS(browser_files, "$UTF8ToString,$GL")
EM_JS(int, blobs_read, (const char* name, int size, void* to, int count, double offset), {
  return Module.blobs.read(UTF8ToString(name, size), HEAPU8.subarray(to, to + count), offset);
})
EM_JS(void, blobs_keep_only, (const char* names, int size), {
  Module.blobs.keepOnly(UTF8ToString(names, size).split(" "));
})
EM_JS(void, blobs_measure, (void), { Module.host.measure(); })
// The texture of the small picture: made when it is first wanted, and again after the graphics card lost it.
EM_JS(unsigned, blobs_texture, (const char* name, int size, float* extent), {
  const picture = Module.blobs.picture(UTF8ToString(name, size));
  const gl = GL.currentContext.GLctx;
  if (!picture || gl.isContextLost()) return 0;
  if (!picture.texture || !gl.isTexture(GL.textures[picture.texture])) {
    const texture = gl.createTexture();
    texture.name = GL.getNewId(GL.textures);
    GL.textures[texture.name] = texture;
    picture.texture = texture.name;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture.bitmap);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }
  HEAPF32[extent >> 2] = picture.bitmap.width;
  HEAPF32[(extent >> 2) + 1] = picture.bitmap.height;
  return picture.texture;
})
// clang-format on

namespace motcua::wasm {
namespace {

constexpr int kFetching = -2;  // As in shell/blobs.js.
int size_of(std::string_view text) { return static_cast<int>(text.size()); }

}  // namespace

Result<std::optional<Bytes>> BrowserFiles::read(const Hash& file, std::uint64_t offset, std::size_t count) {
  const std::string name = to_hex(file);
  Bytes bytes(count);
  const int got =
      blobs_read(name.data(), size_of(name), bytes.data(), static_cast<int>(count), static_cast<double>(offset));
  if (got == kFetching) return std::nullopt;
  if (got < 0) return fail(ErrorCode::attachment_missing);
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

void BrowserFiles::keep_only(std::span<const Hash> files) {
  std::string names;
  for (const Hash& file : files) names += (names.empty() ? "" : " ") + to_hex(file);
  blobs_keep_only(names.data(), size_of(names));
}

std::optional<ui::Thumbnail> BrowserFiles::thumbnail(const Hash& file) {
  const std::string name = to_hex(file);
  float extent[2] = {1, 1};
  const unsigned texture = blobs_texture(name.data(), size_of(name), extent);
  if (texture == 0) return std::nullopt;
  return ui::Thumbnail{texture, extent[0], extent[1]};
}

void BrowserFiles::measure() { blobs_measure(); }

}  // namespace motcua::wasm
