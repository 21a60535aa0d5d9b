#include "support/app_scene.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "lint.hpp"
#include "settings.hpp"
#include "support/fonts.hpp"
#include "support/picture_golden.hpp"

namespace motcua::ui::test {

AppScene::AppScene(const std::string& address, Language language)
    : database_(storage::Database::open(":memory:").value()), history_{address} {
  if (language == Language::en) {
    REQUIRE(Settings::migrate(database_));
    REQUIRE(Settings(database_).write("language", "en"));
  }
  start();
}

AppScene::AppScene(storage::Database database, const std::string& address)
    : database_(std::move(database)), history_{address} {
  start();
}

AppScene::~AppScene() { app_.reset(); }

void AppScene::start() {
  sent_.clear();
  focus_ = 0;
  auto app = App::create({.database = &database_,
                          .clock = &clock,
                          .random = &random_,
                          .host = this,
                          .files = this,
                          .fonts = test_fonts()});
  if (!app) FAIL(message(app.error(), Language::en));
  app_ = std::move(*app);
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  app_->set_viewport(viewport);
  app_->route(history_.back());
  settle();
}

void AppScene::restart() {
  history_ = {"#/"};
  app_.reset();
  start();
}

void AppScene::settle() {
  for (int round = 0; round < 200; ++round) {
    if (app_->needs_frame()) {
      app_->frame();
      SoftwareRenderer::accept_textures(*ImGui::GetDrawData());
      if (focus_wanted_ != 0) {
        focus_ = std::exchange(focus_wanted_, 0);
        app_->focused(focus_, false);
      }
    }
    if (std::exchange(back_wanted_, false)) {
      back();
    } else if (const auto quick = std::find_if(sent_.begin(), sent_.end(),
                                               [&](const Sent& sent) { return sent.request.path != slow_path; });
               quick != sent_.end()) {
      const Sent next = std::move(*quick);
      sent_.erase(quick);
      if (online) {
        const auto answer = office.handle(next.request);
        app_->on_reply(next.id, answer.status, answer.body);
      } else {
        app_->on_lost(next.id);
      }
    } else if (!app_->needs_frame() || round > 150) {
      return;  // What turns for ever may go on turning.
    }
  }
  FAIL("the app does not come to rest");
}

void AppScene::open(const std::string& hash) {
  history_.push_back(hash);
  app_->route(hash);
  settle();
}

const Node* AppScene::find(Role role, std::string_view name) const {
  for (const Node& node : app_->semantics()) {
    if (node.role == role && node.name == name) return &node;
  }
  return nullptr;
}

void AppScene::press(Role role, std::string_view name) {
  const Node* const node = find(role, name);
  if (node == nullptr || (node->flags & kDisabled) != 0) FAIL("nothing to press: \"" << name << "\" on\n" << screen());
  const NodeId id = node->id;
  focus_ = id;
  app_->focused(id, false);
  if (role == Role::link) {
    open(std::string(node->value));
  } else {
    app_->activate(id);
    settle();
  }
}

void AppScene::type(std::string_view label, std::string_view text) {
  const Node* node = find(Role::text_field, label);
  if (node == nullptr) node = find(Role::text_area, label);
  if (node == nullptr) FAIL("no field \"" << label << "\" on\n" << screen());
  const NodeId id = node->id;
  focus_ = id;
  app_->focused(id, false);
  app_->set_text(id, text);
  app_->focused(0, false);
  focus_ = 0;
  settle();
}

void AppScene::key(std::string_view key) {
  app_->key(key);
  settle();
}

void AppScene::scroll_to(float y) {
  NodeId scroller = 0;
  float longest = 0;
  float most = 0;
  for (const Node& node : app_->semantics()) {
    if (node.role != Role::scroller || node.content_height <= longest) continue;
    longest = node.content_height;
    scroller = node.id;
    most = node.content_height - node.h;
  }
  app_->scrolled(scroller, std::min(y, most));
  settle();
}

std::string AppScene::file_target(std::string_view name) const {
  const Node* const node = find(Role::file_field, name);
  if (node == nullptr || (node->flags & kDisabled) != 0) FAIL("no file field \"" << name << "\" on\n" << screen());
  std::string target = node->value;
  for (int bar = 0; bar < 3; ++bar) target.erase(0, target.find('|') + 1);
  return target;
}

void AppScene::choose_file(std::string_view name, const std::string& content, const std::string& media_type,
                           const std::string& original_name, bool stored) {
  const std::string target = file_target(name);
  app_->file_begun(target);
  storing_.emplace(target, KeptFile{sha256(as_bytes(content)), content.size(), media_type, original_name});
  files_.emplace(storing_->second.sha256, to_bytes(content));
  settle();
  if (stored) finish_file();
}

void AppScene::finish_file() {
  REQUIRE(storing_);
  app_->file_kept(storing_->first, storing_->second);
  storing_.reset();
  settle();
}

void AppScene::fail_file(std::string_view name, const Error& error) {
  const std::string target = file_target(name);
  app_->file_begun(target);
  app_->file_failed(target, error);
  settle();
}

Result<std::optional<Bytes>> AppScene::read(const Hash& file, std::uint64_t offset, std::size_t count) {
  const auto found = files_.find(file);
  if (found == files_.end()) return fail(ErrorCode::attachment_missing);
  const ByteView rest =
      ByteView(found->second).subspan(static_cast<std::size_t>(std::min<std::uint64_t>(offset, found->second.size())));
  const ByteView part = rest.first(std::min(count, rest.size()));
  return Bytes(part.begin(), part.end());
}

void AppScene::keep_only(std::span<const Hash> files) {
  std::erase_if(files_, [&](const auto& file) { return std::ranges::find(files, file.first) == files.end(); });
}

void AppScene::back() {
  REQUIRE(history_.size() > 1);
  history_.pop_back();
  app_->route(history_.back());
  settle();
}

void AppScene::navigate(std::string_view hash, bool replace) {
  if (replace) history_.pop_back();
  history_.emplace_back(hash);
}

void AppScene::wait_ms(std::int64_t ms) {
  const Instant until{clock.now().ms + ms};
  for (auto at = app_->wake_at(); at && *at <= until; at = app_->wake_at()) {
    if (clock.now() < *at) clock.set(*at);
    app_->tick();
    settle();
  }
  clock.set(until);
  app_->tick();
  settle();
}

void AppScene::set_online(bool now) {
  online = now;
  app_->set_online(now);
  settle();
}

bool AppScene::answer_slow(const std::optional<Error>& error) {
  const auto slow =
      std::find_if(sent_.begin(), sent_.end(), [&](const Sent& sent) { return sent.request.path == slow_path; });
  if (slow == sent_.end()) return false;
  const Sent sent = std::move(*slow);
  sent_.erase(slow);
  office.answer_with = error;
  const auto answer = office.handle(sent.request);
  office.answer_with.reset();
  app_->on_reply(sent.id, answer.status, answer.body);
  settle();
  return true;
}

bool AppScene::says(std::string_view text) const {
  for (const Node& node : app_->semantics()) {
    if (node.name.find(text) != std::string::npos || node.description.find(text) != std::string::npos) return true;
  }
  return false;
}

std::optional<Node> AppScene::focus() const {
  for (const Node& node : app_->semantics()) {
    if (node.id == focus_) return node;
  }
  return std::nullopt;
}

void AppScene::lint_at(const std::string& name, const Viewport& size) {
  app_->set_viewport(size);
  settle();
  const std::string where = name + " at " + std::to_string(static_cast<int>(size.width)) + " × " +
                            std::to_string(static_cast<int>(size.height)) + " dp, text × " +
                            std::to_string(size.text_scale);
  for (const auto& problem : lint(app_->semantics(), size)) FAIL_CHECK(where << ": " << problem);
  for (const auto& problem : app_->layout_problems()) FAIL_CHECK(where << ": " << problem);
}

void AppScene::compare_picture(const std::string& name, bool dark) {
  constexpr int kPixels = kCell / 2;  // At half the density: as good for a mean, and four times as fast.
  Viewport size = viewport;
  size.density = 0.5F;
  size.dark = dark;
  app_->set_viewport(size);
  settle();
  app_->frame();
  const Picture now = reduce(SoftwareRenderer().draw(*ImGui::GetDrawData(), IM_COL32_WHITE), kPixels);
  const std::string as = name + (dark ? "-dark" : "-light");
  const std::string path = std::string(MOTCUA_SOURCE_DIR) + "/tests/golden/pictures/" + as + ".txt";
  if (std::getenv("MOTCUA_UPDATE_GOLDEN") != nullptr) {
    std::ifstream kept(path);
    const auto before = from_text({std::istreambuf_iterator<char>(kept), {}});
    // What is the same within the tolerance stays as it is.
    if (!before || !difference(*before, now).empty()) std::ofstream(path) << to_text(now);
  }
  std::ifstream file(path);
  const auto golden = from_text({std::istreambuf_iterator<char>(file), {}});
  const std::string differs = golden ? difference(*golden, now) : "there is no golden picture";
  if (differs.empty()) return;
  const std::string folder = std::string(MOTCUA_SOURCE_DIR) + "/build/pictures/";
  std::filesystem::create_directories(folder);
  write_png(enlarge(now, kCell), folder + as + "-now.png");
  if (golden) write_png(enlarge(*golden, kCell), folder + as + "-golden.png");
  FAIL_CHECK(as << ": " << differs << "; both pictures are in build/pictures/" << as << "-*.png");
}

void AppScene::check(const std::string& name) {
  const std::string path = std::string(MOTCUA_SOURCE_DIR) + "/tests/golden/ui/" + name + ".txt";
  const std::string now = screen();
  if (std::getenv("MOTCUA_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << now;
  std::ifstream file(path);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  CHECK_MESSAGE(now == golden, "the screen differs from " << path);

  const Viewport before = viewport;
  for (const float width : {320.0F, 390.0F, 1280.0F}) {
    Viewport size = before;
    size.width = width;
    size.dark = width == 390.0F;
    lint_at(name, size);
  }
  Viewport large = before;
  large.text_scale = 2;
  large.high_contrast = true;
  lint_at(name, large);
  large.width = 320;
  large.text_scale = 1.3F;
  large.dark = true;
  lint_at(name, large);
  Viewport turned = before;
  turned.width = 640;
  turned.height = 360;
  lint_at(name, turned);

  for (const bool dark : {false, true}) compare_picture(name, dark);

  if (const char* folder = std::getenv("MOTCUA_PICTURES")) {
    struct Size {
      float width, height, density;
    };
    struct Look {
      const char* name;
      bool dark, high_contrast;
    };
    const char* const tall = std::getenv("MOTCUA_PICTURE_HEIGHT");
    for (const Look& look : {Look{"light", false, false}, Look{"dark", true, false}, Look{"high-light", false, true},
                             Look{"high-dark", true, true}}) {
      for (const Size& size : {Size{360, 640, 2}, Size{390, 844, 2}, Size{1280, 800, 1}}) {
        Viewport at = before;
        at.high_contrast = look.high_contrast;
        at.width = size.width;
        at.height = tall != nullptr ? std::strtof(tall, nullptr) : size.height;
        at.density = size.density;
        at.dark = look.dark;
        app_->set_viewport(at);
        app_->frame();
        write_png(SoftwareRenderer().draw(*ImGui::GetDrawData(), IM_COL32_WHITE),
                  std::string(folder) + "/" + name + "-" + std::to_string(static_cast<int>(size.width)) + "-" +
                      look.name + ".png");
      }
    }
  }
  app_->set_viewport(before);
  settle();
}

}  // namespace motcua::ui::test
