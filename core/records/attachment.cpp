#include "motcua/records/attachment.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "motcua/base/text.hpp"

namespace motcua::records {
namespace {

constexpr std::string_view kPrefix = "@file:";
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxMediaType = 100;
constexpr std::size_t kMaxOriginalName = 255;
constexpr std::size_t kMaxExtension = 10;

struct Extension {
  std::string_view media_type;
  std::string_view extension;
};
constexpr std::array kExtensions = {
    Extension{"image/jpeg", "jpg"},      Extension{"image/png", "png"},   Extension{"image/webp", "webp"},
    Extension{"image/heic", "heic"},     Extension{"image/gif", "gif"},   Extension{"audio/mpeg", "mp3"},
    Extension{"audio/mp4", "m4a"},       Extension{"audio/webm", "webm"}, Extension{"audio/ogg", "ogg"},
    Extension{"audio/wav", "wav"},       Extension{"video/mp4", "mp4"},   Extension{"video/webm", "webm"},
    Extension{"video/quicktime", "mov"}, Extension{"text/plain", "txt"},  Extension{"application/pdf", "pdf"},
};

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// RFC 6838: type "/" subtype; parameters are left out when a file is taken.
bool is_media_type(std::string_view text) {
  const auto is_token = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) {
      return is_alphanumeric(c) || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
  };
  const auto slash = text.find('/');
  return text.size() <= kMaxMediaType && slash != std::string_view::npos && is_token(text.substr(0, slash)) &&
         is_token(text.substr(slash + 1));
}

std::string extension_for(std::string_view media_type, std::string_view original_name) {
  const auto known = std::ranges::find(kExtensions, media_type, &Extension::media_type);
  if (known != kExtensions.end()) return std::string(known->extension);
  const auto dot = original_name.rfind('.');
  if (dot == std::string_view::npos) return "bin";
  const std::string_view own = original_name.substr(dot + 1);
  if (own.empty() || own.size() > kMaxExtension || !std::ranges::all_of(own, is_alphanumeric)) return "bin";
  std::string out(own);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

}  // namespace

std::string attachment_field(std::string_view name) { return std::string(kPrefix) + std::string(name); }

std::optional<std::string_view> attachment_of_field(std::string_view field) {
  if (!field.starts_with(kPrefix)) return std::nullopt;
  field.remove_prefix(kPrefix.size());
  return is_attachment_name(field) ? std::optional(field) : std::nullopt;
}

bool is_attachment_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && name.front() != '.' &&
         std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c == '_'; });
}

std::string attachment_name(Instant when, std::string_view media_type, std::string_view original_name) {
  return std::to_string(when.ms) + "." + extension_for(media_type, original_name);
}

std::string to_text(const Attachment& attachment) {
  std::string out = to_hex(attachment.sha256) + " " + std::to_string(attachment.size) + " " + attachment.media_type;
  if (!attachment.original_name.empty()) out += " " + attachment.original_name;
  return out;
}

std::optional<Attachment> parse_attachment(std::string_view text) {
  const auto word = [&text] {
    const std::string_view out = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), out.size() + 1));
    return out;
  };
  Attachment out;
  const auto digest = from_hex(word());
  if (!digest || digest->size() != out.sha256.size()) return std::nullopt;
  std::ranges::copy(*digest, out.sha256.begin());
  const std::string_view size = word();
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (error != std::errc() || end != size.data() + size.size() || out.size > kMaxAttachmentSize) return std::nullopt;
  out.media_type = word();
  out.original_name = text;
  if (!is_media_type(out.media_type)) return std::nullopt;
  if (out.original_name.size() > kMaxOriginalName || !is_valid_utf8(out.original_name)) return std::nullopt;
  return out;
}

}  // namespace motcua::records
