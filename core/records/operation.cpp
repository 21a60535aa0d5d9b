#include "motcua/records/operation.hpp"

#include <algorithm>

#include "field_codec.hpp"
#include "motcua/wire/archive.hpp"

namespace motcua::records {
namespace {

enum FieldFlags : std::uint8_t { kHasValue = 1, kHasBase = 2 };

void write_fields(wire::WireOut& out, const std::vector<FieldChange>& fields) {
  std::vector<const FieldChange*> rising;
  rising.reserve(fields.size());
  for (const FieldChange& change : fields) rising.push_back(&change);
  std::ranges::sort(rising, {}, [](const FieldChange* change) -> const std::string& { return change->field; });

  out.write_varint(rising.size());
  NameWriter names;
  for (const FieldChange* change : rising) {
    out(static_cast<std::uint8_t>((change->value ? kHasValue : 0) | (change->base.value != 0 ? kHasBase : 0)));
    names.write(out, change->field);
    if (change->value) out.write_counted(as_bytes(*change->value));
    if (change->base.value != 0) out(change->base);
  }
}

void read_fields(wire::WireIn& in, std::vector<FieldChange>& fields) {
  const std::size_t count = in.read_count(3, sizeof(FieldChange));
  if (count > kMaxFields) throw wire::DecodeFailure(ErrorCode::frame_malformed, "too many fields");
  NameReader names;
  fields.reserve(std::min<std::size_t>(count, 1024));
  for (std::size_t i = 0; i < count; ++i) {
    const auto flags = in.read_integer<std::uint8_t>();
    if (flags > (kHasValue | kHasBase)) throw wire::DecodeFailure(ErrorCode::frame_malformed, "field flags");
    FieldChange& change = fields.emplace_back();
    change.field = names.read(in);
    if ((flags & kHasValue) != 0) change.value = std::string(as_text(in.read_counted()));
    if ((flags & kHasBase) != 0) in(change.base);
    if ((flags & kHasBase) != 0 && change.base.value == 0) {
      throw wire::DecodeFailure(ErrorCode::frame_malformed, "field base");
    }
  }
}

}  // namespace

Bytes encode_operation(const Operation& operation) {
  wire::WireOut out;
  out(wire::varint(operation.format), operation.kind, operation.entity_type, wire::varint(operation.seq), operation.hlc,
      operation.entity, operation.definition.id, operation.definition.version);
  write_fields(out, operation.fields);
  out.write(operation.unknown);
  return out.take();
}

Result<Operation> decode_operation(const DeviceId& device, ByteView bytes) {
  if (bytes.size() > kMaxOperationBytes) return fail(ErrorCode::frame_too_large, std::to_string(bytes.size()));
  Operation operation;
  operation.device = device;
  MOTCUA_TRY(wire::detail::guard([&] {
    wire::WireIn in(bytes);
    in(wire::varint(operation.format), operation.kind, operation.entity_type, wire::varint(operation.seq),
       operation.hlc, operation.entity, operation.definition.id, operation.definition.version);
    read_fields(in, operation.fields);
    const ByteView rest = in.read(in.remaining());
    operation.unknown.assign(rest.begin(), rest.end());
  }));
  if (operation.format == 0 || operation.seq == 0) return fail(ErrorCode::frame_malformed, "operation header");
  if (operation.format == kOperationFormat && !operation.unknown.empty()) {
    return fail(ErrorCode::frame_malformed, "bytes after the operation");
  }
  return operation;
}

OperationHead operation_head(ByteView bytes) {
  // Behind the format, a varint: its last byte has no high bit.
  std::size_t at = 0;
  while (at < bytes.size() && (bytes[at] & std::byte{0x80}) != std::byte{}) ++at;
  if (at + 2 >= bytes.size()) return {};
  return {static_cast<OperationKind>(bytes[at + 1]), static_cast<EntityType>(bytes[at + 2])};
}

bool is_understood(const Operation& operation) {
  const bool kind = operation.kind == OperationKind::edit || operation.kind == OperationKind::remove;
  const auto type = static_cast<std::uint8_t>(operation.entity_type);
  return kind && type >= static_cast<std::uint8_t>(EntityType::response) &&
         type <= static_cast<std::uint8_t>(EntityType::visit);
}

Hash chain_hash(const Hash& previous, const DeviceId& device, ByteView operation_bytes) {
  Bytes link;
  link.reserve(previous.size() + 16 + operation_bytes.size());
  link.insert(link.end(), previous.begin(), previous.end());
  link.insert(link.end(), device.value.begin(), device.value.end());
  link.insert(link.end(), operation_bytes.begin(), operation_bytes.end());
  return sha256(link);
}

}  // namespace motcua::records
