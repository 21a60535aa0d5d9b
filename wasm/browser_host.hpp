#pragma once
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/error.hpp"
#include "motcua/ui/app.hpp"

namespace motcua::wasm {

/// ui::Host in the worker: every call becomes a call of the object `Module.host` that worker.js gave, which posts to
/// the page or starts a fetch. Strings and bytes are copied before the call returns.
class BrowserHost final : public ui::Host {
 public:
  void post(std::uint32_t request_id, const sync::HttpRequest& request) override;
  void navigate(std::string_view hash, bool replace) override;
  void go_back() override;
  void set_title(std::string_view title) override;
  void set_language(std::string_view language) override;
  void set_theme(std::string_view theme) override;
  void focus(ui::NodeId node) override;
  void persist_storage() override;
  void apply_update() override;
  void remember(std::string_view word) override;
  void save_file(std::string_view name, ByteView bytes) override;
  void print(const ui::PrintDocument& document) override;
  void drop_backup() override;
  void offer_install() override;
  void share(std::string_view title, std::string_view text) override;
};

/// Hands mirror.js a difference of the semantic tree.
void post_mirror_update(ByteView update);
/// Tells the page that the app cannot start; it shows both messages.
void post_fatal(const Error& error);

}  // namespace motcua::wasm
