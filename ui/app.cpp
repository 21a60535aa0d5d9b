#include "motcua/ui/app.hpp"

#include <imgui.h>

#include <algorithm>

#include "keepsake.hpp"
#include "motcua/base/text.hpp"
#include "screens/screen.hpp"
#include "screens/surveyor/lost_work.hpp"
#include "screens/surveyor/upload.hpp"

namespace motcua::ui {

struct App::Impl {
  explicit Impl(const AppPorts& ports) : context(ImGui::CreateContext()), ui(fonts) {
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    fonts.load(ports.fonts);
  }
  ~Impl() {
    screen.reset();
    services.reset();
    ImGui::DestroyContext(context);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void load_language() {
    const auto stored = services->settings.read("language");
    if (stored && *stored == "en") services->language = Language::en;
  }

  /// One event: a build in which a widget takes it, then what the screen wished for.
  void handle(Ui::Event event) {
    ++services->revision;
    build(std::move(event));
    ++services->revision;  // What the event changed is read by the next build.
    settle();
    dirty = true;
  }

  void build(Ui::Event event) {
    const Language before = services->language;
    services->work_in_memory = screen->has_unsaved() || services->receives_file();
    ui.begin(before, shown(), services->clock.now().ms, std::move(event));
    screen->build(ui);
    if (services->language != before) services->host.set_language(language_tag());
  }

  [[nodiscard]] const char* language_tag() const { return services->language == Language::vi ? "vi" : "en"; }

  /// The window as the reader wants it.
  [[nodiscard]] Viewport shown() const { return services->preferences.applied(viewport); }

  /// What is here is remembered apart from the data, and the copy from before an update goes once the server was
  /// reached with what the update made of it.
  void look_after_data() {
    if (std::exchange(looked_at, services->revision) == services->revision) return;
    const auto unsent = services->log.unsent_count();
    const auto drafts = services->log.draft_count();
    const auto aside = services->log.aside();
    const sync::SyncStatus status = services->sync().status();
    if (!unsent || !drafts || !aside) return;
    const Keepsake here{services->log.device(), *unsent + aside->unsent, *drafts + aside->drafts};
    const bool worth_it = status.enrolled || here.unsent > 0 || here.drafts > 0;
    if (std::string word = to_text(here); worth_it && word != remembered)
      services->host.remember(remembered = std::move(word));
    if (std::exchange(last_success, status.last_success) != status.last_success && status.last_success)
      services->host.drop_backup();
  }

  /// Carries out navigation and gives the network what waits.
  void settle() {
    look_after_data();
    Navigator& navigator = services->navigator;
    if (const auto wish = navigator.take_wish()) {
      services->host.navigate(wish->hash, wish->replace);
      arrive(parse_route(wish->hash));
    }
    if (navigator.take_back()) services->host.go_back();
    pump();
  }

  void arrive(const Route& route) {
    const Route before = services->navigator.route();
    services->navigator.arrive(route);
    dirty = true;
    if (screen && before.path == route.path) {
      if (route.query != before.query) (void)screen->arrive(route);  // Who knows no query stays as it is.
      if (route.overlay == before.overlay) return;
      if (!route.overlay.empty()) {
        focus_under_dialog = focus;
        focus_next = FocusNext::dialog;
      } else {
        focus_next = FocusNext::back_from_dialog;
      }
      return;
    }
    if (screen && screen->arrive(route)) return;
    if (screen) focus_next = FocusNext::heading;  // Not at the very first: nobody has gone anywhere yet.
    // A message that leads to this page was not painted yet; an older one stays behind.
    if (services->snackbar && services->snackbar->painted) services->snackbar.reset();
    ++services->revision;
    screen = make_screen(route, *services);
  }

  /// Sends what the machine has to send; each reply goes back to it, and then to `answered`.
  template <class Machine>
  void drain(Machine& machine, const std::function<void()>& answered = {}) {
    while (auto request = machine.next()) {
      services->requests.post(*request, [&machine, answered, number = request->number](const Reply& reply) {
        if (reply.lost) {
          machine.on_lost(number);
        } else {
          machine.on_reply(number, reply.status, reply.body);
        }
        if (answered) answered();
      });
    }
  }

  void pump() {
    drain(services->sender);
    drain(services->sync(), [this] {
      // What was received names files that the server now expects.
      if (services->sync().phase() == sync::SyncPhase::idle) services->attachments().wake();
    });
    // Answers go first: a file is worth nothing without the response that names it.
    if (services->sync().phase() == sync::SyncPhase::idle) drain(services->attachments());
  }

  void deliver(std::uint32_t id, const Reply& reply) {
    services->requests.deliver(id, reply);
    handle({});
  }

  void move_focus() {
    if (std::exchange(services->heading_wanted, false)) focus_next = FocusNext::heading;
    FocusNext next = std::exchange(focus_next, FocusNext::nowhere);
    NodeId target = ui.take_wanted_focus();
    const auto& tree = ui.tree();
    if (next == FocusNext::back_from_dialog) {
      target = focus_under_dialog;
      // What opened the dialog may be gone with what it was about.
      const bool is_there = std::ranges::find(tree, target, &Node::id) != tree.end();
      if (target != 0 && !is_there) next = FocusNext::heading;
    }
    if (next == FocusNext::heading || next == FocusNext::dialog) {
      bool inside = next == FocusNext::heading;
      for (const Node& node : tree) {
        inside = inside || node.role == Role::dialog;
        if (inside && node.role == Role::heading) {
          target = node.id;
          break;
        }
      }
    }
    if (target != 0) services->host.focus(target);
  }

  void paint() {
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {viewport.width, viewport.height};
    io.DisplayFramebufferScale = {viewport.density, viewport.density};
    io.DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    const Viewport now = shown();
    fonts.begin_frame(now.text_scale);
    dirty = false;
    build({});
    ui.finish(*ImGui::GetBackgroundDrawList(), theme_for(now.dark, now.high_contrast));
    ImGui::Render();
    if (services->snackbar) services->snackbar->painted = true;
    settle();
    dirty = dirty || ui.animating();
    std::string title = screen->title(ui);
    if (title != shown_title) services->host.set_title(shown_title = std::move(title));
    if (std::exchange(shown_dark, now.dark) != now.dark) services->host.set_theme(now.dark ? "dark" : "light");
    move_focus();
  }

  enum class FocusNext : std::uint8_t { nowhere, heading, dialog, back_from_dialog };

  ImGuiContext* context;
  FontSet fonts;
  Ui ui;
  Viewport viewport;
  std::unique_ptr<Services> services;
  std::unique_ptr<Screen> screen;
  std::string shown_title;
  std::optional<bool> shown_dark;
  NodeId focus = 0, focus_under_dialog = 0;
  FocusNext focus_next = FocusNext::nowhere;
  std::uint64_t looked_at = 0;  ///< The revision.
  std::string remembered;       ///< What the host was told.
  std::optional<Instant> last_success;
  bool dirty = true;
};

Result<std::unique_ptr<App>> App::create(const AppPorts& ports) {
  MOTCUA_TRY_ASSIGN(auto services, Services::create(ports));
  auto impl = std::make_unique<Impl>(ports);
  impl->services = std::move(services);
  impl->load_language();
  impl->last_success = impl->services->sync().status().last_success;
  impl->services->host.set_language(impl->language_tag());
  impl->arrive({});
  impl->services->sync().wake();
  impl->services->sender.wake();
  impl->pump();
  return std::unique_ptr<App>(new App(std::move(impl)));
}

App::App(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
App::~App() = default;

void App::set_viewport(const Viewport& viewport) {
  if (impl_->viewport == viewport) return;
  impl_->viewport = viewport;
  impl_->dirty = true;
}

void App::route(std::string_view hash) {
  impl_->arrive(parse_route(hash));
  impl_->settle();
}

void App::activate(NodeId node) { impl_->handle({Ui::Event::activate, node, {}}); }

void App::set_text(NodeId node, std::string_view text) {
  // What is not UTF-8 cannot come from an <input>; it is dropped.
  if (auto composed = to_nfc(text)) impl_->handle({Ui::Event::type, node, std::move(*composed)});
}

void App::key(std::string_view key) { impl_->handle({Ui::Event::press, impl_->focus, std::string(key)}); }

void App::scrolled(NodeId scroller, float y) {
  if (impl_->ui.scroll_of(scroller) == y) return;
  impl_->ui.set_scroll(scroller, y);
  impl_->dirty = true;
}

void App::focused(NodeId node, bool visible) {
  impl_->focus = node;
  impl_->ui.set_focus(node, visible);
  impl_->dirty = true;
}

void App::pointer(NodeId node, bool down) {
  impl_->ui.set_pointer(node, down);
  impl_->dirty = true;
}

void App::set_online(bool online) {
  impl_->services->online = online;
  if (online) {
    impl_->services->sync().wake();
    impl_->services->sender.wake();
  }
  impl_->handle({});
}

void App::on_reply(std::uint32_t request_id, int status, ByteView body) {
  impl_->deliver(request_id, {.status = status, .body = Bytes(body.begin(), body.end())});
}

void App::on_lost(std::uint32_t request_id) { impl_->deliver(request_id, {.lost = true}); }

void App::on_persisted(bool) { impl_->dirty = true; }

void App::file_begun(std::string_view target) {
  impl_->services->incoming.insert_or_assign(std::string(target), IncomingFile{.busy = true, .error = {}});
  impl_->handle({});
}

void App::file_kept(std::string_view target, const KeptFile& file) {
  Services& services = *impl_->services;
  services.incoming.erase(std::string(target));
  if (!impl_->screen->file_kept(target, file)) attach_to_draft(services, target, file);
  services.files.measure();
  impl_->handle({});
}

void App::file_failed(std::string_view target, const Error& error) {
  Services& services = *impl_->services;
  services.incoming.insert_or_assign(std::string(target), IncomingFile{.busy = false, .error = error});
  services.show(services.error_text(error));  // Beside the question it stands too, but that page may be left.
  impl_->handle({});
}

void App::files_changed() { impl_->handle({}); }

void App::on_storage(double used, double quota) {
  impl_->services->storage_room = StorageRoom{used, quota};
  impl_->dirty = true;
}

void App::on_restarted() {
  impl_->services->show(translate(impl_->services->language, Text::restarted, {}));
  impl_->dirty = true;
}

void App::on_update_ready() {
  impl_->services->update_ready = true;
  impl_->dirty = true;
}

void App::on_installable(Install how) {
  impl_->services->installable = how;
  impl_->dirty = true;
}

void App::on_copied() {
  impl_->services->show(translate(impl_->services->language, Text::copied));
  impl_->handle({});
}

void App::on_can_scan() {
  impl_->services->can_scan = true;
  impl_->dirty = true;
}

void App::on_storage_unavailable() {
  impl_->services->storage_unavailable = true;
  impl_->dirty = true;
}

void App::on_evicted(std::string_view word) {
  if (const Status noted = LostWork::note_evicted(impl_->services->settings, word); !noted)
    impl_->services->show(impl_->services->error_text(noted.error()));
  impl_->handle({});
}

void App::tick() {
  auto& snackbar = impl_->services->snackbar;
  if (snackbar && snackbar->until <= impl_->services->now()) snackbar.reset();
  impl_->handle({});
}

bool App::needs_frame() const { return impl_->dirty; }

std::optional<Instant> App::wake_at() const {
  auto at = impl_->services->sync().wake_at();
  const auto earlier = [&](const std::optional<Instant>& other) {
    if (other) at = at ? std::min(*at, *other) : other;
  };
  earlier(impl_->services->sender.wake_at());
  if (impl_->services->sync().phase() == sync::SyncPhase::idle) earlier(impl_->services->attachments().wake_at());
  earlier(impl_->screen->wake_at());
  if (const auto& snackbar = impl_->services->snackbar) earlier(snackbar->until);
  return at;
}

void App::frame() { impl_->paint(); }

const SemanticTree& App::semantics() const { return impl_->ui.tree(); }

std::vector<std::string> App::layout_problems() const { return impl_->ui.problems(); }

}  // namespace motcua::ui
