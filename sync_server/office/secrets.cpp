#include "office/secrets.hpp"

#include <sodium.h>

#include <array>

namespace motcua::server {
namespace {

constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t kMinPassword = 8;
constexpr std::size_t kMaxPassword = 256;

char random_letter(Random& random) {
  while (true) {  // Bytes above the last whole multiple of 31 are drawn again, so that each letter is as likely.
    std::array<std::byte, 1> byte{};
    random.fill(byte);
    const auto value = std::to_integer<std::size_t>(byte[0]);
    if (value < 256 - 256 % kAlphabet.size()) return kAlphabet[value % kAlphabet.size()];
  }
}

Result<std::string> argon2id(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return fail(ErrorCode::server_failed, "argon2id");
  }
  return std::string(out.data());
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  if (password.size() < kMinPassword || password.size() > kMaxPassword)
    return fail(ErrorCode::invalid_argument, "password (8-256)");
  if (sodium_init() < 0) return fail(ErrorCode::server_failed, "libsodium");
  return argon2id(password);
}

bool check_password(std::string_view stored, std::string_view password) {
  if (sodium_init() < 0) return false;
  static const std::string nobody = argon2id("nobody has this one").value_or("");
  const std::string hash(stored.empty() ? std::string_view(nobody) : stored);
  const bool right =
      password.size() <= kMaxPassword && crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  return right && !stored.empty();
}

std::string make_code(Random& random, int groups) {
  std::string code;
  for (int i = 0; i < groups * 4; ++i) {
    if (i > 0 && i % 4 == 0) code.push_back('-');
    code.push_back(random_letter(random));
  }
  return code;
}

std::string make_password(Random& random) { return make_code(random, 4); }
std::string make_enrol_code(Random& random) { return make_code(random, 2); }

std::string make_token(Random& random) {
  std::array<std::byte, 32> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

Hash secret_hash(std::string_view secret) { return sha256(as_bytes(secret)); }

}  // namespace motcua::server
