#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/ui/app.hpp"
#include "support/office.hpp"
#include "support/picture.hpp"

namespace motcua::ui::test {

/// The whole app with no window: a database in memory, a clock that stands still, a browser's history and a network
/// that are lists. People are played by role and name, as a screen reader finds things.
class AppScene final : private Host, private FileStore {
 public:
  explicit AppScene(const std::string& address = "#/", Language language = Language::vi);
  /// On data that is there already.
  explicit AppScene(storage::Database database, const std::string& address = "#/");
  ~AppScene() override;

  ManualClock clock{Instant{1'700'000'000'000}};  ///< 05:13 on 15/11/2023 in Vietnam.
  Office office{clock};
  bool online = true;
  /// Requests to this path stay on their way while it is set.
  std::string slow_path;
  Viewport viewport{.reduced_motion = true};  ///< The clock stands still, and so does what moves.

  // What a person does. Each lets the network answer and the frame be painted; a thing that is not there fails the
  // test.
  void open(const std::string& hash);  ///< Types an address.
  void press(Role role, std::string_view name);
  void type(std::string_view label, std::string_view text);
  /// A key of the keyboard, as the page tells of it: not while a field has the focus.
  void key(std::string_view key);
  /// The scroller that holds the longest content is scrolled to `y`, or to its end.
  void scroll_to(float y);
  void back();
  void wait_ms(std::int64_t ms);  ///< Time passes; what wanted waking is woken.
  void set_online(bool now);
  /// The oldest request to `slow_path` is answered: with `error`, or as the office would. False when there is none.
  bool answer_slow(const std::optional<Error>& error = std::nullopt);
  /// The program dies and starts again on the same data, at the first address.
  void restart();

  // What a person finds.
  [[nodiscard]] const Node* find(Role role, std::string_view name) const;
  [[nodiscard]] bool has(Role role, std::string_view name) const { return find(role, name) != nullptr; }
  [[nodiscard]] bool says(std::string_view text) const;  ///< Some node's name holds it.
  [[nodiscard]] std::string screen() const { return dump(app_->semantics()); }
  [[nodiscard]] const std::string& address() const { return history_.back(); }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const std::string& page_language() const { return language_; }
  [[nodiscard]] const std::string& page_theme() const { return theme_; }
  [[nodiscard]] std::optional<Node> focus() const;
  [[nodiscard]] bool asked_to_persist() const { return asked_to_persist_; }
  [[nodiscard]] App& app() { return *app_; }
  [[nodiscard]] storage::Database& database() { return database_; }
  /// A person chooses this file in the file field: as the page does, it is stored and told of. `stored` false: only
  /// the beginning; `finish_file` is the rest.
  void choose_file(std::string_view name, const std::string& content, const std::string& media_type,
                   const std::string& original_name, bool stored = true);
  void finish_file();
  void fail_file(std::string_view name, const Error& error);
  [[nodiscard]] const std::map<Hash, Bytes>& files() const { return files_; }
  [[nodiscard]] bool update_applied() const { return update_applied_; }
  [[nodiscard]] const std::string& remembered() const { return remembered_; }
  struct SavedFile {
    std::string name;
    Bytes bytes;
  };
  /// What the person was given to keep last.
  [[nodiscard]] const SavedFile& saved_file() const { return saved_file_; }
  /// What was printed last.
  [[nodiscard]] const PrintDocument& printed() const { return printed_; }
  [[nodiscard]] bool backup_dropped() const { return backup_dropped_; }
  [[nodiscard]] bool install_offered() const { return install_offered_; }
  [[nodiscard]] const std::string& shared() const { return shared_; }

  /// Compares the tree with tests/golden/ui/NAME.txt and pictures of it, light and dark, with those in
  /// tests/golden/pictures (MOTCUA_UPDATE_GOLDEN=1 writes all three), lints it at 320, 390 and
  /// 1280 dp, turned on its side, and with high contrast at twice the text size, and with MOTCUA_PICTURES=FOLDER writes
  /// pictures of it in every theme (MOTCUA_PICTURE_HEIGHT=4000: of all of it).
  void check(const std::string& name);
  /// Answers what is on its way and paints until nothing changes.
  void settle();

 private:
  struct Sent {
    std::uint32_t id;
    sync::HttpRequest request;
  };
  void start();
  /// With tests/golden/pictures/NAME-light.txt or -dark.txt, within the tolerance that picture_golden.hpp states.
  void compare_picture(const std::string& name, bool dark);
  void lint_at(const std::string& name, const Viewport& size);

  // Host
  void post(std::uint32_t request_id, const sync::HttpRequest& request) override {
    sent_.push_back({request_id, request});
  }
  void navigate(std::string_view hash, bool replace) override;
  void go_back() override { back_wanted_ = true; }
  void set_title(std::string_view title) override { title_ = title; }
  void set_language(std::string_view language) override { language_ = language; }
  void set_theme(std::string_view theme) override { theme_ = theme; }
  void focus(NodeId node) override { focus_wanted_ = node; }
  void persist_storage() override { asked_to_persist_ = true; }
  void apply_update() override { update_applied_ = true; }
  void remember(std::string_view word) override { remembered_ = word; }
  void save_file(std::string_view name, ByteView bytes) override {
    saved_file_ = {std::string(name), Bytes(bytes.begin(), bytes.end())};
  }
  void drop_backup() override { backup_dropped_ = true; }
  void print(const PrintDocument& document) override { printed_ = document; }
  void offer_install() override { install_offered_ = true; }
  void share(std::string_view, std::string_view text) override { shared_ = text; }

  // FileStore
  Result<std::optional<Bytes>> read(const Hash& file, std::uint64_t offset, std::size_t count) override;
  void keep_only(std::span<const Hash> files) override;
  std::optional<Thumbnail> thumbnail(const Hash&) override { return std::nullopt; }
  void measure() override { storage_asked_ = true; }
  [[nodiscard]] std::string file_target(std::string_view name) const;

  std::map<Hash, Bytes> files_;
  std::optional<std::pair<std::string, KeptFile>> storing_;
  bool storage_asked_ = false;
  SeededRandom random_{42};
  storage::Database database_;
  std::vector<std::string> history_;
  std::deque<Sent> sent_;
  std::string title_, language_, theme_;
  NodeId focus_wanted_ = 0, focus_ = 0;
  bool back_wanted_ = false, asked_to_persist_ = false, update_applied_ = false, backup_dropped_ = false;
  std::string remembered_;
  SavedFile saved_file_;
  PrintDocument printed_;
  bool install_offered_ = false;
  std::string shared_;
  std::unique_ptr<App> app_;
};

}  // namespace motcua::ui::test
