#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/ports.hpp"

namespace motcua::records {

/// A file that belongs to a record (a photo, a recording). Its bytes are not in the log: they are named by their
/// digest, kept as files and sent on their own. The record names the file in the value of a question
/// ("1731900000123.jpg") and tells about it in a field of its own, "@file:1731900000123.jpg".
struct Attachment {
  Hash sha256{};
  std::uint64_t size = 0;     ///< Bytes.
  std::string media_type;     ///< "image/jpeg".
  std::string original_name;  ///< What the person's device called it; may be empty.
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// Larger files are refused on both sides.
inline constexpr std::uint64_t kMaxAttachmentSize = 100ULL * 1024 * 1024;

/// The field that tells about the file `name`.
[[nodiscard]] std::string attachment_field(std::string_view name);
/// The name in such a field; nullopt for any other field, and for a name that no file may have.
[[nodiscard]] std::optional<std::string_view> attachment_of_field(std::string_view field);
/// Whether a file may be called so: 1 to 100 letters, digits, ".", "-", "_", no "." at the beginning. What it is
/// called on the server's disk and in exports, so nothing else will do.
[[nodiscard]] bool is_attachment_name(std::string_view name);
/// The name of a file taken at `when`, as ODK gives it: milliseconds and the extension that goes with the media type,
/// else that of `original_name`, else "bin".
[[nodiscard]] std::string attachment_name(Instant when, std::string_view media_type, std::string_view original_name);

/// The value of the field: "<sha256 in hexadecimal> <size> <media type> <original name>".
[[nodiscard]] std::string to_text(const Attachment& attachment);
/// nullopt when it is not of that form, or the size is above kMaxAttachmentSize.
[[nodiscard]] std::optional<Attachment> parse_attachment(std::string_view text);

}  // namespace motcua::records
