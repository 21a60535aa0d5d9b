#include "motcua/wire/archive.hpp"

#include "motcua/base/text.hpp"

namespace motcua::wire {

void WireOut::write_varint(std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) out_.push_back(static_cast<std::byte>((value & 0x7FU) | 0x80U));
  out_.push_back(static_cast<std::byte>(value));
}

void WireOut::write_counted(ByteView bytes) {
  write_varint(bytes.size());
  write(bytes);
}

WireIn::WireIn(ByteView part, WireIn& parent)
    : InputArchive(this), rest_(part), budget_(parent.budget_), depth_(parent.depth_) {
  enter();
}

void WireIn::enter() {
  if (++depth_ > kMaxDepth) throw DecodeFailure(ErrorCode::frame_malformed, "nested too deeply");
}

ByteView WireIn::read(std::size_t size) {
  if (size > rest_.size()) throw DecodeFailure(ErrorCode::frame_truncated);
  const ByteView out = rest_.first(size);
  rest_ = rest_.subspan(size);
  return out;
}

std::uint64_t WireIn::read_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto b = std::to_integer<std::uint64_t>(read(1)[0]);
    if (shift == 63 && b > 1) break;
    value |= (b & 0x7FU) << shift;
    if (b >= 0x80U) continue;
    if (b == 0 && shift > 0) throw DecodeFailure(ErrorCode::frame_malformed, "number longer than it needs");
    return value;
  }
  throw DecodeFailure(ErrorCode::frame_malformed, "number too long");
}

std::size_t WireIn::read_count(std::size_t least_size, std::size_t memory) {
  // In 64 bits on every platform: on wasm32 a size_t would wrap and agree to a lie.
  const std::uint64_t count = read_varint();
  if (count > rest_.size() / least_size) throw DecodeFailure(ErrorCode::frame_truncated);
  if (count > *budget_ / memory) throw DecodeFailure(ErrorCode::frame_malformed, "too much to allocate");
  *budget_ -= static_cast<std::size_t>(count) * memory;
  return static_cast<std::size_t>(count);
}

ByteView WireIn::read_counted() { return read(read_count(1, 1)); }

void WireIn::expect_end() const {
  if (!rest_.empty()) throw DecodeFailure(ErrorCode::frame_malformed, "bytes after the end");
}

void save(WireOut& out, const bool& value) { out.write_integer(static_cast<std::uint8_t>(value ? 1 : 0)); }
void load(WireIn& in, bool& value) {
  const auto byte = in.read_integer<std::uint8_t>();
  if (byte > 1) throw DecodeFailure(ErrorCode::frame_malformed, "neither true nor false");
  value = byte == 1;
}

void save(WireOut& out, const std::string& text) { out.write_counted(as_bytes(text)); }
void load(WireIn& in, std::string& text) {
  const std::string_view view = as_text(in.read_counted());
  if (!is_valid_utf8(view)) throw DecodeFailure(ErrorCode::frame_malformed, "text is not UTF-8");
  text = view;
}

void save(WireOut& out, const Bytes& bytes) { out.write_counted(bytes); }
void load(WireIn& in, Bytes& bytes) {
  const ByteView view = in.read_counted();
  bytes.assign(view.begin(), view.end());
}

void save(WireOut& out, const Hash& hash) { out.write(hash); }
void load(WireIn& in, Hash& hash) {
  const ByteView view = in.read(hash.size());
  std::copy(view.begin(), view.end(), hash.begin());
}

void save(WireOut& out, const Instant& instant) { save(out, instant.ms); }
void load(WireIn& in, Instant& instant) { load(in, instant.ms); }

void save(WireOut& out, const Hlc& hlc) { save(out, hlc.value); }
void load(WireIn& in, Hlc& hlc) { load(in, hlc.value); }

}  // namespace motcua::wire
