#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/ports.hpp"

namespace motcua {

/// A 128-bit identifier that cannot be mixed up with another kind's. Made at random on the device that creates the
/// thing, so that no server is needed to name it.
template <class Tag>
struct Id {
  std::array<std::byte, 16> value{};

  friend auto operator<=>(const Id&, const Id&) = default;
  [[nodiscard]] bool is_nil() const { return *this == Id{}; }
  [[nodiscard]] ByteView bytes() const { return value; }
  [[nodiscard]] std::string hex() const { return to_hex(value); }

  [[nodiscard]] static Id random(Random& random) {
    Id id;
    random.fill(id.value);
    // RFC 9562 version 4 and variant bits, so that the same id is a valid UUID where a format asks for one.
    id.value[6] = (id.value[6] & std::byte{0x0F}) | std::byte{0x40};
    id.value[8] = (id.value[8] & std::byte{0x3F}) | std::byte{0x80};
    return id;
  }
  /// nullopt unless `bytes` is exactly 16 long.
  [[nodiscard]] static std::optional<Id> from_bytes(ByteView bytes) {
    if (bytes.size() != 16) return std::nullopt;
    Id id;
    for (std::size_t i = 0; i < 16; ++i) id.value[i] = bytes[i];
    return id;
  }
  /// nullopt unless `text` is 32 hexadecimal digits.
  [[nodiscard]] static std::optional<Id> from_hex(std::string_view text) {
    const auto bytes = motcua::from_hex(text);
    return bytes ? from_bytes(*bytes) : std::nullopt;
  }
};

/// A writer of operations: one browser profile, or the server itself.
using DeviceId = Id<struct DeviceTag>;
/// A thing that operations change: a response, a survey version.
using EntityId = Id<struct EntityTag>;
/// A person's account: surveyor, officer or admin.
using AccountId = Id<struct AccountTag>;

/// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", lower case (RFC 9562).
[[nodiscard]] std::string to_uuid_text(ByteView sixteen_bytes);

}  // namespace motcua

template <class Tag>
struct std::hash<motcua::Id<Tag>> {
  std::size_t operator()(const motcua::Id<Tag>& id) const noexcept {
    std::size_t out = 0;  // The bytes are random already: the first eight are a hash.
    for (std::size_t i = 0; i < sizeof(out); ++i) out = (out << 8U) | std::to_integer<std::size_t>(id.value[i]);
    return out;
  }
};
