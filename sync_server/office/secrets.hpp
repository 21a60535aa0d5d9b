#pragma once
#include <string>
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"

/// Passwords, tokens and one-time codes. What is given out is never stored, only a hash of it.
namespace motcua::server {

/// argon2id (RFC 9106) of a password with its salt and parameters, as libsodium writes it. Takes some 50 ms and 64 MiB:
/// never on a thread that serves requests. Fails with invalid_argument for fewer than 8 or more than 256 bytes.
[[nodiscard]] Result<std::string> hash_password(std::string_view password);
/// Whether `password` is the one; an empty `stored` (no such user) costs the same time and is never right.
[[nodiscard]] bool check_password(std::string_view stored, std::string_view password);
/// A password to print once: four groups of four characters that are not mixed up when copied by hand.
[[nodiscard]] std::string make_password(Random& random);

/// 256 random bits in hexadecimal.
[[nodiscard]] std::string make_token(Random& random);
/// "K7M2-9QXD": eight characters of 31 (no 0 O 1 I L).
[[nodiscard]] std::string make_enrol_code(Random& random);
/// `groups` groups of four such characters, with dashes between.
[[nodiscard]] std::string make_code(Random& random, int groups);

/// What is stored of a token or of a normalised code.
[[nodiscard]] Hash secret_hash(std::string_view secret);

}  // namespace motcua::server
