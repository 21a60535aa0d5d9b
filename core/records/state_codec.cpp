#include "state_codec.hpp"

#include <algorithm>

#include "field_codec.hpp"

namespace motcua::records {
namespace {

constexpr std::uint16_t kStateFormat = 1;

/// Who wrote fields, and when: most fields of an entity come from one operation, so each field names one by its place.
struct Writer {
  DeviceId device;
  Hlc effective;
  Hlc hlc;
  friend bool operator==(const Writer&, const Writer&) = default;
};
template <class Archive>
void serialize(Archive& archive, Writer& writer) {
  archive(writer.device, writer.effective, writer.hlc);
}

std::vector<Writer> writers_of(const EntityState& state) {
  std::vector<Writer> writers;
  for (const auto& [name, field] : state.fields) {
    const Writer writer{field.device, field.effective, field.hlc};
    if (std::ranges::find(writers, writer) == writers.end()) writers.push_back(writer);
  }
  return writers;
}

void write_removals(wire::WireOut& out, const std::vector<Removal>& removals) {
  out.write_varint(removals.size());
  for (const Removal& removal : removals) {
    out(removal.effective, removal.device);
    out.write_varint(removal.seen.size());
    NameWriter names;
    for (const auto& [name, base] : removal.seen) {
      names.write(out, name);
      out(base);
    }
  }
}

void read_removals(wire::WireIn& in, std::vector<Removal>& removals) {
  for (std::size_t count = in.read_count(25, sizeof(Removal)); count > 0; --count) {
    Removal& removal = removals.emplace_back();
    in(removal.effective, removal.device);
    NameReader names;
    for (std::size_t seen = in.read_count(10, 64); seen > 0; --seen) {
      std::string name = names.read(in);
      in(removal.seen[std::move(name)]);
    }
  }
}

}  // namespace

Bytes encode_state(const EntityState& state) {
  wire::WireOut out;
  const std::vector<Writer> writers = writers_of(state);
  out(kStateFormat, state.definition.id, state.definition.version, state.definition_effective, state.definition_device,
      writers);
  out.write_varint(state.fields.size());
  NameWriter names;
  for (const auto& [name, field] : state.fields) {
    names.write(out, name);
    const auto writer = std::ranges::find(writers, Writer{field.device, field.effective, field.hlc});
    out.write_varint(static_cast<std::uint64_t>(writer - writers.begin()));
    out(field.base, field.conflict, field.value.has_value());
    if (field.value) out.write_counted(as_bytes(*field.value));
  }
  write_removals(out, state.removals);
  return out.take();
}

Status decode_state(ByteView bytes, EntityState& state) {
  const Status read = wire::detail::guard([&] {
    wire::WireIn in(bytes);
    std::uint16_t format = 0;
    std::vector<Writer> writers;
    in(format, state.definition.id, state.definition.version, state.definition_effective, state.definition_device,
       writers);
    NameReader names;
    for (std::size_t count = in.read_count(12, sizeof(FieldState)); count > 0; --count) {
      std::string name = names.read(in);
      FieldState field;
      const std::uint64_t writer = in.read_varint();
      if (format != kStateFormat || writer >= writers.size()) throw wire::DecodeFailure(ErrorCode::frame_malformed);
      const Writer& by = writers[static_cast<std::size_t>(writer)];
      field.device = by.device;
      field.effective = by.effective;
      field.hlc = by.hlc;
      bool has_value = false;
      in(field.base, field.conflict, has_value);
      if (has_value) field.value = std::string(as_text(in.read_counted()));
      state.fields.emplace_hint(state.fields.end(), std::move(name), std::move(field));
    }
    read_removals(in, state.removals);
    in.expect_end();
  });
  if (!read) return fail(ErrorCode::database_corrupt, "state of " + state.entity.hex() + ": " + read.error().detail);
  return {};
}

}  // namespace motcua::records
