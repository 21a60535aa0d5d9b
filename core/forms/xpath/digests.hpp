#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace motcua::forms::xpath {

/// The hash of `bytes` by "MD5", "SHA-1", "SHA-256", "SHA-384" or "SHA-512" (XForms 1.1 section 7.8.3), as bytes;
/// nullopt for another name.
[[nodiscard]] std::optional<std::string> digest(std::string_view bytes, std::string_view algorithm);

[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// RFC 4648, the usual or the URL alphabet, with or without padding; white space is skipped. nullopt for other texts.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// The message of an Ed25519 signed message, which is 64 bytes of signature and then the message; nullopt when the key
/// has not signed it.
[[nodiscard]] std::optional<std::string> open_signed(std::string_view signed_message, std::string_view public_key);

}  // namespace motcua::forms::xpath
