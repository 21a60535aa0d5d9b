#include "http/static_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "http/encoding.hpp"
#include "motcua/base/bytes.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

struct Type {
  std::string_view suffix;
  std::string_view type;
};
constexpr Type kTypes[] = {{".html", "text/html; charset=utf-8"},
                           {".js", "text/javascript; charset=utf-8"},
                           {".mjs", "text/javascript; charset=utf-8"},
                           {".css", "text/css; charset=utf-8"},
                           {".wasm", "application/wasm"},
                           {".webmanifest", "application/manifest+json"},
                           {".json", "application/json"},
                           {".svg", "image/svg+xml"},
                           {".png", "image/png"},
                           {".ico", "image/x-icon"},
                           {".ttf", "font/ttf"},
                           {".woff2", "font/woff2"},
                           {".txt", "text/plain; charset=utf-8"}};

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string body{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return std::nullopt;
  return body;
}

std::shared_ptr<const std::string> read_variant(std::filesystem::path path, const char* suffix) {
  path += suffix;
  auto body = read_file(path);
  return body ? std::make_shared<const std::string>(*std::move(body)) : nullptr;
}

}  // namespace

bool has_hash(std::string_view name) {
  const auto parts = split(name, '.');
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (parts[i].size() >= 8 && std::ranges::all_of(parts[i], is_digit)) return true;
  }
  return false;
}

std::string_view content_type(std::string_view name) {
  for (const auto& [suffix, type] : kTypes) {
    if (name.ends_with(suffix)) return type;
  }
  return "application/octet-stream";
}

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
  namespace fs = std::filesystem;
  StaticFiles out;
  std::error_code error;
  for (fs::recursive_directory_iterator entries(folder, error), end; !error && entries != end;
       entries.increment(error)) {
    if (!entries->is_regular_file()) continue;
    const fs::path& path = entries->path();
    const std::string name = "/" + fs::relative(path, folder, error).generic_string();
    if (name.ends_with(".br") || name.ends_with(".gz")) continue;
    auto body = read_file(path);
    if (!body) return fail(ErrorCode::file_read, path.string());
    File file;
    file.etag = '"' + to_hex(sha256(as_bytes(*body))).substr(0, 32) + '"';
    file.body = std::make_shared<const std::string>(*std::move(body));
    file.brotli = read_variant(path, ".br");
    file.gzip = read_variant(path, ".gz");
    file.content_type = content_type(name);
    file.immutable = has_hash(path.filename().string());
    out.files_.emplace(name, std::move(file));
  }
  if (error || !out.files_.contains("/index.html"))
    return fail(ErrorCode::file_read, (fs::path(folder) / "index.html").string());
  return out;
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? std::string_view("/index.html") : path);
  return found == files_.end() ? nullptr : &found->second;
}

std::string_view StaticFiles::choose_encoding(const File& file, std::string_view accept_encoding) {
  if (file.brotli && accepts(accept_encoding, "br")) return "br";
  if (file.gzip && accepts(accept_encoding, "gzip")) return "gzip";
  return "";
}

}  // namespace motcua::server
