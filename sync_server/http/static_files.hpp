#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "motcua/base/result.hpp"

namespace motcua::server {

/// The app as the web build made it, read into memory at start: a few files of some megabytes in all. Beside `x` may
/// stand `x.br` and `x.gz`, which are sent to who accepts them. A file whose name holds its own hash
/// ("app.3f9a1c2e.js") may be kept for ever; all others are asked for again each time, by ETag.
class StaticFiles {
 public:
  struct File {
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const std::string> brotli;
    std::shared_ptr<const std::string> gzip;
    std::string_view content_type;
    std::string etag;  ///< With its quotes: the hash of the body.
    bool immutable = false;
  };

  /// Fails with file_read when the folder or its index.html is missing.
  [[nodiscard]] static Result<StaticFiles> load(const std::string& folder);
  /// The file for a request's path ("/" is index.html), or nullptr. Nothing outside the folder can be reached.
  [[nodiscard]] const File* find(std::string_view path) const;

  /// What to send for an `Accept-Encoding` header: "br", "gzip" or "".
  [[nodiscard]] static std::string_view choose_encoding(const File& file, std::string_view accept_encoding);

 private:
  std::map<std::string, File, std::less<>> files_;
};

/// True for a name such as "app.3f9a1c2e.js": a part of at least eight hexadecimal digits between two dots.
[[nodiscard]] bool has_hash(std::string_view name);
[[nodiscard]] std::string_view content_type(std::string_view name);

}  // namespace motcua::server
