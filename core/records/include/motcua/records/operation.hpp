#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/hlc.hpp"
#include "motcua/base/ids.hpp"
#include "motcua/base/result.hpp"

namespace motcua::records {

/// What operations are about. Numbers are stored and sent: never reused.
enum class EntityType : std::uint8_t {
  response = 1,
  survey_version = 2,
  form_part = 3,   ///< A piece of a published form and its files.
  assignment = 4,  ///< Somebody whom a surveyor is to visit.
  visit = 5,       ///< One time that a surveyor was there, and what came of it.
};

enum class OperationKind : std::uint8_t {
  edit = 1,    ///< Sets fields.
  remove = 2,  ///< Deletes the entity; a concurrent edit beats it.
};

/// One field set by an operation. `value` is opaque bytes (UTF-8 text for answers); nullopt clears the field.
struct FieldChange {
  std::string field;  ///< An instance path "/data/c9/q15", or "@name" for what is not an answer.
  std::optional<std::string> value;
  Hlc base;  ///< The reading of the value that the writer saw; 0 when it saw none.
  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

/// The form version that an operation was made with; empty for entities that have none.
struct DefinitionRef {
  std::string id;
  std::string version;
  friend bool operator==(const DefinitionRef&, const DefinitionRef&) = default;
};

inline constexpr std::uint16_t kOperationFormat = 1;

/// Limits of one operation; beyond them it is malformed.
inline constexpr std::size_t kMaxFields = 10'000;
inline constexpr std::size_t kMaxFieldName = 512;
inline constexpr std::size_t kMaxOperationBytes = std::size_t{1024} * 1024;

/// One immutable step of one device's log. Keyed (device, seq); seq counts 1, 2, 3 … without gaps.
struct Operation {
  DeviceId device;
  std::uint64_t seq = 0;
  Hlc hlc;
  std::uint16_t format = kOperationFormat;
  OperationKind kind = OperationKind::edit;
  EntityType entity_type = EntityType::response;
  EntityId entity;
  DefinitionRef definition;
  std::vector<FieldChange>
      fields;     ///< Rising by name. A removal names every field that its writer saw, without a value.
  Bytes unknown;  ///< What a newer format appended, kept as it came.
  friend bool operator==(const Operation&, const Operation&) = default;
};

/// The canonical bytes of everything but the device: what is stored, sent and hashed. Layout (integers little-endian,
/// "varint" and "text" as in wire/archive.hpp):
///   varint format | u8 kind | u8 entity_type | varint seq | u64 hlc | entity 16 | text definition.id | text
///   definition.version varint field_count, for each: u8 flags (1 value, 2 base) | varint shared | text suffix | [text
///   value] | [u64 base] unknown: the rest
/// A field's name is the first `shared` bytes of the one before it and `suffix`: paths of one form share most of their
/// bytes. A newer format only ever appends to the rest. Fields are written rising by name whatever their order here.
[[nodiscard]] Bytes encode_operation(const Operation& operation);
/// Bounded. Fails with frame_malformed or frame_truncated, also when `bytes` are not the canonical ones. A kind or type
/// that this build does not know is no failure here. `device` is given by the context (the authenticated pusher, the
/// feed entry).
[[nodiscard]] Result<Operation> decode_operation(const DeviceId& device, ByteView bytes);
/// What an operation is about and does.
struct OperationHead {
  OperationKind kind = OperationKind::edit;
  EntityType type = EntityType::response;
};
/// Of encoded bytes, without reading the rest of them.
[[nodiscard]] OperationHead operation_head(ByteView bytes);
/// Whether this build knows what the operation is about and does.
[[nodiscard]] bool is_understood(const Operation& operation);

/// H(previous ‖ device ‖ bytes): the chain that shows a forked or altered log. The first link uses 32 zero bytes.
[[nodiscard]] Hash chain_hash(const Hash& previous, const DeviceId& device, ByteView operation_bytes);

}  // namespace motcua::records
