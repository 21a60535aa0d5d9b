#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"
#include "motcua/sync/attachment_machine.hpp"
#include "motcua/sync/client_machine.hpp"
#include "motcua/ui/semantics.hpp"

namespace motcua::ui {

/// What goes on paper: a table under its title, of plain text.
struct PrintDocument {
  std::string title{};
  std::vector<std::string> notes{};  ///< What is on it: lines below the title.
  std::vector<std::string> columns{};
  std::vector<std::vector<std::string>> rows{};  ///< Each with a cell for every column.
};

/// How the page can become an app of its own on this device.
enum class Install : std::uint8_t {
  no,       ///< It is one already, or the browser cannot.
  prompt,   ///< The browser asks, when Host::offer_install is called.
  by_hand,  ///< On iOS people do it themselves, in the menu "Share".
};

/// What the interface asks of the page or program that it lives in. Calls return at once.
class Host {
 public:
  virtual ~Host() = default;
  /// Sends a request; the answer comes later as App::on_reply or App::on_lost with the same id.
  virtual void post(std::uint32_t request_id, const sync::HttpRequest& request) = 0;
  /// Changes the address ("#/dossier/H26…"). `replace` makes no new history entry. The new route does not come back
  /// through App::route.
  virtual void navigate(std::string_view hash, bool replace) = 0;
  virtual void go_back() = 0;
  virtual void set_title(std::string_view title) = 0;
  /// The page's language ("vi", "en").
  virtual void set_language(std::string_view language) = 0;
  /// The colours that are painted from now on ("light", "dark"): what the page shows by itself follows.
  virtual void set_theme(std::string_view theme) = 0;
  /// Asks for the keyboard focus to go to a node after the next mirror update.
  virtual void focus(NodeId node) = 0;
  /// Asks the browser not to evict the data; the answer comes as App::on_persisted.
  virtual void persist_storage() = 0;
  /// Applies a new version of the app that is ready, after this call everything is saved.
  virtual void apply_update() = 0;
  /// Keeps a word apart from the data, so that it is still there when the browser has evicted the data: what was on
  /// this device. It comes back as App::on_evicted.
  virtual void remember(std::string_view word) = 0;
  /// Gives the person a file to keep.
  virtual void save_file(std::string_view name, ByteView bytes) = 0;
  /// Prints a document of its own, not what is on the screen.
  virtual void print(const PrintDocument& document) = 0;
  /// The copy of the data that was made before an update is not needed any more.
  virtual void drop_backup() = 0;
  // The next two are called for a person's tap, at once: browsers allow them only then.
  /// Asks the person whether the app is to be installed; after App::on_installable(Install::prompt).
  virtual void offer_install() = 0;
  /// Hands the text to another app that the person chooses. Where the browser cannot, the text is copied, and
  /// App::on_copied follows.
  virtual void share(std::string_view title, std::string_view text) = 0;
};

/// A small picture that the renderer has: what Dear ImGui calls its texture, and its size in pixels.
struct Thumbnail {
  std::uint64_t texture = 0;
  float width = 1, height = 1;
};

/// The photos and other files of this device, each named by its digest. Calls return at once.
class FileStore : public sync::BlobSource {
 public:
  /// Deletes all files but these.
  virtual void keep_only(std::span<const Hash> files) = 0;
  /// nullopt when the file is no picture, or is being read: then App::files_changed follows.
  virtual std::optional<Thumbnail> thumbnail(const Hash& file) = 0;
  /// Asks how much room there is; App::on_storage is the answer.
  virtual void measure() = 0;
};

/// A file that a person chose, as it is kept now.
struct KeptFile {
  Hash sha256{};
  std::uint64_t size = 0;
  std::string media_type;     ///< Empty when the page does not know.
  std::string original_name;  ///< UTF-8 of any kind.
};

struct Viewport {
  float width = 390, height = 844;  ///< CSS px, without the part that the soft keyboard covers.
  float density = 1;                ///< Device pixels a CSS px.
  float inset_top = 0, inset_right = 0, inset_bottom = 0, inset_left = 0;  ///< Safe area.
  bool dark = false;
  bool high_contrast = false;  ///< The reader asked for more: `prefers-contrast: more`, or their own setting.
  bool reduced_motion = false;
  float text_scale = 1;
  friend bool operator==(const Viewport&, const Viewport&) = default;
};

/// TrueType files. Owned by the caller and alive as long as the app.
struct Fonts {
  ByteView regular;
  ByteView semibold;
  ByteView icons;
};

struct AppPorts {
  storage::Database* database;  ///< Open, exclusively ours.
  Clock* clock;
  Random* random;
  Host* host;
  FileStore* files;
  Fonts fonts;
};

/// The whole interface over the whole core, in one thread. `create` makes the Dear ImGui context; the caller starts its
/// renderer (one with ImGuiBackendFlags_RendererHasTextures) before the first `frame`.
///
/// The page feeds events in; `frame` paints and builds the semantic tree. The same object runs in the browser's worker
/// and, with no window, in tests.
class App {
 public:
  /// Migrates the schema and opens every room. The error is shown by the shell's own plain page.
  [[nodiscard]] static Result<std::unique_ptr<App>> create(const AppPorts& ports);
  ~App();

  // Events -----------------------------------------------------------------------------------------------------------
  void set_viewport(const Viewport& viewport);
  void route(std::string_view hash);  ///< The address changed: start, Back, a link.
  void activate(NodeId node);         ///< Click, tap, Enter, Space.
  void set_text(NodeId node, std::string_view text);
  /// A key was pressed while no field had the focus: KeyboardEvent.key. The page sends those that a row of a table has
  /// a use for while one has the focus, and characters and Escape while the tree's root has kTakesKeys.
  void key(std::string_view key);
  void scrolled(NodeId scroller, float y);
  /// 0: nothing has the focus. `visible` is what the browser says of `:focus-visible`: the ring is painted then.
  void focused(NodeId node, bool visible = true);
  /// For looks only: the node under the pointer (0: none) and whether it is held down. Activation is `activate`.
  void pointer(NodeId node, bool down);
  void set_online(bool online);  ///< A hint only; the network decides.
  void on_reply(std::uint32_t request_id, int status, ByteView body);
  void on_lost(std::uint32_t request_id);
  void on_persisted(bool granted);
  void on_restarted();  ///< An error stopped the app, and it was started again by itself: a line says so.
  void on_update_ready();
  void on_installable(Install how);
  void on_copied();
  void on_can_scan();
  void on_storage_unavailable();  ///< Nothing can be kept here (a private window): a banner says so.
  /// There is no data here, though there was: the browser has deleted it. `word` is what Host::remember was told last.
  void on_evicted(std::string_view word);
  /// A person chose a file in a Role::file_field; the page reads and stores it now. `target` is the field's.
  void file_begun(std::string_view target);
  /// It is stored, durably: written, flushed and closed.
  void file_kept(std::string_view target, const KeptFile& file);
  void file_failed(std::string_view target, const Error& error);
  /// Bytes or a thumbnail that were asked for are there, or never will be.
  void files_changed();
  void on_storage(double used, double quota);  ///< Bytes.
  void tick();                                 ///< `wake_at()` has come.

  // Output -----------------------------------------------------------------------------------------------------------
  [[nodiscard]] bool needs_frame() const;  ///< False when nothing changed since the last frame: then draw nothing.
  [[nodiscard]] std::optional<Instant> wake_at() const;
  void frame();  ///< After it ImGui::GetDrawData() is what to draw.
  [[nodiscard]] const SemanticTree& semantics() const;
  /// What is wrong with the last frame, as sentences for a developer: an id used twice, text that does not fit or is
  /// too weak on its ground.
  [[nodiscard]] std::vector<std::string> layout_problems() const;

 private:
  struct Impl;
  explicit App(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::ui
