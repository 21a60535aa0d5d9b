// What worker.js calls. One program lives from motcua_start to motcua_stop, in one thread.
// Pointers are into the module's memory and belong to the caller, except the fonts, which stay for good.
#include <emscripten.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "browser_files.hpp"
#include "browser_host.hpp"
#include "canvas.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/sha256.hpp"
#include "motcua/base/text.hpp"
#include "motcua/storage/database.hpp"
#include "motcua/ui/app.hpp"
#include "motcua/ui/semantics.hpp"
#include "opfs_vfs.hpp"

namespace motcua::wasm {
namespace {

/// Everything that runs. Members are destroyed from the last to the first: the app after what draws it, and before its
/// database.
struct Program {
  explicit Program(storage::Database opened) : database(std::move(opened)) {}
  storage::Database database;
  BrowserHost host;
  BrowserFiles files;
  std::unique_ptr<ui::App> app;
  std::unique_ptr<Canvas> canvas;
  ui::SemanticTree shown;  ///< What the mirror holds.
  double drawing_ms = 0;   ///< Of the last frame, on the canvas.
};

std::unique_ptr<Program> program;

ByteView view(const std::byte* data, std::size_t size) { return {data, size}; }
std::string_view text(const char* data, std::size_t size) { return {data, size}; }

/// Of the file that is being stored.
Sha256 digest;

/// The code with this name in the table, or `unknown`.
ErrorCode code_named(std::string_view wanted) {
  for (std::uint16_t i = 0; i < error_code_count(); ++i) {
    if (name(static_cast<ErrorCode>(i)) == wanted) return static_cast<ErrorCode>(i);
  }
  return ErrorCode::unknown;
}

/// What motcua_start returns; worker.js knows the numbers.
enum class Outcome : int { failed = 0, started = 1, without_canvas = 2 };

/// Draws on `Module.canvas` from now on. False when it cannot be drawn on.
bool open_canvas(Program& on) {
  on.files.draw_on(nullptr);
  on.canvas.reset();
  on.canvas = wasm::open_canvas();
  on.files.draw_on(on.canvas.get());
  return on.canvas != nullptr;
}

/// Before an update changes what is kept, a copy of it is made: an update must never be what loses work.
Status keep_copy(storage::Database& database) {
  MOTCUA_TRY(database.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  return back_up_database();
}

Result<Outcome> start(const ui::Fonts& fonts) {
  MOTCUA_TRY_ASSIGN(auto database,
                    storage::Database::open(kDatabasePath, {.vfs = kOpfsVfs, .before_migration = keep_copy}));
  auto starting = std::make_unique<Program>(std::move(database));
  MOTCUA_TRY_ASSIGN(starting->app, ui::App::create({.database = &starting->database,
                                                    .clock = &system_clock(),
                                                    .random = &system_random(),
                                                    .host = &starting->host,
                                                    .files = &starting->files,
                                                    .fonts = fonts}));
  if (!open_canvas(*starting)) return Outcome::without_canvas;
  program = std::move(starting);
  return Outcome::started;
}

}  // namespace
}  // namespace motcua::wasm

using namespace motcua;        // NOLINT(google-build-using-namespace): exported functions must be global
using namespace motcua::wasm;  // NOLINT(google-build-using-namespace)

extern "C" {

/// Opens the database and the app. Returns an Outcome; at `failed` the page has been told why.
EMSCRIPTEN_KEEPALIVE int motcua_start(const std::byte* regular, std::size_t regular_size, const std::byte* semibold,
                                      std::size_t semibold_size, const std::byte* icons, std::size_t icons_size) {
  const ui::Fonts fonts{.regular = view(regular, regular_size),
                        .semibold = view(semibold, semibold_size),
                        .icons = view(icons, icons_size)};
  const Result<Outcome> outcome = start(fonts);
  if (!outcome) post_fatal(outcome.error());
  return static_cast<int>(outcome.value_or(Outcome::failed));
}

/// Tells the page of an error that worker.js met before the database could be opened; `code` is its name in the table.
EMSCRIPTEN_KEEPALIVE void motcua_fail(const char* code, std::size_t size) {
  const ErrorCode known = code_named(text(code, size));
  post_fatal({.code = known, .detail = known == ErrorCode::unknown ? std::string(code, size) : std::string()});
}

/// Closes the app and the database, with a checkpoint: afterwards the file handles may be closed.
EMSCRIPTEN_KEEPALIVE void motcua_stop() { program.reset(); }

EMSCRIPTEN_KEEPALIVE void motcua_viewport(float width, float height, float density, float top, float right,
                                          float bottom, float left, int dark, int high_contrast, int reduced_motion,
                                          float text_scale) {
  program->app->set_viewport({.width = width,
                              .height = height,
                              .density = program->canvas->density(density),
                              .inset_top = top,
                              .inset_right = right,
                              .inset_bottom = bottom,
                              .inset_left = left,
                              .dark = dark != 0,
                              .high_contrast = high_contrast != 0,
                              .reduced_motion = reduced_motion != 0,
                              .text_scale = text_scale});
}

EMSCRIPTEN_KEEPALIVE void motcua_route(const char* hash, std::size_t size) { program->app->route(text(hash, size)); }

EMSCRIPTEN_KEEPALIVE void motcua_activate(std::uint32_t node) { program->app->activate(node); }

EMSCRIPTEN_KEEPALIVE void motcua_set_text(std::uint32_t node, const char* value, std::size_t size) {
  program->app->set_text(node, text(value, size));
}

EMSCRIPTEN_KEEPALIVE void motcua_key(const char* key, std::size_t size) { program->app->key(text(key, size)); }

EMSCRIPTEN_KEEPALIVE void motcua_scrolled(std::uint32_t scroller, float y) { program->app->scrolled(scroller, y); }

EMSCRIPTEN_KEEPALIVE void motcua_focused(std::uint32_t node, int visible) { program->app->focused(node, visible != 0); }

EMSCRIPTEN_KEEPALIVE void motcua_pointer(std::uint32_t node, int down) { program->app->pointer(node, down != 0); }

EMSCRIPTEN_KEEPALIVE void motcua_online(int online) { program->app->set_online(online != 0); }

EMSCRIPTEN_KEEPALIVE void motcua_reply(std::uint32_t request, int status, const std::byte* body, std::size_t size) {
  program->app->on_reply(request, status, view(body, size));
}

EMSCRIPTEN_KEEPALIVE void motcua_lost(std::uint32_t request) { program->app->on_lost(request); }

EMSCRIPTEN_KEEPALIVE void motcua_persisted(int granted) { program->app->on_persisted(granted != 0); }

EMSCRIPTEN_KEEPALIVE void motcua_restarted() { program->app->on_restarted(); }

EMSCRIPTEN_KEEPALIVE void motcua_update_ready() { program->app->on_update_ready(); }

/// A ui::Install.
EMSCRIPTEN_KEEPALIVE void motcua_installable(int how) { program->app->on_installable(static_cast<ui::Install>(how)); }

EMSCRIPTEN_KEEPALIVE void motcua_copied() { program->app->on_copied(); }

EMSCRIPTEN_KEEPALIVE void motcua_can_scan() { program->app->on_can_scan(); }

EMSCRIPTEN_KEEPALIVE void motcua_storage_unavailable() { program->app->on_storage_unavailable(); }

EMSCRIPTEN_KEEPALIVE void motcua_evicted(const char* word, std::size_t size) {
  program->app->on_evicted(text(word, size));
}

// Files. What is told of one is lines of text: first the target, which has no line feed.
EMSCRIPTEN_KEEPALIVE void motcua_digest_begin() { digest = {}; }
EMSCRIPTEN_KEEPALIVE void motcua_digest_add(const std::byte* bytes, std::size_t size) { digest.add(view(bytes, size)); }
/// Writes 32 bytes.
EMSCRIPTEN_KEEPALIVE void motcua_digest_finish(std::byte* out) { std::ranges::copy(digest.finish(), out); }

EMSCRIPTEN_KEEPALIVE void motcua_file_begun(const char* target, std::size_t size) {
  program->app->file_begun(text(target, size));
}

/// Target, digest in hexadecimal, media type, the rest is what it was called.
EMSCRIPTEN_KEEPALIVE void motcua_file_kept(const char* lines, std::size_t size, double bytes) {
  const auto parts = split(text(lines, size), '\n');
  if (parts.size() < 4) return;
  const auto known = from_hex(parts[1]);
  ui::KeptFile file{.sha256 = {},
                    .size = static_cast<std::uint64_t>(bytes),
                    .media_type = std::string(parts[2]),
                    .original_name = std::string(parts[3])};
  if (!known || known->size() != file.sha256.size()) return;
  std::ranges::copy(*known, file.sha256.begin());
  program->app->file_kept(parts[0], file);
}

/// Target, the error's name in the table, its detail.
EMSCRIPTEN_KEEPALIVE void motcua_file_failed(const char* lines, std::size_t size) {
  const auto parts = split(text(lines, size), '\n');
  if (parts.size() < 3) return;
  program->app->file_failed(parts[0], {.code = code_named(parts[1]), .detail = std::string(parts[2])});
}

EMSCRIPTEN_KEEPALIVE void motcua_files_changed() { program->app->files_changed(); }

EMSCRIPTEN_KEEPALIVE void motcua_storage(double used, double quota) { program->app->on_storage(used, quota); }

EMSCRIPTEN_KEEPALIVE void motcua_tick() { program->app->tick(); }

EMSCRIPTEN_KEEPALIVE int motcua_needs_frame() { return program->app->needs_frame() ? 1 : 0; }

/// Milliseconds since 1970 at which motcua_tick wants to be called, or -1.
EMSCRIPTEN_KEEPALIVE double motcua_wake_at() {
  const std::optional<Instant> wake = program->app->wake_at();
  return wake ? static_cast<double>(wake->ms) : -1.0;
}

/// Paints, and hands over the difference of the semantic tree.
EMSCRIPTEN_KEEPALIVE void motcua_frame() {
  const double begin = emscripten_get_now();
  program->canvas->begin();
  const double prepared = emscripten_get_now();
  program->app->frame();
  const double painted = emscripten_get_now();
  program->canvas->draw();
  program->drawing_ms = emscripten_get_now() - painted + prepared - begin;
  const ui::SemanticTree& now = program->app->semantics();
  if (const Bytes update = ui::encode_mirror_update(program->shown, now); !update.empty()) {
    post_mirror_update(update);
    program->shown = now;
  }
}

/// Milliseconds that drawing took of the last frame; for measurements.
EMSCRIPTEN_KEEPALIVE double motcua_drawing_ms() { return program->drawing_ms; }

EMSCRIPTEN_KEEPALIVE void motcua_context_lost() { program->canvas->on_context_lost(); }

EMSCRIPTEN_KEEPALIVE void motcua_context_restored() {
  program->canvas->on_context_restored();
  program->files.draw_on(program->canvas.get());
}

/// `Module.canvas` is another one: the old one did not come back. False when it cannot be drawn on. motcua_viewport and
/// a frame are next.
EMSCRIPTEN_KEEPALIVE int motcua_canvas() { return open_canvas(*program) ? 1 : 0; }

}  // extern "C"
