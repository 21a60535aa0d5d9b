#pragma once
#include <cstdint>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

/// The messages that bring files of records to the server, in parts. Layouts are in core/sync/PROTOCOL.md.
namespace motcua::sync {

inline constexpr const char* kAttachmentStatusPath = "/v1/attachments/status";
inline constexpr const char* kAttachmentChunkPath = "/v1/attachments/chunk";

/// What one request may hold; a server refuses more with `frame_too_large`.
inline constexpr std::size_t kMaxAskedAttachments = 100;
inline constexpr std::size_t kMaxAttachmentChunk = 1024U * 1024;

enum class AttachmentState : std::uint8_t {
  unexpected = 0,  ///< No record that the server has names the file: it takes nothing of it.
  wanted = 1,      ///< It has the first `have` bytes, durably.
  complete = 2,    ///< It has the whole file, durably, and the digest is right.
};

struct AttachmentProgress {
  AttachmentState state = AttachmentState::unexpected;  ///< What a program does not know counts as `unexpected`.
  std::uint64_t have = 0;
  friend bool operator==(const AttachmentProgress&, const AttachmentProgress&) = default;
};

struct AskedAttachment {
  Hash sha256{};
  std::uint64_t size = 0;
};
struct AttachmentStatusRequest {
  std::vector<AskedAttachment> files;
};
struct AttachmentStatusReply {
  std::vector<AttachmentProgress> files;  ///< In the order asked.
};

/// Bytes that begin anywhere but at what the server has are passed over: its answer tells where to go on.
struct AttachmentChunkRequest {
  AskedAttachment file;
  std::uint64_t offset = 0;
  Bytes bytes;
};
/// A whole file whose digest is not its name is dropped and answered with `attachment_mismatch`.
struct AttachmentChunkReply {
  AttachmentProgress progress;
};

[[nodiscard]] Bytes encode(const AttachmentStatusRequest& message);
[[nodiscard]] Bytes encode(const AttachmentStatusReply& message);
[[nodiscard]] Bytes encode(const AttachmentChunkRequest& message);
[[nodiscard]] Bytes encode(const AttachmentChunkReply& message);

/// As in messages.hpp.
template <class Message>
[[nodiscard]] Result<Message> decode(ByteView frame_bytes);

}  // namespace motcua::sync
