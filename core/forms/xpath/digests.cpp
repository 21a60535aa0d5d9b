#include "xpath/digests.hpp"

#include <mbedtls/md5.h>
#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace motcua::forms::xpath {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::optional<std::string> decode(std::string_view text, int variant) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  auto* target = reinterpret_cast<unsigned char*>(out.data());
  if (sodium_base642bin(target, out.size(), text.data(), text.size(), " \t\r\n", &size, nullptr, variant) != 0) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

}  // namespace

std::optional<std::string> digest(std::string_view bytes, std::string_view algorithm) {
  std::array<unsigned char, 64> hash{};
  std::size_t size = 0;
  int failed = 0;
  if (algorithm == "MD5") {
    size = 16;
    failed = mbedtls_md5(bytes_of(bytes), bytes.size(), hash.data());
  } else if (algorithm == "SHA-1") {
    size = 20;
    failed = mbedtls_sha1(bytes_of(bytes), bytes.size(), hash.data());
  } else if (algorithm == "SHA-256") {
    size = 32;
    failed = mbedtls_sha256(bytes_of(bytes), bytes.size(), hash.data(), 0);
  } else if (algorithm == "SHA-384") {
    size = 48;
    failed = mbedtls_sha512(bytes_of(bytes), bytes.size(), hash.data(), 1);
  } else if (algorithm == "SHA-512") {
    size = 64;
    failed = mbedtls_sha512(bytes_of(bytes), bytes.size(), hash.data(), 0);
  }
  if (size == 0 || failed != 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(hash.data()), size);
}

std::string to_hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // libsodium ends it with a zero byte.
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (!text.empty() && (text.back() == '=' || text.back() == ' ' || text.back() == '\n' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  const bool url = text.find_first_of("-_") != std::string_view::npos;
  return decode(text, url ? sodium_base64_VARIANT_URLSAFE_NO_PADDING : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

std::optional<std::string> open_signed(std::string_view signed_message, std::string_view public_key) {
  if (signed_message.size() < crypto_sign_BYTES || public_key.size() != crypto_sign_PUBLICKEYBYTES) return std::nullopt;
  const std::string_view message = signed_message.substr(crypto_sign_BYTES);
  const bool genuine = crypto_sign_verify_detached(bytes_of(signed_message), bytes_of(message), message.size(),
                                                   bytes_of(public_key)) == 0;
  if (!genuine) return std::nullopt;
  return std::string(message);
}

}  // namespace motcua::forms::xpath
