#include "office/attachment_receiver.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace motcua::server {

Result<sync::AttachmentStatusReply> AttachmentReceiver::status(const AttachmentIndex& index,
                                                               const sync::AttachmentStatusRequest& request) const {
  if (request.files.size() > sync::kMaxAskedAttachments)
    return fail(ErrorCode::frame_too_large, std::to_string(sync::kMaxAskedAttachments));
  sync::AttachmentStatusReply out;
  for (const auto& [file, size] : request.files) {
    sync::AttachmentProgress& progress = out.files.emplace_back();
    MOTCUA_TRY_ASSIGN(const bool expected, index.is_expected(file, size));
    if (!expected) continue;
    // The disk decides: an office that was restored may have a row without its file. A file without its row is one
    // whose end was not acknowledged; any part of it is answered after that is made good.
    const bool whole = blobs_.has(file, size);
    MOTCUA_TRY_ASSIGN(const bool noted, index.has_arrived(file));
    progress.state = whole && noted ? sync::AttachmentState::complete : sync::AttachmentState::wanted;
    progress.have = whole ? (noted ? size : 0) : std::min(blobs_.arrived(file), size);
  }
  return out;
}

Result<bool> AttachmentReceiver::admit(const AttachmentIndex& index, const sync::AttachmentChunkRequest& chunk) {
  const auto& [file, size] = chunk.file;
  if (size > records::kMaxAttachmentSize) return fail(ErrorCode::attachment_too_large, std::to_string(size));
  if (chunk.bytes.size() > sync::kMaxAttachmentChunk)
    return fail(ErrorCode::frame_too_large, std::to_string(sync::kMaxAttachmentChunk));
  if (chunk.offset > size || chunk.bytes.size() > size - chunk.offset)
    return fail(ErrorCode::invalid_argument, "offset");
  return index.is_expected(file, size);
}

bool AttachmentReceiver::store(sync::AttachmentChunkRequest chunk, Stored stored) {
  return worker_.submit([this, stored = std::move(stored),
                         held = std::make_shared<const sync::AttachmentChunkRequest>(std::move(chunk))] {
    stored(blobs_.append(held->file.sha256, held->file.size, held->offset, held->bytes));
  });
}

}  // namespace motcua::server
