#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace motcua {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// A SHA-256 digest. Also the links of the operation log's hash chain.
using Hash = std::array<std::byte, 32>;

/// SHA-256 (FIPS 180-4) of `data`.
[[nodiscard]] Hash sha256(ByteView data);

[[nodiscard]] ByteView as_bytes(std::string_view text);
[[nodiscard]] std::string_view as_text(ByteView bytes);
[[nodiscard]] Bytes to_bytes(std::string_view text);

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// The inverse; nullopt on an odd length or a character that is no digit. Accepts upper case.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view hex);

/// True when both are equal; takes the same time wherever they differ (secrets, second factors).
[[nodiscard]] bool equal_constant_time(ByteView a, ByteView b);

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4): guards wire frames against damage, not against malice.
[[nodiscard]] std::uint32_t crc32c(ByteView data);

}  // namespace motcua
