#include "browser_files.hpp"

#include <emscripten.h>

// clang-format off
EM_JS_DEPS(browser_files, "$UTF8ToString")
EM_JS(int, blobs_read, (const char* name, int size, void* to, int count, double offset), {
  return Module.blobs.read(UTF8ToString(name, size), HEAPU8.subarray(to, to + count), offset);
})
EM_JS(void, blobs_keep_only, (const char* names, int size), {
  Module.blobs.keepOnly(UTF8ToString(names, size).split(" "));
})
EM_JS(void, blobs_measure, (void), { Module.host.measure(); })
// The size of a small picture, in `extent`, once it is read; then blobs_pixels writes its RGBA pixels.
EM_JS(int, blobs_picture, (const char* name, int size, int* extent), {
  const picture = Module.blobs.picture(UTF8ToString(name, size));
  if (!picture) return 0;
  HEAP32[extent >> 2] = picture.width;
  HEAP32[(extent >> 2) + 1] = picture.height;
  return 1;
})
EM_JS(void, blobs_pixels, (const char* name, int size, void* to), {
  HEAPU8.set(Module.blobs.picture(UTF8ToString(name, size)).data, to);
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
  if (const auto found = textures_.find(file); found != textures_.end()) return found->second;
  const std::string name = to_hex(file);
  int extent[2] = {0, 0};
  if (canvas_ == nullptr || blobs_picture(name.data(), size_of(name), extent) == 0) return std::nullopt;
  const auto [width, height] = extent;
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  blobs_pixels(name.data(), size_of(name), pixels.data());
  const std::uint64_t texture = canvas_->texture(width, height, pixels);
  if (texture == 0) return std::nullopt;
  const ui::Thumbnail made{texture, static_cast<float>(width), static_cast<float>(height)};
  textures_.emplace(file, made);
  return made;
}

void BrowserFiles::draw_on(Canvas* canvas) {
  canvas_ = canvas;
  textures_.clear();
}

void BrowserFiles::measure() { blobs_measure(); }

}  // namespace motcua::wasm
