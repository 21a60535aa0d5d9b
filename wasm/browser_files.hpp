#pragma once
#include <map>
#include <vector>

#include "canvas.hpp"
#include "motcua/ui/app.hpp"

namespace motcua::wasm {

/// ui::FileStore in the worker: files of OPFS, by the object `Module.blobs` (shell/blobs.js).
class BrowserFiles final : public ui::FileStore {
 public:
  Result<std::optional<Bytes>> read(const Hash& file, std::uint64_t offset, std::size_t count) override;
  void keep_only(std::span<const Hash> files) override;
  std::optional<ui::Thumbnail> thumbnail(const Hash& file) override;
  void measure() override;
  /// What draws pictures from now on (null: nothing does). Textures of the one before are forgotten.
  void draw_on(Canvas* canvas);

 private:
  Canvas* canvas_ = nullptr;
  std::map<Hash, ui::Thumbnail> textures_;
};

}  // namespace motcua::wasm
