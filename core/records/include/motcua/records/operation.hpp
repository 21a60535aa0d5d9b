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
enum class EntityType : std::uint8_t { response = 1, survey_version = 2 };

enum class OperationKind : std::uint8_t {
  edit = 1,    ///< Sets fields.
  remove = 2,  ///< Deletes the entity; a concurrent edit beats it.
};

/// One field set by an operation. `value` is opaque bytes (UTF-8 text for answers); nullopt clears the field.
struct FieldChange {
  std::string field;                 ///< An instance path "/data/c9/q15", or "@name" for what is not an answer.
  std::optional<std::string> value;
  Hlc base;                          ///< The reading of the value that the writer saw; 0 when it saw none.
  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

/// The form version that an operation was made with; empty for entities that have none.
struct DefinitionRef {
  std::string id;
  std::string version;
  friend bool operator==(const DefinitionRef&, const DefinitionRef&) = default;
};

inline constexpr std::uint16_t kOperationFormat = 1;

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
  std::vector<FieldChange> fields;
  Bytes unknown;  ///< Fields of a newer format, kept as they came.
  friend bool operator==(const Operation&, const Operation&) = default;
};

/// The canonical bytes of everything but the device: what is stored, sent and hashed.
[[nodiscard]] Bytes encode_operation(const Operation& operation);
/// Bounded; fails with frame_malformed. `device` is given by the context (the authenticated pusher, the feed entry).
[[nodiscard]] Result<Operation> decode_operation(const DeviceId& device, ByteView bytes);

/// H(previous ‖ device ‖ bytes): the chain that shows a forked or altered log. The first link uses 32 zero bytes.
[[nodiscard]] Hash chain_hash(const Hash& previous, const DeviceId& device, ByteView operation_bytes);

}  // namespace motcua::records
