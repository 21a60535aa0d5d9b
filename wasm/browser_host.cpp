#include "browser_host.hpp"

#include <emscripten.h>

#include <span>
#include <string>

// clang-format off
EM_JS_DEPS(browser_host, "$UTF8ToString")
EM_JS(void, host_post, (unsigned id, const char* path, int path_size, const void* body, int body_size, const char* token, int token_size), {
  Module.host.post(id, UTF8ToString(path, path_size), HEAPU8.slice(body, body + body_size), UTF8ToString(token, token_size));
})
EM_JS(void, host_navigate, (const char* hash, int size, int replace), { Module.host.navigate(UTF8ToString(hash, size), !!replace); })
EM_JS(void, host_go_back, (void), { Module.host.goBack(); })
EM_JS(void, host_title, (const char* title, int size), { Module.host.title(UTF8ToString(title, size)); })
EM_JS(void, host_language, (const char* language, int size), { Module.host.language(UTF8ToString(language, size)); })
EM_JS(void, host_theme, (const char* theme, int size), { Module.host.theme(UTF8ToString(theme, size)); })
// JavaScript is given a signed number.
EM_JS(void, host_focus, (unsigned node), { Module.host.focus(node >>> 0); })
EM_JS(void, host_persist, (void), { Module.host.persist(); })
EM_JS(void, host_apply_update, (void), { Module.host.applyUpdate(); })
EM_JS(void, host_remember, (const char* word, int size), { Module.host.remember(UTF8ToString(word, size)); })
EM_JS(void, host_save_file, (const char* name, int name_size, const void* bytes, int size), {
  Module.host.saveFile(UTF8ToString(name, name_size), HEAPU8.slice(bytes, bytes + size));
})
EM_JS(void, host_print, (const char* text, int size), { Module.host.print(UTF8ToString(text, size)); })
EM_JS(void, host_drop_backup, (void), { Module.host.dropBackup(); })
EM_JS(void, host_offer_install, (void), { Module.host.offerInstall(); })
EM_JS(void, host_share, (const char* title, int title_size, const char* text, int size), {
  Module.host.share(UTF8ToString(title, title_size), UTF8ToString(text, size));
})
EM_JS(void, host_mirror, (const void* update, int size), { Module.host.mirror(HEAPU8.slice(update, update + size)); })
EM_JS(void, host_fatal, (const char* name, int name_size, const char* vi, int vi_size, const char* en, int en_size), {
  Module.host.fatal(UTF8ToString(name, name_size), UTF8ToString(vi, vi_size), UTF8ToString(en, en_size));
})
// clang-format on

namespace motcua::wasm {
namespace {
int size_of(std::string_view text) { return static_cast<int>(text.size()); }
}  // namespace

void BrowserHost::post(std::uint32_t request_id, const sync::HttpRequest& request) {
  host_post(request_id, request.path.data(), size_of(request.path), request.body.data(),
            static_cast<int>(request.body.size()), request.token.data(), size_of(request.token));
}

void BrowserHost::navigate(std::string_view hash, bool replace) {
  host_navigate(hash.data(), size_of(hash), replace ? 1 : 0);
}

void BrowserHost::go_back() { host_go_back(); }

void BrowserHost::set_title(std::string_view title) { host_title(title.data(), size_of(title)); }

void BrowserHost::set_language(std::string_view language) { host_language(language.data(), size_of(language)); }

void BrowserHost::set_theme(std::string_view theme) { host_theme(theme.data(), size_of(theme)); }

void BrowserHost::focus(ui::NodeId node) { host_focus(node); }

void BrowserHost::persist_storage() { host_persist(); }

void BrowserHost::apply_update() { host_apply_update(); }

void BrowserHost::remember(std::string_view word) { host_remember(word.data(), size_of(word)); }

void BrowserHost::save_file(std::string_view name, ByteView bytes) {
  host_save_file(name.data(), size_of(name), bytes.data(), static_cast<int>(bytes.size()));
}

void BrowserHost::print(const ui::PrintDocument& document) {
  // Lines (U+001E) of cells (U+001F): title, notes, columns, then the rows. shell/print.js reads them.
  std::string text;
  const auto line = [&text](std::span<const std::string> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) text += '\x1F';
      for (const char c : cells[i]) text += c == '\x1E' || c == '\x1F' ? ' ' : c;
    }
    text += '\x1E';
  };
  line({&document.title, 1});
  line(document.notes);
  line(document.columns);
  for (const auto& row : document.rows) line(row);
  host_print(text.data(), size_of(text));
}

void BrowserHost::drop_backup() { host_drop_backup(); }

void BrowserHost::offer_install() { host_offer_install(); }

void BrowserHost::share(std::string_view title, std::string_view text) {
  host_share(title.data(), size_of(title), text.data(), size_of(text));
}

void post_mirror_update(ByteView update) { host_mirror(update.data(), static_cast<int>(update.size())); }

void post_fatal(const Error& error) {
  const std::string_view code = name(error.code);
  const std::string vi = message(error, Language::vi);
  const std::string en = message(error, Language::en);
  host_fatal(code.data(), size_of(code), vi.data(), size_of(vi), en.data(), size_of(en));
}

}  // namespace motcua::wasm
