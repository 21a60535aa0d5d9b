#pragma once
#include <cereal/cereal.hpp>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/hlc.hpp"
#include "motcua/base/ids.hpp"
#include "motcua/base/result.hpp"

/// cereal on bytes that nobody vouches for. These archives never use cereal's own container, memory or polymorphic
/// headers, which believe the sizes that they read. Layout: integers are fixed-width little-endian, `bool` one byte 0
/// or 1, lengths and counts are varints (LEB128, shortest form only), text must be UTF-8.
namespace motcua::wire {

/// Thrown by WireIn inside this room; `decode_body` turns it into an Error. Never leaves the room.
class DecodeFailure final : public std::exception {
 public:
  explicit DecodeFailure(ErrorCode code, std::string detail = {}) : error{code, std::move(detail)} {}
  [[nodiscard]] const char* what() const noexcept override { return error.detail.c_str(); }
  Error error;
};

/// Writes; cannot fail.
class WireOut : public cereal::OutputArchive<WireOut, cereal::AllowEmptyClassElision> {
 public:
  WireOut() : OutputArchive(this) {}

  void write(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void write_varint(std::uint64_t value);
  template <std::unsigned_integral Integer>
  void write_integer(Integer value) {
    for (std::size_t i = 0; i < sizeof(Integer); ++i)
      out_.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xFFU));
  }
  /// Length and bytes.
  void write_counted(ByteView bytes);

  [[nodiscard]] const Bytes& bytes() const { return out_; }
  [[nodiscard]] Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

/// Reads a span and never beyond it. Every count is checked against what remains and against an allocation budget
/// before anything is allocated; nesting is limited. Throws DecodeFailure.
class WireIn : public cereal::InputArchive<WireIn, cereal::AllowEmptyClassElision> {
 public:
  static constexpr int kMaxDepth = 16;
  static constexpr std::size_t kMaxBudget = 64U * 1024 * 1024;

  explicit WireIn(ByteView bytes) : InputArchive(this), rest_(bytes), own_budget_(kMaxBudget), budget_(&own_budget_) {}
  /// A part of `parent` with its own end, the same budget and one more level of nesting.
  WireIn(ByteView part, WireIn& parent);

  [[nodiscard]] ByteView read(std::size_t size);
  [[nodiscard]] std::uint64_t read_varint();
  template <std::unsigned_integral Integer>
  [[nodiscard]] Integer read_integer() {
    Integer value = 0;
    const ByteView bytes = read(sizeof(Integer));
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
      value = static_cast<Integer>(value | (std::to_integer<Integer>(bytes[i]) << (8 * i)));
    }
    return value;
  }
  /// A count of elements, each at least `least_size` bytes on the wire and `memory` bytes when decoded.
  [[nodiscard]] std::size_t read_count(std::size_t least_size, std::size_t memory);
  /// A length and as many bytes; points into the input.
  [[nodiscard]] ByteView read_counted();

  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }
  /// Throws unless everything was read.
  void expect_end() const;

  void enter();
  void leave() { --depth_; }

 private:
  ByteView rest_;
  std::size_t own_budget_ = 0;
  std::size_t* budget_;
  int depth_ = 0;
};

}  // namespace motcua::wire

CEREAL_SETUP_ARCHIVE_TRAITS(motcua::wire::WireIn, motcua::wire::WireOut)

namespace motcua::wire {

/// The fewest bytes that a value takes, for checking counts. Specialise for a type whose least size matters.
template <class T>
struct LeastSize : std::integral_constant<std::size_t, 1> {};
template <class T>
  requires std::is_arithmetic_v<T>
struct LeastSize<T> : std::integral_constant<std::size_t, sizeof(T)> {};
template <class Tag>
struct LeastSize<Id<Tag>> : std::integral_constant<std::size_t, 16> {};

/// Writes an unsigned integer in as few bytes as it needs: `archive(varint(message.count))`.
template <std::unsigned_integral Integer>
struct Varint {
  Integer& value;
};
template <std::unsigned_integral Integer>
[[nodiscard]] Varint<Integer> varint(Integer& value) {
  return {value};
}

template <class T>
concept Scalar = std::is_arithmetic_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, long double>;

template <Scalar T>
void save(WireOut& out, const T& value) {
  if constexpr (std::is_floating_point_v<T>) {
    out.write_integer(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
  } else {
    out.write_integer(static_cast<std::make_unsigned_t<T>>(value));
  }
}
template <Scalar T>
void load(WireIn& in, T& value) {
  if constexpr (std::is_floating_point_v<T>) {
    value = static_cast<T>(std::bit_cast<double>(in.read_integer<std::uint64_t>()));
  } else {
    value = static_cast<T>(in.read_integer<std::make_unsigned_t<T>>());
  }
}

void save(WireOut& out, const bool& value);
void load(WireIn& in, bool& value);
void save(WireOut& out, const std::string& text);
void load(WireIn& in, std::string& text);
void save(WireOut& out, const Bytes& bytes);
void load(WireIn& in, Bytes& bytes);
void save(WireOut& out, const Hash& hash);
void load(WireIn& in, Hash& hash);
void save(WireOut& out, const Instant& instant);
void load(WireIn& in, Instant& instant);
void save(WireOut& out, const Hlc& hlc);
void load(WireIn& in, Hlc& hlc);

template <class Tag>
void save(WireOut& out, const Id<Tag>& id) {
  out.write(id.value);
}
template <class Tag>
void load(WireIn& in, Id<Tag>& id) {
  id = *Id<Tag>::from_bytes(in.read(16));
}

template <class Integer>
void save(WireOut& out, const Varint<Integer>& number) {
  out.write_varint(number.value);
}
template <class Integer>
void load(WireIn& in, Varint<Integer>& number) {
  const std::uint64_t value = in.read_varint();
  number.value = static_cast<Integer>(value);
  if (number.value != value) throw DecodeFailure(ErrorCode::frame_malformed, "number out of range");
}

template <class T>
void save(WireOut& out, const std::optional<T>& value) {
  save(out, value.has_value());
  if (value) out(*value);
}
template <class T>
void load(WireIn& in, std::optional<T>& value) {
  bool present = false;
  load(in, present);
  value.reset();
  if (present) in(value.emplace());
}

template <class T>
  requires(!std::is_same_v<T, std::byte>)
void save(WireOut& out, const std::vector<T>& values) {
  out.write_varint(values.size());
  for (const T& value : values) out(value);
}
template <class T>
  requires(!std::is_same_v<T, std::byte>)
void load(WireIn& in, std::vector<T>& values) {
  const std::size_t count = in.read_count(LeastSize<T>::value, sizeof(T));
  in.enter();
  values.clear();
  values.reserve(count < 1024 ? count : 1024);
  for (std::size_t i = 0; i < count; ++i) in(values.emplace_back());
  in.leave();
}

/// The bytes of one value.
template <class T>
[[nodiscard]] Bytes encode_body(const T& value) {
  WireOut out;
  out(value);
  return out.take();
}

namespace detail {
/// Runs `read` and turns what it throws into an Error.
template <class Read>
[[nodiscard]] Status guard(Read&& read) {
  try {
    read();
    return {};
  } catch (const DecodeFailure& failure) {
    return std::unexpected(failure.error);
  } catch (const std::exception& failure) {
    return fail(ErrorCode::frame_malformed, failure.what());
  }
}
}  // namespace detail

/// The inverse of `encode_body`. Fails with frame_truncated or frame_malformed; trailing bytes are malformed.
template <class T>
[[nodiscard]] Result<T> decode_body(ByteView bytes) {
  T value{};
  MOTCUA_TRY(detail::guard([&] {
    WireIn in(bytes);
    in(value);
    in.expect_end();
  }));
  return value;
}

}  // namespace motcua::wire
