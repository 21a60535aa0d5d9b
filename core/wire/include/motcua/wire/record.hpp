#pragma once
#include <algorithm>
#include <tuple>

#include "motcua/wire/archive.hpp"

/// Records that old and new programs read alike. On the wire: `varint count { varint id, varint length, bytes }`, each
/// field's bytes an archive of its own, so a reader skips what it does not know and keeps it. The type byte that such
/// formats often have is left out: the length alone tells how much to skip, and bytes are dear on a 2G line.
///
/// Rules: an id is never reused and never changes its type. A missing field keeps its default. Whether a field is
/// required is decided by the code that uses the message.
namespace motcua::wire {

/// Fields of a newer program, kept and written back.
struct UnknownFields {
  struct Field {
    std::uint32_t id = 0;
    Bytes bytes;
    friend bool operator==(const Field&, const Field&) = default;
  };
  std::vector<Field> fields;
  friend bool operator==(const UnknownFields&, const UnknownFields&) = default;
};

template <class T>
struct Field {
  std::uint32_t id;
  T& value;
};
template <class T>
[[nodiscard]] Field<T> field(std::uint32_t id, T& value) {
  return {id, value};
}

namespace detail {
template <class T>
void write_field(WireOut& out, const Field<T>& field) {
  out.write_varint(field.id);
  out.write_counted(encode_body(field.value));
}

template <class T>
bool read_field(WireIn& in, std::uint64_t id, ByteView bytes, Field<T>& field) {
  if (field.id != id) return false;
  WireIn part(bytes, in);
  part(field.value);
  part.expect_end();
  return true;
}
}  // namespace detail

/// The whole of a `serialize` function of a record:
///   template <class Archive>
///   void serialize(Archive& archive, Reply& r) { wire::record(archive, r.unknown, field(1, r.name), field(2,
///   r.count)); }
template <class... Values>
void record(WireOut& out, const UnknownFields& unknown, Field<Values>... fields) {
  out.write_varint(sizeof...(fields) + unknown.fields.size());
  (detail::write_field(out, fields), ...);
  for (const auto& field : unknown.fields) {
    out.write_varint(field.id);
    out.write_counted(field.bytes);
  }
}

template <class... Values>
void record(WireIn& in, UnknownFields& unknown, Field<Values>... fields) {
  unknown.fields.clear();
  std::size_t count = in.read_count(2, sizeof(UnknownFields::Field));
  std::vector<std::uint64_t> seen;
  for (; count > 0; --count) {
    const std::uint64_t id = in.read_varint();
    if (id > UINT32_MAX || std::ranges::find(seen, id) != seen.end() || seen.size() >= 256) {
      throw DecodeFailure(ErrorCode::frame_malformed, "field numbers");
    }
    seen.push_back(id);
    const ByteView bytes = in.read_counted();
    if (!(detail::read_field(in, id, bytes, fields) || ...)) {
      unknown.fields.push_back({static_cast<std::uint32_t>(id), Bytes(bytes.begin(), bytes.end())});
    }
  }
}

/// For a message that is read once and never passed on: what is unknown is skipped.
template <class... Values>
void record(WireOut& out, Field<Values>... fields) {
  record(out, UnknownFields{}, fields...);
}
template <class... Values>
void record(WireIn& in, Field<Values>... fields) {
  UnknownFields skipped;
  record(in, skipped, fields...);
}

}  // namespace motcua::wire
