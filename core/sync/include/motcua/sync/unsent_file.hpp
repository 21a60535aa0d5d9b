#pragma once
#include <string>
#include <vector>

#include "motcua/records/store.hpp"

/// What a device has not sent, as a file that a person can carry to the office: the way out when a device can no longer
/// speak to its server. It holds no token, so it lets nobody speak for the device.
namespace motcua::sync {

/// What the file's name had better end with.
inline constexpr const char* kUnsentFileSuffix = ".motcua-unsent";
inline constexpr std::uint16_t kUnsentFileVersion = 1;

/// A response that was still being written: it has no number yet and is not part of the device's chain.
struct UnsentDraft {
  records::EntityType type = records::EntityType::response;
  EntityId entity;
  records::DefinitionRef definition;
  std::vector<records::FieldChange> fields;
  friend bool operator==(const UnsentDraft&, const UnsentDraft&) = default;
};

struct UnsentFile {
  DeviceId device;
  std::string account_name;  ///< Whose device it was; empty when it was never enrolled.
  std::string office_name;
  Instant written;
  std::vector<records::Sequencer::Pushed> operations;  ///< Numbers without gaps, rising: what a push would send.
  std::vector<UnsentDraft> drafts;
};

/// The layout (integers little-endian, the rest as in PROTOCOL.md):
///   "MCU1" | u16 version | u16 flags, 0 | u32 length of the body | body | SHA-256 of everything before it
/// The body is a record: 1 device id · 2 account_name text · 3 office_name text · 4 written instant ·
///   5 `varint first_seq, list<bytes>` of operations ·
///   6 `list<u8 entity_type, id entity, text definition, text version, list<text field, bool has_value, [bytes value],
///   hlc base>>` of drafts
[[nodiscard]] Bytes encode_unsent_file(const UnsentFile& file);
/// Bounded. Fails with unsent_file_malformed for what is damaged or no such file, with unsent_file_version for a file
/// of a newer program.
[[nodiscard]] Result<UnsentFile> decode_unsent_file(ByteView bytes);

/// Everything of this device that the server has not acknowledged, and its drafts; the names and `written` are the
/// caller's to fill in.
[[nodiscard]] Result<UnsentFile> collect_unsent(const records::LocalLog& log);

}  // namespace motcua::sync
